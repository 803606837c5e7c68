/**
 * Words that people of this trade and country make passwords of, in pinyin and in characters, the likeliest first: a
 * guesser who has met one such service tries them all. What is common everywhere is in the dictionary of the library.
 */
export const TRADE_WORDS: readonly string[] = (
  'woaini mima zhengxie lvzhi luzhi weiyuan admin zhongguo beijing nihao iloveyou guanliyuan bangongshi xitong ' +
  'zhengxieweiyuan lvzhidangan quzhengxie shizhengxie shengzhengxie renda dangwei zhengfu jiguan danwei mishu mishuzhang ' +
  'zhuxi fuzhuxi weiyuanhui changwei changweihui tian tigong tianweiyuanhui jiaoban chengban kaohe dangan huiyi qiandao ' +
  'kaoqin qingjia shehui minyi sheqing diaoyan shicha xieshang minzhu jiandu canzheng yizheng zhengzhi tongzhan ' +
  'zhonggong gongchandang dangyuan lingdao keyuan chuzhang kezhang zhuren shouji dianhua gongzuo tongzhi laoshi ' +
  'xuesheng zhongguoren woaizhongguo woaiwojia baobei laopo laogong mama baba wode nide caonima wangluo ' +
  'shanghai guangzhou shenzhen chongqing tianjin nanjing hangzhou wuhan chengdu xian changsha zhengzhou jinan ' +
  'chunjie xinnian kuaile shengri jiankang pingan facai gongxi xingfu 5201314 woaini1314 woaini520 1314520 ' +
  '政协 履职 委员 提案 密码 管理员 办公室 我爱你 中国 北京 你好 社情民意 主席 秘书长 党员 领导 单位 系统'
).split(' ')

import type { ErrorCode } from 'yaml'

/** What the parser of YAML finds, by its own codes. */
export const YAML_ERRORS: Record<ErrorCode, string> = {
  ALIAS_PROPS: '“*”引用的前面不能再写标记',
  BAD_ALIAS: '“*”开头的文字被当作引用，而所引的内容不存在；是文字的请加引号',
  BAD_COLLECTION_TYPE: '“!”标记与内容的类型不符；是文字的请加引号',
  BAD_DIRECTIVE: '“%”开头的行被当作指令；是文字的请加引号',
  BAD_DQ_ESCAPE: '双引号内的“\\”后面不是可用的字符；请改用单引号',
  BAD_INDENT: '缩进与同级的行不一致',
  BAD_PROP_ORDER: '“&”“!”标记应写在“-”“:”之后',
  BAD_SCALAR_START: '文字不能以此符号开头，请加引号',
  BLOCK_AS_IMPLICIT_KEY: '同一行有两个“: ”，或在项的名称处写了列表；含“: ”的文字请加引号',
  BLOCK_IN_FLOW: '“{ }”“[ ]”之内不能写分行的项；请检查括号是否闭合',
  DUPLICATE_KEY: '同一个项写了两次',
  IMPOSSIBLE: '此处的写法无法理解',
  KEY_OVER_1024_CHARS: '项的名称过长；请检查冒号和引号',
  MISSING_CHAR: '缺少符号：请检查冒号及其后的空格、逗号、引号和括号',
  MULTILINE_IMPLICIT_KEY: '项的名称跨了两行：请检查上下两行的冒号和缩进',
  MULTIPLE_ANCHORS: '“&”标记只能有一个',
  MULTIPLE_DOCS: '一个文件只能写一份规则：请删去“---”',
  MULTIPLE_TAGS: '“!”标记只能有一个',
  NON_STRING_KEY: '项的名称应为文字',
  RESOURCE_EXHAUSTION: '“*”引用过多',
  TAB_AS_INDENT: '用制表符（Tab）缩进，请改用空格',
  TAG_RESOLVE_FAILED: '“!”开头的文字被当作标记，而没有这种标记；是文字的请加引号',
  UNEXPECTED_TOKEN: '此处不应有这些文字或符号：请检查上文的引号和括号；含特殊符号的文字请加引号',
}

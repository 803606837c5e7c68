import {
  catalogue,
  choice,
  clues,
  day,
  inStep,
  line,
  members,
  NUMBER,
  OWNER,
  prose,
  type RecordTable,
  required,
} from './record-table.ts'

/** Reports of public opinion with their authors; where it is simple, who adopted them. */
export const opinions: RecordTable = {
  resource: 'opinions',
  title: { zh: '社情民意信息', en: 'opinions' },
  owned: true,
  columns: [
    NUMBER,
    required(line('title', '题目 标题 信息题目 信息标题 社情民意题目 社情民意标题')),
    prose('content', '内容 信息内容 正文'),
    members('authorIds', '作者 信息作者 撰稿人 报送人 报送委员 authors'),
    ...clues('authorIds'),
    // 反映人 is who brought a matter up; whether they wrote it, the column does not say, so it credits nobody.
    members('reflectorIds', '反映委员 反映人 反映人委员 reflectors'),
    line('reflector', '非委员反映人 其他反映人'),
    line('reflectorIdentity', '反映人身份 反映人单位'),
    OWNER,
    inStep('submit', day('submittedOn', '报送日期 提交日期 上报日期 报送时间')),
    inStep('adopt', catalogue('adoptedLevel', '采用层级 采用级别 录用层级 录用级别', 'level'), 'level'),
    inStep('adopt', day('adoptedOn', '采用日期 录用日期 采用时间')),
    inStep(
      'adopt',
      choice('adoptedKind', '采用方式 录用方式', { single: '单篇 单独', combined: '综合 合并' }),
      'kind',
    ),
    inStep('adopt', line('adoptedUnit', '采用单位 录用单位'), 'unit'),
    inStep('adopt', line('publication', '采用刊物 录用刊物 刊物')),
  ],
  oneOf: [['authorIds', 'reflector']],
  steps: [
    { name: 'submit', words: { zh: '报送', en: 'submit' }, needs: ['submittedOn'] },
    { name: 'adopt', words: { zh: '采用', en: 'adopt' }, needs: ['adoptedLevel', 'adoptedOn'] },
  ],
}

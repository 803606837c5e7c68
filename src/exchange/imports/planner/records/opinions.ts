import { stated } from '../../../../core/stated.ts'
import { ADOPTION_KINDS } from '../../../../core/words/proposals.ts'
import {
  choice,
  clues,
  day,
  type Fields,
  inStep,
  line,
  members,
  NUMBER,
  OWNER,
  prose,
  type RecordTable,
  required,
  sheetOf,
  type Values,
} from './record-table.ts'

/** Reports of public opinion with their authors, who adopted them and which leaders wrote on them. */
export const opinions: RecordTable = {
  ...sheetOf('opinions'),
  owned: true,
  columns: [
    NUMBER,
    required(line('title', '题目 标题 信息题目 信息标题 社情民意题目 社情民意标题')),
    prose('content', '内容 信息内容 正文'),
    members('authorIds', '作者 信息作者 撰稿人 报送人 报送委员 authors'),
    ...clues('authorIds'),
    // Beside authors, 反映人 is who brought a matter up and earns nothing; a sheet without authors means them by it.
    { ...members('reflectorIds', '反映委员 反映人 反映人委员 reflectors'), standsFor: 'authorIds' },
    line('reflector', '非委员反映人 其他反映人'),
    line('reflectorIdentity', '反映人身份 反映人单位'),
    OWNER,
    inStep('submit', day('submittedOn', '报送日期 提交日期 上报日期 报送时间')),
    inStep('adopt', {
      field: 'adoptedLevel',
      words: '采用层级 采用级别 录用层级 录用级别 采用情况 录用情况',
      read: { kind: 'adoptions' },
    }),
    inStep('adopt', day('adoptedOn', '采用日期 录用日期 采用时间')),
    inStep(
      'adopt',
      choice('adoptedKind', '采用方式 录用方式', ADOPTION_KINDS, { single: '单独', combined: '合并' }),
    ),
    inStep('adopt', line('adoptedUnit', '采用单位 录用单位')),
    inStep('adopt', line('publication', '采用刊物 录用刊物 刊物')),
    inStep('instruct', {
      field: 'leaders',
      words: '批示人 批示领导 批示情况 领导批示',
      read: { kind: 'leaders' },
    }),
    inStep('instruct', day('instructedOn', '批示日期 批示时间')),
  ],
  oneOf: [['authorIds', 'reflector']],
  assumes: [
    {
      field: 'adoptedOn',
      from: 'submittedOn',
      words: { zh: '采用日期', en: 'the day of adoption' },
      when: ({ adoptedLevel }) => listOf(adoptedLevel).length > 0,
    },
    {
      field: 'instructedOn',
      from: 'submittedOn',
      words: { zh: '批示日期', en: 'the day of the instruction' },
      when: ({ leaders }) => listOf(leaders).length > 0,
    },
  ],
  steps: [
    { name: 'submit', words: { zh: '报送', en: 'submit' }, needs: ['submittedOn'] },
    {
      name: 'adopt',
      words: { zh: '采用', en: 'adopt' },
      needs: ['submittedOn', 'adoptedLevel', 'adoptedOn'],
      bodies: adoptionsOf,
    },
    {
      name: 'instruct',
      words: { zh: '批示', en: 'instruct' },
      needs: ['submittedOn', 'leaders', 'instructedOn'],
      bodies: ({ leaders, instructedOn }) => listOf(leaders).map((one) => ({ ...one, instructedOn })),
    },
  ],
  contradiction: ({ adoptedLevel, adoptedKind, adoptedUnit, publication }) => {
    const beside = [adoptedKind, adoptedUnit, publication].some((one) => one !== undefined)
    if (listOf(adoptedLevel).length < 2 || !beside) return null
    return {
      field: 'adoptedLevel',
      message: {
        zh: '此格写了几级采用，旁边的采用方式、单位或刊物说的是哪一级不明。请每级写一行，或只写层级。',
        en: 'Several levels stand here, and which of them the kind, unit or publication beside it belong to is not said. Write the levels alone.',
      },
    }
  },
}

const listOf = (value: Values[string]): readonly Fields[] => (Array.isArray(value) ? value : [])

function adoptionsOf({ adoptedLevel, adoptedOn, adoptedKind, adoptedUnit, publication }: Values): Fields[] {
  return listOf(adoptedLevel).map(({ level, kind }) =>
    stated({ level, kind: adoptedKind ?? kind, unit: adoptedUnit, publication, adoptedOn }),
  )
}

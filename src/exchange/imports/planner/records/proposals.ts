import { stated } from '../../../../core/stated.ts'
import { PROPOSER_KINDS, PUBLICITY, REVIEW_RESULTS } from '../../../../core/words/proposals.ts'
import {
  aside,
  catalogue,
  choice,
  clues,
  day,
  inStep,
  isProposers,
  line,
  member,
  memberIdsOf,
  NUMBER,
  OWNER,
  prose,
  type RecordTable,
  required,
  sheetOf,
  thing,
  type Values,
} from './record-table.ts'

/** A list of proposals as the proposal office keeps it. */
export const proposals: RecordTable = {
  ...sheetOf('proposals'),
  owned: true,
  columns: [
    NUMBER,
    required(line('title', '案由 提案题目 提案案由 提案标题 提案名称 题目 标题')),
    prose('content', '内容 提案内容 正文'),
    line('category', '提案分类 提案类别 分类 类别'),
    choice('proposerKind', '提案人类别 提案者类别 提案形式 提案方式 性质 提案性质', PROPOSER_KINDS, {
      individual: '个人提案 委员个人 委员提案',
      joint: '联名提案 委员联名 联合提案',
      collective: '集体提案',
    }),
    thing('organizationId', '提案单位 提案组织 集体提案单位 提出单位', 'organizations'),
    thing('plenarySessionId', '会次 届次 会议届次 全会 全体会议', 'plenarySessions'),
    line('serialNo', '流水号 提案序号 收文号'),
    {
      field: 'signers',
      words: '提案者 提案人 提案委员 proposers',
      read: { kind: 'members', orOrganization: true, unsigned: true },
    },
    { ...member('firstSigner', '第一提案人 第一提案者 首提人 领衔人 first'), into: 'signers' },
    {
      field: 'coSigners',
      words: '联名人 联名委员 附议人 附议委员 共同提案人',
      read: { kind: 'members', unsigned: true },
      into: 'signers',
    },
    { ...day('signedOn', '联名日期 签名日期 附议日期'), into: 'signers' },
    ...clues(['firstSigner', 'signers']),
    choice('publicity', '是否公开 是否同意公开 公开意见', PUBLICITY, {
      consented: '同意 公开 是',
      consented_title: '仅公开题目 仅公开标题 同意公开标题',
      refused: '不同意 不公开 否',
      unasked: '未征询 未询问',
    }),
    OWNER,
    aside(
      choice('review', '审查结果 审查意见 立案情况 是否立案', REVIEW_RESULTS, {
        filed: '已立案 予以立案 是',
        not_filed: '不立案 未立案 否',
        converted_to_opinion: '转为社情民意 作社情民意处理 改作社情民意',
      }),
    ),
    aside(catalogue('notFiledReason', '不予立案原因 未立案原因 不立案理由 不予立案理由', 'not_filed_reason')),
    inStep('submit', day('submittedOn', '提交日期 提出日期 提案日期 提交时间')),
    inStep('file', day('filedOn', '立案日期 立案时间')),
    inStep('file', line('caseNo', '案号 提案号 提案案号 立案号 立案编号')),
  ],
  oneOf: [['signers', 'firstSigner', 'organizationId']],
  // Proposals that are handled as one (并案) share a 案号.
  numbers: {
    once: ['serialNo'],
    doubted: ['caseNo'],
    within: ['plenarySessionId', 'submittedOn', 'filedOn'],
  },
  steps: [
    { name: 'submit', words: { zh: '提交', en: 'submit' }, needs: ['submittedOn'] },
    { name: 'file', words: { zh: '立案', en: 'file' }, needs: ['submittedOn', 'filedOn'] },
    {
      name: 'decline',
      words: { zh: '不予立案', en: 'decline' },
      needs: [],
      bodies: ({ review, notFiledReason, reviewedOn }) =>
        review === 'not_filed' && reviewedOn
          ? [{ reason: notFiledReason ?? 'unstated', declinedOn: reviewedOn }]
          : [],
    },
    {
      name: 'convert',
      words: { zh: '转社情民意', en: 'convert to an opinion' },
      needs: [],
      bodies: ({ review, reviewedOn }) =>
        review === 'converted_to_opinion' && reviewedOn ? [{ to: 'opinion', convertedOn: reviewedOn }] : [],
    },
  ],
  assumes: [
    {
      field: 'filedOn',
      from: 'submittedOn',
      words: { zh: '立案日期', en: 'the day of filing' },
      when: ({ review }) => review === 'filed',
    },
    {
      field: 'reviewedOn',
      from: 'submittedOn',
      words: { zh: '审查日期', en: 'the day of the review' },
      when: ({ review }) => review === 'not_filed' || review === 'converted_to_opinion',
    },
    {
      field: 'signedOn',
      from: 'submittedOn',
      words: { zh: '联名日期', en: 'the day of the signatures' },
      when: (_, { signers = '', coSigners }) =>
        coSigners !== undefined || /[\s、，,；;|/]/.test(signers.trim()),
    },
  ],
  contradiction: ({ review, filedOn, caseNo }) =>
    review === undefined || review === 'filed' || (filedOn === undefined && caseNo === undefined)
      ? null
      : { field: 'review', message: NOT_FILED_WITH_NUMBER },
  body: (values) => {
    const { signers: listed, firstSigner, coSigners, signedOn, ...rest } = values
    const organizationId = rest.organizationId ?? bodyOf(listed)
    const ids = signersOf(values)
    const unsigned = new Set([listed, coSigners].flatMap(unsignedOf))
    return stated({
      ...rest,
      organizationId,
      proposerKind: statedKind(values, ids.length) ?? kindOf(organizationId !== undefined, ids.length),
      // A co-signer's day is that of a signature of their own: without one they earn nothing.
      signers: ids.map((memberId, at) => ({
        memberId,
        ...(at > 0 && signedOn && !unsigned.has(memberId) ? { signedOn } : {}),
      })),
    })
  },
}

const bodyOf = (value: Values[string]): string | undefined =>
  (isProposers(value) && value.organizationId) || undefined

/** What the sheet says; a joint one whose other names are no members' is that of the one who is left. */
function statedKind({ proposerKind, signers, coSigners }: Values, members: number): Values[string] {
  const left = [signers, coSigners].some((value) => isProposers(value) && value.leftOut > 0)
  return proposerKind === 'joint' && members === 1 && left ? 'individual' : proposerKind
}

const unsignedOf = (value: Values[string]): string[] => (isProposers(value) ? value.unsigned : [])

const NOT_FILED_WITH_NUMBER = {
  zh: '审查结果不是立案，却有提案号或立案日期。请核对后改正其中一格。',
  en: 'It was not filed, and yet has a case number or a day of filing. Correct one of the cells.',
}

/** The first proposer, then the others of the list, then the co-signers; who stands in two columns signs once. */
function signersOf({ firstSigner, signers, coSigners }: Values): string[] {
  const first = typeof firstSigner === 'string' ? [firstSigner] : []
  const listed = memberIdsOf(signers)
  const more = memberIdsOf(coSigners)
  return [
    ...first,
    ...listed.filter((id) => !first.includes(id)),
    ...more.filter((id) => !first.includes(id) && !listed.includes(id)),
  ]
}

function kindOf(collective: boolean, signers: number): string {
  if (collective) return 'collective'
  return signers > 1 ? 'joint' : 'individual'
}

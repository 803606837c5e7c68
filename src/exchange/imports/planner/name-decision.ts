import type { Candidate } from '../../../core/import-questions.ts'
import { capital, type NewDecision } from './decisions.ts'
import type { Text } from './plan-types.ts'

const WHY: Record<string, Text> = {
  several_of_that_name: { zh: '名册上有多位同名委员', en: 'several members bear this name' },
  several_in_the_sector: {
    zh: '该界别有多位同名委员',
    en: 'several members of that name belong to the sector',
  },
  several_in_the_unit: { zh: '该单位有多位同名委员', en: 'several members of that name work there' },
  number_of_several: { zh: '编号对应多位委员', en: 'the number fits several members' },
  mobile_of_several: { zh: '手机号对应多位委员', en: 'the phone number fits several members' },
  number_of_nobody: { zh: '编号不在名册上', en: 'the number is not on the roster' },
  names_differ: {
    zh: '工作表的名称与表内的姓名不一致',
    en: 'the sheet is named after one person and names another inside',
  },
  number_and_name_differ: {
    zh: '编号与姓名分别指向不同的人',
    en: 'number and name point at different people',
  },
  number_and_mobile_differ: {
    zh: '编号与手机号分别指向不同的人',
    en: 'number and phone point at different people',
  },
  mobile_and_name_differ: {
    zh: '手机号与姓名分别指向不同的人',
    en: 'phone and name point at different people',
  },
  sector_of_another: { zh: '界别指向另一位同名委员', en: 'the sector points at another member of that name' },
  sector_differs: { zh: '该委员当年不在所写界别', en: 'the member did not belong to that sector that year' },
  unit_and_sector_differ: {
    zh: '单位与界别分别指向不同的人',
    en: 'unit and sector point at different people',
  },
  said_to_be_a_guest: { zh: '备注或单位表明此人是嘉宾', en: 'note or unit say that this is a guest' },
  bracket_not_understood: {
    zh: '姓名后的括注与名册对不上',
    en: 'the words in brackets fit nothing on the roster',
  },
  alias_and_evidence_differ: {
    zh: '按以前的决定是该委员，旁边的界别或备注却对不上',
    en: 'an earlier decision says who this is, and the sector or note beside it says otherwise',
  },
  no_member_of_that_name: { zh: '名册上没有这个姓名', en: 'nobody on the roster bears this name' },
}

/** Whom does a row speak of? */
export function nameDecision(
  kind: 'ambiguous_name' | 'evidence_conflict' | 'unknown_name',
  name: string,
  why: string,
  candidates: Candidate[],
  evidence: Record<string, unknown>,
): Omit<NewDecision, 'id'> {
  const reason = WHY[why] ?? { zh: why, en: why }
  const shown = name.trim() || '（无姓名）'
  return {
    kind,
    group: `${kind}:${shown}:${JSON.stringify(evidence)}`,
    candidates,
    choices: ['member', 'not_a_member', 'skip'],
    question: {
      zh: `“${shown}”是哪位委员？${reason.zh}。请选定委员，或标明不是委员。`,
      en: `Which member is “${shown}”? ${capital(reason.en)}. Choose a member, or say that it is none.`,
    },
    evidence: { name: shown, why, ...evidence },
  }
}

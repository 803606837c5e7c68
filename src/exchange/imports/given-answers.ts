import type { Answers, Decision } from '../../core/import-questions.ts'

/** Answers as they were given, against the questions of a plan. */

export type GivenAnswer = {
  id?: string | undefined
  group?: string | undefined
  answer: Answers[string]
  remember?: boolean
}
export type Asked = Pick<Decision, 'id' | 'kind' | 'group' | 'choices' | 'evidence' | 'answer'>

/** Names behind what is answered, as far as nobody bears them. */
export function namesOf(decisions: readonly Asked[], { id, group }: GivenAnswer): string[] {
  const named = decisions.filter((one) => (id === undefined ? one.group === group : one.id === id))
  return [
    ...new Set(named.flatMap(({ kind, evidence }) => (kind === 'unknown_name' ? (evidence.name ?? []) : []))),
  ]
}

/** What each answer settles: one question, or the open ones of a group; every answer that fits none is named. */
export function settledBy(decisions: readonly Asked[], answers: readonly GivenAnswer[]) {
  const settled: Record<string, Answers[string]> = {}
  const byId = new Map(decisions.map((one) => [one.id, one]))
  const byGroup = Map.groupBy(decisions, (one) => one.group)
  const errors = answers.flatMap(({ id, group, answer, remember }, index) => {
    const pointer = `/answers/${index}`
    if ((id === undefined) === (group === undefined)) {
      return [{ pointer, code: 'id_or_group', detail: 'name one question (id) or one group' }]
    }
    const named = id === undefined ? (byGroup.get(group!) ?? []) : [byId.get(id)].filter((one) => !!one)
    const where = `${pointer}/${id === undefined ? 'group' : 'id'}`
    if (named.length === 0) {
      return [{ pointer: where, code: 'unknown_decision', detail: `no decision ${id ?? group}` }]
    }
    const other = named.find(({ kind }) => remember && kind !== 'unknown_name')
    if (other) {
      const detail = 'only who a name means that nobody bears can be remembered'
      return [{ pointer: `${pointer}/remember`, code: 'not_remembered', detail }]
    }
    const unfit = named.find((one) => !one.choices.includes(answer.choice))
    if (unfit) {
      const detail = `choose among ${unfit.choices.join(', ')}`
      return [{ pointer: `${pointer}/answer/choice`, code: 'unknown_choice', detail }]
    }
    for (const one of named) if (id !== undefined || !one.answer) settled[one.id] = answer
    return []
  })
  return { settled, errors }
}

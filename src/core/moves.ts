import { AppError, ruleViolation } from './errors.ts'

/** State machines as data: from which states a step starts and where it leads. */
export type Moves<S extends string = string> = Readonly<Record<string, { from: readonly S[]; to: S }>>

/** The same with steps that have no `to`: the state stays. */
type Steps = Readonly<Record<string, { from: readonly string[]; to?: string }>>

/** The steps that a state allows. */
export const legalSteps = (moves: Steps, state: string): string[] =>
  Object.keys(moves).filter((name) => moves[name]!.from.includes(state))

/** The state after a step; 409 with the legal steps where it does not start from here. */
export function movedTo<M extends Steps, S extends keyof M & string>(
  moves: M,
  state: string,
  step: S,
): NonNullable<M[S]['to']> {
  const legal = legalSteps(moves, state)
  if (!legal.includes(step)) throw illegalStep(state, step, legal)
  return moves[step]!.to ?? state
}

/** Refuses a step that a state does not allow, with those that it does. */
export function illegalStep(state: string, step: string, legal: readonly string[]): AppError {
  const steps = legal.join(', ')
  return new AppError(
    'state_conflict',
    {
      en: `${step} does not start from ${state}; from here: ${steps || 'nothing, it has ended'}`,
      zh: `状态 ${state} 不能执行 ${step}；可执行：${steps || '无，流程已结束'}`,
    },
    { fields: { state, legal: [...legal] } },
  )
}

/** A step is not taken before the one that it follows. */
export function checkNotBefore(rule: string, field: string, day: string, earlier: string | null): void {
  if (earlier === null || day >= earlier) return
  throw ruleViolation(
    rule,
    { en: `${day} lies before the step that it follows (${earlier})`, zh: `${day} 早于上一步（${earlier}）` },
    `/${field}`,
  )
}

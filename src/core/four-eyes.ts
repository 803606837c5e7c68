import { AppError, type Text } from './errors.ts'

/** 409 where the person of a step is one of those who took the steps before it; what they may ask is in the text. */
export function checkFourEyes(actor: string, before: readonly (string | null)[], detail: Text): void {
  if (before.includes(actor)) throw new AppError('four_eyes', detail)
}

import { type Random as Numbers, randomOf as numbersOf } from '../../support/random.ts'

/** Chance that can be repeated: the same seed gives the same sheet on every machine. */
export interface Random extends Pick<Numbers, 'pick'> {
  /** A whole number from 0 to below `n`. */
  int(n: number): number
  chance(share: number): boolean
  /** That many of them at most, in their order. */
  some<T>(list: readonly T[], count: number): T[]
  shuffled<T>(list: readonly T[]): T[]
}

const FINE = 2 ** 32

export function randomOf(seed: number): Random {
  const { below: int, pick } = numbersOf(seed)
  const shuffled = <T>(list: readonly T[]): T[] => {
    const all = [...list]
    for (let at = all.length - 1; at > 0; at -= 1) {
      const other = int(at + 1)
      const kept = all[at]!
      all[at] = all[other]!
      all[other] = kept
    }
    return all
  }
  return {
    int,
    pick,
    chance: (share) => int(FINE) < share * FINE,
    shuffled,
    some: (list, count) => {
      const chosen = new Set(shuffled([...list.keys()]).slice(0, count))
      return list.filter((_, at) => chosen.has(at))
    },
  }
}

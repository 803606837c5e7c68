/** Chance that can be repeated: the same seed gives the same sheet on every machine. */
export interface Random {
  /** A whole number from 0 to below `n`. */
  int(n: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** That many of them at most, in their order. */
  some<T>(list: readonly T[], count: number): T[]
  shuffled<T>(list: readonly T[]): T[]
}

/** Mulberry32: small, and good enough to spread traps over sheets. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (n: number): number => Math.floor(next() * n)
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
    chance: (share) => next() < share,
    pick: (list) => list[int(list.length)]!,
    shuffled,
    some: (list, count) => {
      const chosen = new Set(shuffled([...list.keys()]).slice(0, count))
      return list.filter((_, at) => chosen.has(at))
    },
  }
}

/** What a measure reports, and how rounds become one figure. */

export interface Measure {
  name: string
  /** What the figure says, and against what. */
  what: string
  /** A ratio to the base, or a value in `unit`. */
  figure: number
  unit: 'ratio' | 'ms' | 's' | 'MB'
  /** The figure must be at least (or, with `atMost`, at most) this. */
  floor: number
  aim: number
  atMost: boolean
  ok: boolean
  aimed: boolean
  rounds: number
  spread: { min: number; max: number }
  detail?: Record<string, unknown>
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function measure(
  name: string,
  what: string,
  values: readonly number[],
  bounds: { unit?: Measure['unit']; floor: number; aim: number; atMost?: boolean },
  detail?: Record<string, unknown>,
): Measure {
  const { unit = 'ratio', floor, aim, atMost = false } = bounds
  const figure = median(values)
  const reaches = (bound: number) => (atMost ? figure <= bound : figure >= bound)
  return {
    name,
    what,
    figure: short(figure),
    unit,
    floor,
    aim,
    atMost,
    ok: reaches(floor),
    aimed: reaches(aim),
    rounds: values.length,
    spread: { min: short(Math.min(...values)), max: short(Math.max(...values)) },
    ...(detail ? { detail } : {}),
  }
}

export const short = (value: number): number => Number(value.toPrecision(4))

/** Runs base and ours in turns, so that both see the same machine; answers ours ÷ base of each round. */
export async function inTurns<T>(
  rounds: number,
  base: () => Promise<T>,
  ours: () => Promise<T>,
): Promise<{ base: T; ours: T }[]> {
  const found: { base: T; ours: T }[] = []
  for (let round = 0; round < rounds; round += 1) {
    // Whoever goes second finds a warmer machine: they take turns in that too.
    if (round % 2 === 0) {
      const first = await base()
      found.push({ base: first, ours: await ours() })
    } else {
      const first = await ours()
      found.push({ base: await base(), ours: first })
    }
  }
  return found
}

import { AppError } from '../core/errors.ts'

/** Work that may run only a few at a time, in turns by where it comes from: whoever sends much waits behind themselves. */
interface QueueLimits {
  /** Running at the same time. */
  atOnce: number
  /** Waiting from one source; beyond, 429. */
  perSource: number
  /** Waiting from all sources; beyond, 503. */
  total: number
}

type Queue = <T>(source: string, work: () => Promise<T>) => Promise<T>

export function fairQueue({ atOnce, perSource, total }: QueueLimits): Queue {
  // In the order of their turns: a source that had one goes behind the others.
  const lines = new Map<string, (() => void)[]>()
  let running = 0
  let waiting = 0

  function next(): void {
    const first = lines.entries().next().value
    if (!first) return
    const [source, line] = first
    lines.delete(source)
    const start = line.shift()!
    if (line.length > 0) lines.set(source, line)
    waiting -= 1
    running += 1
    start()
  }

  async function turn(source: string): Promise<void> {
    if (running < atOnce) {
      running += 1
      return
    }
    const line = lines.get(source) ?? []
    if (line.length >= perSource) throw tooManyHere()
    if (waiting >= total) throw tooMany()
    waiting += 1
    await new Promise<void>((start) => {
      line.push(start)
      lines.set(source, line)
    })
  }

  return async (source, work) => {
    await turn(source)
    try {
      return await work()
    } finally {
      running -= 1
      next()
    }
  }
}

const tooManyHere = () =>
  new AppError(
    'rate_limited',
    {
      en: 'Too many logins at once from your address; wait a few seconds and try again',
      zh: '您所在地址同时登录的人过多，请等待几秒后再试',
    },
    { retryAfter: 5 },
  )

const tooMany = () =>
  new AppError('unavailable', {
    en: 'Too many logins at once; try again',
    zh: '登录请求过多，请稍后再试',
  })

import { randomUUID } from 'node:crypto'
import net from 'node:net'

/**
 * The load, in a process of its own: raw sockets and as little parsing as an answer of known length needs, so that
 * the server is what is measured. Bounded in time and count.
 */

export interface Shot {
  url: string
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  /** `{n}` becomes a number that no other request has. */
  body?: string
  connections: number
  seconds: number
  /** Milliseconds between requests of one connection; none: as fast as answers come. */
  pauseMs?: number
  /** Answer every latency too, so that several shots become one figure. */
  keep?: boolean
}

export interface Hits {
  requests: number
  perSecond: number
  statuses: Record<string, number>
  /** Milliseconds. */
  p50: number
  p99: number
  max: number
  latencies?: number[]
}

const REQUESTS_MAX = 2_000_000
let counter = 0

async function fire(shot: Shot): Promise<Hits> {
  const { hostname, port } = new URL(shot.url)
  const latencies: number[] = []
  const statuses: Record<string, number> = {}
  const begin = performance.now()
  const end = begin + shot.seconds * 1_000
  const runs = Array.from({ length: shot.connections }, () =>
    connection(hostname, Number(port), shot, end, (status, ms) => {
      statuses[status] = (statuses[status] ?? 0) + 1
      latencies.push(ms)
      return latencies.length < REQUESTS_MAX
    }),
  )
  await Promise.all(runs)
  const seconds = (performance.now() - begin) / 1_000
  latencies.sort((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  const perSecond = latencies.length / seconds
  const hits = { requests: latencies.length, perSecond, statuses, p50: at(0.5), p99: at(0.99), max: at(1) }
  return shot.keep ? { ...hits, latencies } : hits
}

/** One request at a time on one connection, until the time is over. */
function connection(
  host: string,
  port: number,
  shot: Shot,
  end: number,
  onAnswer: (status: string, ms: number) => boolean,
): Promise<void> {
  const fixed = `${shot.method} ${shot.path} HTTP/1.1\r\nHost: ${host}\r\n${Object.entries(shot.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}`
  const next = (): string => {
    if (!shot.body) return `${fixed}\r\n`
    counter += 1
    const body = shot.body.replaceAll('{n}', `${process.pid}-${counter}`)
    return `${fixed}Content-Type: application/json\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  }
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, host)
    socket.setNoDelay(true)
    let sent = 0
    let head = ''
    let missing = -1
    let status = ''
    let answered = 0
    let localPort: number | undefined
    const send = () => {
      head = ''
      missing = -1
      sent = performance.now()
      socket.write(next())
    }
    socket.on('connect', () => {
      localPort = socket.localPort
      send()
    })
    socket.on('error', reject)
    // Nobody else would ever hear of a server that ends a connection instead of answering.
    socket.on('close', () => {
      const where = `${shot.method} ${shot.path} on local port ${localPort}, after ${answered} answers`
      reject(new Error(`the server closed a connection instead of answering ${where}`))
    })
    socket.on('data', (chunk: Buffer) => {
      if (missing < 0) {
        head += chunk.toString('latin1')
        const at = head.indexOf('\r\n\r\n')
        if (at < 0) return
        status = head.slice(9, 12)
        const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, at))
        missing = (length ? Number(length[1]) : 0) - (head.length - at - 4)
      } else missing -= chunk.length
      if (missing > 0) return
      const now = performance.now()
      answered += 1
      if (!onAnswer(status, now - sent) || now >= end) {
        socket.end()
        resolve()
      } else if (shot.pauseMs) setTimeout(send, shot.pauseMs)
      else send()
    })
  })
}

process.on('message', (shot) => {
  fire(shot as Shot).then(
    (hits) => process.send!(hits),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})

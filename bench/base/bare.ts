import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The least that answers: what a process costs that only listens. */
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end('{}')
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('SIGTERM', () => process.exit(0))

import { createServer } from 'node:http'

/** The least that answers: what a process costs that only listens. Plain JavaScript, to be the least. */
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end('{}')
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${server.address().port}`)
})
process.once('SIGTERM', () => process.exit(0))

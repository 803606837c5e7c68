import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { aMember, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Whatever scores as a file is taken, put in force and scores in a committee: regulations that are shipped, examples of the guide. */

const shipped = globSync('*/rules.yaml', { cwd: 'regulations' })
  .sort()
  .map((file): [string, string] => [path.dirname(file), readFileSync(path.join('regulations', file), 'utf8')])
const examples = [...readFileSync('docs/regulations.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)]
  .map(([, block]) => block!)
  .filter((block) => !block.includes('\ncases:'))
  .map((block, at): [string, string] => [
    `example-${at + 1}`,
    block.startsWith('regulation:')
      ? block
      : `regulation: sample\ntitle: 样例\nperiod: calendar_year\n${block}`,
  ])

inEveryWorld('in a committee', (world) => {
  it.each([...shipped, ...examples])('%s is put in force and scores', async (name, source) => {
    // Bodies of the committee's own, which the examples name.
    for (const code of ['S20', 'education', 'economy'])
      await world.admin.post('/v1/organizations', { kind: 'sector', code, name: code })
    const { id, subject } = await post(world, '/v1/regulations', { name, source })
    const approver = await world.as('approver')
    const url = `/v1/regulations/${id}/activate?acceptAdditions=true`
    await approver.post(url, undefined, { 'if-match': '*' }).expect(200)
    const period = await post(world, '/v1/periods', {
      ...{ kind: 'custom', name, startsOn: '2019-01-01', endsOn: '2019-12-31' },
      regulationId: subject === null ? id : await membersRegulation(),
    })
    await aMember(world)
    const { body } = await world.admin
      .get(
        subject === null
          ? `/v1/periods/${period.id}/ranking`
          : `/v1/periods/${period.id}/body-ranking?regulationId=${id}`,
      )
      .expect(200)
    expect(body.items).toBeInstanceOf(Array)
    if (subject === null) expect(body.items.length).toBeGreaterThan(0)
  })

  let members: Promise<string> | undefined
  /** What scores the members of a period beside a regulation of bodies. */
  const membersRegulation = () => {
    members ??= (async () => {
      const [, source] = shipped.find(([name]) => name === 'present-absent')!
      const { id } = await post(world, '/v1/regulations', { name: 'beside-bodies', source })
      const approver = await world.as('approver')
      await approver.post(`/v1/regulations/${id}/activate`, undefined, { 'if-match': '*' }).expect(200)
      return id
    })()
    return members
  }
})

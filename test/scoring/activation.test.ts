import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { aMember, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

const rules = (name: string) =>
  readFileSync(new URL(`../../regulations/${name}/rules.yaml`, import.meta.url), 'utf8')

inEveryWorld('regulations', (world) => {
  it('activation names the recorded kinds that no clause counts', async () => {
    const member = await aMember(world)
    await post(world, '/v1/opinions', { title: '停车', authorIds: [member.id] })
    const { id } = await post(world, '/v1/regulations', {
      name: 'present-absent',
      source: rules('present-absent'),
    })
    const { body } = await world.admin
      .post(`/v1/regulations/${id}/activate`, undefined, { 'if-match': '*' })
      .expect(200)
    expect(body).toMatchObject({ state: 'active', uncountedKinds: ['opinion'] })
  })

  it('422 with line and column, and for a code that the catalogue lacks', async () => {
    const source = rules('tongcheng-2019')
    const misspelt = { name: 'wrong', source: source.replace('    points: 50\n', '    pionts: 50\n') }
    const refused = await world.admin.post('/v1/regulations', misspelt).expect(422)
    expect(refused.body.errors[0].detail).toMatch(/line \d+, column \d+.*points/)
    const unknown = {
      name: 'wrong',
      source: source.replace('meeting: plenary, outcome: attended', 'meeting: plenery, outcome: attended'),
    }
    const second = await world.admin.post('/v1/regulations', unknown).expect(422)
    expect(second.body.errors[0]).toMatchObject({ code: 'unknown_code' })
    const { body } = await world.admin.post('/v1/regulations/validate', unknown).expect(200)
    expect(body).toMatchObject({ valid: false, unknownCodes: [{ clause: 'TC-01', code: 'plenery' }] })
  })

  it('versions of one name are numbered and never change', async () => {
    const source = rules('tongcheng-2019')
    const numbers = []
    for (let i = 0; i < 2; i += 1) {
      numbers.push((await post(world, '/v1/regulations', { name: 'tongcheng-2019', source })).number)
    }
    expect(numbers).toEqual([1, 2])
  })
})

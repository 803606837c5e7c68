import { aRegulation } from '../support/makers.ts'
import { aMeeting } from '../support/records.ts'
import { idOf, type Row, refuses } from '../support/rules.ts'
import { inEveryWorld } from '../support/world.ts'

/** Periods: 422 with the rule and the place, or 409 with the state. */

const RULES: readonly Row[] = [
  [
    'a period of a regulation that is not active',
    422,
    'rule_violation',
    async (world) => {
      await aRegulation(world)
      const { body } = await world.admin.get('/v1/regulations').expect(200)
      const { source, options } = body.items[0]
      const regulationId = await idOf(world, '/v1/regulations', { name: 'draft', source, options })
      return [
        'POST',
        '/v1/periods',
        { kind: 'custom', name: '某', startsOn: '2041-01-01', endsOn: '2041-12-31', regulationId },
      ]
    },
  ],
  [
    'a period that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => {
      const regulationId = await aRegulation(world)
      const sent = { kind: 'custom', name: '某', startsOn: '2041-01-01', endsOn: '2041-12-31', regulationId }
      return ['PATCH', `/v1/periods/${await idOf(world, '/v1/periods', sent)}`, { endsOn: '2040-01-01' }]
    },
  ],
  [
    'a period closed over sessions that are not settled',
    409,
    'period_unsettled',
    async (world) => {
      const regulationId = await aRegulation(world)
      await aMeeting(world, { startsOn: '2016-05-10', endsOn: '2016-05-10' })
      const sent = { kind: 'custom', name: '某', startsOn: '2016-01-01', endsOn: '2016-12-31', regulationId }
      return ['POST', `/v1/periods/${await idOf(world, '/v1/periods', sent)}/close`]
    },
  ],
]

inEveryWorld('rules of periods', (world) => {
  refuses(world, RULES)
})

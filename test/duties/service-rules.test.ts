import { anOrganization } from '../support/makers.ts'
import { aMember } from '../support/records.ts'
import { memberId, type Row, refuses, type Sent } from '../support/rules.ts'
import { aPlace, aRecognition, aService } from '../support/service-kinds.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Places, services, recognitions: 422 with the rule and the place, or 409 with the state. */

const change = async (path: string, made: Promise<{ id: string }>, body: object): Promise<Sent> => [
  'PATCH',
  `${path}/${(await made).id}`,
  body,
]
const broken = (what: string, make: Row[3]): Row => [what, 422, 'rule_violation', make]
/** The same body alone and in a batch. */
const created = (what: string, path: string, body: (world: World) => Promise<object>): Row[] => [
  broken(what, async (world) => ['POST', path, await body(world)]),
  broken(`a batch with ${what}`, async (world) => ['POST', `${path}/batch`, { items: [await body(world)] }]),
]

const PLACES = '/v1/places'
const SERVICES = '/v1/service-records'
const RECOGNITIONS = '/v1/recognitions'

let codes = 0
const place = (values: object) => {
  codes += 1
  return { code: `rules_${codes}`, kind: 'studio', name: '工作室', validFrom: '2019-03-01', ...values }
}
const service = (values: object) => ({
  kind: 'visit',
  title: '走访',
  startsOn: '2019-05-10',
  endsOn: '2019-05-12',
  ...values,
})
const recognition = (values: object) => ({
  kind: 'criticism',
  title: '通报',
  awardedOn: '2019-05-10',
  ...values,
})
/** Out of office since April 2019, or before June 2019. */
const left = async (world: World) => (await aMember(world, { validTo: '2019-04-01' })).id as string
const added = async (world: World) => (await aMember(world, { validFrom: '2019-06-01' })).id as string

const RULES: readonly Row[] = [
  ...created('a place of a kind that the catalogue lacks', PLACES, async () => place({ kind: 'castle' })),
  ...created('a place that ends before it opens', PLACES, async () => place({ validTo: '2019-01-01' })),
  ...created('a place led by somebody who had left before', PLACES, async (world) =>
    place({ validFrom: '2019-05-01', leadMemberId: await left(world) }),
  ),
  broken('a place led by somebody who came after it closed', async (world) => [
    'POST',
    PLACES,
    place({ validTo: '2019-05-01', leadMemberId: await added(world) }),
  ]),
  broken('a place that is made one', (world) => change(PLACES, aPlace(world), { kind: 'castle' })),
  broken('a place that is closed before it opened', (world) =>
    change(PLACES, aPlace(world), { validTo: '2018-01-01' }),
  ),
  [
    'a place withdrawn under a service that was there',
    409,
    'in_use',
    async (world) => {
      const { id: placeId } = await aPlace(world)
      await aService(world, { placeId })
      return ['DELETE', `${PLACES}/${placeId}`]
    },
  ],
  ...created('a service of a kind that the catalogue lacks', SERVICES, async () =>
    service({ kind: 'banquet' }),
  ),
  ...created('a service that ends before it begins', SERVICES, async () => service({ endsOn: '2019-05-09' })),
  ...created('more days than the span has', SERVICES, async () => service({ days: 4 })),
  ...created('more problems solved than raised', SERVICES, async () =>
    service({ problemsRaised: 2, problemsSolved: 3 }),
  ),
  ...created('a member who had left on the first day', SERVICES, async (world) =>
    service({ memberIds: [await left(world)] }),
  ),
  ...created('a member twice', SERVICES, async (world) => {
    const id = await memberId(world)
    return service({ memberIds: [id, id] })
  }),
  broken('a service moved to a day on which its member was not in office', async (world) =>
    change(
      SERVICES,
      aService(world, { startsOn: '2019-06-03', endsOn: '2019-06-03', memberIds: [await added(world)] }),
      {
        startsOn: '2019-05-31',
      },
    ),
  ),
  broken('a service that is made to solve more than it raised', (world) =>
    change(SERVICES, aService(world, { problemsRaised: 1 }), { problemsSolved: 2 }),
  ),
  ...created('a recognition of nobody', RECOGNITIONS, async () => recognition({})),
  ...created('a recognition of two', RECOGNITIONS, async (world) =>
    recognition({ memberId: await memberId(world), organizationId: (await anOrganization(world)).id }),
  ),
  ...created('a recognition of a kind that the catalogue lacks', RECOGNITIONS, async (world) =>
    recognition({ kind: 'knighthood', memberId: await memberId(world) }),
  ),
  ...created('a recognition of a level that the catalogue lacks', RECOGNITIONS, async (world) =>
    recognition({ level: 'galaxy', memberId: await memberId(world) }),
  ),
  ...created('a recognition of somebody who had left', RECOGNITIONS, async (world) =>
    recognition({ memberId: await left(world) }),
  ),
  broken('a recognition moved before the mandate', async (world) =>
    change(RECOGNITIONS, aRecognition(world, { memberId: await added(world), awardedOn: '2019-06-02' }), {
      awardedOn: '2019-05-31',
    }),
  ),
]

inEveryWorld('rules of places, services and recognitions', (world) => {
  refuses(world, RULES)
})

import { type Action, stepsOf } from '../support/actions.ts'
import { ABSENT } from '../support/makers.ts'
import { aDraft, aFiled, anAssignment, aReplied, aSubmitted } from '../support/proposals.ts'
import { act } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** The steps of a proposal and of the units that handle it. */

const PROPOSALS = '/v1/proposals'
const ASSIGNMENTS = '/v1/proposal-assignments'

const replied = (world: World) => aReplied(world)
const filed = (world: World) => aFiled(world)
const closed = async (world: World) =>
  act(world, `${PROPOSALS}/${(await aReplied(world)).id}`, 'close', { closedOn: '2019-09-30' })
const honoured = async (world: World, verb: string, body: object) =>
  act(world, `${PROPOSALS}/${(await aFiled(world)).id}`, verb, body)
const consented = (world: World) => aFiled(world, '2019-03-08', { publicity: 'consented' })
const WHY = { reason: '不属本单位' }
const fresh = (world: World) => anAssignment(world, { assignedOn: '2019-12-30' })
const requested = async (world: World) =>
  act(world, `${ASSIGNMENTS}/${(await fresh(world)).id}`, 'request-transfer', WHY)

const step = (
  name: string,
  verb: string,
  body: object | undefined,
  ready: Action['ready'],
  wrong: Action['wrong'],
  after: object,
): Action => ({ name, path: PROPOSALS, verb, ...(body ? { body } : {}), ready, wrong, after, gone: aDraft })

const ACTIONS: readonly Action[] = [
  step('reviewProposal', 'review', undefined, aSubmitted, aDraft, { state: 'under_review' }),
  step('returnProposal', 'return', { reason: '请分开' }, aSubmitted, aDraft, { returnedReason: '请分开' }),
  step('convertProposal', 'convert', { to: 'letter', convertedOn: '2019-03-12' }, aSubmitted, aDraft, {
    state: 'converted',
  }),
  {
    name: 'mergeProposal',
    path: PROPOSALS,
    verb: 'merge',
    body: (record) => ({ intoId: record.intoId ?? ABSENT, mergedOn: '2019-03-11' }),
    ready: async (world) => ({ ...(await aSubmitted(world)), intoId: (await aFiled(world)).id }),
    wrong: aDraft,
    after: { state: 'merged', mergedOn: '2019-03-11' },
    gone: aDraft,
  },
  step('chooseKeyProposal', 'choose-key', { chosenOn: '2019-04-01', leader: '区长' }, filed, aDraft, {
    keyOn: '2019-04-01',
  }),
  step('nameExcellentProposal', 'name-excellent', { namedOn: '2019-12-20' }, filed, aDraft, {
    excellentOn: '2019-12-20',
  }),
  step(
    'releaseKeyProposal',
    'release-key',
    { releasedOn: '2019-06-01', reason: '误登' },
    (world) => honoured(world, 'choose-key', { chosenOn: '2019-04-01' }),
    filed,
    { keyOn: null },
  ),
  step(
    'releaseExcellentProposal',
    'release-excellent',
    { releasedOn: '2019-12-30', reason: '误登' },
    (world) => honoured(world, 'name-excellent', { namedOn: '2019-12-20' }),
    filed,
    { excellentOn: null },
  ),
  step('renumberProposal', 'renumber', { caseNo: '9-3-100', reason: '误登' }, filed, aDraft, {
    caseNo: '9-3-100',
  }),
  step('askProposalFeedback', 'ask-feedback', undefined, replied, filed, { state: 'replied' }),
  step('publishProposal', 'publish', { publishedOn: '2019-10-08' }, consented, aDraft, {
    publishedOn: '2019-10-08',
  }),
  step('rehandleProposal', 'rehandle', { reason: '不满意' }, replied, aDraft, { round: 2 }),
  step('closeProposal', 'close', { closedOn: '2019-09-30' }, replied, aDraft, { state: 'closed' }),
  step('archiveProposal', 'archive', { archivedOn: '2019-12-31' }, closed, aDraft, { state: 'archived' }),
]

const unit = (
  name: string,
  verb: string,
  body: object | undefined,
  ready: Action['ready'],
  wrong: Action['wrong'],
  after: object,
): Action => ({ ...step(name, verb, body, ready, wrong, after), path: ASSIGNMENTS, gone: fresh })

const UNITS: readonly Action[] = [
  unit('acceptAssignment', 'accept', undefined, fresh, requested, { state: 'handling' }),
  unit('requestTransfer', 'request-transfer', WHY, fresh, requested, { state: 'transfer_requested' }),
  unit('grantTransfer', 'grant-transfer', undefined, requested, fresh, { state: 'transferred' }),
  unit('refuseTransfer', 'refuse-transfer', undefined, requested, fresh, { state: 'assigned' }),
  unit('extendAssignment', 'extend', { until: '2020-05-01', reason: '论证' }, fresh, requested, {
    extendedTo: '2020-05-01',
  }),
]

inEveryWorld('steps of a proposal', (world) => stepsOf(world, ACTIONS))
inEveryWorld('steps of a handling unit', (world) => stepsOf(world, UNITS))

import { bestMechanism } from './best.ts'
import { combineMechanism } from './combine.ts'
import { ladderMechanism } from './ladder.ts'
import { limitMechanism } from './limit.ts'
import { nthMechanism } from './nth.ts'
import { quantityMechanism } from './quantity.ts'
import { replaceMechanism } from './replace.ts'
import { shareMechanism } from './share.ts'
import { wantedMechanism } from './wanted.ts'
import { weightMechanism } from './weight.ts'
import { windowMechanism } from './window.ts'

/** In the order in which a clause names them; then those that are told of points and of groups. */
export const MECHANISMS = [
  shareMechanism,
  nthMechanism,
  combineMechanism,
  wantedMechanism,
  windowMechanism,
  quantityMechanism,
  replaceMechanism,
  limitMechanism,
  ladderMechanism,
  bestMechanism,
  weightMechanism,
]

type Every<Each> = (Each extends unknown ? (each: Each) => void : never) extends (every: infer All) => void
  ? All
  : never
type Of<What extends 'keys' | 'losses'> = Every<(typeof MECHANISMS)[number][What]>
const merged = <What extends 'keys' | 'losses'>(what: What) =>
  Object.assign({}, ...MECHANISMS.map((mechanism) => mechanism[what])) as Of<What>

/** The keys of a clause in which they are written. */
export const SLOTS = merged('keys')
/** What they take, in words. */
export const LOSSES = merged('losses')

import { combineMechanism } from './combine.ts'
import { nthMechanism } from './nth.ts'
import { quantityMechanism } from './quantity.ts'
import { shareMechanism } from './share.ts'
import { wantedMechanism } from './wanted.ts'
import { windowMechanism } from './window.ts'

/** What a clause can do beside its points, in the order in which it names them. */
export const MECHANISMS = [
  shareMechanism,
  nthMechanism,
  combineMechanism,
  wantedMechanism,
  windowMechanism,
  quantityMechanism,
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

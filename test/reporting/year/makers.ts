import { act, aMeeting, aMember, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'

/** Value, numerator and denominator of each number that a part of the year comes to. */
export type Expected = Record<string, [value: number, numerator: number, denominator: number | null]>

/** A part of the year: it makes at least two records that count for each of its numbers, and some that must not. */
export interface YearPart {
  record(world: World): Promise<void>
  expected: Expected
  /** What stands beside a number: its plan, what was left out. */
  beside?: Record<string, object>
}

export async function aProposal(world: World, submittedOn: string, filedOn?: string) {
  const { id: memberId } = await aMember(world)
  const { id } = await post(world, '/v1/proposals', { title: '建议', signers: [{ memberId }] })
  await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn })
  if (filedOn) await act(world, `/v1/proposals/${id}`, 'file', { filedOn })
  return id as string
}

export async function anEvent(world: World, typeCode: string, day: string, present: readonly string[] = []) {
  const meeting = await aMeeting(world, { typeCode, startsOn: day, endsOn: day })
  const [session] = meeting.sessions
  if (present.length > 0) {
    const items = present.map((memberId) => ({ memberId, presence: 'present' }))
    await post(world, `/v1/meeting-sessions/${session.id}/attendance`, { items })
  }
  return meeting
}

import { expect, it } from 'vitest'
import { PRESENCES } from '../../src/core/words/meetings.ts'
import { codesOf } from '../../src/core/words/word.ts'
import { STATUS_SQL, type StatusFacts, statusOf } from '../../src/duties/attendance/status.ts'
import { inEveryWorld } from '../support/world.ts'

/** The rules of a status, and the same in SQL: one answer for everything that can be said of a session and a member. */

const BOTH = [true, false]

function everything(): StatusFacts[] {
  const all: StatusFacts[] = []
  for (const inOffice of BOTH)
    for (const invited of BOTH)
      for (const response of invited ? ['pending', 'accepted', 'declined'] : [null])
        for (const waits of response === 'accepted' ? BOTH : [false])
          for (const participationMode of ['must_attend', 'sign_up'])
            for (const leaveState of [null, 'approved', 'submitted', 'refused'])
              for (const presence of [null, ...codesOf(PRESENCES)])
                for (const exempt of BOTH)
                  all.push({
                    inOffice,
                    invited,
                    response,
                    waits,
                    participationMode,
                    leaveState,
                    presence,
                    exempt,
                  })
  return all
}

const literal = (value: string | boolean | null) => (typeof value === 'string' ? `'${value}'` : String(value))

inEveryWorld('a status in SQL', (world) => {
  it('is the status of the rules, whatever is said', async () => {
    const cases = everything()
    const rows = cases.map(
      ({ inOffice, invited, response, waits, participationMode, leaveState, presence, exempt }, n) =>
        [
          String(n),
          ...[
            inOffice,
            invited,
            response,
            waits,
            participationMode === 'sign_up',
            leaveState,
            presence,
            exempt,
          ].map(literal),
        ].join(', '),
    )
    const answers = await world.storage.query<{ status: string | null }>(
      `with f (n, in_office, invited, response, waits, signs_up, leave_state, presence, exempt) as (values (${rows.join('), (')}))
         select ${STATUS_SQL} as status from f order by n`,
      [],
    )
    const different = cases.flatMap((facts, n) => {
      const [wanted, status] = [statusOf(facts) ?? null, answers[n]!.status]
      return wanted === status ? [] : [{ facts, wanted, status }]
    })
    expect(answers).toHaveLength(cases.length)
    expect(different).toEqual([])
  })
})

import type { Made } from './committee.ts'
import type { RandomSheet } from './expected.ts'
import { addRow, gridOf, ref } from './grid.ts'
import { writePerson } from './people.ts'
import type { Random } from './random.ts'
import { dayText, header, statusFor, wordFor } from './words.ts'

/** One sheet a member, named after them, with the meetings that they were expected at; sheets called Sheet2 say nothing. */
export function memberSheet(made: Made, random: Random): RandomSheet {
  const sheet: RandomSheet = {
    shape: 'M',
    traps: [],
    grids: [],
    profile: {},
    entries: [],
    questions: [],
    optional: [],
    data: [],
  }
  const used = new Set<string>()
  for (const member of random.some(made.members, 3 + random.int(6))) {
    const person = writePerson(made, member, [], random)
    const name = person.cells.name.replace(/[\u3000\u00a0 ]/g, '')
    if (used.has(name)) continue
    const sittings = random.some(
      made.sessions.filter(({ expected }) => expected.includes(member)),
      2 + random.int(5),
    )
    if (sittings.length === 0) continue
    used.add(name)
    const grid = gridOf(name)
    addRow(grid, ['清河区政协委员履职情况'])
    addRow(grid, ['2023年度'])
    addRow(grid, [header('event', random), header('date', random), header('attendance', random)])
    for (const { meeting, session } of sittings) {
      const status = statusFor(random)
      const several = meeting.sessions.filter(({ day }) => day === session.day).length > 1
      const row = addRow(grid, [
        meeting.title,
        several || random.chance(0.5)
          ? dayText(session.day, session.part, several, random)
          : { day: session.day },
        wordFor(status, random),
      ])
      sheet.entries.push({
        grid: name,
        ref: ref(row, 2),
        results: person.result ? [person.result] : ['new'],
        memberNo: person.member?.memberNo ?? null,
        sessionId: session.id,
        ...status,
        plain: person.member !== null,
      })
    }
    if (person.question) sheet.questions.push(person.question)
    sheet.grids.push(grid)
  }
  sheet.grids.push(gridOf('Sheet2'))
  return sheet
}

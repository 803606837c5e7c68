import { z } from 'zod'
import { addDays, daysInclusive } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Id, TrialQuery } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import { createRecord, presented } from '../../http/record.ts'
import { type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import type { Row } from '../../storage/tables.ts'
import { OCCURRENCES_MAX, occurrencesOf, Rule } from './recurrence.ts'
import { meetings } from './resource.ts'
import { MeetingInput, NestedSession } from './schema.ts'

/** Meetings that come again (月度协商座谈会): each is a record of its own, and all of them are made or none. */

const NewSeries = MeetingInput.omit({ externalId: true, sessions: true })
  .extend({
    sessions: z
      .array(NestedSession.omit({ externalId: true }))
      .max(40)
      .optional()
      .meta({ description: 'Of the first meeting; those of the others move with its days.' }),
    rule: Rule,
  })
  .meta({
    id: 'NewMeetingSeries',
    example: {
      title: '月度协商座谈会',
      typeCode: 'salon',
      startsOn: '2019-07-11',
      endsOn: '2019-07-11',
      rule: { frequency: 'monthly', weekday: 4, nth: 2, count: 6 },
    },
  })

const Series = z
  .object({
    seriesId: Id.meta({ description: 'All of them carry it: the list of meetings takes it as a filter.' }),
    skipped: z
      .array(z.string())
      .meta({ description: 'Months in which there is no such day, as YYYY-MM.', example: ['2019-02'] }),
    items: z.array(outputOf(meetings)),
  })
  .meta({ id: 'MeetingSeries' })

export function seriesRoute(): Route {
  return route({
    method: 'POST',
    path: '/meetings/series',
    operationId: 'createMeetingSeries',
    summary: 'Record meetings that come again by a rule, each a record of its own: all or none',
    tag: 'meetings',
    permission: 'duties.record',
    query: TrialQuery,
    body: NewSeries,
    status: 201,
    response: Series,
    failures: ['not_owner', 'unknown_reference', 'rule_violation', 'period_closed'],
    write: async (tx, context) => {
      const { rule, ...meeting } = context.body
      const { days, skipped } = occurrencesOf(rule, meeting.startsOn)
      checkNumber(days.length, rule)
      const seriesId = newId()
      const rows: Row<'meetings'>[] = []
      for (const day of days) {
        const input = { ...movedTo(day, meeting), externalId: null, seriesId }
        rows.push(await createRecord(tx, meetings, input, context))
      }
      const items = await presented(meetings, context, rows, tx)
      return { body: { seriesId, skipped, items }, location: `/v1/meetings?seriesId=${seriesId}` }
    },
  })
}

function movedTo(day: string, meeting: Omit<z.output<typeof NewSeries>, 'rule'>) {
  const days = daysInclusive(meeting.startsOn, day) - 1
  const sessions = meeting.sessions?.map((session) => ({
    ...session,
    day: addDays(session.day, days),
    dayTo: session.dayTo && addDays(session.dayTo, days),
  }))
  return { ...meeting, startsOn: day, endsOn: addDays(meeting.endsOn, days), sessions }
}

function checkNumber(found: number, { count }: Rule): void {
  if (found > 0 && found <= OCCURRENCES_MAX && (count === undefined || found === count)) return
  throw ruleViolation(
    'meetings.series_length',
    {
      en:
        found > OCCURRENCES_MAX
          ? `A series has at most ${OCCURRENCES_MAX} meetings: end it sooner`
          : `The rule yields ${found} meetings: change its days or its end`,
      zh:
        found > OCCURRENCES_MAX
          ? `一个系列最多 ${OCCURRENCES_MAX} 次会议，请提前截止日期`
          : `按此规则只有 ${found} 次会议，请调整日期或截止条件`,
    },
    '/rule',
  )
}

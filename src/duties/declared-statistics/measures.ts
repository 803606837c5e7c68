/**
 * What a yearly table counts. A meeting type's code counts the sessions of that type at which the member was present;
 * with `_expected` or `_attended` behind it, the sessions at which they were expected, or present.
 */
const GENERAL_MEASURES = [
  'expected',
  'attended',
  'leave',
  'absent',
  'late',
  'left_early',
  'proposals',
  'proposals_first',
  'proposals_joint',
  'opinions',
  'opinions_adopted',
  'speeches',
  'research_reports',
  'service',
  'recognitions',
] as const
export type GeneralMeasure = (typeof GENERAL_MEASURES)[number]

type MeasureParts = { general: GeneralMeasure } | { meetingType: string; count: 'expected' | 'attended' }

/** What a code counts; every code that is no general one is of a meeting type. */
export function partsOfMeasure(code: string): MeasureParts {
  const general = GENERAL_MEASURES.find((measure) => measure === code)
  if (general) return { general }
  const [, meetingType, count] = /^(.+)_(expected|attended)$/.exec(code) ?? []
  if (meetingType) return { meetingType, count: count === 'expected' ? 'expected' : 'attended' }
  return { meetingType: code, count: 'attended' }
}

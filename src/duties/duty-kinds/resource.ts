import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Code, Day, ExternalId, Line } from '../../core/fields.ts'
import { ENTERED_BY, EVIDENCE_RULES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import { recordOperations } from '../../http/operation.ts'
import { FieldDefinition } from './fields.ts'

/**
 * Kinds of duty that a committee adds by itself, without code: what a record of the kind says beside its title and
 * day, whether it needs evidence, who may enter it. Regulations count them as `record` by their code and class.
 */
export const dutyKinds = declared({
  table: 'dutyKinds',
  path: '/duty-kinds',
  one: { en: 'duty kind', zh: '履职类别', PascalCase: 'DutyKind' },
  input: z.strictObject({
    code: Code.meta({ example: 'media_article' }),
    name: Line(100),
    class: Code.meta({ description: 'What regulations may count together.', example: 'outreach' }),
    fields: z.array(FieldDefinition).max(30).default([]).meta({
      description: 'Further fields of a record of this kind; records that stand are not asked again.',
    }),
    evidence: coded(EVIDENCE_RULES)
      .default('optional')
      .meta({ description: '`required`: it is confirmed only with a file.' }),
    enteredBy: coded(ENTERED_BY)
      .default('department')
      .meta({ description: 'Who enters it: the department, the member for themselves, or either.' }),
    validFrom: Day,
    validTo: Day.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['code'],
  by: ['code', 'class'],
  filters: z.object({ code: Code.optional(), class: Code.optional() }),
  sorts: ['code', 'name'],
  defaultSort: 'code',
  permission: { read: 'duties.read', write: 'committee.manage' },
  members: async () => 'all',
  range: ['validFrom', 'validTo'],
  checks: async (_tx, _kind, { fields = [] }) => checkNames(fields),
  example: {
    code: 'media_article',
    name: '媒体宣传',
    class: 'outreach',
    fields: [
      { name: 'medium', title: '刊发媒体', type: 'text', required: true },
      { name: 'level', title: '媒体级别', type: 'choice', required: true, choices: ['区级', '市级', '省级'] },
    ],
    evidence: 'required',
    enteredBy: 'both',
    validFrom: '2019-01-01',
  },
})

export const dutyKindOperations = recordOperations<'dutyKinds'>(dutyKinds)

function checkNames(fields: readonly FieldDefinition[]): void {
  for (const [index, { name }] of fields.entries()) {
    if (fields.findIndex((field) => field.name === name) === index) continue
    throw ruleViolation(
      'duty_kinds.fields_once',
      { en: `Two fields are called ${name}`, zh: `有两个字段同名：${name}` },
      `/fields/${index}/name`,
    )
  }
}

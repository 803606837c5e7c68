import { z } from 'zod'
import { shaped } from '../notation/shaped.ts'
import { Code, filled, hasKey, strict, Text, token } from '../notation/vocabulary.ts'

/**
 * Codes of the committee's own that a regulation needs: levels, meeting types, kinds of bodies and of duties, steps. Whoever
 * activates the version sees which of them the committee does not have yet, and accepts them into its catalogues.
 */

/** The catalogues that a regulation may add to. */
const OWN_CATALOGUES = [
  ...(['meeting_type', 'level', 'office', 'body_role', 'service_kind', 'recognition_kind'] as const),
  ...(['exemption_reason', 'body_kind', 'duty_kind', 'proposal_step', 'opinion_step'] as const),
  // Bodies themselves, of which the class is the kind.
  'body',
] as const
/** A further field of a kind of duty that a clause asks for. */
const FIELDS = ['text', 'integer', 'boolean'] as const

/** An item: its name, the class that clauses may count together, and of a kind of duty its further fields. */
export interface OwnItem {
  readonly name: string
  readonly class: string | null
  readonly fields: Readonly<Record<string, (typeof FIELDS)[number]>>
}

const Item = shaped(
  'catalogueItem',
  [
    Text.transform((name): OwnItem => ({ name, class: null, fields: {} })),
    strict({
      name: Text,
      class: Code.optional(),
      fields: filled(z.record(Code, z.enum(FIELDS))).optional(),
    }).transform(({ name, class: ofClass, fields }): OwnItem => {
      return { name, class: ofClass ?? null, fields: fields ?? {} }
    }),
  ],
  (value, name, detailed): z.ZodType<OwnItem> => (hasKey(value, 'name') ? detailed : name),
)

export const Catalogues = z
  .partialRecord(z.enum(OWN_CATALOGUES), filled(z.record(z.string().min(1).max(50), Item)))
  .superRefine((catalogues, context) => {
    for (const [catalogue, items] of Object.entries(catalogues)) {
      for (const [code, { class: ofClass, fields }] of Object.entries(items)) {
        const path = [catalogue, code]
        if ((catalogue === 'duty_kind' || catalogue === 'body') && ofClass === null)
          context.addIssue({ code: 'custom', path, message: token(`${catalogue}_class`, code) })
        // Bodies have codes as the committee writes them: `S20`.
        if (catalogue !== 'body' && !Code.safeParse(code).success)
          context.addIssue({ code: 'custom', path, message: token('code', code) })
        if (catalogue !== 'duty_kind' && Object.keys(fields).length > 0)
          context.addIssue({ code: 'custom', path, message: token('fields_of_duty_kind', catalogue) })
      }
    }
  })
export type Catalogues = z.output<typeof Catalogues>

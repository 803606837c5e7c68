import type { Word } from '../../../core/words/word.ts'
import type { FieldWords } from '../../../scoring/words/rule-names.ts'

/** What a committee calls the codes that a regulation speaks of: its catalogues, kinds of duty and bodies. */

/** The fields of a regulation whose codes stand in a catalogue. */
const FIELDS_OF: Partial<Record<string, readonly string[]>> = {
  meeting_type: ['meeting', 'type', 'occasion'],
  level: ['level'],
  office: ['office'],
  body_role: ['bodyRole'],
  service_kind: ['type'],
  recognition_kind: ['type'],
  exemption_reason: ['exempt'],
  body_kind: ['bodyKind'],
  proposal_step: ['step'],
  opinion_step: ['step'],
}

interface Named {
  readonly code: string
  readonly name: string
}

interface DutyKind extends Named {
  readonly fields: readonly { readonly name: string; readonly title: string }[]
}

export function committeeWords(
  items: readonly (Named & { readonly catalogue: string })[],
  kinds: readonly DutyKind[],
  bodies: readonly Named[],
): FieldWords {
  const words: Record<string, Record<string, Word>> = {}
  const add = (field: string, code: string, name: string) => {
    words[field] ??= {}
    words[field][code] = [name, name]
  }
  for (const { catalogue, code, name } of items) {
    for (const field of FIELDS_OF[catalogue] ?? []) add(field, code, name)
  }
  for (const { code, name, fields } of kinds) {
    add('type', code, name)
    for (const field of fields) add('attribute', field.name, field.title)
  }
  for (const { code, name } of bodies) add('body', code, name)
  return words
}

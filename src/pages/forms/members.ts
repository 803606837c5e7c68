import { memberOperations } from '../../committee/members/resource.ts'
import { dayInZone } from '../../core/days.ts'
import type { PageContext } from '../../http/page.ts'
import { refused } from '../../http/validate.ts'
import { askAll, type Desk } from '../desk.ts'
import { type Html, html } from '../html.ts'
import { typed } from './form.ts'

/** Members by number and name, to be picked without a script: one list for all fields of a form. */

export interface Pickable {
  id: string
  memberNo: string
  name: string
}

/** Members in office today. */
export async function membersToPick(desk: Desk, context: PageContext): Promise<Pickable[]> {
  const today = dayInZone(context.clock())
  const all = await askAll(desk, context, memberOperations.list)
  return all.filter(({ validFrom, validTo }) => validFrom <= today && (validTo === null || validTo >= today))
}

export const memberList = (members: readonly Pickable[]): Html =>
  html`<datalist id="members">${members.map(({ memberNo, name }) => html`<option value="${memberNo} ${name}"></option>`)}</datalist>`

/** The member that a field names by number, or by a name that only one has. */
export function pickedMember(members: readonly Pickable[], text: string, field: string): string {
  const [number] = text.trim().split(/\s+/)
  const byNumber = members.find(({ memberNo }) => memberNo === number)
  const byName = members.filter(({ name }) => name === text.trim())
  const member = byNumber ?? (byName.length === 1 ? byName[0] : undefined)
  if (member) return member.id
  throw refused([
    {
      pointer: `/${field}`,
      code: 'unknown_reference',
      detail: 'is no member in office: take one of the list',
    },
  ])
}

/** The members that a field names, by comma or line; none where it is empty. */
export function pickedMembers(members: readonly Pickable[], context: PageContext, field: string): string[] {
  const texts = (typed(context, field) ?? '').split(/[,，、;；\n]+/).map((text) => text.trim())
  return texts.filter((text) => text !== '').map((text) => pickedMember(members, text, field))
}

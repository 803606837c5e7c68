import { expect, it } from 'vitest'
import { ownNames } from '../../src/access/auth/service.ts'
import { inCommittee } from '../../src/storage/from.ts'
import { findRow } from '../../src/storage/rows.ts'
import { aMember } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Whose account it is, by every name that a guesser would try first. */

inEveryWorld('what a password must not be made of', (world) => {
  const namesOf = async (userId: string) => {
    const user = await findRow(inCommittee(world.storage, world.committeeId), 'users', userId)
    return ownNames(world.storage, user!)
  }

  it('login, displayed name, the name of the person, code and name of the committee', async () => {
    const person = await aMember(world, { name: '欧阳若兰' })
    const { userId } = await world.as('member', { personId: person.personId })
    const [login, displayName, ...rest] = await namesOf(userId)
    expect(login).toMatch(/^member-/)
    expect([displayName, ...rest]).toEqual([login, '欧阳若兰', 'luming', '示例区政协'])
  })

  it('nobody’s name where the account is nobody’s', async () => {
    expect(await namesOf(world.admin.userId)).toEqual(['admin', '管理员', null, 'luming', '示例区政协'])
  })
})

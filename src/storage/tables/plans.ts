import type { TableDefinition } from '../columns.ts'
import { flag, id, integer, optional, table, text } from '../columns.ts'
import { dated, owned, record } from './record.ts'

/** What was planned, and where it takes place: other records name these. */
export const planTables = {
  planItems: table(
    {
      ...owned,
      year: integer(),
      /** 1 to 12; null: some time in the year. */
      month: optional(integer()),
      kind: text(),
      title: text(),
      /** How many are wanted; null beside `floor`: several. */
      target: optional(integer()),
      /** The target is a floor: more is welcome. */
      floor: flag(),
      approvedOn: optional(text()),
      approvedBy: optional(text()),
      cancelledOn: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [
        ['year', 'createdAt', 'id'],
        ['year', 'kind'],
      ],
      references: { ownerOrganizationId: 'organizations' },
    },
  ),
  places: table(
    {
      ...record,
      kind: text(),
      code: text(),
      name: text(),
      address: optional(text()),
      stars: optional(integer()),
      organizationId: optional(id()),
      leadMemberId: optional(id()),
      ...dated,
    },
    {
      unique: [['code'], ['externalId']],
      indexes: [['kind', 'code']],
      references: { organizationId: 'organizations', leadMemberId: 'members' },
    },
  ),
  supervisionGroups: table(
    { ...owned, name: text(), topic: optional(text()), headMemberId: optional(id()), ...dated },
    {
      unique: [['externalId']],
      indexes: [['validFrom', 'id']],
      references: { headMemberId: 'members', ownerOrganizationId: 'organizations' },
    },
  ),
  /** Who leaves and comes back stands in two rows. */
  supervisionGroupMembers: table(
    { supervisionGroupId: id(), memberId: id(), ...dated },
    {
      key: ['supervisionGroupId', 'memberId', 'validFrom'],
      indexes: [['memberId']],
      references: { supervisionGroupId: 'supervisionGroups', memberId: 'members' },
    },
  ),
  /** The departments that a group is sent to. */
  supervisionGroupHosts: table(
    { supervisionGroupId: id(), organizationId: id(), ...dated },
    {
      key: ['supervisionGroupId', 'organizationId', 'validFrom'],
      references: { supervisionGroupId: 'supervisionGroups', organizationId: 'organizations' },
    },
  ),
} satisfies Record<string, TableDefinition>

import { USER_STATES } from '../../core/words/members.ts'
import type { TableDefinition } from '../columns.ts'
import { id, integer, json, oneOf, optional, table, text } from '../columns.ts'
import { dated, record } from './record.ts'

/** Who may: users and keys, what they hold, and where they have been. */
export const accessTables = {
  users: table(
    {
      ...record,
      login: text(),
      displayName: text(),
      personId: optional(id()),
      state: oneOf(USER_STATES),
      passwordHash: optional(text()),
      codeHash: optional(text()),
      codeExpiresAt: optional(text()),
      sessionVersion: integer(),
    },
    { unique: [['login'], ['externalId']], references: { personId: 'persons' } },
  ),
  userRoles: table(
    { ...record, userId: id(), role: text(), organizationId: optional(id()), ...dated },
    {
      indexes: [['validFrom', 'id'], ['userId']],
      unique: [['externalId']],
      references: { userId: 'users', organizationId: 'organizations' },
    },
  ),
  refreshTokens: table(
    {
      id: id(),
      userId: id(),
      family: id(),
      tokenHash: text(),
      issuedAt: text(),
      expiresAt: text(),
      familyExpiresAt: text(),
      usedAt: optional(text()),
      successor: optional(text()),
      revokedAt: optional(text()),
    },
    { unique: [['tokenHash']], indexes: [['family'], ['userId']], references: { userId: 'users' } },
  ),
  apiKeys: table(
    {
      ...record,
      name: text(),
      prefix: text(),
      keyHash: text(),
      scopes: json<string[]>(),
      organizationIds: json<string[]>(),
      expiresAt: text(),
      revokedAt: optional(text()),
    },
    { unique: [['keyHash'], ['externalId']] },
  ),
  /** Beside the keys and without versions: that a key is in use is no change of the key. */
  apiKeyUses: table({ keyId: id(), usedAt: text() }, { key: ['keyId'], references: { keyId: 'apiKeys' } }),
  /** Where an owner has logged in lately: what fails elsewhere does not stop them there. */
  knownAddresses: table(
    { userId: id(), addressHash: text(), lastLoginAt: text() },
    { key: ['userId', 'addressHash'], references: { userId: 'users' } },
  ),
  /** Of the whole installation (`storage/installation.ts`): what is tried need not exist. */
  throttles: table(
    { throttleKey: text(), failures: integer(), windowStartedAt: text(), lockedUntil: optional(text()) },
    { key: ['throttleKey'] },
  ),
} satisfies Record<string, TableDefinition>

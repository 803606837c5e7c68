import { OPINION_STATES } from '../../core/words/proposals.ts'
import type { TableDefinition } from '../columns.ts'
import { id, integer, oneOf, optional, table, text } from '../columns.ts'
import { owned, record } from './record.ts'

/** Reports of public opinion: items, the issues that carry them, who adopted them, what came of them. */
export const opinionTables = {
  opinions: table(
    {
      ...owned,
      title: text(),
      content: optional(text()),
      state: oneOf(OPINION_STATES),
      submittedOn: optional(text()),
      /** Somebody who is no member brought it up: who, and as what. */
      reflector: optional(text()),
      reflectorIdentity: optional(text()),
      outcome: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [
        ['createdAt', 'id'],
        ['submittedOn', 'id'],
      ],
      states: { state: { submitted: 'submittedOn' } },
      references: { ownerOrganizationId: 'organizations' },
    },
  ),
  opinionAuthors: table(
    { opinionId: id(), memberId: id(), position: integer(), role: text() },
    {
      key: ['opinionId', 'memberId'],
      indexes: [['memberId', 'opinionId']],
      references: { opinionId: 'opinions', memberId: 'members' },
    },
  ),
  /** An issue (期) carries items; an item may stand in several issues. */
  opinionIssues: table(
    { ...owned, number: text(), title: text(), kind: text(), issuedOn: text() },
    {
      unique: [['number'], ['externalId']],
      indexes: [['issuedOn', 'id']],
      references: { ownerOrganizationId: 'organizations' },
    },
  ),
  opinionIssueItems: table(
    { opinionIssueId: id(), opinionId: id(), position: integer() },
    {
      key: ['opinionIssueId', 'opinionId'],
      indexes: [['opinionId']],
      references: { opinionIssueId: 'opinionIssues', opinionId: 'opinions' },
    },
  ),
  opinionAdoptions: table(
    {
      ...record,
      opinionId: id(),
      /** The issue with which it was adopted. */
      issueId: optional(id()),
      level: text(),
      kind: text(),
      unit: optional(text()),
      publication: optional(text()),
      adoptedOn: text(),
    },
    {
      unique: [['externalId']],
      indexes: [['adoptedOn', 'id'], ['opinionId']],
      references: { opinionId: 'opinions', issueId: 'opinionIssues' },
    },
  ),
  /** What was heard of an item: an answer, a deed. */
  opinionFeedbacks: table(
    { ...record, opinionId: id(), unit: text(), kind: text(), content: text(), receivedOn: text() },
    {
      unique: [['externalId']],
      indexes: [['receivedOn', 'id'], ['opinionId']],
      references: { opinionId: 'opinions' },
    },
  ),
} satisfies Record<string, TableDefinition>

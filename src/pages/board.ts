import { browserSessions, formTokenOf } from '../access/browser-sessions.ts'
import type { Deps } from '../deps.ts'
import type { Operations } from '../http/operations.ts'
import type { LoadedPages } from '../http/page.ts'
import type { Desk } from './desk.ts'
import { accountPages } from './forms/account.ts'
import { appealDeskPages } from './forms/appeal-desk.ts'
import { ownAppealPages } from './forms/appeals.ts'
import { deskPage } from './forms/desk-page.ts'
import { documentPages } from './forms/documents.ts'
import { importPages } from './forms/imports.ts'
import { leavePages } from './forms/leave.ts'
import { meetingPages } from './forms/meetings.ts'
import { noticePages } from './forms/notices.ts'
import { rollPages } from './forms/roll.ts'
import { signInFormPages } from './forms/sign-ins.ts'
import { verificationPages } from './forms/verification.ts'
import { failurePage, iconPage, stylePage } from './layout.ts'
import { ownPages } from './me.ts'
import { memberPages } from './member.ts'
import { overviewPages } from './overview.ts'
import { publishedPages } from './published.ts'
import { rankingPages } from './ranking.ts'
import { signInPages } from './sign-in.ts'
import { trendPages } from './trends.ts'

/** Everything that a browser is shown: the board, plain forms, the way in. */
export function pagesOf(deps: Deps, operations: Operations): LoadedPages {
  const desk: Desk = { deps, operations }
  return {
    pages: [
      stylePage(),
      iconPage(),
      ...signInPages(desk),
      ...accountPages(desk),
      ...overviewPages(desk),
      ...rankingPages(desk),
      ...memberPages(desk),
      ...trendPages(desk),
      ...publishedPages(desk),
      ...ownPages(desk),
      ...noticePages(desk),
      ...leavePages(desk),
      ...verificationPages(desk),
      ...ownAppealPages(desk),
      deskPage(desk),
      ...meetingPages(desk),
      ...rollPages(desk),
      ...signInFormPages(desk),
      ...documentPages(desk),
      ...importPages(desk),
      ...appealDeskPages(desk),
    ],
    principalOf: browserSessions(deps),
    formTokenOf: (token) => formTokenOf(deps.secret, token),
    failed: (context, error) => failurePage(desk, context, error),
  }
}

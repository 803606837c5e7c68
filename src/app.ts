import type { FastifyInstance } from 'fastify'
import { apiKeyRoutes } from './access/api-keys/routes.ts'
import { authRoutes } from './access/auth/routes.ts'
import { authenticator, recheck } from './access/authenticate.ts'
import { KNOWN_PERMISSIONS } from './access/permissions.ts'
import { jwtOptions, type Tokens, tokensOf } from './access/tokens.ts'
import { userRoutes } from './access/users/routes.ts'
import { catalogueItems } from './committee/catalogues/resource.ts'
import { changeRequestRoutes } from './committee/change-requests/routes.ts'
import { committeeRoutes, isBelow } from './committee/committees/routes.ts'
import { dataQualityRoutes } from './committee/data-quality/routes.ts'
import { memberByNumberRoute } from './committee/members/by-number.ts'
import { bodyRoles, exemptions, members, offices } from './committee/members/resource.ts'
import { organizations } from './committee/organizations/resource.ts'
import { personRoutes } from './committee/persons/routes.ts'
import { setupRoutes } from './committee/setup.ts'
import { plenarySessions, terms } from './committee/terms/resource.ts'
import type { Deps } from './deps.ts'
import { assessments } from './duties/assessments/resource.ts'
import { attachmentRoutes } from './duties/attachments/routes.ts'
import { responseRoutes } from './duties/attendance/responses.ts'
import { attendanceRoutes } from './duties/attendance/routes.ts'
import { settlementRoutes } from './duties/attendance/settlement.ts'
import { calendarRoutes } from './duties/calendar/routes.ts'
import { declaredStatistics } from './duties/declared-statistics/resource.ts'
import { dutyKinds } from './duties/duty-kinds/resource.ts'
import { dutyRecords } from './duties/duty-records/resource.ts'
import { dutyReportRoutes } from './duties/duty-reports/routes.ts'
import { instructions } from './duties/instructions/resource.ts'
import { leavePolicies } from './duties/leave-policies/resource.ts'
import { leaveRequestRoutes } from './duties/leave-requests/routes.ts'
import { followRules } from './duties/meetings/follow-rules.ts'
import { meetings } from './duties/meetings/resource.ts'
import { meetingRoutes } from './duties/meetings/routes.ts'
import { milestones } from './duties/milestones/resource.ts'
import { opinions } from './duties/opinions/resource.ts'
import { opinionRoutes } from './duties/opinions/routes.ts'
import { places } from './duties/places/resource.ts'
import { planItems } from './duties/plan-items/resource.ts'
import { planItemRoutes } from './duties/plan-items/routes.ts'
import { publicProposalRoutes } from './duties/proposals/public.ts'
import { proposals } from './duties/proposals/resource.ts'
import { proposalRoutes } from './duties/proposals/routes.ts'
import { recognitions } from './duties/recognitions/resource.ts'
import { researchReports } from './duties/research-reports/resource.ts'
import { rosterEntries, rosters } from './duties/rosters/resource.ts'
import { serviceRecords } from './duties/service-records/resource.ts'
import { signInRoutes } from './duties/sign-ins/routes.ts'
import { similarRoutes } from './duties/similar/routes.ts'
import { speakerRequests } from './duties/speaker-requests/resource.ts'
import { speeches } from './duties/speeches/resource.ts'
import { suggestions } from './duties/suggestions/resource.ts'
import { supervisionGroups } from './duties/supervision-groups/resource.ts'
import { ownDocumentRoutes } from './exchange/documents/routes.ts'
import { eventRoutes } from './exchange/events/routes.ts'
import { exportRoutes } from './exchange/exports/routes.ts'
import { runExport } from './exchange/exports/service.ts'
import { tellingImport } from './exchange/imports/failure.ts'
import { importResultRoutes } from './exchange/imports/result/routes.ts'
import { importRoutes } from './exchange/imports/routes.ts'
import { importTemplateRoutes } from './exchange/imports/templates/routes.ts'
import { jobRoutes } from './exchange/jobs/routes.ts'
import { typesetter } from './exchange/typeset/typesetter.ts'
import { batchRoute } from './http/batch.ts'
import { docsRoutes } from './http/docs.ts'
import { resourceRoutes } from './http/endpoints.ts'
import { healthRoutes } from './http/health.ts'
import { type Metrics, metricsOf, metricsRoutes } from './http/metrics.ts'
import { operationsOf } from './http/operations.ts'
import { type QuotaSettings, quotasOf } from './http/quotas.ts'
import type { Readiness } from './http/readiness.ts'
import type { Route } from './http/route.ts'
import { buildServer, type HttpOptions } from './http/server.ts'
import { appealRoutes } from './reporting/appeals/routes.ts'
import { archiveRoutes } from './reporting/archive/routes.ts'
import { correctionRoutes } from './reporting/corrections/routes.ts'
import { archiveHandovers } from './reporting/handovers/resource.ts'
import { meRoutes } from './reporting/me/routes.ts'
import { participationRoutes } from './reporting/participation/routes.ts'
import { periodRoutes } from './reporting/periods/routes.ts'
import { bodyRankingRoutes } from './reporting/ranking/bodies.ts'
import { rankingRoutes } from './reporting/ranking/routes.ts'
import { reconciliationRoutes } from './reporting/reconciliation/routes.ts'
import { makeReport, remakeReports } from './reporting/reports/make.ts'
import { publishedReportRoutes } from './reporting/reports/published.ts'
import { reportRoutes } from './reporting/reports/routes.ts'
import { verificationRoutes } from './reporting/reports/verifications.ts'
import { schedules } from './reporting/schedules/resource.ts'
import { runSchedule } from './reporting/schedules/run.ts'
import { statisticsRoutes } from './reporting/statistics/routes.ts'
import { timelinessRoutes } from './reporting/timeliness/routes.ts'
import { trendRoutes } from './reporting/trends/routes.ts'
import { boardsOf } from './scoring/boards/boards.ts'
import { regulationRoutes } from './scoring/regulations/routes.ts'
import { simulateRoute } from './scoring/regulations/simulation-routes.ts'
import { regulationTrialRoutes } from './scoring/regulations/trial-routes.ts'
import { scoreRoutes } from './scoring/routes.ts'

const routesFor = new WeakMap<Deps, readonly Route[]>()

/** The table of contents: everything that can be called, along the road of one fact. */
export function routesOf(deps: Deps, options: RouteOptions = {}): Route[] {
  const {
    readiness = { draining: () => false },
    metrics = metricsOf(deps.storage),
    tokens = NOBODYS,
  } = options
  const { secret } = deps
  const boards = boardsOf(deps.storage, deps.clock)
  const operations = operationsOf(() => routes)
  const routes: Route[] = [
    ...healthRoutes(deps.storage, readiness),
    ...metricsRoutes(metrics),
    ...docsRoutes(() => contractOf(routes)),
    // who may
    ...setupRoutes(deps),
    ...authRoutes({ ...deps, storage: deps.storage.logins }, tokens),
    ...userRoutes(secret),
    ...apiKeyRoutes(secret),
    // who
    ...committeeRoutes(),
    ...resourceRoutes(catalogueItems, secret),
    ...resourceRoutes(terms, secret),
    ...resourceRoutes(plenarySessions, secret),
    ...resourceRoutes(organizations, secret),
    ...resourceRoutes(members, secret),
    memberByNumberRoute(),
    ...resourceRoutes(bodyRoles, secret),
    ...resourceRoutes(offices, secret),
    ...resourceRoutes(exemptions, secret),
    ...personRoutes(),
    ...changeRequestRoutes(secret),
    ...dataQualityRoutes(),
    batchRoute(members),
    batchRoute(bodyRoles),
    batchRoute(offices),
    // what they did
    ...meetingRoutes(secret),
    batchRoute(meetings),
    ...attendanceRoutes(secret),
    ...responseRoutes(),
    ...settlementRoutes(),
    ...signInRoutes(secret),
    ...resourceRoutes(speakerRequests, secret),
    ...resourceRoutes(leavePolicies, secret),
    ...leaveRequestRoutes(secret),
    ...calendarRoutes(),
    ...proposalRoutes(secret),
    ...similarRoutes('proposals'),
    ...publicProposalRoutes(deps),
    ...opinionRoutes(secret),
    ...similarRoutes('opinions'),
    ...resourceRoutes(speeches, secret),
    ...planItemRoutes(secret),
    ...resourceRoutes(researchReports, secret),
    ...resourceRoutes(supervisionGroups, secret),
    ...resourceRoutes(suggestions, secret),
    ...resourceRoutes(instructions, secret),
    ...resourceRoutes(milestones, secret),
    ...resourceRoutes(rosters, secret),
    ...resourceRoutes(rosterEntries, secret),
    ...resourceRoutes(places, secret),
    ...resourceRoutes(serviceRecords, secret),
    ...resourceRoutes(recognitions, secret),
    ...resourceRoutes(assessments, secret),
    ...resourceRoutes(declaredStatistics, secret),
    ...resourceRoutes(dutyKinds, secret),
    ...resourceRoutes(dutyRecords, secret),
    ...dutyReportRoutes(secret),
    ...attachmentRoutes(secret),
    batchRoute(proposals),
    batchRoute(opinions),
    batchRoute(speeches),
    batchRoute(planItems),
    batchRoute(researchReports),
    batchRoute(supervisionGroups),
    batchRoute(suggestions),
    batchRoute(instructions),
    batchRoute(milestones),
    batchRoute(rosterEntries),
    batchRoute(places),
    batchRoute(serviceRecords),
    batchRoute(recognitions),
    batchRoute(declaredStatistics),
    batchRoute(assessments),
    batchRoute(dutyRecords),
    // what it earned
    ...regulationRoutes(secret),
    ...regulationTrialRoutes(),
    simulateRoute(boards),
    ...scoreRoutes(boards),
    // what is shown
    ...periodRoutes(secret),
    ...rankingRoutes(boards),
    ...bodyRankingRoutes(boards),
    ...archiveRoutes(boards),
    ...resourceRoutes(archiveHandovers, secret),
    ...reportRoutes(deps),
    ...verificationRoutes(secret),
    ...publishedReportRoutes(deps),
    ...correctionRoutes(secret, { deps, operations, after: remakeReports }),
    ...meRoutes(deps, operations),
    ...appealRoutes(secret, boards, { deps, operations, after: remakeReports }),
    ...statisticsRoutes(secret),
    ...timelinessRoutes(secret),
    ...trendRoutes(),
    ...participationRoutes(),
    ...reconciliationRoutes(),
    ...resourceRoutes(schedules, secret),
    // in and out
    ...exportRoutes(deps, operations),
    ...ownDocumentRoutes(deps, operations),
    ...importRoutes(deps),
    ...importResultRoutes(deps),
    ...importTemplateRoutes(deps),
    ...jobRoutes(deps),
    ...eventRoutes(secret),
  ]
  routesFor.set(deps, routes)
  return routes
}

interface RouteOptions {
  readiness?: Readiness
  metrics?: Metrics
  /** Of the server that answers; without one nobody logs in. */
  tokens?: Tokens
}

const NOBODYS = tokensOf(() => {
  throw new Error('Tokens are signed and checked by a server')
})

/** Built when it is first read, so that the start does not wait for it. */
async function contractOf(routes: readonly Route[]): Promise<{ json: string; html: string }> {
  const [{ openapiOf }, { referencePage }] = await Promise.all([
    import('./openapi.ts'),
    import('./http/reference.ts'),
  ])
  const contract = openapiOf(routes)
  return { json: JSON.stringify(contract), html: referencePage(contract) }
}

/** The routes as declarations, for what only reads them: the contract and its tests. Nothing behind them answers. */
export function contractRoutes(): Route[] {
  const nothing = {} as never
  return routesOf({
    storage: nothing,
    clock: () => new Date(0),
    secret: ' ',
    setup: { tokenHash: undefined },
    jobs: nothing,
  })
}

export interface AppOptions {
  logger?: HttpOptions['logger']
  quotas?: QuotaSettings
  trustProxy?: HttpOptions['trustProxy']
  hosts?: HttpOptions['hosts']
  patience?: HttpOptions['patience']
  readiness?: Readiness
}

/** The application, not listening. */
export async function buildApp(deps: Deps, options: AppOptions = {}): Promise<FastifyInstance> {
  const tokens = tokensOf(() => app.jwt)
  const metrics = metricsOf(deps.storage)
  const routes = routesOf(deps, { ...options, metrics, tokens })
  const app = await buildServer(routes, {
    storage: deps.storage,
    clock: deps.clock,
    jwt: jwtOptions(deps.secret),
    authenticate: authenticator(deps, tokens),
    recheck,
    mayRead: async (principal, committeeId) =>
      principal.permissions.has('committees.below') &&
      isBelow(deps.storage, principal.committeeId, committeeId),
    knownPermissions: KNOWN_PERMISSIONS,
    observe: metrics.observe,
    quotas: options.quotas && quotasOf(deps.storage, options.quotas),
    pages: {
      paths: ['/board', '/board/*', '/sign-in', '/sign-out', '/activate', '/s/*'],
      load: async () =>
        (await import('./pages/board.ts')).pagesOf(
          deps,
          operationsOf(() => routes),
        ),
    },
    logger: options.logger ?? false,
    trustProxy: options.trustProxy ?? false,
    hosts: options.hosts,
    patience: options.patience,
  })
  return app
}

/** What the job runner can do. */
export function registerJobs(deps: Deps): void {
  const { jobs, storage, clock } = deps
  // The application's own routes, so that what they keep in memory is kept once.
  const operations = operationsOf(() => routesFor.get(deps) ?? routesOf(deps))
  const boards = boardsOf(storage, clock)
  // Read when the first import comes: a server that imports nothing holds nothing of it.
  jobs.handle(
    'import.plan',
    tellingImport(async (context) => (await import('./exchange/imports/planning.ts')).planImport(context)),
  )
  jobs.handle(
    'import.commit',
    tellingImport(async (context) =>
      (await import('./exchange/imports/roster-commit.ts')).commitPlanned(context),
    ),
  )
  jobs.handle(
    'import.revert',
    tellingImport(async (context) => (await import('./exchange/imports/revert.ts')).revertCommitted(context)),
  )
  jobs.handle('export', (context) => runExport(context, operations, typesetter(deps.documents)))
  jobs.handle('report.make', (context) => makeReport(context, boards))
  jobs.handle('schedule.run', runSchedule)
  jobs.handle('invitations.follow', followRules)
}

/** The variables that the service and its command line read; every one is listed in README. */
export interface Environment {
  readonly DATABASE_URL?: string | undefined
  readonly HOST?: string | undefined
  readonly PORT?: string | undefined
  readonly LOG_LEVEL?: string | undefined
  readonly TRUST_PROXY?: string | undefined
  readonly LVZHI_SECRET?: string | undefined
  readonly LVZHI_HOSTS?: string | undefined
  readonly LVZHI_TEMPLATES?: string | undefined
  readonly LVZHI_FONTS?: string | undefined
  readonly LVZHI_PG_WRITES?: string | undefined
  readonly LVZHI_PG_READS?: string | undefined
  readonly LVZHI_PG_LOGINS?: string | undefined
  readonly LVZHI_PG_CONNECT_MS?: string | undefined
  readonly LVZHI_PG_STATEMENT_MS?: string | undefined
  readonly LVZHI_PG_LOCK_MS?: string | undefined
  readonly LVZHI_PG_IDLE_MS?: string | undefined
  /** `off`: nobody is limited. */
  readonly LVZHI_QUOTAS?: string | undefined
  readonly LVZHI_QUOTA_REQUESTS?: string | undefined
  readonly LVZHI_QUOTA_COMMITTEE_REQUESTS?: string | undefined
  readonly LVZHI_QUOTA_ADDRESS_REQUESTS?: string | undefined
  readonly LVZHI_QUOTA_JOBS?: string | undefined
  readonly LVZHI_QUOTA_COMMITTEE_JOBS?: string | undefined
  readonly LVZHI_QUOTA_BYTES?: string | undefined
  /** Of the command line. */
  readonly LVZHI_URL?: string | undefined
  readonly LVZHI_KEY?: string | undefined
  readonly LVZHI_PASSWORD?: string | undefined
  readonly LANG?: string | undefined
}

export const environment: Environment = process.env

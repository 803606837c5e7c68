/** What a job tells of itself: when it will be done, and why it failed. */

/**
 * The rest at the pace so far; null while there is no pace yet. Of the instant of the progress, not of the reader: the
 * same version of a job has the same answer.
 */
export function etaOf(from: string, at: string, done: number, total: number): string | null {
  const spent = Date.parse(at) - Date.parse(from)
  if (done <= 0 || done > total || spent <= 0) return null
  return new Date(Date.parse(at) + Math.round((spent * (total - done)) / done)).toISOString()
}

export function failureOf(error: unknown): { code: string; en: string; zh: string } {
  const { code, detail } = error as { code?: string; detail?: { en: string; zh: string } }
  if (code && detail) return { code, ...detail }
  return { code: 'internal', en: 'The job failed here; start it again', zh: '任务执行出错，请重新发起' }
}

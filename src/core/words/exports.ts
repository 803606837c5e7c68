// biome-ignore-all format: -- a dictionary is read as a list

import type { Words } from './word.ts'

/** What leaves as a file, and the jobs that make it. */

export const NEW_EXPORTS = {
  list: ['列表', 'list'], ranking: ['排名表', 'ranking'], report: ['通报', 'report'],
  participation: ['委员履职统计表', 'participation'], registration_form: ['委员履职年度登记表', 'registration form'],
  notice: ['履职情况告知书', 'notice'], duty_report: ['年度履职报告', 'duty report'],
  annual_speech: ['年度总结段落', 'annual speech'],
  term_archive: ['委员履职档案', 'archive of a term'], notices: ['履职情况告知书（全体）', 'notices'],
  regulation: ['考核办法', 'regulation'],
} as const satisfies Words

export const EXPORT_KINDS = {
  ...NEW_EXPORTS, data_copy: ['个人信息副本', 'copy of the own data'],
} as const satisfies Words

/** How columns and codes are written. */
export const EXPORT_LABELS = {
  zh: ['中文', 'Chinese'], en: ['英文', 'English'], fields: ['字段', 'fields'],
} as const satisfies Words

export const JOB_STATES = {
  queued: ['排队', 'queued'], running: ['进行中', 'running'], succeeded: ['已完成', 'succeeded'],
  failed: ['失败', 'failed'], cancelled: ['已取消', 'cancelled'],
} as const satisfies Words

const { running, succeeded, failed } = JOB_STATES
export const EXPORT_STATES = { running, succeeded, failed } as const satisfies Words

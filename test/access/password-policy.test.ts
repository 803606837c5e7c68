import { expect, it } from 'vitest'
import { refuseGuessable } from '../../src/access/password-policy.ts'
import type { AppError } from '../../src/core/errors.ts'

const OWN = ['liu.xiaoming', '刘小明', 'tongcheng', '桐城市政协', null]

async function refusalOf(password: string): Promise<AppError | undefined> {
  return refuseGuessable(password, OWN, '/password').then(
    () => undefined,
    (error) => error as AppError,
  )
}

it.each([
  'aaaaaaaa',
  'iloveyou',
  'abc12345',
  'password',
  'P@ssw0rd!',
  '12345678',
  '88888888',
  'qwertyuiop',
  '1qaz2wsx',
  '20190101',
  'zhengxie2024',
  'Zhengxie@2024',
  'zhengxie123456',
  'mima123456',
  'woaini1314',
  'woaini520',
  'lvzhi2025!',
  'weiyuan888',
  'admin@123',
  '政协委员2024',
])('refuses %s as common', async (password) => {
  const error = await refusalOf(password)
  expect(error?.extras.errors).toEqual([
    { pointer: '/password', code: 'common_password', detail: expect.stringContaining('four words') },
  ])
  expect(error?.detail.zh).toContain('四个')
})

it.each([
  'liu.xiaoming',
  'xiaoming1987',
  'Liuxiaoming1',
  'liuxiaoming88',
  'tongcheng2024',
  'Tongcheng@123',
  '刘小明19870101',
])('refuses %s, which is made of the names of the account', async (password) => {
  const error = await refusalOf(password)
  expect(error?.code).toBe('validation_failed')
  expect(error?.detail.en).toContain('belong to the account')
  expect(error?.detail.zh).toContain('姓名')
})

it.each([
  'correct horse battery staple',
  'another long phrase',
  'a long pass phrase',
  'xK9#mQ2vLp',
  '7hF2kd9s',
  '水壶 火车 苔藓 星期四',
  'shuihu huoche taixian',
  'xxx kettle moss Thursday',
])('takes %s', async (password) => {
  expect(await refusalOf(password)).toBeUndefined()
})

it('looks at the longest and strangest one without taking long', async () => {
  for (const password of [
    '@4'.repeat(64),
    'pasword'.repeat(18),
    '4@8({[<3694@!|10$57+%2'.repeat(5),
    '一'.repeat(128),
  ])
    await refusalOf(password)
})

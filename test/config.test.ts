import { expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'

const SECRET = 'a secret of at least thirty-two characters'
const trust = (TRUST_PROXY?: string) => readConfig({ LVZHI_SECRET: SECRET, TRUST_PROXY }).trustProxy

it.each([
  [undefined, false],
  ['', false],
  ['false', false],
  ['127.0.0.1', ['127.0.0.1']],
  ['127.0.0.1, 10.0.0.0/8,2001:db8::/32', ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']],
  ['loopback', ['loopback']],
])('TRUST_PROXY=%s', (given, proxies) => {
  expect(trust(given)).toEqual(proxies)
})

it.each([
  'true',
  'TRUE',
  'yes',
  '1',
  '*',
  '0.0.0.0/0',
  '10.0.0.0/33',
  '10.0.0.0/8/8',
  'proxy.example',
  '10.0.0',
])('TRUST_PROXY=%s is refused, with what to write instead', (given) => {
  expect(() => trust(given)).toThrow(/TRUST_PROXY is .*127\.0\.0\.1.*反向代理/)
})

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

const hosts = (LVZHI_HOSTS?: string) => readConfig({ LVZHI_SECRET: SECRET, LVZHI_HOSTS }).hosts

it.each([
  [undefined, undefined],
  ['', undefined],
  ['lvzhi.example.cn', ['lvzhi.example.cn']],
  ['LVZHI.example.cn, 127.0.0.1,[::1]', ['lvzhi.example.cn', '127.0.0.1', '[::1]']],
])('LVZHI_HOSTS=%s', (given, names) => {
  expect(hosts(given)).toEqual(names)
})

it.each(['https://lvzhi.example.cn', 'lvzhi.example.cn:8080', '*', 'a..b', 'a,,b', '履职.cn'])(
  'LVZHI_HOSTS=%s is refused, with what to write instead',
  (given) => {
    expect(() => hosts(given)).toThrow(/LVZHI_HOSTS is .*lvzhi\.example\.cn.*域名/)
  },
)

import { expect, it } from 'vitest'
import { addressHash, networkOf } from '../../src/access/source.ts'

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['1::4:5:6:7:8', '1:0:0:4::/64'],
  ['::', '0:0:0:0::/64'],
  ['', ''],
])('%s comes from %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

it('is stored so that who reads the database cannot tell it without the secret', () => {
  expect(addressHash('secret', '2001:db8:1:2::1')).toBe(addressHash('secret', '2001:db8:1:2::ffff'))
  expect(addressHash('secret', '203.0.113.7')).not.toBe(addressHash('other', '203.0.113.7'))
  expect(addressHash('secret', '203.0.113.7')).toMatch(/^[0-9a-f]{32}$/)
})

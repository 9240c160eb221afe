import { describe, expect, it } from 'vitest'
import { addressOf, isOwnNetwork, isPrivateAddress } from './private-address.ts'

describe('isPrivateAddress', () => {
  it.each([
    '127.0.0.1',
    '127.255.1.2',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '0.0.0.0',
    '0.1.2.3',
    '192.0.0.8',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fc00::1',
    'fdff::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    '2001::1',
    'not an address',
  ])('treats %s as private', (address) => expect(isPrivateAddress(address)).toBe(true))

  it.each([
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '198.18.0.7',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('treats %s as public', (address) => expect(isPrivateAddress(address)).toBe(false))
})

it('tells local networks from other reserved addresses', () => {
  expect(['192.168.0.9', '100.101.2.3', 'fe80::2', '0.0.0.0'].map(isOwnNetwork)).toEqual([true, true, true, true])
  expect(['224.0.0.1', '0.1.2.3', '8.8.8.8', 'ff02::1'].map(isOwnNetwork)).toEqual([false, false, false, false])
})

it.each([
  ['http://2130706433/', '127.0.0.1'],
  ['http://0177.0.0.1/', '127.0.0.1'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
  ['http://example.org/', null],
])('reads the host of %s as %s', (url, address) => expect(addressOf(new URL(url).hostname)).toBe(address))

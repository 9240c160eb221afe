import { assert, constantFrom, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { compareVersions, isVersion } from './compare-versions.ts'

// The order that semver.org gives in §11.
const ordered = ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11']
const all = [...ordered, '1.0.0-rc.1', '1.0.0', '1.0.1', '1.2.0', '1.10.0', '2.0.0']

it('orders versions as semver.org does', () => {
  for (const [at, one] of all.entries())
    for (const [otherAt, other] of all.entries())
      expect(Math.sign(compareVersions(one, other)), `${one} ${other}`).toBe(Math.sign(at - otherAt))
})

it('ignores build metadata', () => {
  expect(compareVersions('1.0.0+linux', '1.0.0+mac')).toBe(0)
})

it('takes what is no version for older than any, and never throws', () => {
  expect(compareVersions('latest', '0.0.1')).toBeLessThan(0)
  expect(isVersion('1.2')).toBe(false)
  assert(
    property(string(), constantFrom(...all), (text, version) => {
      expect(Math.sign(compareVersions(text, version))).toBe(-Math.sign(compareVersions(version, text)) + 0)
    }),
  )
})

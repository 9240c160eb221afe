import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../setup/project.mjs'
import { electronReleases, requireSupportedElectron, unsupportedElectron } from './electron-support.mjs'

const { devDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
const releases = { 43: '2026-07-01', 44: '2026-08-25', 45: '2026-10-21' }

it('a version is shipped up to the day on which the third one after it was released', () => {
  expect(unsupportedElectron('42.3.0', '2026-10-21', releases)).toBeNull()
  expect(unsupportedElectron('42.3.0', '2026-10-22', releases)).toContain('ended on 2026-10-21')
})

it.each([
  ['43.9.0', '2026-12-16', '2026-12-17'],
  ['44.11.5', '2027-02-10', '2027-02-11'],
  ['45.5.0', '2027-04-07', '2027-04-08'],
])('before that release, %s is shipped only up to the day by the rhythm of eight weeks', (version, last, after) => {
  expect(unsupportedElectron(version, last, releases)).toBeNull()
  expect(unsupportedElectron(version, after, releases)).toContain(`ended on ${last}`)
})

it('a version of unknown support is not shipped', () => {
  expect(unsupportedElectron('46.0.0', '2027-01-01', releases)).toContain('not known how long Electron 46')
  expect(unsupportedElectron('39.0.0', '2027-01-01', releases)).toContain('not known how long Electron 39')
})

it('releases are refused with what to do', () => {
  expect(() => requireSupportedElectron('42.0.0', '2026-11-29')).toThrow(/Nothing is packaged.*Upgrade Electron/s)
})

it('the pinned version is in the table', () => {
  expect(electronReleases).toHaveProperty(String(Number.parseInt(devDependencies.electron, 10)))
})

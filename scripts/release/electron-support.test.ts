import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../setup/project.mjs'
import { electronSupport, requireSupportedElectron, unsupportedElectron } from './electron-support.mjs'

const { devDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
const support = { 44: '2027-02-28' }

it('a version is shipped up to the last day of its support', () => {
  expect(unsupportedElectron('44.11.5', '2027-02-28', support)).toBeNull()
  expect(unsupportedElectron('44.11.5', '2027-03-01', support)).toContain('ended on 2027-02-28')
})

it('a version of unknown support is not shipped', () => {
  expect(unsupportedElectron('46.0.0', '2027-01-01', support)).toContain('not known how long Electron 46')
})

it('releases are refused with what to do', () => {
  expect(() => requireSupportedElectron('42.0.0', '2026-11-29')).toThrow(/Nothing is packaged.*Upgrade Electron/s)
})

it('the pinned version is in the table', () => {
  expect(electronSupport).toHaveProperty(String(Number.parseInt(devDependencies.electron, 10)))
})

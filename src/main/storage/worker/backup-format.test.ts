import { describe, expect, it } from 'vitest'
import { isBackupFile, isBackupName, settingsBytesMax } from './backup-format.ts'

describe('isBackupName', () => {
  it.each([
    'atelier.db',
    'settings.json',
    'atelier.yaml',
    'library/2026/kite.png',
    'library/.masks/a.png',
    'wildcards/a.txt',
  ])('accepts %s', (name) => expect(isBackupName(name)).toBe(true))

  it.each([
    '../kite.png',
    'library/../../kite.png',
    'library/./kite.png',
    'library//kite.png',
    'library/',
    'library',
    '/library/kite.png',
    'library\\..\\..\\kite.png',
    'C:/kite.png',
    'moved-to.json',
    'pending-change.json',
    'app-data/kite.png',
    'atelier.db-wal',
    'atelier.db\n',
  ])('rejects %j', (name) => expect(isBackupName(name)).toBe(false))
})

describe('isBackupFile', () => {
  const beyond = settingsBytesMax + 1

  it.each(['settings.json', 'atelier.yaml'])('accepts %s up to its largest size', (name) => {
    expect(isBackupFile({ name, bytes: settingsBytesMax })).toBe(true)
    expect(isBackupFile({ name, bytes: beyond })).toBe(false)
  })

  it('accepts images and the database of any size', () => {
    expect(isBackupFile({ name: 'library/2026/kite.png', bytes: beyond })).toBe(true)
    expect(isBackupFile({ name: 'atelier.db', bytes: beyond })).toBe(true)
  })

  it('rejects names of elsewhere', () => {
    expect(isBackupFile({ name: '../settings.json', bytes: 2 })).toBe(false)
  })
})

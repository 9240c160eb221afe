import { describe, expect, it } from 'vitest'
import { isBackupName } from './backup-format.ts'

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

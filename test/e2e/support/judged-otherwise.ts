import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { SafetyCheck } from '../../../src/shared/domain/safety.ts'

/** Runs on Electron's Node: the Node of the tests may have no SQLite. */
const script = `
  const { DatabaseSync } = require('node:sqlite')
  const db = new DatabaseSync(process.argv[1])
  const { changes } = db.prepare('UPDATE assets SET safety_check = ? WHERE id = ?').run(process.argv[2], process.argv[3])
  db.close()
  if (changes !== 1) throw new Error('There is no such picture.')
`

/** Replaces the safety check that the local model stored for an image. Only while the program is not running. */
export function judgeOtherwise(home: string, id: string, check: SafetyCheck): void {
  const electron = createRequire(import.meta.url)('electron') as string
  execFileSync(electron, ['-e', script, join(home, 'atelier.db'), JSON.stringify(check), id], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'pipe',
  })
}

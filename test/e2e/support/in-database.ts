import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * Runs a script on the database of a home, with `db` and `args`, and returns what it prints. It runs on Electron's Node:
 * the Node of the tests may have no SQLite.
 */
export function inDatabase(home: string, script: string, ...args: readonly string[]): string {
  const electron = createRequire(import.meta.url)('electron') as string
  const program = `
    const { DatabaseSync } = require('node:sqlite')
    const [path, ...args] = process.argv.slice(1)
    const db = new DatabaseSync(path)
    ${script}
    db.close()
  `
  return execFileSync(electron, ['-e', program, join(home, 'atelier.db'), ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'pipe',
    encoding: 'utf8',
  }).trim()
}

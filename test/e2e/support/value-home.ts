import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const driver = fileURLToPath(new URL('../../support/value-home-driver.ts', import.meta.url))

/** Adds work of many models to a home's database, or hides it. On Electron's Node: that of the tests may have no SQLite. */
export function changeValueHome(home: string, mode: number | 'hide' | 'show'): void {
  const electron = createRequire(import.meta.url)('electron') as string
  execFileSync(electron, [driver, join(home, 'atelier.db'), String(mode)], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    stdio: 'pipe',
  })
}

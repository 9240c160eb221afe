import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { makeHome } from './launch.ts'

const driver = fileURLToPath(new URL('../../support/fill-home-driver.ts', import.meta.url))

/** A home with many images, see `fillHome`. Made on Electron's Node: the Node of the tests may have no SQLite. */
export async function makeFilledHome(count: number, distinct: number): Promise<string> {
  const home = await makeHome()
  const electron = createRequire(import.meta.url)('electron') as string
  execFileSync(electron, [driver, home, String(count), String(distinct)], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    stdio: 'pipe',
  })
  return home
}

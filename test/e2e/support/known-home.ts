import { constants } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { StudioPage } from '../pages/studio-page.ts'
import { call, libraryIds } from './bridge.ts'
import { inDatabase } from './in-database.ts'
import { launch, makeHome, quit } from './launch.ts'

const variable = 'ATELIER_E2E_KNOWN_HOME'

const countFingerprints =
  "console.log(db.prepare('SELECT count(*) AS count FROM asset_looks WHERE is_pending = 0').get().count)"

/** Images that the first start puts into the library. */
export const sampleCount = 2

/** At the second start Chromium caches the window's compiled scripts, which makes a start a fifth shorter. */
const startCount = 2

/**
 * Starts the program and keeps its home for all workers: importing the samples and filling Chromium's caches takes as
 * long as the rest of a start, and only the tests of the first start need it.
 */
export default async function makeKnownHome(): Promise<() => Promise<void>> {
  const home = await makeHome()
  for (let start = 0; start < startCount; start += 1) {
    const running = await launch({ home })
    await new StudioPage(running.page).canvas.ready()
    await expect.poll(async () => (await libraryIds(running.page)).length).toBe(sampleCount)
    await expect.poll(() => call(running.page, 'catalogue.tags', {})).toHaveLength(1)
    // The last thing that a first start writes: otherwise the imaging process would start in each test to do it.
    await expect.poll(() => inDatabase(home, countFingerprints), { timeout: 60_000 }).toBe(String(sampleCount))
    await quit(running)
  }
  process.env[variable] = home
  return () => rm(home, { recursive: true, force: true, maxRetries: 5 })
}

/** A copy of a home in which the program was started before, with these settings added. */
export async function copyKnownHome(settings: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const known = process.env[variable]
  if (known === undefined) throw new Error(`${variable} is not set: playwright.config.ts names this file as its set-up`)
  const home = await makeHome()
  await cp(known, home, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  const file = join(home, 'settings.json')
  // The file does not exist before the first change.
  const saved = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as object
  await writeFile(file, JSON.stringify({ ...saved, ...settings }))
  return home
}

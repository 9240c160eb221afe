import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { finishPending } from '../../../src/main/pending-changes/index.ts'
import { createHomeFolders } from '../../../src/main/platform/create-home-folders.ts'
import { homePathsAt } from '../../../src/main/platform/home-paths.ts'
import { killCount } from '../../support/kill/kill-count.ts'
import { killScenarios } from '../../support/kill/kill-scenarios.ts'
import { runAndKill, seededMoments } from '../../support/kill/run-and-kill.ts'
import { walkKills } from '../../support/kill/walk-kills.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { openTestLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { smallPng } from '../../support/small-images.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

/** The home is in it, and what is backed up and moved: nothing else. */
let folder: string
let root: string

beforeEach(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-killed-'))
  root = join(folder, 'home')
  const paths = homePathsAt(root)
  await createHomeFolders(paths)
  const { assets, close } = openTestLibrary(paths)
  for (const seed of [1, 2, 3]) await assets.imports.addBytes(`coffee ${seed}`, smallPng(seed, 120, 80))
  await close()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function work(say: (line: string) => void): Promise<void> {
  const paths = homePathsAt(root)
  const opened = openTestLibrary(paths)
  await killScenarios.storage({ paths, opened, firstSeed: 0, rounds: 1, say })
  await opened.close()
}

it('after any step of a backup, restore, or move loses nothing and does not block the next one', async () => {
  const steps = await walkKills(folder, work, async (remains) => {
    // A move names the folder by its path.
    await rename(folder, `${folder}-now`)
    await cp(remains.folder, folder, { recursive: true, preserveTimestamps: true })
    await checkStored()
    await rm(folder, { recursive: true })
    await rename(`${folder}-now`, folder)
  })
  expect(steps).toBeGreaterThan(20)
})

it('kill -9 at any moment of them loses nothing and does not block the next one', { timeout: 240_000 }, async () => {
  const moment = seededMoments(6)
  for (let round = 0; round < killCount(8); round++) {
    await runAndKill('storage', root, { seed: round, ...moment(4, 60) })
    await checkStored()
  }
})

/** Continues as the next start does, then backs up and restores. */
async function checkStored(): Promise<void> {
  finishPending(root)
  // A killed move may have been complete: then the library is at the target.
  const current = homePathsAt(finishPending(root))
  const opened = openTestLibrary(current)
  await opened.assets.files.sweep()
  const storage = openTestStorage(current, opened)
  expect((await storage.verify()).problems).toEqual([])
  expect(await findAssetIds(opened.database)).toHaveLength(3)
  const exports = join(dirname(root), 'exports')
  await mkdir(exports, { recursive: true })
  await storage.backUp(join(exports, 'mine.zip'))
  await storage.prepareRestore(join(exports, 'mine.zip'))
  await storage.forgetPending()
  await opened.close()
  expect((await readdir(exports)).filter((name) => name.endsWith('.atelier-tmp'))).toEqual([])
  if (current.root === root) return
  await rm(join(root, 'moved-to.json'))
  await rm(current.root, { recursive: true })
}

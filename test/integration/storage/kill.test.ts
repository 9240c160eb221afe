import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { finishPending } from '../../../src/main/pending-changes/index.ts'
import type { Storage } from '../../../src/main/storage/index.ts'
import { createHomeFolders } from '../../../src/main/platform/create-home-folders.ts'
import { homePathsAt } from '../../../src/main/platform/home-paths.ts'
import { killCount } from '../../support/kill/kill-count.ts'
import { killScenarios } from '../../support/kill/kill-scenarios.ts'
import { runAndKill, seededMoments } from '../../support/kill/run-and-kill.ts'
import { walkErrors, walkKills, type Walk } from '../../support/kill/walk-steps.ts'
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

async function work(walk: Walk): Promise<void> {
  const paths = homePathsAt(root)
  const opened = openTestLibrary(paths)
  await killScenarios.storage({ paths, opened, firstSeed: 0, rounds: 1, count: 3, ...walk })
  await opened.close()
}

it('after any step of a backup, restore, or move loses nothing and does not block the next one', async () => {
  expect(await walkKills(folder, work, checkStored)).toBeGreaterThan(20)
})

it(
  'an error at any step of them loses nothing and does not block the next one',
  { tags: 'full', timeout: 400_000 },
  async () => {
    const steps = await walkErrors(folder, work, ({ point }) =>
      checkIntact(async () => {
        if (!point.startsWith('rm ')) expect(await stagesLeft()).toEqual([])
      }),
    )
    expect(steps).toBeGreaterThan(20)
  },
)

it('kill -9 at any moment of them loses nothing and does not block the next one', { timeout: 240_000 }, async () => {
  const moment = seededMoments(6)
  for (let round = 0; round < killCount(8); round++) {
    await runAndKill('storage', root, { seed: round, ...moment(4, 60) })
    await checkStored()
  }
})

const checkStored = () =>
  checkIntact(async (storage, exports) => {
    await storage.backUp(join(exports, 'mine.zip'))
    await storage.prepareRestore(join(exports, 'mine.zip'))
    await storage.forgetPending()
    expect((await readdir(exports)).filter((name) => name.endsWith('.atelier-tmp'))).toEqual([])
    expect(await stagesLeft()).toEqual([])
  })

/** A whole library each. */
const stagesLeft = async () => (await readdir(root)).filter((name) => name.startsWith('restore-'))

type Next = (storage: Storage, exports: string) => Promise<void>

/** Continues as the next start does, then with `next`. */
async function checkIntact(next: Next): Promise<void> {
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
  await next(storage, exports)
  await opened.close()
  if (current.root === root) return
  await rm(join(root, 'moved-to.json'))
  await rm(current.root, { recursive: true })
}

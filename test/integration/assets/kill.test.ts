import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { allMigrations } from '../../../src/main/database/migrations/all-migrations.ts'
import { openDatabase } from '../../../src/main/database/worker/open-database.ts'
import type { HomePaths } from '../../../src/main/platform/home-paths.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { isFull } from '../../support/turn.ts'
import { killCount } from '../../support/kill/kill-count.ts'
import { killProofs } from '../../support/kill/kill-proofs.ts'
import { killScenarios, type KillStage } from '../../support/kill/kill-scenarios.ts'
import { longMigrations, releasedVersion } from '../../support/kill/long-migrations.ts'
import { runAndKill, seededMoments } from '../../support/kill/run-and-kill.ts'
import { walkErrors, walkKills, type Walk } from '../../support/kill/walk-steps.ts'
import { damageRecords } from '../../support/damage-records.ts'
import { fillDatabase } from '../../support/open-database.ts'
import { openTestLibrary } from '../../support/open-library.ts'
import { createTemporaryHome } from '../../support/temporary-home.ts'

type Scenario = keyof typeof killProofs

/** What must hold afterwards, for the test's title: each that has a proof is here. */
const shown: Readonly<Record<Scenario, string>> = {
  import: 'every acknowledged image is listed and complete',
  'add-result': 'every listed result has its mask, response, parent, and recipe',
  receive: 'no received image is lost, and each has its recipe',
  mark: 'all images have the same change, none older than the last acknowledged one',
  'trash-purge': 'purged images never reappear',
  export: 'final names hold only complete files, and the next export removes temporary ones',
  'save-document': 'base, state, and tiles match one save, and no acknowledged save is lost',
}
const scenarios = Object.entries(shown) as [Scenario, string][]

/** Those whose second round differs: another kind of name, result or base. */
const twice: readonly Scenario[] = ['receive', 'mark', 'export', 'save-document']
const allKills = 20
const allSaveKills = 50

/** Runs a test with its own home, because the kills run concurrently. */
async function withHome(check: (paths: HomePaths) => Promise<void>): Promise<void> {
  const home = await createTemporaryHome()
  try {
    await check(home.paths)
  } finally {
    await home.remove()
  }
}

/** A scenario in a library that it opens. */
function workOf(scenario: Scenario, paths: HomePaths, amount: Pick<KillStage, 'firstSeed' | 'rounds' | 'count'>) {
  return async (walk: Walk): Promise<void> => {
    const opened = openTestLibrary(paths)
    const say = (line: string) => line !== 'working' && walk.say(line)
    await killScenarios[scenario]({ paths, opened, ...amount, ...walk, say })
    await opened.close()
  }
}

describe('stopped after any step', () => {
  test.each(scenarios)('%s: %s', (scenario) =>
    withHome(async (paths) => {
      const check = await killProofs[scenario](paths)
      const work = workOf(scenario, paths, { firstSeed: 1, rounds: twice.includes(scenario) ? 2 : 1, count: 4 })
      const steps = await walkKills(paths.root, work, ({ said }) => check(paths, { now: said, ever: said }))
      expect(steps).toBeGreaterThan(4)
    }),
  )

  test('migrating: the database is complete at one version, with a backup of the previous one', () =>
    withHome(async ({ root, databaseFile }) => {
      fillImages(databaseFile, 40)
      const versions = new Set<number>()
      const work = async () => openDatabase(databaseFile, longMigrations).db.close()
      await walkKills(root, work, async () => void versions.add(checkMigrated(databaseFile, 40)))
      expect([...versions]).toEqual([releasedVersion, releasedVersion + 1, releasedVersion + 2])
    }))

  test('rebuilding: a kill at any step loses nothing that could be read', () =>
    withHome(async ({ root, databaseFile }) => {
      fillImages(databaseFile, 24)
      await damageRecords(databaseFile)
      const salvaged: number[] = []
      const work = async () => openDatabase(databaseFile, allMigrations).db.close()
      const steps = await walkKills(root, work, async () => {
        openDatabase(databaseFile, allMigrations).db.close()
        salvaged.push(inspect(databaseFile).assets)
      })
      expect(steps).toBeGreaterThan(4)
      expect(salvaged.filter((count) => count !== inspect(databaseFile).assets)).toEqual([])
      expect(inspect(databaseFile).assets).toBeGreaterThan(10)
    }))
})

describe('an error at any step', () => {
  test.each(scenarios)('%s: %s', (scenario) =>
    withHome(async (paths) => {
      const check = await killProofs[scenario](paths)
      // The steps of several images at once come in another order each time.
      const work = workOf(scenario, paths, { firstSeed: 2, rounds: 1, count: 1 })
      const steps = await walkErrors(paths.root, work, ({ said }) => check(paths, { now: said, ever: said }))
      expect(steps).toBeGreaterThan(0)
    }),
  )
})

/** That a real kill leaves no more than a step does; the steps above show what each of them leaves. */
describe.concurrent('kill -9', () => {
  test.each(scenarios)('%s: %s', { tags: 'full', timeout: 400_000 }, (scenario) =>
    withHome(async (paths) => {
      const check = await killProofs[scenario](paths)
      const moment = seededMoments(scenarios.findIndex(([name]) => name === scenario) + 1)
      const ever: string[] = []
      let traces = 0
      const kills = killCount(scenario === 'save-document' ? allSaveKills : allKills)
      for (let round = 0; round < kills; round++) {
        const now = await runAndKill(scenario, paths.root, { seed: (round + 1) * 10_000, ...moment(8, 25) })
        ever.push(...now)
        traces += await check(paths, { now, ever })
      }
      if (!isFull) return
      expect(ever.length).toBeGreaterThan(kills)
      // Otherwise no kill interrupted the work, and the test proves nothing.
      if (scenario !== 'mark' && scenario !== 'save-document' && scenario !== 'trash-purge')
        expect(traces).toBeGreaterThan(0)
    }),
  )

  test(
    'migrating: the database is complete at one version, with a backup of the previous one',
    { tags: 'full', timeout: 400_000 },
    () =>
      withHome(async ({ root, databaseFile }) => {
        const template = join(root, 'template.db')
        fillImages(template, 2_000)
        const moment = seededMoments(6)
        const versions = new Set<number>()
        const kills = killCount(allKills)
        for (let round = 0; round < kills; round++) {
          for (const ending of ['-wal', '-shm']) await rm(`${databaseFile}${ending}`, { force: true })
          await copyFile(template, databaseFile)
          await runAndKill('migrate', root, { seed: round, ...moment(3, 30) })
          versions.add(checkMigrated(databaseFile, 2_000))
        }
        if (isFull) expect(versions.size, `kills fell on versions ${[...versions].join()}`).toBeGreaterThan(1)
      }),
  )
})

function fillImages(file: string, count: number): void {
  fillDatabase(
    file,
    Array.from({ length: count }, () => buildAsset()),
  )
}

/** Returns the version at which the kill left it; the next opening continues. */
function checkMigrated(file: string, assets: number): number {
  const { version, ...rest } = inspect(file)
  expect(rest).toEqual({ integrity: 'ok', assets })
  const { db, report } = openDatabase(file, longMigrations)
  db.close()
  expect(report.rebuilt).toBeNull()
  expect(inspect(file)).toEqual({ version: releasedVersion + 2, integrity: 'ok', assets })
  expect(inspect(`${file}.before-v${releasedVersion + 2}`)).toMatchObject({ integrity: 'ok', assets })
  return version
}

function inspect(file: string): { version: number; integrity: unknown; assets: number } {
  const db = new DatabaseSync(file)
  try {
    return {
      version: Number(db.prepare('PRAGMA user_version').get()!['user_version']),
      integrity: db.prepare('PRAGMA integrity_check').get()!['integrity_check'],
      assets: Number(db.prepare('SELECT count(*) AS count FROM assets').get()!['count']),
    }
  } finally {
    db.close()
  }
}

import { createHash } from 'node:crypto'
import { copyFile, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { temporaryOwner } from '../../../src/main/platform/pure/temporary-name.ts'
import type { StoredTile } from '../../../src/shared/domain/canvas-document.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-presets.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import type { Size } from '../../../src/shared/util/geometry.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { builtProgram } from '../../support/built/built-program.ts'
import { checkLibrary } from '../../support/kill/check-library.ts'
import { killCount, killRounds } from '../../support/kill/kill-count.ts'
import { releasedVersion } from '../../support/kill/long-migrations.ts'
import { roundImagePx, roundSave } from '../../support/kill/round-save.ts'
import { runAndKill, seededMoments } from '../../support/kill/run-and-kill.ts'
import { openTestDatabase, fillDatabase, findAssetIds } from '../../support/open-database.ts'
import { openTestLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, folderInMemory, type TemporaryHome } from '../../support/temporary-home.ts'

const allKills = 20
const kills = killCount(allKills)
const saveKills = killCount(50)

/** Runs a test with its own home, because the tests run concurrently. */
function it(name: string, check: (home: TemporaryHome) => Promise<void>): void {
  test(name, { timeout: 400_000 }, async () => {
    const home = await createTemporaryHome(folderInMemory())
    try {
      await check(home)
    } finally {
      await home.remove()
    }
  })
}

async function addImages({ paths }: TemporaryHome, count: number, size?: Size): Promise<AssetId[]> {
  const { assets, close } = openTestLibrary(paths)
  const ids: AssetId[] = []
  for (let seed = 0; seed < count; seed++) {
    const { imported } = await assets.imports.addBytes(
      `coffee ${seed}`,
      smallPng(1_000_000 + seed, size?.widthPx, size?.heightPx),
    )
    ids.push(...imported.map(({ id }) => id))
  }
  await close()
  return ids
}

describe.concurrent(`kill -9, at least ${kills} or ${saveKills} times each`, () => {
  it('while importing: every acknowledged image is listed and complete', async (home) => {
    const moment = seededMoments(1)
    const acknowledged = new Set<string>()
    let traces = 0
    for (const round of killRounds(allKills, () => traces > 0)) {
      const seen = await runAndKill('import', home.paths.root, { seed: round * 10_000, ...moment(8, 25) })
      for (const id of seen) acknowledged.add(id)
      const after = await checkLibrary(home.paths)
      const listed = new Set<string>(after.listed.map(({ id }) => id))
      expect([...acknowledged].filter((id) => !listed.has(id))).toEqual([])
      traces += after.traces
    }
    expect(acknowledged.size).toBeGreaterThan(kills)
    // Otherwise no kill interrupted an import, and the test proves nothing.
    expect(traces).toBeGreaterThan(0)
  })

  it('while adding results: every listed result has its mask, response, parent, and recipe', async (home) => {
    const [parentId] = await addImages(home, 1)
    const moment = seededMoments(2)
    const acknowledged = new Set<string>()
    let traces = 0
    for (const round of killRounds(allKills, () => traces > 0)) {
      const seen = await runAndKill('add-result', home.paths.root, { seed: round * 10_000, ...moment(8, 25) })
      for (const id of seen) acknowledged.add(id)
      const after = await checkLibrary(home.paths)
      const filled = new Map<string, unknown>(
        after.listed
          .filter(({ hasMask, hasRawAnswer }) => hasMask && hasRawAnswer)
          .map(({ id, parentId: from, recipe }) => [id, [from, recipe.operation]]),
      )
      for (const id of acknowledged) expect(filled.get(id)).toEqual([parentId, 'fill'])
      traces += after.traces
    }
    expect(acknowledged.size).toBeGreaterThan(kills)
    expect(traces).toBeGreaterThan(0)
  })

  it('while storing received images: none is lost, and each has its recipe', async (home) => {
    const [parentId] = await addImages(home, 1)
    const moment = seededMoments(7)
    const received = new Set<number>()
    let rescued = 0
    for (const round of killRounds(allKills, () => rescued > 0)) {
      const seen = await runAndKill('receive', home.paths.root, { seed: round * 10_000, ...moment(8, 25) })
      for (const seed of seen) received.add(Number(seed))
      const after = await checkLibrary(home.paths)
      rescued += after.traces
      const known = new Set(
        after.listed.filter((asset) => asset.parentId === parentId).map(({ recipe }) => recipe.seed),
      )
      expect([...received].filter((seed) => !known.has(seed))).toEqual([])
      for (const { recipe, widthPx, hasRawAnswer } of after.listed) {
        if (recipe.seed !== null && !hasRawAnswer) expect(widthPx).toBe(16 + (Number(recipe.seed) % 50))
      }
    }
    expect(received.size).toBeGreaterThan(kills)
    expect(rescued).toBeGreaterThan(0)
  })

  it('while annotating: all images have the same change, none older than the last acknowledged one', async (home) => {
    fillDatabase(
      home.paths.databaseFile,
      Array.from({ length: 300 }, () => buildAsset()),
    )
    const moment = seededMoments(8)
    let acknowledged = 0
    for (let round = 0; round < kills; round++) {
      const seed = (round + 1) * 10_000
      const seen = await runAndKill('mark', home.paths.root, { seed, ...moment(8, 25) })
      acknowledged += seen.length
      const { assets, database, close } = openTestLibrary(home.paths)
      const [tag, ...others] = await assets.annotations.tags()
      expect(others).toEqual([])
      const last = Number(tag?.name.replace('round ', '') ?? Number.NaN)
      if (seen.length > 0) expect(last).toBeGreaterThanOrEqual(Number(seen.at(-1)))
      const marked = new Set(
        (await assets.records.load(await findAssetIds(database))).map(({ annotations }) => JSON.stringify(annotations)),
      )
      expect(marked.size).toBe(1)
      if (tag !== undefined) expect([...marked][0]).toContain(`"rating":${last % 6}`)
      await close()
    }
    expect(acknowledged).toBeGreaterThan(kills)
  })

  it('while trashing and purging: purged images never reappear', async (home) => {
    const moment = seededMoments(3)
    const purged = new Set<string>()
    for (let round = 0; round < kills; round++) {
      const seen = await runAndKill('trash-purge', home.paths.root, { seed: round * 10_000, ...moment(8, 40) })
      for (const id of seen) purged.add(id)
      const after = await checkLibrary(home.paths)
      const ids = [...after.listed, ...after.trashed].map(({ id }) => id)
      expect(ids.filter((id) => purged.has(id))).toEqual([])
      const files = (await readdir(home.paths.library, { recursive: true })).filter((name) => name.endsWith('.png'))
      expect(files).toHaveLength(ids.length)
    }
    expect(purged.size).toBeGreaterThan(kills)
  })

  it('while exporting: final names hold only complete files, and the next export removes temporary ones', async (home) => {
    await addImages(home, 12)
    const folder = join(home.paths.root, 'exports')
    const whole = new Set((await checkLibrary(home.paths)).listed.map(({ sha256 }) => sha256))
    const moment = seededMoments(4)
    let temporaries = 0
    for (const round of killRounds(allKills, () => temporaries > 0)) {
      const written = await runAndKill('export', home.paths.root, { seed: round, ...moment(8, 25) })
      const names = await readdir(folder)
      const finished = names.filter((name) => temporaryOwner(name) === null)
      for (const name of finished) {
        const bytes = await readFile(join(folder, name))
        expect(whole.has(createHash('sha256').update(bytes).digest('hex'))).toBe(true)
      }
      expect(written.filter((path) => !finished.includes(path.slice(folder.length + 1)))).toEqual([])
      temporaries += names.length - finished.length
    }
    expect(temporaries).toBeGreaterThan(0)
    await checkLibrary(home.paths, async ({ exports }, { listed }) => {
      const options = { ...defaultExportOptions, template: 'last', onConflict: 'replace' } as const
      await exports.run({ ids: [listed[0]!.id], folder, options })
    })
    expect((await readdir(folder)).filter((name) => temporaryOwner(name) !== null)).toEqual([])
  })

  it('while saving a document: base, state, and tiles match one save, and no acknowledged save is lost', async (home) => {
    const [baseId] = await addImages(home, 3, roundImagePx)
    await checkLibrary(home.paths, async ({ documents }) => void (await documents.open(baseId!)))
    const moment = seededMoments(5)
    let saves = 0
    for (let round = 0; round < saveKills; round++) {
      const saved = await runAndKill('save-document', home.paths.root, { seed: round * 1_000, ...moment(8, 25) })
      saves += saved.length
      const last = Number(saved.at(-1) ?? Number.NaN)
      await checkLibrary(home.paths, async ({ documents, database }) => {
        const [document] = await documents.list()
        const { state, tiles } = await documents.load(document!.id)
        if (Number.isNaN(last)) return
        const found = Number(state.words.prompt)
        // The kill may happen between a save and its acknowledgment.
        expect([last, last + 1]).toContain(found)
        const expected = roundSave(found, state, await findAssetIds(database))
        expect({ state, baseId: document!.baseId }).toEqual({ state: expected.state, baseId: expected.baseId })
        expect(isSameTiles(tiles, expected.tiles), `tiles of save ${found}`).toBe(true)
      })
    }
    expect(saves).toBeGreaterThan(2 * saveKills)
  })

  it('while migrating: the database is complete at one version, with a backup of the previous one', async (home) => {
    const template = join(home.paths.root, 'template.db')
    fillDatabase(
      template,
      Array.from({ length: 2_000 }, () => buildAsset()),
    )
    const worker = builtProgram(new URL('../../support/kill/long-migrations-worker.ts', import.meta.url))
    const moment = seededMoments(6)
    const versions = new Map<number, number>()
    for (const round of killRounds(allKills, () => versions.size > 1)) {
      for (const ending of ['-wal', '-shm']) await rm(`${home.paths.databaseFile}${ending}`, { force: true })
      await copyFile(template, home.paths.databaseFile)
      await runAndKill('migrate', home.paths.root, { seed: round, ...moment(3, 30) })
      const found = inspect(home.paths.databaseFile)
      expect(found).toMatchObject({ integrity: 'ok', assets: 2_000 })
      versions.set(found.version, (versions.get(found.version) ?? 0) + 1)
      const database = openTestDatabase(home.paths.databaseFile, { worker })
      expect((await database.opened()).rebuilt).toBeNull()
      expect(await findAssetIds(database)).toHaveLength(2_000)
      await database.dispose()
      expect(inspect(home.paths.databaseFile)).toMatchObject({
        version: releasedVersion + 2,
        integrity: 'ok',
        assets: 2_000,
      })
      expect(inspect(`${home.paths.databaseFile}.before-v${releasedVersion + 2}`)).toMatchObject({
        integrity: 'ok',
        assets: 2_000,
      })
    }
    expect(versions.size, `kills fell on versions ${JSON.stringify([...versions])}`).toBeGreaterThan(1)
  })
})

/** Compares buffers: with megabytes of tiles, comparing value by value would take most of the test. */
function isSameTiles(found: readonly StoredTile[], expected: readonly StoredTile[]): boolean {
  return (
    found.length === expected.length &&
    found.every(({ surfaceId, row, column, deflated }, n) => {
      const expectedTile = expected[n]!
      const isSamePosition =
        surfaceId === expectedTile.surfaceId && row === expectedTile.row && column === expectedTile.column
      return isSamePosition && Buffer.compare(deflated!, expectedTile.deflated!) === 0
    })
  )
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

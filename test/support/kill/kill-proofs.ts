import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import type { HomePaths } from '../../../src/main/platform/home-paths.ts'
import { temporaryOwner } from '../../../src/main/platform/pure/temporary-name.ts'
import type { StoredTile } from '../../../src/shared/domain/canvas-document.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import type { Size } from '../../../src/shared/util/geometry.ts'
import { buildAsset } from '../build-asset.ts'
import { fillDatabase, findAssetIds } from '../open-database.ts'
import { openTestLibrary } from '../open-library.ts'
import { smallPng } from '../small-images.ts'
import { checkLibrary } from './check-library.ts'
import type { KillScenario } from './kill-scenarios.ts'
import { roundImagePx, roundSave } from './round-save.ts'

/** Checks what a kill left. Returns how many leftovers there were to clean up. */
type Check = (
  paths: HomePaths,
  /** What was acknowledged since the start that was killed, and since the first one. */
  said: { readonly now: readonly string[]; readonly ever: readonly string[] },
) => Promise<number>

/** Prepares a home for a scenario, and says what must hold after any kill. */
export const killProofs = {
  import:
    async () =>
    async (paths, { ever }) => {
      const { listed, traces } = await checkLibrary(paths)
      const ids = new Set<string>(listed.map(({ id }) => id))
      expect(ever.filter((id) => !ids.has(id))).toEqual([])
      return traces
    },
  'add-result': proveResults,
  receive: proveReceived,
  mark: proveMarks,
  'trash-purge':
    async () =>
    async (paths, { ever }) => {
      const { listed, trashed, traces } = await checkLibrary(paths)
      const ids = [...listed, ...trashed].map(({ id }) => id)
      expect(ids.filter((id) => ever.includes(id))).toEqual([])
      const files = (await readdir(paths.library, { recursive: true })).filter((name) => name.endsWith('.png'))
      expect(files).toHaveLength(ids.length)
      return traces
    },
  export: proveExports,
  'save-document': proveSaves,
} satisfies Partial<Record<KillScenario, (paths: HomePaths) => Promise<Check>>>

async function addImages(paths: HomePaths, count: number, size?: Size): Promise<AssetId[]> {
  const { assets, close } = openTestLibrary(paths)
  const ids: AssetId[] = []
  for (let seed = 0; seed < count; seed++) {
    const bytes = smallPng(1_000_000 + seed, size?.widthPx, size?.heightPx)
    const { imported } = await assets.imports.addBytes(`coffee ${seed}`, bytes)
    ids.push(...imported.map(({ id }) => id))
  }
  await close()
  return ids
}

/** Every listed result has its mask, response, parent, and recipe. */
async function proveResults(home: HomePaths): Promise<Check> {
  const [parentId] = await addImages(home, 1)
  return async (paths, { ever }) => {
    const { listed, traces } = await checkLibrary(paths)
    const filled = new Map<string, unknown>(
      listed
        .filter(({ hasMask, hasRawAnswer }) => hasMask && hasRawAnswer)
        .map(({ id, parentId: from, recipe }) => [id, [from, recipe.operation]]),
    )
    for (const id of ever) expect(filled.get(id)).toEqual([parentId, 'fill'])
    return traces
  }
}

/** No received image is lost, and each has its recipe. */
async function proveReceived(home: HomePaths): Promise<Check> {
  const [parentId] = await addImages(home, 1)
  return async (paths, { ever }) => {
    const { listed, traces } = await checkLibrary(paths)
    const known = new Set(listed.filter((asset) => asset.parentId === parentId).map(({ recipe }) => recipe.seed))
    expect(ever.filter((seed) => !known.has(Number(seed)))).toEqual([])
    for (const { recipe, widthPx, hasRawAnswer } of listed) {
      if (recipe.seed !== null && !hasRawAnswer) expect(widthPx).toBe(16 + (Number(recipe.seed) % 50))
    }
    return traces
  }
}

/** All images have the same change, none older than the last acknowledged one. */
async function proveMarks(home: HomePaths): Promise<Check> {
  const records = Array.from({ length: 300 }, () => buildAsset())
  fillDatabase(home.databaseFile, records)
  return async (paths, { now }) => {
    const { assets, database, close } = openTestLibrary(paths)
    const [tag, ...others] = await assets.annotations.tags()
    expect(others).toEqual([])
    const last = Number(tag?.name.replace('round ', '') ?? Number.NaN)
    if (now.length > 0) expect(last).toBeGreaterThanOrEqual(Number(now.at(-1)))
    const marked = new Set(
      (await assets.records.load(await findAssetIds(database))).map(({ annotations }) => JSON.stringify(annotations)),
    )
    expect(marked.size).toBe(1)
    if (tag !== undefined) expect([...marked][0]).toContain(`"rating":${last % 6}`)
    await close()
    return 0
  }
}

const temporariesIn = async (folder: string) => (await readdir(folder)).filter((name) => temporaryOwner(name) !== null)

/** Final names hold only complete files, and the next export removes temporary ones. */
async function proveExports(home: HomePaths): Promise<Check> {
  await addImages(home, 4)
  await mkdir(join(home.root, 'exports'))
  const whole = new Set((await checkLibrary(home)).listed.map(({ sha256 }) => sha256))
  return async (paths, { now }) => {
    const folder = join(paths.root, 'exports')
    const temporaries = await temporariesIn(folder)
    const finished = (await readdir(folder)).filter((name) => temporaryOwner(name) === null)
    for (const name of finished) {
      const bytes = await readFile(join(folder, name))
      expect(whole.has(createHash('sha256').update(bytes).digest('hex'))).toBe(true)
    }
    expect(now.map((path) => basename(path)).filter((name) => !finished.includes(name))).toEqual([])
    await checkLibrary(paths, async ({ exports }, { listed }) => {
      const options = { ...defaultExportOptions, template: 'last', onConflict: 'replace' } as const
      await exports.run({ ids: [listed[0]!.id], folder, options })
    })
    expect(await temporariesIn(folder)).toEqual([])
    return temporaries.length
  }
}

/** Base, state, and tiles of a document match one save, and no acknowledged save is lost. */
async function proveSaves(home: HomePaths): Promise<Check> {
  const [baseId] = await addImages(home, 3, roundImagePx)
  await checkLibrary(home, async ({ documents }) => void (await documents.open(baseId!)))
  return async (paths, { now }) => {
    const last = Number(now.at(-1) ?? Number.NaN)
    const { traces } = await checkLibrary(paths, async ({ documents, database }) => {
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
    return traces
  }
}

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

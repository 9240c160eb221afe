import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSettings } from '../../../src/main/settings/index.ts'
import { createHomeFolders } from '../../../src/main/platform/create-home-folders.ts'
import { resolveHome } from '../../../src/main/platform/home-paths.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import type { StoredTile } from '../../../src/shared/domain/canvas-document.ts'
import { fillRecipe } from '../../support/build-asset.ts'
import { findTemporaries } from '../../support/kill/check-library.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

/** Noise does not compress: about 1 MB each. */
const largePng = (seed: number) => smallPng(seed, 600, 600)
/** Tiles that fill more than a megabyte of the database. */
function manyTiles(value: number) {
  const noise = new Uint8Array(65_536).map((_, index) => (Math.imul(index + 1, 2_654_435_761 + value) >>> 13) & 255)
  const deflated = new Uint8Array(deflateSync(noise))
  return ['mask-1', 'sampling'].flatMap((surfaceId) =>
    Array.from({ length: 9 }, (_, n) => ({ surfaceId, row: Math.floor(n / 3), column: n % 3, deflated })),
  )
}

/** An image of three by three tiles, open. */
async function openPainted({ assets, documents }: TestLibrary) {
  const { imported } = await assets.imports.addBytes('large', largePng(9))
  const { id, baseId } = await documents.open(imported[0]!.id)
  const { state } = await documents.load(id)
  return {
    save: (tiles: readonly StoredTile[], on = documents) => on.save(id, { baseId, state, tiles, isWhole: true }),
    load: async (on = documents) => (await on.load(id)).tiles,
  }
}

let disk: SmallDisk
const home = withHome()
let opened: TestLibrary | null

beforeEach(() => {
  disk = mountSmallDisk(24)
  opened = null
})
afterEach(async () => {
  disk.free()
  await opened?.close()
  disk.unmount()
})

/** The whole home on the small disk. */
async function openOnDisk(): Promise<TestLibrary> {
  const paths = resolveHome({ ATELIER_HOME: join(disk.path, 'home') }, { userHome: disk.path })
  await createHomeFolders(paths)
  opened = openTestLibrary(paths)
  return opened
}

/** Only the images are on the small disk. */
async function openWithLibraryOnDisk(): Promise<TestLibrary> {
  const paths = resolveHome({ ATELIER_HOME: join(home.paths.root, 'home') }, { userHome: home.paths.root })
  await mkdir(paths.root)
  await symlink(disk.path, paths.library)
  await createHomeFolders(paths)
  opened = openTestLibrary(paths)
  return opened
}

async function importNew(assets: TestLibrary['assets'], seed: number): Promise<AssetId> {
  const { imported } = await assets.imports.addBytes(`image ${seed}`, smallPng(seed))
  return imported[0]!.id
}

describe('a full disk', () => {
  test('import: reports it, leaves no files, and works again once space is free', async () => {
    const { assets, database } = await openOnDisk()
    const first = await importNew(assets, 1)
    const source = join(home.paths.root, 'large.png')
    await writeFile(source, largePng(2))
    disk.fill(300_000)
    const { imported, failed } = await assets.imports.addFiles([source])
    expect([imported, failed.map(({ error }) => error.code)]).toEqual([[], ['storage/full']])
    expect(failed[0]?.error.message).toContain('Free some space')
    expect(await findTemporaries(disk.path)).toEqual([])
    expect(await findAssetIds(database)).toEqual([first])
    disk.free()
    expect((await assets.imports.addFiles([source])).failed).toEqual([])
    expect(await assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
  })

  test('adding a result: reports it and leaves the image file in place', async () => {
    const { assets } = await openOnDisk()
    const parentId = await importNew(assets, 1)
    const temporaryPath = join(disk.path, 'home', 'cache', 'temporary', 'result.png')
    await writeFile(temporaryPath, largePng(3))
    const result = {
      temporaryPath,
      temporaryMaskPath: null,
      rawAnswer: null,
      parentId,
      name: 'image filled',
      mime: 'image/png',
    }
    const facts = { widthPx: 600, heightPx: 600, hasAlpha: false, recipe: fillRecipe }
    disk.fill()
    await expect(assets.results.add({ ...result, ...facts })).rejects.toMatchObject({ code: 'storage/full' })
    expect(Buffer.compare(await readFile(temporaryPath), largePng(3))).toBe(0)
    expect(await assets.records.children(parentId)).toEqual([])
    disk.free()
    expect((await assets.results.add({ ...result, ...facts })).parentId).toBe(parentId)
  })

  test('export: reports it, leaves no partial file, and keeps the existing file', async () => {
    opened = openTestLibrary(home.paths)
    const { assets, exports } = opened
    const { imported } = await assets.imports.addBytes('large', largePng(4))
    const ids = [imported[0]!.id]
    await writeFile(join(disk.path, 'large.png'), 'what was there before')
    disk.fill(200_000)
    const options = { ...defaultExportOptions, onConflict: 'replace' } as const
    const report = await exports.run({ ids, folder: disk.path, options })
    expect(report.failed.map(({ error }) => error.code)).toEqual(['storage/full'])
    expect((await readdir(disk.path)).toSorted()).toEqual(['filler', 'large.png'])
    expect(await readFile(join(disk.path, 'large.png'), 'utf8')).toBe('what was there before')
    disk.free()
    const retried = await exports.run({ ids, folder: disk.path, options })
    expect(retried.failed).toEqual([])
    expect((await stat(join(disk.path, 'large.png'))).size).toBe(largePng(4).byteLength)
  })

  test('painting: reports it, keeps the last save, and saves again once space is free', async () => {
    const { save, load } = await openPainted(await openOnDisk())
    const saved = manyTiles(1).slice(0, 2)
    await save(saved)
    disk.fill()
    await expect(save(manyTiles(2))).rejects.toMatchObject({ code: 'storage/full' })
    expect(await load()).toEqual(saved)
    disk.free()
    await save(manyTiles(2))
    expect(await load()).toEqual(manyTiles(2))
  })

  test('settings: reports it, and the file keeps its last complete state', async () => {
    const path = join(disk.path, 'settings.json')
    const store = createSettings({ path, logger: createRecordingLogger() })
    await store.change({ theme: 'light' })
    disk.fill()
    await expect(store.change({ theme: 'dark' })).rejects.toMatchObject({ code: 'storage/full' })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ theme: 'light' })
    disk.free()
    await store.change({ thumbnailPx: 200 })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ theme: 'dark', thumbnailPx: 200 })
    expect((await readdir(disk.path)).toSorted()).toEqual(['settings.json'])
  })
})

describe('a read-only disk', () => {
  test('import and purge: report it, change nothing, and work again once the disk is writable', async () => {
    const { assets, database } = await openWithLibraryOnDisk()
    const first = await importNew(assets, 1)
    disk.setWritable(false)
    const { failed } = await assets.imports.addBytes('second', smallPng(2))
    expect(failed.map(({ error }) => error.code)).toEqual(['storage/read-only'])
    await expect(assets.trash.purge([first])).rejects.toMatchObject({ code: 'storage/read-only' })
    expect(await findAssetIds(database)).toEqual([first])
    disk.setWritable(true)
    expect((await assets.imports.addBytes('second', smallPng(2))).failed).toEqual([])
    await assets.trash.purge([first])
    expect(await findAssetIds(database)).toHaveLength(1)
  })

  test('results: are stored in a library on another disk', async () => {
    const { assets } = await openWithLibraryOnDisk()
    const parentId = await importNew(assets, 1)
    const temporaryPath = join(home.paths.root, 'result.png')
    await writeFile(temporaryPath, smallPng(5))
    const facts = { mime: 'image/png', widthPx: 16, heightPx: 12, hasAlpha: false, recipe: fillRecipe }
    const result = { temporaryPath, temporaryMaskPath: null, rawAnswer: null, parentId, name: 'image filled' }
    const asset = await assets.results.add({ ...facts, ...result })
    expect(Buffer.compare(await readFile((await assets.files.locate(asset.id, 'original')).path), smallPng(5))).toBe(0)
  })

  test('export: reports it', async () => {
    opened = openTestLibrary(home.paths)
    const ids = [await importNew(opened.assets, 1)]
    disk.setWritable(false)
    const { failed } = await opened.exports.run({ ids, folder: disk.path, options: defaultExportOptions })
    expect(failed.map(({ error }) => error.code)).toEqual(['storage/read-only'])
    expect(await readdir(disk.path)).toEqual([])
  })

  test('painting: reports it, and the last save is intact once the disk is writable again', async () => {
    const first = await openOnDisk()
    const { save, load } = await openPainted(first)
    await save(manyTiles(1))
    await first.close()
    disk.setWritable(false)
    const { documents } = await openOnDisk()
    await expect(save(manyTiles(2), documents)).rejects.toMatchObject({ code: 'storage/read-only' })
    disk.setWritable(true)
    expect(await load(documents)).toEqual(manyTiles(1))
    await save(manyTiles(2), documents)
  })

  test('settings: can still be read, and a change reports it', async () => {
    const path = join(disk.path, 'settings.json')
    await createSettings({ path, logger: createRecordingLogger() }).change({ theme: 'light' })
    disk.setWritable(false)
    const store = createSettings({ path, logger: createRecordingLogger() })
    expect((await store.load()).theme).toBe('light')
    await expect(store.change({ theme: 'dark' })).rejects.toMatchObject({ code: 'storage/read-only' })
    disk.setWritable(true)
    await store.change({ theme: 'dark' })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ theme: 'dark' })
  })
})

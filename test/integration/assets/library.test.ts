import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { NewResult } from '../../../src/main/assets/index.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { AppError } from '../../../src/shared/errors/index.ts'
import type { ResultTask } from '../../../src/shared/util/result-name.ts'
import { fillRecipe } from '../../support/build-asset.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { createFakeImaging, type FakeImaging } from '../../support/fake-imaging.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { openTestLibrary, withLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

const day = '2026/2026-11-20'
const dayMs = 86_400_000
const home = withHome()
let imaging: FakeImaging
let clock: FakeClock

beforeEach(() => {
  imaging = createFakeImaging()
  clock = createFakeClock()
})
const opened = withLibrary(home, () => ({ imaging, clock }))

const at = (...parts: string[]) => join(home.paths.root, ...parts)

async function image(name: string, seed: number): Promise<string> {
  await mkdir(at('from'), { recursive: true })
  await writeFile(at('from', name), smallPng(seed))
  return at('from', name)
}

async function importOne(name: string, seed: number): Promise<Asset> {
  const { imported, failed } = await opened.assets.imports.addFiles([await image(name, seed)])
  expect(failed).toEqual([])
  return imported[0]!
}

async function result(parent: Asset, seed: number): Promise<NewResult> {
  const [temporaryPath, temporaryMaskPath] = ['result', 'mask'].map((name) => join(home.paths.temporary, `${name}.png`))
  await writeFile(temporaryPath!, smallPng(seed))
  await writeFile(temporaryMaskPath!, smallPng(seed + 1))
  return {
    temporaryPath: temporaryPath!,
    temporaryMaskPath: temporaryMaskPath!,
    rawAnswer: null,
    parentId: parent.id,
    name: 'coffee filled',
    mime: 'image/png',
    widthPx: 16,
    heightPx: 12,
    hasAlpha: false,
    recipe: fillRecipe,
  }
}

/** A result that is named when it is added. */
async function derived(from: Asset, task: ResultTask, seed: number): Promise<NewResult> {
  return {
    ...(await result(from, seed)),
    temporaryPath: await image(`result-${seed}.png`, seed),
    temporaryMaskPath: null,
    name: { from: from.name, task },
  }
}

describe('import', () => {
  test('copies the unchanged bytes into the day folder under the original name', async () => {
    const asset = await importOne('Café am Morgen.PNG'.normalize('NFD'), 1)
    expect(asset).toMatchObject({
      name: 'Café am Morgen',
      widthPx: 16,
      heightPx: 12,
      mime: 'image/png',
      parentId: null,
    })
    expect(asset.relativePath).toBe(`${day}/Café am Morgen.png`)
    expect(Buffer.compare(await readFile(at('library', asset.relativePath)), smallPng(1))).toBe(0)
    expect(await readdir(at('library', day))).toEqual(['Café am Morgen.png'])
    expect(await readdir(at('cache', 'thumbnails', '256'))).toEqual([`${asset.id}.webp`])
  })

  test('numbers a name that is taken, even by a record whose file is missing', async () => {
    const first = await importOne('coffee.png', 1)
    const second = await importOne('coffee.png', 2)
    await rm(at('library', second.relativePath))
    const third = await importOne('coffee.png', 3)
    expect([first, second, third].map(({ relativePath }) => relativePath)).toEqual([
      `${day}/coffee.png`,
      `${day}/coffee 2.png`,
      `${day}/coffee 3.png`,
    ])
  })

  test('imports identical content as one image and restores it from the trash', async () => {
    const first = await importOne('coffee.png', 1)
    await opened.assets.trash.add([first.id])
    const { imported } = await opened.assets.imports.addFiles([await image('a.png', 1), await image('b.png', 1)])
    expect(imported).toEqual([first])
    expect(await findAssetIds(opened.database)).toEqual([first.id])
    expect(await readdir(at('library', day))).toEqual(['coffee.png'])
  })

  test('importing a library file returns its own image, even if others have the same content', async () => {
    const parent = await importOne('coffee.png', 1)
    const first = await opened.assets.results.add(await result(parent, 2))
    const second = await opened.assets.results.add(await result(parent, 2))
    const libraryPaths = [second, first].map(({ relativePath }) => at('library', relativePath))
    const { imported, alreadyThere } = await opened.assets.imports.addFiles(libraryPaths)
    expect([imported.map(({ id }) => id), alreadyThere]).toEqual([[second.id, first.id], 2])
  })

  test('reports each bad file with its own reason and imports the others', async () => {
    const good = await Promise.all([1, 2, 3, 4, 5].map((seed) => image(`${seed}.png`, seed)))
    const [text, cut, missing] = [at('from', 'text.png'), at('from', 'cut.png'), at('from', 'gone.png')]
    await writeFile(text, 'not an image, whatever its name says')
    await writeFile(cut, smallPng(9).subarray(0, 200))
    const steps: number[] = []
    const paths = [good[0]!, text, good[1]!, cut, missing, ...good.slice(2)]
    const report = await opened.assets.imports.addFiles(paths, { onProgress: (done) => steps.push(done) })
    expect(report.imported.map(({ name }) => name)).toEqual(['1', '2', '3', '4', '5'])
    const failed = new Map(report.failed.map(({ file, error }) => [file, error.code]))
    expect(failed).toEqual(
      new Map([
        [text, 'media/undecodable'],
        [cut, 'media/undecodable'],
        [missing, 'storage/not-found'],
      ]),
    )
    expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(await readdir(at('library', day))).toHaveLength(5)
  })

  test('copies a file while it is checked, and removes the copy of what is not an image', async () => {
    const path = await image('coffee.png', 1)
    const check = imaging.probe
    const refused = new AppError('media/undecodable', 'not an image')
    const copied = () => vi.waitFor(async () => expect(await readdir(at('library', day))).toHaveLength(1))
    vi.spyOn(imaging, 'probe').mockImplementationOnce(async () => copied().then(() => Promise.reject(refused)))
    const { failed, imported } = await opened.assets.imports.addFiles([path])
    expect([failed.map(({ error }) => error.code), imported]).toEqual([['media/undecodable'], []])
    expect(await readdir(at('library', day))).toEqual([])
    vi.spyOn(imaging, 'probe').mockImplementationOnce(async (input) => copied().then(() => check(input)))
    expect((await opened.assets.imports.addFiles([path])).imported).toHaveLength(1)
  })

  test('a canceled import keeps finished images and reports the rest as not tried', async () => {
    const files = await Promise.all(Array.from({ length: 12 }, (_, seed) => image(`${seed}.png`, seed)))
    const cancel = new AbortController()
    const { imported, failed, notTried, isCancelled } = await opened.assets.imports.addFiles(files, {
      signal: cancel.signal,
      onProgress: (done) => void (done > 0 && cancel.abort()),
    })
    expect(imported.length + notTried).toBe(12)
    expect([failed, isCancelled, imported.length > 0]).toEqual([[], true, true])
    expect(await findAssetIds(opened.database)).toHaveLength(imported.length)
  })

  test.each(['prepare', 'readMetadata'] as const)(
    'reports an import interrupted by the imaging process in %s as canceled',
    async (call) => {
      vi.spyOn(imaging, call).mockRejectedValueOnce(AppError.cancelled())
      const outcome = await opened.assets.imports.addFiles([await image('coffee.png', 1)])
      expect(outcome).toMatchObject({ imported: [], failed: [], notTried: 1, isCancelled: true })
      expect(await readdir(at('library', day))).toEqual([])
    },
  )

  test('keeps an image whose metadata cannot be read', async () => {
    const damaged = new AppError('media/undecodable', 'no metadata')
    vi.spyOn(imaging, 'readMetadata').mockRejectedValueOnce(damaged)
    const { imported, failed } = await opened.assets.imports.addFiles([await image('coffee.png', 1)])
    expect(failed).toEqual([])
    expect(imported).toMatchObject([{ name: 'coffee', dialect: null, recipe: { operation: 'import' } }])
    expect(await readFile((await opened.assets.files.locate(imported[0]!.id, 'full')).path)).toEqual(smallPng(1))
    expect(opened.logger.entries).toContainEqual(expect.objectContaining({ event: 'library.account-unread' }))
  })
})

describe('results', () => {
  test('have their parent, mask, name, and thumbnails', async () => {
    const parent = await importOne('coffee.png', 1)
    const asset = await opened.assets.results.add(await result(parent, 2))
    expect(asset).toMatchObject({ parentId: parent.id, hasMask: true, recipe: fillRecipe, name: 'coffee filled' })
    expect(asset.relativePath).toBe(`${day}/coffee filled.png`)
    expect(await opened.assets.records.children(parent.id)).toEqual([asset])
    expect(Buffer.compare(await readFile((await opened.assets.files.locate(asset.id, 'mask')).path), smallPng(3))).toBe(
      0,
    )
    expect(await readdir(at('cache', 'temporary'))).toEqual([])
    expect(await readdir(at('cache', 'thumbnails', '512'))).toContain(`${asset.id}.webp`)
  })

  test('are rolled back completely when they cannot be recorded', async () => {
    const parent = await importOne('coffee.png', 1)
    const newResult = await result(parent, 2)
    const broken = opened.assets.results.add({ ...newResult, widthPx: 0 })
    await expect(broken).rejects.toMatchObject({ code: 'internal/bug' })
    expect((await readdir(at('cache', 'temporary'))).toSorted()).toEqual(['mask.png', 'result.png'])
    expect(await readdir(at('library', day))).toEqual(['coffee.png'])
    expect(await readdir(home.paths.masks)).toEqual([])
    expect(await readdir(at('cache', 'thumbnails', '256'))).toHaveLength(1)
    expect((await opened.assets.results.add(newResult)).name).toBe('coffee filled')
  })

  test('are named after their root image and numbered within the family, even when added concurrently', async () => {
    const parent = await importOne('coffee.png', 1)
    const seeds = [2, 3, 4, 5]
    const filling = seeds.map(async (seed) => opened.assets.results.add(await derived(parent, 'fill', seed)))
    const filled = await Promise.all(filling)
    const names = ['coffee – fill 1', 'coffee – fill 2', 'coffee – fill 3', 'coffee – fill 4']
    expect(filled.map(({ name }) => name).toSorted()).toEqual(names)
    expect(filled.every(({ name, relativePath }) => relativePath === `${day}/${name}.png`)).toBe(true)
    const child = await opened.assets.results.add(await derived(filled[0]!, 'expand', 6))
    expect(child.name).toBe('coffee – expand 5')
    await opened.assets.trash.add([child.id])
    expect((await opened.assets.results.add(await derived(parent, 'fill', 7))).name).toBe('coffee – fill 6')
  })

  test('outlive their parent', async () => {
    const parent = await importOne('coffee.png', 1)
    const asset = await opened.assets.results.add(await result(parent, 2))
    await opened.assets.trash.purge([parent.id])
    expect((await opened.assets.records.require(asset.id)).parentId).toBeNull()
    expect((await opened.assets.results.add(await result(parent, 5))).parentId).toBeNull()
  })
})

describe('trash', () => {
  test('hides an image, restores it, and emits each change', async () => {
    const asset = await importOne('coffee.png', 1)
    const emitted: string[] = []
    opened.assets.changes.onChanged(({ reason, ids }) => emitted.push(`${reason} ${ids.length}`))
    await opened.assets.trash.add([asset.id])
    await opened.assets.trash.add([asset.id])
    expect([await findAssetIds(opened.database), await findAssetIds(opened.database, 'trash')]).toEqual([
      [],
      [asset.id],
    ])
    await opened.assets.trash.restore([asset.id])
    expect(await findAssetIds(opened.database)).toEqual([asset.id])
    await opened.assets.trash.purge([asset.id])
    expect(emitted).toEqual(['updated 1', 'updated 1', 'removed 1'])
  })

  test('purging deletes file, mask, and caches, and closes the document', async () => {
    const parent = await importOne('coffee.png', 1)
    const asset = await opened.assets.results.add(await result(parent, 2))
    await opened.documents.open(asset.id)
    await opened.assets.trash.purge([asset.id])
    expect(await opened.documents.list()).toEqual([])
    expect(await readdir(at('library', day))).toEqual(['coffee.png'])
    expect(await readdir(home.paths.masks)).toEqual([])
    expect(await readdir(at('cache', 'thumbnails', '256'))).toEqual([`${parent.id}.webp`])
    await expect(opened.assets.records.require(asset.id)).rejects.toMatchObject({ code: 'storage/not-found' })
  })

  test('the sweep purges images after 30 days in the trash', async () => {
    const [old, recent] = [await importOne('old.png', 1), await importOne('recent.png', 2)]
    await opened.assets.trash.add([old.id])
    clock.advance(20 * dayMs)
    await opened.assets.trash.add([recent.id])
    clock.advance(11 * dayMs)
    await importOne('new.png', 3)
    expect(await opened.assets.files.sweep()).toMatchObject({ purged: 1, adopted: 0 })
    expect(await findAssetIds(opened.database, 'trash')).toEqual([recent.id])
    expect(await readdir(at('library', day))).toEqual(['recent.png'])
  })

  test.each([365, -365])('a clock that is wrong by %i days does not empty the trash', async (days) => {
    const asset = await importOne('old.png', 1)
    await opened.assets.trash.add([asset.id])
    clock.jump(days * dayMs)
    expect(await opened.assets.files.sweep()).toMatchObject({ purged: 0 })
    clock.jump(-days * dayMs)
    clock.advance(dayMs)
    expect(await opened.assets.files.sweep()).toMatchObject({ purged: 0 })
    expect(await findAssetIds(opened.database, 'trash')).toEqual([asset.id])
    await opened.assets.trash.restore([asset.id])
  })

  test('the sweep forgets for good what was removed long ago', async () => {
    const { id } = await importOne('anna.png', 1)
    const facts = { kind: 'person' as const, imageIds: [id], note: '', description: '', rights: '' }
    const [gone, fresh] = [
      await opened.assets.references.create({ name: 'anna', ...facts }),
      await opened.assets.references.create({ name: 'ben', ...facts }),
    ]
    const thread = await opened.assets.threads.start({ documentId: null, assetId: id })
    await opened.assets.references.remove(gone.id)
    await opened.assets.threads.remove({ id: thread.id })
    clock.advance(2 * 3_600_000)
    await opened.assets.references.remove(fresh.id)
    await opened.assets.files.sweep()
    await expect(opened.assets.references.restore(gone.id)).rejects.toBeInstanceOf(Error)
    await expect(opened.assets.threads.restore({ id: thread.id })).rejects.toBeInstanceOf(Error)
    expect(await opened.assets.references.restore(fresh.id)).toMatchObject({ name: 'ben' })
  })
})

describe('renditions', () => {
  test('a missing thumbnail is made once for concurrent requests', async () => {
    const asset = await importOne('coffee.png', 1)
    await rm(at('cache'), { recursive: true })
    imaging.calls.prepare = 0
    const requests = Array.from({ length: 8 }, () => opened.assets.files.locate(asset.id, 'thumb-256'))
    for (const { path, mime } of await Promise.all(requests)) {
      expect(mime).toBe('image/webp')
      expect((await stat(path)).size).toBeGreaterThan(0)
    }
    expect(imaging.calls.prepare).toBe(1)
  })

  test('`full` is the original if the window can show it, otherwise a working copy that is remade when missing', async () => {
    const shown = await importOne('shown.png', 1)
    imaging.isShowable = false
    const hidden = await importOne('hidden.png', 2)
    expect(await opened.assets.files.locate(shown.id, 'full')).toEqual(
      await opened.assets.files.locate(shown.id, 'original'),
    )
    const { path } = await opened.assets.files.locate(hidden.id, 'full')
    expect(path).toBe(join(home.paths.working, `${hidden.id}.png`))
    await rm(path)
    await opened.assets.files.locate(hidden.id, 'full')
    expect((await stat(path)).size).toBeGreaterThan(0)
  })

  test('a missing file is reported and marked as missing', async () => {
    const asset = await importOne('coffee.png', 1)
    await rm(at('library', asset.relativePath))
    await expect(opened.assets.files.locate(asset.id, 'original')).rejects.toMatchObject({ code: 'storage/not-found' })
    expect((await opened.assets.records.require(asset.id)).isMissing).toBe(true)
    await expect(opened.assets.files.locate(asset.id, 'mask')).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

test('notices changes by another program once, at the next check', async () => {
  const secondProgram = openTestLibrary(home.paths, { imaging, clock })
  await opened.assets.changes.checkOtherPrograms()
  const changes: unknown[] = []
  opened.assets.changes.onChanged((change) => changes.push(change))
  await importOne('own.png', 60)
  await opened.assets.changes.checkOtherPrograms()
  expect(changes).toHaveLength(1)
  await secondProgram.assets.imports.addFiles([await image('theirs.png', 61)])
  await opened.assets.changes.checkOtherPrograms()
  await opened.assets.changes.checkOtherPrograms()
  expect(changes.slice(1)).toEqual([{ ids: [], reason: 'updated' }])
  expect(await findAssetIds(opened.database)).toHaveLength(2)
  await secondProgram.close()
})

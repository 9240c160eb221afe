import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { failureOf } from '../../support/failure-of.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { shareOriginals } from '../../support/share-originals.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome, withHome } from '../../support/temporary-home.ts'

const home = withHome()
let shared: TemporaryHome
let folder: string
let library: TestLibrary

beforeEach(async () => {
  shared = await createTemporaryHome()
  folder = join(shared.paths.root, 'originals')
  await mkdir(folder)
  library = openTestLibrary(home.paths)
})
afterEach(async () => {
  await library.close()
  await shared.remove()
})

async function importImage(seed: number, name = `${seed}.png`): Promise<Asset> {
  const path = join(home.paths.root, name)
  await writeFile(path, smallPng(seed))
  const { imported, failed } = await library.assets.imports.addFiles([path])
  expect(failed).toEqual([])
  return imported[0]!
}

/** As an earlier version left the library: all originals are in the folder. */
async function share(options: { keepsCopies?: boolean; to?: string } = {}): Promise<void> {
  await library.close()
  shareOriginals(home.paths.root, options.to ?? folder, options)
  library = openTestLibrary(home.paths)
}

const pathOf = async ({ id }: Asset) => (await library.assets.files.locate(id, 'original')).path
const copyOf = ({ relativePath }: Asset) => join(home.paths.library, ...relativePath.split('/'))
const contentOf = async (asset: Asset) => readFile(await pathOf(asset))
const filesIn = async (place: string) => (await readdir(place, { recursive: true })).toSorted()
const moveBack = () => library.assets.originals.moveBack()
const all = (moved: number) => ({ moved, failed: [], unreachable: [] })

async function damage(path: string): Promise<void> {
  const { size } = await stat(path)
  await rm(path)
  await writeFile(path, Buffer.alloc(size, 7))
}

/** Ends the program after so many steps, and opens the library again. Returns whether that was enough for all of them. */
async function moveBackFor(steps: number): Promise<boolean> {
  let left = steps
  const ended = Promise.withResolvers<boolean>()
  await library.close()
  library = openTestLibrary(home.paths, {
    beforeStep: () => {
      if (left-- > 0) return Promise.resolve()
      ended.resolve(false)
      return new Promise<never>(() => undefined)
    },
  })
  const isDone = await Promise.race([moveBack().then(() => true), ended.promise])
  await library.close()
  library = openTestLibrary(home.paths)
  return isDone
}

describe('shared originals of earlier versions', () => {
  it('are shown from their folder, while new ones stay in the library', async () => {
    const before = await importImage(1)
    await share()
    const after = await importImage(2)
    expect(await pathOf(before)).toContain(folder)
    expect(await contentOf(before)).toEqual(smallPng(1))
    expect(await pathOf(after)).toBe(copyOf(after))
    expect(await library.assets.originals.shared()).toEqual({ count: 1, folder })
    expect(await library.assets.files.sweep()).toMatchObject({ adopted: 0, missing: 0 })
  })

  it('are found where another library has put them aside', async () => {
    const asset = await importImage(1)
    await share()
    const path = await pathOf(asset)
    const removed = join(folder, 'atelier-originals', 'removed')
    await mkdir(removed)
    await rename(path, join(removed, `1700000000000-${path.split(/[/\\]/).at(-1)}`))
    expect(await contentOf(asset)).toEqual(smallPng(1))
    expect(await moveBack()).toEqual(all(1))
    expect(await readFile(copyOf(asset))).toEqual(smallPng(1))
  })

  it('keep their thumbnails while the folder is away, and are neither missing nor checked', async () => {
    const [asset] = [await importImage(1), await importImage(2)]
    await share()
    await importImage(3)
    await rename(folder, `${folder}-away`)
    expect(await failureOf(pathOf(asset))).toMatchObject({ code: 'storage/unreachable' })
    expect((await library.assets.records.require(asset.id)).isMissing).toBe(false)
    expect(await library.assets.files.locate(asset.id, 'thumb-256')).toBeTruthy()
    const storage = openTestStorage(home.paths, library)
    expect(await storage.verify()).toMatchObject({ checked: 1, problems: [], unreachable: [{ folder, files: 2 }] })
    await rename(`${folder}-away`, folder)
    expect(await storage.verify()).toMatchObject({ checked: 3, problems: [], unreachable: [] })
    expect(await contentOf(asset)).toEqual(smallPng(1))
  })

  it('show as missing what somebody deleted by hand, and are found again', async () => {
    const asset = await importImage(1)
    await share()
    const path = await pathOf(asset)
    await rename(path, `${path}.away`)
    expect(await failureOf(pathOf(asset))).toMatchObject({ code: 'storage/not-found' })
    expect((await library.assets.records.require(asset.id)).isMissing).toBe(true)
    await rename(`${path}.away`, path)
    await utimes(path, 1, 1)
    await library.assets.files.sweep()
    expect((await library.assets.records.require(asset.id)).isMissing).toBe(false)
  })

  it.runIf(process.platform !== 'win32')(
    'are not read where somebody has put a pipe or a file without end',
    async () => {
      const asset = await importImage(1)
      await share()
      const path = await pathOf(asset)
      for (const place of [() => execFileSync('mkfifo', [path]), () => symlink('/dev/zero', path)]) {
        await rm(path)
        await place()
        expect(await failureOf(pathOf(asset))).toMatchObject({ code: 'storage/not-found' })
        expect(await moveBack()).toMatchObject({ moved: 0, failed: [{ id: asset.id }] })
      }
    },
  )

  it('stay in the folder when their image is deleted, which needs no folder', async () => {
    const [asset, other] = [await importImage(1), await importImage(2)]
    await share()
    const files = await filesIn(folder)
    for (const [each, place] of [
      [asset, folder],
      [other, `${folder}-away`],
    ] as const) {
      if (place !== folder) await rename(folder, place)
      await library.assets.trash.add([each.id])
      await library.assets.trash.purge([each.id])
      expect(await filesIn(place)).toEqual(files)
    }
    expect((await library.assets.search.newest('library', 10)).count).toBe(0)
  })
})

describe('moving originals back', () => {
  it('copies them to the library, those in the trash too, and changes nothing in the folder', async () => {
    const images = [await importImage(1), await importImage(2)] as const
    await share()
    await library.assets.trash.add([images[1].id])
    const files = await filesIn(folder)
    const progress: number[] = []
    const onProgress = (done: number, total: number) => progress.push(done, total)
    expect(await library.assets.originals.moveBack({ onProgress })).toEqual(all(2))
    expect(progress).toEqual([0, 2, 1, 2, 2, 2])
    for (const [at, asset] of images.entries()) {
      expect(await pathOf(asset)).toBe(copyOf(asset))
      expect(await contentOf(asset)).toEqual(smallPng(at + 1))
    }
    // Neither a new nor a changed file to the sweep; a program may save into it.
    expect(await library.assets.files.sweep()).toMatchObject({ adopted: 0, missing: 0 })
    await writeFile(copyOf(images[0]), smallPng(1))
    expect(await filesIn(folder)).toEqual(files)
    expect(await library.assets.originals.shared()).toEqual({ count: 0, folder: null })
    expect(await moveBack()).toEqual(all(0))
  })

  it('goes on where the program ended, at any step', async () => {
    const images = [await importImage(1), await importImage(2)]
    let isDone = false
    for (let steps = 1; !isDone; steps++) {
      await share()
      const files = await filesIn(folder)
      isDone = await moveBackFor(steps)
      // As the next program finds it.
      for (const [at, asset] of images.entries()) expect(await contentOf(asset)).toEqual(smallPng(at + 1))
      expect(await library.assets.files.sweep()).toMatchObject({ adopted: 0, missing: 0 })
      // It goes on with it.
      expect(await moveBack()).toMatchObject({ failed: [], unreachable: [] })
      for (const asset of images) expect(await pathOf(asset)).toBe(copyOf(asset))
      expect(await filesIn(folder)).toEqual(files)
      if (isDone) expect(steps).toBeGreaterThan(4)
    }
  }, 240_000)

  it('stops when asked, and goes on with the rest', async () => {
    for (const seed of [1, 2, 3]) await importImage(seed)
    await share()
    const stopping = new AbortController()
    const onProgress = (done: number) => void (done === 1 && stopping.abort())
    const stopped = await failureOf(library.assets.originals.moveBack({ signal: stopping.signal, onProgress }))
    expect(stopped).toMatchObject({ code: 'request/cancelled' })
    expect(await library.assets.originals.shared()).toMatchObject({ count: 2 })
    expect(await moveBack()).toEqual(all(2))
  })

  it('leaves those that are damaged, or whose place is taken, with the reason', async () => {
    const [good, damaged, blocked] = [await importImage(1), await importImage(2), await importImage(3)]
    await share()
    await damage(await pathOf(damaged))
    await writeFile(copyOf(blocked), 'something else')
    const { moved, failed } = await moveBack()
    expect(moved).toBe(1)
    expect(failed.map(({ id }) => id)).toEqual([damaged.id, blocked.id])
    expect(await pathOf(good)).toBe(copyOf(good))
    expect(await readFile(copyOf(blocked), 'utf8')).toBe('something else')
    expect(await stat(copyOf(damaged)).catch(() => null)).toBeNull()
    await rm(copyOf(blocked))
    expect(await moveBack()).toMatchObject({ moved: 1, failed: [{ id: damaged.id }] })
  })

  it('leaves those that cannot be written, until they can', async () => {
    const asset = await importImage(1)
    await share()
    const place = dirname(copyOf(asset))
    await rm(place, { recursive: true })
    await writeFile(place, 'a file')
    expect(await moveBack()).toMatchObject({
      moved: 0,
      failed: [{ id: asset.id, message: expect.stringMatching(/./) }],
    })
    expect(await contentOf(asset)).toEqual(smallPng(1))
    await rm(place)
    expect(await moveBack()).toEqual(all(1))
    expect(await contentOf(asset)).toEqual(smallPng(1))
  })

  it('leaves those of a folder that is away, and moves those of another', async () => {
    const first = await importImage(1)
    await share()
    const second = await importImage(2)
    const other = join(shared.paths.root, 'other')
    await share({ to: other })
    expect(await pathOf(first)).toContain(folder)
    await rename(folder, `${folder}-away`)
    expect(await moveBack()).toEqual({ moved: 1, failed: [], unreachable: [folder] })
    expect(await pathOf(second)).toBe(copyOf(second))
    // The empty place of a drive that is not connected.
    await mkdir(folder)
    expect(await moveBack()).toEqual({ moved: 0, failed: [], unreachable: [folder] })
    await rm(folder, { recursive: true })
    await rename(`${folder}-away`, folder)
    expect(await moveBack()).toEqual(all(1))
    expect(await contentOf(first)).toEqual(smallPng(1))
  })

  it('uses the copies that are still in the library, repaired from the folder, and keeps what was changed in them', async () => {
    const [intact, damaged, changed] = [await importImage(1), await importImage(2), await importImage(3)]
    await share({ keepsCopies: true })
    const { mtimeMs } = await stat(copyOf(damaged))
    await damage(copyOf(damaged))
    await utimes(copyOf(damaged), mtimeMs / 1_000, mtimeMs / 1_000)
    await writeFile(copyOf(changed), smallPng(4))
    await rename(folder, `${folder}-away`)
    expect(await moveBack()).toEqual({ moved: 2, failed: [], unreachable: [folder] })
    expect(await contentOf(intact)).toEqual(smallPng(1))
    await rename(`${folder}-away`, folder)
    expect(await moveBack()).toEqual(all(1))
    await library.assets.files.sweep()
    for (const [asset, seed] of [
      [intact, 1],
      [damaged, 2],
      [changed, 4],
    ] as const) {
      expect(await pathOf(asset)).toBe(copyOf(asset))
      expect(await contentOf(asset)).toEqual(smallPng(seed))
    }
  })
})

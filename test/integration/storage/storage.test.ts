import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { homePathsAt } from '../../../src/main/platform/home-paths.ts'
import { finishPending } from '../../../src/main/pending-changes/index.ts'
import type { Storage } from '../../../src/main/storage/index.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { failureOf } from '../../support/failure-of.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { smallPng } from '../../support/small-images.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'
import { createTemporaryHome, folderInMemory, withHome } from '../../support/temporary-home.ts'

const home = withHome()
let outside: string
let opened: TestLibrary
let storage: Storage
let images: Asset[]

async function open(): Promise<void> {
  opened = openTestLibrary(home.paths)
  storage = openTestStorage(home.paths, opened)
}

async function importImages(names: readonly string[]): Promise<Asset[]> {
  const paths = names.map((name) => join(outside, `${name}.png`))
  for (const [index, path] of paths.entries()) await writeFile(path, smallPng(seedOf(names[index]!), 120, 80))
  const { imported } = await opened.assets.imports.addFiles(paths)
  return names.map((name) => imported.find((asset) => asset.name === name)!)
}

/** Different names give different pixels, because the library keeps identical images only once. */
const seedOf = (name: string) => Buffer.from(name).reduce((sum, byte) => sum * 31 + byte, 7) % 100_000

const fileOf = (asset: Asset, paths = home.paths) => join(paths.library, ...asset.relativePath.split('/'))

beforeEach(async () => {
  outside = await mkdtemp(join(folderInMemory(), 'atelier-outside-'))
  await open()
  images = await importImages(['coffee', 'kite', 'pear'])
})

afterEach(async () => {
  await opened.close()
  await rm(outside, { recursive: true, force: true })
})

describe('verify', () => {
  it('finds no problems in an intact library', async () => {
    const progress: [number, number][] = []
    const report = await storage.verify({ onProgress: (done, total) => progress.push([done, total]) })
    const bytes = images.reduce((sum, { fileBytes }) => sum + fileBytes, 0)
    expect(report).toEqual({
      checked: 3,
      bytes,
      problems: [],
      unreachable: [],
      lostCompanions: 0,
      isDatabaseSound: true,
    })
    expect(progress.at(-1)).toEqual([3, 3])
  })

  it('distinguishes missing, damaged, and changed files', async () => {
    const [coffee, kite, pear] = images as [Asset, Asset, Asset]
    await rm(fileOf(coffee))
    const { mtimeMs } = await stat(fileOf(kite))
    const bytes = await readFile(fileOf(kite))
    bytes[100] = bytes[100]! ^ 1
    await writeFile(fileOf(kite), bytes)
    await utimes(fileOf(kite), mtimeMs / 1_000, mtimeMs / 1_000)
    await writeFile(fileOf(pear), 'painted over elsewhere')
    const { problems } = await storage.verify()
    expect(Object.fromEntries(problems.map(({ name, type }) => [name, type]))).toEqual({
      coffee: 'missing',
      kite: 'damaged',
      pear: 'changed',
    })
  })

  it('stops when canceled', async () => {
    const abort = new AbortController()
    const call = storage.verify({ signal: abort.signal })
    abort.abort()
    expect(await failureOf(call)).toMatchObject({ code: 'request/cancelled' })
  })
})

describe('locate', () => {
  it('copies a lost file back from any folder and name, and keeps the found file', async () => {
    const [coffee] = images as [Asset]
    const otherFolder = join(outside, 'deep', 'er')
    await mkdir(otherFolder, { recursive: true })
    await rename(fileOf(coffee), join(otherFolder, 'renamed.bin'))
    await opened.assets.files.sweep()
    expect((await opened.assets.records.require(coffee.id)).isMissing).toBe(true)
    expect(await storage.locate([coffee.id], outside)).toEqual([coffee.id])
    expect((await opened.assets.records.require(coffee.id)).isMissing).toBe(false)
    expect(existsSync(join(otherFolder, 'renamed.bin'))).toBe(true)
    expect((await storage.verify()).problems).toEqual([])
  })

  it('ignores other files of the same length', async () => {
    const [coffee] = images as [Asset]
    const { size } = await stat(fileOf(coffee))
    await rm(fileOf(coffee))
    await rm(join(outside, 'coffee.png'))
    await writeFile(join(outside, 'other.png'), 'x'.repeat(size))
    expect(await storage.locate([coffee.id], outside)).toEqual([])
    expect(existsSync(fileOf(coffee))).toBe(false)
  })
})

describe('backup and restore', () => {
  it('restores everything into an empty home', async () => {
    const file = join(outside, 'mine.zip')
    await writeFile(join(home.paths.library, '.answers-note'), 'kept too')
    await writeFile(home.paths.settingsFile, '{"version":1}')
    const { files, bytes } = await storage.backUp(file)
    expect([files, (await stat(file)).size]).toEqual([6, bytes])
    const otherHome = await createTemporaryHome()
    const second = openTestLibrary(otherHome.paths)
    const facts = await openTestStorage(otherHome.paths, second).prepareRestore(file)
    expect(facts).toMatchObject({ appVersion: '0.1.0', pictures: 3 })
    expect(await findAssetIds(second.database)).toEqual([])
    await second.close()
    expect(finishPending(otherHome.paths.root)).toBe(otherHome.paths.root)
    const third = openTestLibrary(otherHome.paths)
    expect(await third.assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
    expect(await third.assets.records.load(images.map(({ id }) => id))).toEqual(images)
    expect((await openTestStorage(otherHome.paths, third).verify()).problems).toEqual([])
    expect(await readFile(otherHome.paths.settingsFile, 'utf8')).toBe('{"version":1}')
    await third.close()
    await otherHome.remove()
  })

  it('keeps the replaced library until it is reclaimed', async () => {
    const file = join(outside, 'mine.zip')
    await storage.backUp(file)
    const [later] = (await importImages(['later'])) as [Asset]
    await storage.prepareRestore(file)
    expect((await storage.usage()).pending).toMatchObject({ type: 'restore', pictures: 3 })
    expect(await failureOf(storage.prepareRestore(file))).toMatchObject({ code: 'request/invalid' })
    await opened.close()
    finishPending(home.paths.root)
    await open()
    expect(await findAssetIds(opened.database)).toHaveLength(3)
    const replaced = (await readdir(home.paths.root)).find((name) => name.startsWith('replaced-'))!
    expect(existsSync(fileOf(later, homePathsAt(join(home.paths.root, replaced))))).toBe(true)
    expect((await storage.usage()).kinds.find(({ kind }) => kind === 'replaced')?.files).toBeGreaterThan(3)
    expect(await storage.reclaim(['replaced'])).toBeGreaterThan(0)
    expect(existsSync(join(home.paths.root, replaced))).toBe(false)
  })

  it('restores individual lost images from a backup', async () => {
    const file = join(outside, 'mine.zip')
    await storage.backUp(file)
    const [coffee, kite] = images as [Asset, Asset]
    await rm(fileOf(coffee))
    await writeFile(fileOf(kite), 'rotten')
    expect(await storage.repair([coffee.id, kite.id], file)).toEqual([coffee.id, kite.id])
    expect((await storage.verify()).problems).toEqual([])
  })

  it('creates a backup while images are imported', async () => {
    const file = join(outside, 'mine.zip')
    const names = Array.from({ length: 30 }, (_, index) => `new ${index}`)
    const [report] = await Promise.all([storage.backUp(file), importImages(names)])
    expect(report.path).toBe(file)
    await storage.prepareRestore(file)
  })

  it.each([
    ['a file that is not a zip', async () => Buffer.from('no zip at all')],
    ['an empty file', async () => Buffer.alloc(0)],
    ['a truncated zip', async (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ['a zip with a flipped bit in an image', async (whole: Buffer) => flipAt(whole, whole.indexOf('IDAT') + 1_000)],
  ])('refuses %s and changes nothing', async (_name, make) => {
    const file = join(outside, 'mine.zip')
    await storage.backUp(file)
    const bad = join(outside, 'bad.zip')
    await writeFile(bad, await make(await readFile(file)))
    expect(await failureOf(storage.prepareRestore(bad))).toMatchObject({ code: 'media/undecodable' })
    expect((await readdir(home.paths.root)).filter((name) => /^restore-|pending/.test(name))).toEqual([])
  })

  it('leaves no partial backup on a full disk, and reports it', async () => {
    const disk = mountSmallDisk(2)
    try {
      disk.fill(40_000)
      const target = join(disk.path, 'mine.zip')
      expect(await failureOf(storage.backUp(target))).toMatchObject({ code: 'storage/full' })
      expect(await readdir(disk.path)).toEqual(['filler'])
    } finally {
      disk.unmount()
    }
  })

  it('cancels a prepared restore before the next start', async () => {
    const file = join(outside, 'mine.zip')
    await storage.backUp(file)
    await storage.prepareRestore(file)
    await storage.forgetPending()
    expect((await storage.usage()).pending).toBeNull()
    expect((await readdir(home.paths.root)).filter((name) => name.startsWith('restore-'))).toEqual([])
  })
})

describe('an interrupted restore', () => {
  it('is finished by the next start', async () => {
    const file = join(outside, 'mine.zip')
    await storage.backUp(file)
    await importImages(['later'])
    await storage.prepareRestore(file)
    await opened.close()
    // The state after a kill between the renames: the old database is moved away, the new one not yet in place.
    const pending = JSON.parse(await readFile(join(home.paths.root, 'pending-change.json'), 'utf8')) as {
      replaced: string
    }
    await mkdir(join(home.paths.root, pending.replaced))
    await rename(home.paths.databaseFile, join(home.paths.root, pending.replaced, 'atelier.db'))
    finishPending(home.paths.root)
    await open()
    expect(await findAssetIds(opened.database)).toHaveLength(3)
    expect((await storage.verify()).problems).toEqual([])
  })
})

describe('move', () => {
  it('moves everything to another folder, including later changes', async () => {
    const target = join(outside, 'new place')
    await storage.prepareMove(target)
    const [later] = (await importImages(['later'])) as [Asset]
    await opened.assets.trash.purge([images[0]!.id])
    await opened.close()
    expect(finishPending(home.paths.root)).toBe(target)
    expect(finishPending(home.paths.root)).toBe(target)
    const paths = homePathsAt(target)
    const moved = openTestLibrary(paths)
    expect((await findAssetIds(moved.database)).toSorted()).toEqual([images[1]!.id, images[2]!.id, later.id].toSorted())
    expect(await moved.assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
    expect((await openTestStorage(paths, moved).verify()).problems).toEqual([])
    await moved.close()
    await open()
  })

  it('waits while another program uses the library', async () => {
    const target = join(outside, 'new place')
    await storage.prepareMove(target)
    await mkdir(join(home.paths.root, 'running'), { recursive: true })
    await writeFile(join(home.paths.root, 'running', String(process.ppid)), '')
    expect(finishPending(home.paths.root)).toBe(home.paths.root)
    await rm(join(home.paths.root, 'running', String(process.ppid)))
    expect(finishPending(home.paths.root)).toBe(target)
  })

  it.each([
    ['the library itself', () => home.paths.library],
    ['a folder around it', () => join(home.paths.root, '..')],
    ['a folder with files in it', () => outside],
  ])('refuses %s', async (_name, folder) => {
    expect(await failureOf(storage.prepareMove(folder()))).toMatchObject({ code: 'request/invalid' })
    expect((await storage.usage()).pending).toBeNull()
  })

  it('reports a missing disk instead of creating an empty library', async () => {
    const target = join(outside, 'new place')
    await storage.prepareMove(target)
    await opened.close()
    finishPending(home.paths.root)
    await rename(target, `${target} unplugged`)
    expect(() => finishPending(home.paths.root)).toThrow(/was moved to .*new place, which is missing/)
    await rename(`${target} unplugged`, target)
    await open()
  })

  it('does not block the next move after it failed to start or was interrupted while being canceled', async () => {
    const target = join(outside, 'new place')
    const note = join(home.paths.root, 'pending-change.json')
    await mkdir(join(note, 'in the way'), { recursive: true })
    await expect(storage.prepareMove(target)).rejects.toThrow()
    expect(await readdir(target)).toEqual([])
    await rm(note, { recursive: true })
    await storage.prepareMove(target)
    // The state after a kill right after the note is removed.
    await rm(note)
    await storage.prepareMove(target)
    await storage.forgetPending()
    expect(await readdir(target)).toEqual([])
  })

  it('leaves no copy on a full disk', async () => {
    const disk = mountSmallDisk(1)
    try {
      await copyFile(join(outside, 'coffee.png'), join(home.paths.library, 'extra.bin'))
      disk.fill(30_000)
      await rename(join(disk.path, 'filler'), join(disk.path, '.filler'))
      const failure = await failureOf(storage.prepareMove(disk.path))
      // Refused before anything was copied.
      expect(failure).toMatchObject({ code: 'storage/full', message: expect.stringContaining('needs') as string })
      expect((await readdir(disk.path)).filter((name) => name !== '.filler')).toEqual([])
    } finally {
      disk.unmount()
    }
  })
})

describe('usage', () => {
  it('reports disk usage and reclaims what can be recreated', async () => {
    await opened.assets.trash.add([images[0]!.id])
    await writeFile(`${home.paths.databaseFile}.before-v3`, 'old')
    const amount = async (wanted: string) => (await storage.usage()).kinds.find(({ kind }) => kind === wanted)
    const kept = images[1]!
    const thumbnail = join(home.paths.thumbnails, '256', `${kept.id}.webp`)
    expect(existsSync(thumbnail)).toBe(true)
    expect(await amount('pictures')).toEqual({
      kind: 'pictures',
      files: 2,
      bytes: images[1]!.fileBytes + images[2]!.fileBytes,
    })
    expect(await amount('trash')).toEqual({ kind: 'trash', files: 1, bytes: images[0]!.fileBytes })
    expect(await amount('thumbnails')).toMatchObject({ files: 6 })
    expect(await storage.reclaim(['thumbnails', 'trash', 'old-databases'])).toBeGreaterThan(images[0]!.fileBytes)
    expect(await amount('thumbnails')).toMatchObject({ files: 0 })
    expect(await amount('old-databases')).toMatchObject({ files: 0 })
    expect(await findAssetIds(opened.database, 'trash')).toEqual([])
    expect(existsSync(thumbnail)).toBe(false)
    // The fake imaging makes thumbnails that are copies of the image.
    expect((await opened.assets.files.locate(kept.id, 'thumb-256')).path).toBe(thumbnail)
    expect((await readFile(thumbnail)).equals(await readFile(fileOf(kept)))).toBe(true)
    expect(await amount('thumbnails')).toMatchObject({ files: 2 })
  })
})

function flipAt(bytes: Buffer, offset: number): Buffer {
  bytes[offset] = bytes[offset]! ^ 1
  return bytes
}

import { appendFile, copyFile, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchFolders, type WatchedFolders } from '../../../src/main/assets/index.ts'
import type { ImportOutcome } from '../../../src/main/assets/assets.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { failureOf } from '../../support/failure-of.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { open as openTexture, texture } from '../../fixtures/images/make-image.ts'
import { photoPng, smallPng } from '../../support/small-images.ts'
import { folderInMemory, withHome } from '../../support/temporary-home.ts'
import { fakeAssets } from '../../support/fake-assets.ts'

const home = withHome()
let opened: TestLibrary
let folder: string
let watched: WatchedFolders
/** Paths of all imported files. */
let readPaths: string[]
let isFull: boolean
let clock: FakeClock

const settleMs = 150
const usualBrokenMs = 1_500

beforeEach(async () => {
  opened = openTestLibrary(home.paths)
  folder = await mkdtemp(join(folderInMemory(), 'atelier-watched-'))
  readPaths = []
  isFull = false
  // A day behind the disk, so that every file is new; it does not advance while a test writes.
  clock = createFakeClock(Date.now() - 86_400_000)
  watched = start()
})
afterEach(async () => {
  await watched.dispose()
  await opened.close()
  await rm(folder, { recursive: true, force: true })
})

function start({ isOn = true, brokenMs = usualBrokenMs, reads = readPaths } = {}): WatchedFolders {
  const { assets, database, logger } = opened
  const addFiles: typeof assets.imports.addFiles = (paths, options) => {
    reads.push(...paths)
    return isFull ? fullDisk(paths) : assets.imports.addFiles(paths, options)
  }
  return watchFolders({
    assets: fakeAssets({ imports: { addFiles } }),
    database,
    logger,
    isOn,
    paths: home.paths,
    clock,
    settleMs,
    brokenMs,
    checkEveryMs: 100,
  })
}

/** The outcome of an import on a full disk. */
async function fullDisk([first = '', ...rest]: readonly string[]): Promise<ImportOutcome> {
  const error = { code: 'storage/full' as const, message: 'Could not import it. The disk is full.' }
  const nothing = { imported: [], arrived: 0, alreadyThere: 0, passedOver: 0, isCancelled: false }
  return { ...nothing, failed: [{ file: first, error }], notTried: rest.length }
}

const at = (...parts: string[]) => join(folder, ...parts)
const firstFolder = async () => (await watched.list())[0]!
const images = async () => opened.assets.records.load(await findAssetIds(opened.database))
const imageNames = async () => (await images()).map(({ name }) => name).toSorted()
/** Advances the clock until the check passes. */
const waitUntil = (check: () => unknown) =>
  vi.waitFor(async () => {
    clock.advance(settleMs / 3)
    await check()
  }, 10_000)
const waitForImages = (...expected: string[]) => waitUntil(async () => expect(await imageNames()).toEqual(expected))
const waitForFailure = () =>
  waitUntil(() => expect(opened.logger.entries.map(({ event }) => event)).toContain('library.import-failed'))
const waitForReads = (count: number) => waitUntil(() => expect(readPaths).toHaveLength(count))

describe('a watched folder', () => {
  test('imports existing files at any depth, skipping hidden, linked, and unsupported ones', async () => {
    await mkdir(at('day', 'one'), { recursive: true })
    await mkdir(at('.hidden'))
    await mkdir(at('@eaDir'))
    await writeFile(at('a.png'), smallPng(1))
    await writeFile(at('day', 'one', 'b.PNG'), smallPng(2))
    await writeFile(at('.hidden', 'c.png'), smallPng(3))
    await writeFile(at('@eaDir', 'd.png'), smallPng(4))
    await writeFile(at('.e.png'), smallPng(5))
    await writeFile(at('notes.txt'), 'words')
    await symlink(at('a.png'), at('link.png'))
    expect(await watched.add(folder)).toMatchObject({ path: folder, isOn: true, state: 'watching', broughtIn: 0 })
    await waitForImages('a', 'b')
    await waitUntil(async () =>
      expect(await firstFolder()).toMatchObject({ broughtIn: 2, unreadable: 0, problem: null }),
    )
    expect((await firstFolder()).lastAtMs).not.toBeNull()
    expect(readPaths.toSorted()).toEqual([at('a.png'), at('day', 'one', 'b.PNG')])
    expect((await readdir(folder)).toSorted()).toHaveLength(7)
  })

  test('imports a new file once it is complete', async () => {
    await watched.add(folder)
    const bytes = smallPng(1)
    await writeFile(at('slow.png'), bytes.subarray(0, 40))
    for (let from = 40; from < bytes.length; from += 40) {
      clock.advance(settleMs / 3)
      await appendFile(at('slow.png'), bytes.subarray(from, from + 40))
    }
    await waitForImages('slow')
    expect(readPaths).toEqual([at('slow.png')])
    expect((await firstFolder()).unreadable).toBe(0)
  })

  test('waits for a file that is still being written when watching begins', async () => {
    const bytes = smallPng(1)
    await writeFile(at('slow.png'), bytes.subarray(0, 40))
    await watched.add(folder)
    await appendFile(at('slow.png'), bytes.subarray(40))
    await waitForImages('slow')
    expect(readPaths).toEqual([at('slow.png')])
  })

  test('retries a file whose writer paused, without reporting a problem', async () => {
    await watched.add(folder)
    const bytes = smallPng(1)
    await writeFile(at('slow.png'), bytes.subarray(0, 40))
    await waitForFailure()
    await appendFile(at('slow.png'), bytes.subarray(40))
    await waitForImages('slow')
    expect(readPaths).toEqual([at('slow.png'), at('slow.png')])
    await waitUntil(async () =>
      expect(await firstFolder()).toMatchObject({ broughtIn: 1, unreadable: 0, problem: null }),
    )
  })

  // Of these halves, unlike of a few bytes, an image can be made.
  describe.each(['png', 'jpg'])('of half an image (%s)', (extension) => {
    let whole: Uint8Array
    let half: Uint8Array
    beforeAll(async () => {
      const size = { widthPx: 160, heightPx: 120 }
      whole = extension === 'png' ? photoPng(size) : await openTexture(texture(160, 120)).jpeg().toBuffer()
      half = whole.subarray(0, Math.floor(whole.length / 2))
    })
    beforeEach(async () => {
      await watched.dispose()
      await opened.close()
      opened = openTestLibrary(home.paths, { imaging: sharedImagingProcess.imaging })
      // The decoder starts.
      const path = join(home.paths.root, 'any.png')
      await writeFile(path, smallPng(1))
      await sharedImagingProcess.imaging.probe({ path })
      // However long waiting takes, the file is not given up.
      watched = start({ brokenMs: 3_600_000 })
    })
    const name = () => `half.${extension}`

    test('takes the whole image, once, when its writer continues after a pause', async () => {
      await watched.add(folder)
      await writeFile(at(name()), half)
      await waitForFailure()
      expect(await images()).toEqual([])
      await appendFile(at(name()), whole.subarray(half.length))
      await waitForImages('half')
      expect(await images()).toMatchObject([{ isDamaged: false, fileBytes: whole.length }])
      await waitUntil(async () =>
        expect(await firstFolder()).toMatchObject({ broughtIn: 1, unreadable: 0, damaged: 0, problem: null }),
      )
    })

    test('takes what there is, once, marks it and says so when nothing more comes', async () => {
      await watched.add(folder)
      await writeFile(at(name()), half)
      await waitForFailure()
      expect(await images()).toEqual([])
      clock.advance(3_600_000)
      await waitForImages('half')
      expect(await images()).toMatchObject([{ isDamaged: true, fileBytes: half.length }])
      await waitUntil(async () =>
        expect(await firstFolder()).toMatchObject({ broughtIn: 1, unreadable: 0, damaged: 1, problem: null }),
      )
      expect(readPaths).toEqual([at(name()), at(name())])
    })
  })

  test('treats renamed and copied files as the same image, and keeps it when one is deleted', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await watched.add(folder)
    await waitForImages('a')
    await copyFile(at('a.png'), at('copy.png'))
    await waitForReads(2)
    await rename(at('a.png'), at('renamed.png'))
    await waitForReads(3)
    await rm(at('copy.png'))
    await writeFile(at('z.png'), smallPng(9))
    await waitForImages('a', 'z')
    await waitUntil(async () => expect((await firstFolder()).broughtIn).toBe(2))
  })

  test('never reimports trashed or purged images', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await writeFile(at('b.png'), smallPng(2))
    await watched.add(folder)
    await waitForImages('a', 'b')
    const records = await images()
    const [a, b] = ['a', 'b'].map((name) => records.find((asset) => asset.name === name)!.id)
    await opened.assets.trash.add([a!, b!])
    await opened.assets.trash.purge([b!])
    await copyFile(at('a.png'), at('a again.png'))
    await copyFile(at('b.png'), at('b again.png'))
    await waitForReads(4)
    await writeFile(at('z.png'), smallPng(9))
    await waitForImages('z')
    expect(await findAssetIds(opened.database, 'trash')).toEqual([a])
  })

  test('imports only new files after a restart', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await writeFile(at('no picture.png'), 'words')
    await watched.add(folder)
    await waitForImages('a')
    await waitUntil(async () => expect((await firstFolder()).unreadable).toBe(1))
    await watched.dispose()
    await writeFile(at('b.png'), smallPng(2))
    readPaths = []
    watched = start()
    watched.wake()
    await waitForImages('a', 'b')
    expect(readPaths).toEqual([at('b.png')])
    await waitUntil(async () => expect((await firstFolder()).broughtIn).toBe(2))
  })

  test('imports an overwritten file as another image', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await watched.add(folder)
    await waitForImages('a')
    await writeFile(at('a.png'), smallPng(2))
    await waitForImages('a', 'a')
  })

  test('reports an unreachable folder and resumes when it is back', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await watched.add(folder)
    await waitForImages('a')
    await rename(folder, `${folder}-away`)
    await waitUntil(async () => expect((await firstFolder()).state).toBe('unreachable'))
    await writeFile(join(`${folder}-away`, 'b.png'), smallPng(2))
    await rename(`${folder}-away`, folder)
    await waitForImages('a', 'b')
    await writeFile(at('c.png'), smallPng(3))
    await waitForImages('a', 'b', 'c')
    expect(await firstFolder()).toMatchObject({ state: 'watching' })
    expect(readPaths).toHaveLength(3)
  })

  test('imports only while turned on, and keeps the images when removed', async () => {
    await watched.add(folder)
    const { id } = await firstFolder()
    const other = await mkdtemp(join(folderInMemory(), 'atelier-watched-'))
    try {
      await watched.add(other)
      await watched.setOn(id, false)
      await writeFile(at('a.png'), smallPng(1))
      // What came later into another folder is there.
      await writeFile(join(other, 'b.png'), smallPng(2))
      await waitForImages('b')
      await writeFile(join(other, 'c.png'), smallPng(3))
      await waitForImages('b', 'c')
      expect(readPaths).toEqual([join(other, 'b.png'), join(other, 'c.png')])
      expect((await firstFolder()).state).toBe('off')
      await watched.setOn(id, true)
      await waitForImages('a', 'b', 'c')
      await watched.remove(id)
      expect((await watched.list()).map(({ path }) => path)).toEqual([other])
      expect(await imageNames()).toEqual(['a', 'b', 'c'])
    } finally {
      await watched.dispose()
      await rm(other, { recursive: true, force: true })
    }
  })

  test('is not added twice, and refuses missing folders and folders of Atelier', async () => {
    await watched.add(folder)
    await watched.add(folder)
    expect(await watched.list()).toHaveLength(1)
    for (const refused of [home.paths.root, home.paths.library, join(home.paths.root, '..')]) {
      expect((await failureOf(watched.add(refused))).code).toBe('request/invalid')
    }
    expect((await failureOf(watched.add(at('nowhere')))).code).toBe('storage/not-found')
    expect(await watched.list()).toHaveLength(1)
  })

  test('is not watched by a command', async () => {
    const ofCommand: string[] = []
    const command = start({ isOn: false, reads: ofCommand })
    try {
      await writeFile(at('a.png'), smallPng(1))
      await command.add(folder)
      command.wake()
      // Its turns are over.
      await command.add(folder)
      // The program, which watches the folder later, takes what was there and what comes.
      watched.wake()
      await waitForImages('a')
      await writeFile(at('b.png'), smallPng(2))
      await waitForImages('a', 'b')
      expect(ofCommand).toEqual([])
    } finally {
      await command.dispose()
    }
  })

  test('reports a full disk and retries the remaining files', async () => {
    await writeFile(at('a.png'), smallPng(1))
    isFull = true
    await watched.add(folder)
    await waitUntil(async () => expect((await firstFolder()).problem).toContain('The disk is full'))
    await waitUntil(() => expect(readPaths.length).toBeGreaterThan(1))
    isFull = false
    await waitForImages('a')
    await waitUntil(async () => expect((await firstFolder()).problem).toBeNull())
  })
})

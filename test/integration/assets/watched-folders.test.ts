import { appendFile, copyFile, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchFolders, type WatchedFolders } from '../../../src/main/assets/index.ts'
import type { ImportOutcome } from '../../../src/main/assets/assets.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { failureOf } from '../../support/failure-of.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { findAssetIds } from '../../support/find-asset-ids.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'
import { fakeAssets } from '../../support/fake-assets.ts'

let home: TemporaryHome
let opened: TestLibrary
let folder: string
let watched: WatchedFolders
/** Every file that was read. */
let asked: string[]
let isFull: boolean
let clock: FakeClock

const settleMs = 150
const brokenMs = 1_500

beforeEach(async () => {
  home = await createTemporaryHome()
  opened = openTestLibrary(home.paths)
  folder = await mkdtemp(join(tmpdir(), 'atelier-watched-'))
  asked = []
  isFull = false
  // Behind the disk, so that every file is new; it stands still while a test writes.
  clock = createFakeClock(Date.now() - 86_400_000)
  watched = start()
})
afterEach(async () => {
  await watched.dispose()
  await opened.close()
  await home.remove()
  await rm(folder, { recursive: true, force: true })
})

function start({ isOn = true } = {}): WatchedFolders {
  const { assets, database, logger } = opened
  const addFiles: typeof assets.imports.addFiles = (paths, options) => {
    asked.push(...paths)
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

/** What bringing in says where there is no room left. */
async function fullDisk([first = '', ...rest]: readonly string[]): Promise<ImportOutcome> {
  const error = { code: 'storage/full' as const, message: 'Could not import it. The disk is full.' }
  const nothing = { imported: [], arrived: 0, alreadyThere: 0, passedOver: 0, isCancelled: false }
  return { ...nothing, failed: [{ file: first, error }], notTried: rest.length }
}

const at = (...parts: string[]) => join(folder, ...parts)
const one = async () => (await watched.list())[0]!
const names = async () => {
  const records = await opened.assets.records.load(await findAssetIds(opened.database))
  return records.map(({ name }) => name).toSorted()
}
/** Time passes until it is so. */
const eventually = (check: () => unknown) =>
  vi.waitFor(async () => {
    clock.advance(settleMs / 3)
    await check()
  }, 10_000)
const become = (...expected: string[]) => eventually(async () => expect(await names()).toEqual(expected))
const haveAsked = (count: number) => eventually(() => expect(asked).toHaveLength(count))

describe('a watched folder', () => {
  test('brings in what is there, at any depth, and nothing hidden, linked or of another kind', async () => {
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
    await become('a', 'b')
    await eventually(async () => expect(await one()).toMatchObject({ broughtIn: 2, unreadable: 0, problem: null }))
    expect((await one()).lastAtMs).not.toBeNull()
    expect(asked.toSorted()).toEqual([at('a.png'), at('day', 'one', 'b.PNG')])
    expect((await readdir(folder)).toSorted()).toHaveLength(7)
  })

  test('brings in what comes, once it is whole', async () => {
    await watched.add(folder)
    const bytes = smallPng(1)
    await writeFile(at('slow.png'), bytes.subarray(0, 40))
    for (let from = 40; from < bytes.length; from += 40) {
      clock.advance(settleMs / 3)
      await appendFile(at('slow.png'), bytes.subarray(from, from + 40))
    }
    await become('slow')
    expect(asked).toEqual([at('slow.png')])
    expect((await one()).unreadable).toBe(0)
  })

  test('what is still being written when the watching begins is waited for', async () => {
    const bytes = smallPng(1)
    await writeFile(at('slow.png'), bytes.subarray(0, 40))
    await watched.add(folder)
    await appendFile(at('slow.png'), bytes.subarray(40))
    await become('slow')
    expect(asked).toEqual([at('slow.png')])
  })

  test('a file whose program pauses in the middle is tried again when it is whole, without a word', async () => {
    await watched.add(folder)
    const bytes = smallPng(1)
    await writeFile(at('slow.png'), bytes.subarray(0, 40))
    await eventually(() => expect(opened.logger.entries.map(({ event }) => event)).toContain('library.import-failed'))
    await appendFile(at('slow.png'), bytes.subarray(40))
    await become('slow')
    expect(asked).toEqual([at('slow.png'), at('slow.png')])
    await eventually(async () => expect(await one()).toMatchObject({ broughtIn: 1, unreadable: 0, problem: null }))
  })

  test('a renamed and a copied file are the image that is there; a deleted one leaves it', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await watched.add(folder)
    await become('a')
    await copyFile(at('a.png'), at('copy.png'))
    await haveAsked(2)
    await rename(at('a.png'), at('renamed.png'))
    await haveAsked(3)
    await rm(at('copy.png'))
    await writeFile(at('z.png'), smallPng(9))
    await become('a', 'z')
    await eventually(async () => expect((await one()).broughtIn).toBe(2))
  })

  test('what was put into the trash or deleted for good does not come back', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await writeFile(at('b.png'), smallPng(2))
    await watched.add(folder)
    await become('a', 'b')
    const records = await opened.assets.records.load(await findAssetIds(opened.database))
    const [a, b] = ['a', 'b'].map((name) => records.find((asset) => asset.name === name)!.id)
    await opened.assets.trash.add([a!, b!])
    await opened.assets.trash.purge([b!])
    await copyFile(at('a.png'), at('a again.png'))
    await copyFile(at('b.png'), at('b again.png'))
    await haveAsked(4)
    await writeFile(at('z.png'), smallPng(9))
    await become('z')
    expect(await findAssetIds(opened.database, 'trash')).toEqual([a])
  })

  test('a start reads nothing again, and brings in what came meanwhile', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await writeFile(at('no picture.png'), 'words')
    await watched.add(folder)
    await become('a')
    await eventually(async () => expect((await one()).unreadable).toBe(1))
    await watched.dispose()
    await writeFile(at('b.png'), smallPng(2))
    asked = []
    watched = start()
    watched.wake()
    await become('a', 'b')
    expect(asked).toEqual([at('b.png')])
    await eventually(async () => expect((await one()).broughtIn).toBe(2))
  })

  test('a file that is written to again is another image', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await watched.add(folder)
    await become('a')
    await writeFile(at('a.png'), smallPng(2))
    await become('a', 'a')
  })

  test('one that is not there is told, and taken up again when it is', async () => {
    await writeFile(at('a.png'), smallPng(1))
    await watched.add(folder)
    await become('a')
    await rename(folder, `${folder}-away`)
    await eventually(async () => expect((await one()).state).toBe('unreachable'))
    await writeFile(join(`${folder}-away`, 'b.png'), smallPng(2))
    await rename(`${folder}-away`, folder)
    await become('a', 'b')
    await writeFile(at('c.png'), smallPng(3))
    await become('a', 'b', 'c')
    expect(await one()).toMatchObject({ state: 'watching' })
    expect(asked).toHaveLength(3)
  })

  test('turned off nothing comes; turned on again it does; let go, the images stay', async () => {
    await watched.add(folder)
    const { id } = await one()
    await watched.setOn(id, false)
    await writeFile(at('a.png'), smallPng(1))
    await sleep(500)
    expect([await names(), (await one()).state]).toEqual([[], 'off'])
    await watched.setOn(id, true)
    await become('a')
    await watched.remove(id)
    expect(await watched.list()).toEqual([])
    expect(await names()).toEqual(['a'])
  })

  test('a folder chosen twice is one; one that is gone or of Atelier itself is refused', async () => {
    await watched.add(folder)
    await watched.add(folder)
    expect(await watched.list()).toHaveLength(1)
    for (const refused of [home.paths.root, home.paths.library, join(home.paths.root, '..')]) {
      expect((await failureOf(watched.add(refused))).code).toBe('request/invalid')
    }
    expect((await failureOf(watched.add(at('nowhere')))).code).toBe('storage/not-found')
    expect(await watched.list()).toHaveLength(1)
  })

  test('a command watches nothing', async () => {
    await watched.dispose()
    watched = start({ isOn: false })
    await writeFile(at('a.png'), smallPng(1))
    await watched.add(folder)
    watched.wake()
    await sleep(500)
    expect(asked).toEqual([])
  })

  test('a full disk is told, and what did not come is tried again', async () => {
    await writeFile(at('a.png'), smallPng(1))
    isFull = true
    await watched.add(folder)
    await eventually(async () => expect((await one()).problem).toContain('The disk is full'))
    await eventually(() => expect(asked.length).toBeGreaterThan(1))
    isFull = false
    await become('a')
    await eventually(async () => expect((await one()).problem).toBeNull())
  })
})

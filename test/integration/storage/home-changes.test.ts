import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { finishPending, takeChangeLock } from '../../../src/main/pending-changes/index.ts'
import { homePathsAt } from '../../../src/main/platform/home-paths.ts'
import type { Storage } from '../../../src/main/storage/index.ts'
import type { AppError } from '../../../src/shared/errors/index.ts'
import { failureOf } from '../../support/failure-of.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { findAssetIds } from '../../support/find-asset-ids.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

let home: TemporaryHome
let outside: string
let target: string
let opened: TestLibrary
let storage: Storage

/** As a start of the program: where the library is, and why a change was put off. */
function start(patienceMs = 0): { root: string; putOff: AppError[] } {
  const putOff: AppError[] = []
  return { root: finishPending(home.paths.root, (reason) => putOff.push(reason), patienceMs), putOff }
}

async function importImage(name: string, seed: number): Promise<string> {
  const path = join(outside, `${name}.png`)
  await writeFile(path, smallPng(seed, 60, 40))
  const { imported } = await opened.assets.imports.addFiles([path])
  return join(home.paths.library, ...imported[0]!.relativePath.split('/'))
}

async function timesBelow(root: string): Promise<Record<string, number>> {
  const times: Record<string, number> = {}
  for (const entry of await readdir(join(root, 'library'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) times[entry.name] = Math.trunc((await stat(join(entry.parentPath, entry.name))).mtimeMs)
  }
  return times
}

/** Times whose fraction of a second has no exact floating-point number: half of them read as a millisecond less. */
async function giveAwkwardTimes(paths: readonly string[]): Promise<void> {
  for (const [at, path] of paths.entries()) {
    const seconds = (1_763_600_000_000 + 1_001 * at + 0.5) / 1_000
    await utimes(path, seconds, seconds)
  }
}

async function writeNotes(count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, at) => join(home.paths.library, `note ${at}.txt`))
  for (const path of paths) await writeFile(path, 'older.')
  return paths
}

beforeEach(async () => {
  home = await createTemporaryHome()
  outside = await mkdtemp(join(tmpdir(), 'atelier-outside-'))
  target = join(outside, 'new place')
  opened = openTestLibrary(home.paths)
  storage = openTestStorage(home.paths, opened)
  await importImage('kite', 3)
})

afterEach(async () => {
  await opened.close()
  await home.remove()
  await rm(outside, { recursive: true, force: true })
})

describe('a move', () => {
  it('leaves every file its time to the millisecond, also of what came after the copy', async () => {
    await giveAwkwardTimes(await writeNotes(40))
    await storage.prepareMove(target)
    const later = join(home.paths.library, 'later.txt')
    await writeFile(later, 'a note')
    await giveAwkwardTimes([later])
    const before = await timesBelow(home.paths.root)
    await opened.close()
    expect(start().root).toBe(target)
    expect(await timesBelow(target)).toEqual(before)
  })

  it('brings over what was changed since under the same length and time', async () => {
    const [note] = (await writeNotes(1)) as [string]
    await giveAwkwardTimes([note])
    await storage.prepareMove(target)
    await writeFile(note, 'NEWER!')
    await giveAwkwardTimes([note])
    await opened.close()
    start()
    expect(await readFile(join(target, 'library', 'note 0.txt'), 'utf8')).toBe('NEWER!')
  })

  it('is not held up by links in the library, and does not follow them', async () => {
    await storage.prepareMove(target)
    await symlink(join(outside, 'nowhere'), join(home.paths.library, 'dangling'))
    await symlink(home.paths.root, join(home.paths.library, 'circle'))
    await opened.close()
    expect(start()).toEqual({ root: target, putOff: [] })
    expect(await readdir(join(target, 'library'))).not.toContain('circle')
  })

  it('takes along what other programs are editing, what exports are signed with, and downloaded models', async () => {
    await mkdir(home.paths.models)
    await writeFile(join(home.paths.models, 'ink.gguf'), 'weights')
    await writeFile(home.paths.signingFile, 'a certificate')
    await mkdir(join(home.paths.root, 'external', 'one'), { recursive: true })
    await writeFile(join(home.paths.root, 'external', 'one', 'kite.png'), 'painted on')
    await storage.prepareMove(target)
    await opened.close()
    start()
    expect(existsSync(join(target, 'external', 'one', 'kite.png'))).toBe(true)
    expect(await readFile(homePathsAt(target).signingFile, 'utf8')).toBe('a certificate')
    expect(await readFile(join(homePathsAt(target).models, 'ink.gguf'), 'utf8')).toBe('weights')
  })

  it('waits in the old place, saying so, while its disk is away, even where an empty folder stands for it', async () => {
    await storage.prepareMove(target)
    await opened.close()
    await rename(target, `${target} away`)
    const away = start()
    expect(away.root).toBe(home.paths.root)
    expect(away.putOff).toMatchObject([{ code: 'storage/not-found' }])
    await mkdir(target)
    expect(start().root).toBe(home.paths.root)
    await rm(target, { recursive: true })
    await rename(`${target} away`, target)
    expect(start()).toEqual({ root: target, putOff: [] })
    const moved = openTestLibrary(homePathsAt(target))
    expect(await findAssetIds(moved.database)).toHaveLength(1)
    await moved.close()
  })

  it('does not begin an empty library where the disk of a moved one is not mounted', async () => {
    await storage.prepareMove(target)
    await opened.close()
    start()
    await rename(target, `${target} away`)
    await mkdir(target)
    expect(() => start()).toThrow(/was moved to/)
  })

  it('does not go back to the old library where nobody can read where the new one is', async () => {
    await writeFile(join(home.paths.root, 'moved-to.json'), '{"root": /mnt/pictures}')
    expect(() => start()).toThrow(/moved-to\.json/)
  })

  it('leaves alone the copy that another home has begun in the folder', async () => {
    await storage.prepareMove(target)
    const other = await createTemporaryHome()
    const second = openTestLibrary(other.paths)
    const { code } = await failureOf(openTestStorage(other.paths, second).prepareMove(target))
    expect(code).toBe('request/invalid')
    await second.close()
    await other.remove()
    await opened.close()
    expect(start().root).toBe(target)
  })
})

describe('one at a time', () => {
  it('no program opens a home that another is changing just now', async () => {
    await storage.prepareMove(target)
    await opened.close()
    await writeFile(join(home.paths.root, 'pending-change.lock'), String(process.ppid))
    expect(() => start()).toThrow(/is moving or restoring the library/)
    await rm(join(home.paths.root, 'pending-change.lock'))
    expect(start().root).toBe(target)
  })

  it('a lock that a kill has left holds nobody up', async () => {
    await storage.prepareMove(target)
    await opened.close()
    await writeFile(join(home.paths.root, 'pending-change.lock'), '4194305')
    expect(start().root).toBe(target)
    expect(existsSync(join(home.paths.root, 'pending-change.lock'))).toBe(false)
  })

  it('a lock that a kill has left empty holds nobody up', async () => {
    await storage.prepareMove(target)
    await opened.close()
    const lock = join(home.paths.root, 'pending-change.lock')
    await writeFile(lock, '')
    await utimes(lock, Date.now() / 1_000 - 60, Date.now() / 1_000 - 60)
    expect(start().root).toBe(target)
  })

  it('the lock is never without its owner, and leaves nothing beside it', () => {
    const release = takeChangeLock(home.paths.root)
    const names = () => readdirSync(home.paths.root).filter((name) => name.includes('pending-change.lock'))
    expect(names()).toEqual(['pending-change.lock'])
    expect(readFileSync(join(home.paths.root, 'pending-change.lock'), 'utf8')).toBe(String(process.pid))
    release?.()
    expect(names()).toEqual([])
  })

  it('a second restore or move does not clear away the first while it is being prepared', async () => {
    const file = join(outside, 'mine.zip')
    await storage.backUp(file)
    const first = storage.prepareRestore(file)
    expect(await failureOf(storage.prepareMove(target))).toMatchObject({ code: 'request/invalid' })
    expect(await failureOf(storage.prepareRestore(file))).toMatchObject({ code: 'request/invalid' })
    await first
    expect((await storage.usage()).pending).toMatchObject({ type: 'restore' })
    expect(takeChangeLock(home.paths.root)).not.toBeNull()
  })
})

describe('a restore', () => {
  it('leaves every file its time to the millisecond, so that no image is taken for changed', async () => {
    await giveAwkwardTimes(await writeNotes(40))
    const before = await timesBelow(home.paths.root)
    await storage.backUp(join(outside, 'mine.zip'))
    await storage.prepareRestore(join(outside, 'mine.zip'))
    await opened.close()
    expect(start()).toEqual({ root: home.paths.root, putOff: [] })
    expect(await timesBelow(home.paths.root)).toEqual(before)
  })

  it('never lets the log of the database it replaces meet the new one', async () => {
    await storage.backUp(join(outside, 'mine.zip'))
    await storage.prepareRestore(join(outside, 'mine.zip'))
    await opened.close()
    // As a kill leaves them.
    for (const ending of ['-wal', '-shm']) await writeFile(`${home.paths.databaseFile}${ending}`, 'of the old one')
    start()
    const names = await readdir(home.paths.root)
    expect(names.filter((name) => /-(?:wal|shm)$/.test(name))).toEqual([])
    const replaced = join(
      home.paths.root,
      names.find((name) => name.startsWith('replaced-'))!,
    )
    expect(await readFile(join(replaced, 'atelier.db-wal'), 'utf8')).toBe('of the old one')
  })

  it('whose unpacked files are gone changes nothing, and says so once', async () => {
    await storage.backUp(join(outside, 'mine.zip'))
    await storage.prepareRestore(join(outside, 'mine.zip'))
    await opened.close()
    for (const name of await readdir(home.paths.root)) {
      if (name.startsWith('restore-')) await rm(join(home.paths.root, name), { recursive: true })
    }
    expect(start().putOff).toMatchObject([{ code: 'storage/not-found' }])
    expect(start().putOff).toEqual([])
    expect((await readdir(home.paths.root)).filter((name) => name.startsWith('replaced-'))).toEqual([])
  })
})

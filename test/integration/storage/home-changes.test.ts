import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { finishPending, takeChangeLock } from '../../../src/main/pending-changes/index.ts'
import { homePathsAt } from '../../../src/main/platform/home-paths.ts'
import type { Storage } from '../../../src/main/storage/index.ts'
import type { AppError } from '../../../src/shared/errors/index.ts'
import { failureOf } from '../../support/failure-of.ts'
import { openTestLibrary, withLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, folderInMemory, withHome } from '../../support/temporary-home.ts'

const home = withHome()
let outside: string
let target: string
let storage: Storage

/** Starts as the program does: returns where the library is, and why a change was postponed. */
function start(patienceMs = 0): { root: string; putOff: AppError[] } {
  const postponed: AppError[] = []
  return { root: finishPending(home.paths.root, (reason) => postponed.push(reason), patienceMs), putOff: postponed }
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

/** Sets times whose fraction of a second has no exact floating-point value: half of them read as a millisecond less. */
async function giveAwkwardTimes(paths: readonly string[]): Promise<void> {
  for (const [index, path] of paths.entries()) {
    const seconds = (1_763_600_000_000 + 1_001 * index + 0.5) / 1_000
    await utimes(path, seconds, seconds)
  }
}

async function writeNotes(count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, index) => join(home.paths.library, `note ${index}.txt`))
  for (const path of paths) await writeFile(path, 'older.')
  return paths
}

const opened = withLibrary(home)
beforeEach(async () => {
  outside = await mkdtemp(join(folderInMemory(), 'atelier-outside-'))
  target = join(outside, 'new place')
  storage = openTestStorage(home.paths, opened)
  await importImage('kite', 3)
})

afterEach(async () => {
  await rm(outside, { recursive: true, force: true })
})

describe('a move', () => {
  it('keeps the time of every file to the millisecond, also of files added after the copy', async () => {
    await giveAwkwardTimes(await writeNotes(40))
    await storage.prepareMove(target)
    const later = join(home.paths.library, 'later.txt')
    await writeFile(later, 'a note')
    await giveAwkwardTimes([later])
    const timesBefore = await timesBelow(home.paths.root)
    await opened.close()
    expect(start().root).toBe(target)
    expect(await timesBelow(target)).toEqual(timesBefore)
  })

  it('copies files changed since, even with the same length and time', async () => {
    const [note] = (await writeNotes(1)) as [string]
    await giveAwkwardTimes([note])
    await storage.prepareMove(target)
    await writeFile(note, 'NEWER!')
    await giveAwkwardTimes([note])
    await opened.close()
    start()
    expect(await readFile(join(target, 'library', 'note 0.txt'), 'utf8')).toBe('NEWER!')
  })

  it('ignores links in the library', async () => {
    await storage.prepareMove(target)
    await symlink(join(outside, 'nowhere'), join(home.paths.library, 'dangling'))
    await symlink(home.paths.root, join(home.paths.library, 'circle'))
    await opened.close()
    expect(start()).toEqual({ root: target, putOff: [] })
    expect(await readdir(join(target, 'library'))).not.toContain('circle')
  })

  it('includes external edits, the signing file, and downloaded models', async () => {
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

  it('waits, and says so, while the target disk is missing or replaced by an empty folder', async () => {
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

  it('does not create an empty library when the disk of a moved one is not mounted', async () => {
    await storage.prepareMove(target)
    await opened.close()
    start()
    await rename(target, `${target} away`)
    await mkdir(target)
    expect(() => start()).toThrow(/was moved to/)
  })

  it('does not open the old library when the new location is unreadable', async () => {
    await writeFile(join(home.paths.root, 'moved-to.json'), '{"root": /mnt/pictures}')
    expect(() => start()).toThrow(/moved-to\.json/)
  })

  it('keeps a copy that another home has started in the folder', async () => {
    await storage.prepareMove(target)
    const otherHome = await createTemporaryHome()
    const second = openTestLibrary(otherHome.paths)
    const { code } = await failureOf(openTestStorage(otherHome.paths, second).prepareMove(target))
    expect(code).toBe('request/invalid')
    await second.close()
    await otherHome.remove()
    await opened.close()
    expect(start().root).toBe(target)
  })
})

describe('one change at a time', () => {
  it('refuses to open a home that another program is changing', async () => {
    await storage.prepareMove(target)
    await opened.close()
    await writeFile(join(home.paths.root, 'pending-change.lock'), String(process.ppid))
    expect(() => start()).toThrow(/is moving or restoring the library/)
    await rm(join(home.paths.root, 'pending-change.lock'))
    expect(start().root).toBe(target)
  })

  it('ignores a lock left by a killed program', async () => {
    await storage.prepareMove(target)
    await opened.close()
    await writeFile(join(home.paths.root, 'pending-change.lock'), '4194305')
    expect(start().root).toBe(target)
    expect(existsSync(join(home.paths.root, 'pending-change.lock'))).toBe(false)
  })

  it('ignores an empty lock left by a killed program', async () => {
    await storage.prepareMove(target)
    await opened.close()
    const lock = join(home.paths.root, 'pending-change.lock')
    await writeFile(lock, '')
    await utimes(lock, Date.now() / 1_000 - 60, Date.now() / 1_000 - 60)
    expect(start().root).toBe(target)
  })

  it('the lock always names its owner, and leaves no other file', () => {
    const release = takeChangeLock(home.paths.root)
    const names = () => readdirSync(home.paths.root).filter((name) => name.includes('pending-change.lock'))
    expect(names()).toEqual(['pending-change.lock'])
    expect(readFileSync(join(home.paths.root, 'pending-change.lock'), 'utf8')).toBe(String(process.pid))
    release?.()
    expect(names()).toEqual([])
  })

  it('refuses a second restore or move while the first is being prepared', async () => {
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
  it('keeps the time of every file to the millisecond, so that no image counts as changed', async () => {
    await giveAwkwardTimes(await writeNotes(40))
    const timesBefore = await timesBelow(home.paths.root)
    await storage.backUp(join(outside, 'mine.zip'))
    await storage.prepareRestore(join(outside, 'mine.zip'))
    await opened.close()
    expect(start()).toEqual({ root: home.paths.root, putOff: [] })
    expect(await timesBelow(home.paths.root)).toEqual(timesBefore)
  })

  it('never opens the new database with the old WAL file, or puts an old rebuild in its place', async () => {
    await storage.backUp(join(outside, 'mine.zip'))
    await storage.prepareRestore(join(outside, 'mine.zip'))
    await opened.close()
    // Files as a killed program leaves them.
    for (const ending of ['-wal', '-shm', '.rebuilt'])
      await writeFile(`${home.paths.databaseFile}${ending}`, 'of the old one')
    start()
    const names = await readdir(home.paths.root)
    expect(names.filter((name) => /-(?:wal|shm)$|\.rebuilt$/.test(name))).toEqual([])
    const replaced = join(
      home.paths.root,
      names.find((name) => name.startsWith('replaced-'))!,
    )
    expect(await readFile(join(replaced, 'atelier.db-wal'), 'utf8')).toBe('of the old one')
  })

  it('without its unpacked files changes nothing, and reports it once', async () => {
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

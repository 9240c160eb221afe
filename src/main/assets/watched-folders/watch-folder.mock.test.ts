import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFakeClock, type FakeClock } from '../../../../test/support/fake-clock.ts'
import { createRecordingLogger } from '../../../../test/support/recording-logger.ts'
import type { WatchedFolderId } from '../../../shared/domain/ids.ts'
import type { ErrorCode } from '../../../shared/errors/index.ts'
import type { ImportOutcome } from '../assets.ts'
import { createTurnTaker } from '../take-turns.ts'
import type { WatchContext } from './watch-context.ts'
import { watchFolder, type FolderWatch } from './watch-folder.ts'
import { fakeAssets } from '../../../../test/support/fake-assets.ts'

/** A disk for which the system reports no changes. */
const followed = vi.hoisted(() => ({ onTrouble: (_thrown: unknown): void => undefined }))
vi.mock('./follow-folder.ts', () => ({
  followFolder: (_root: string, { onTrouble }: { onTrouble: (thrown: unknown) => void }) => {
    followed.onTrouble = onTrouble
    return () => Promise.resolve()
  },
}))

let folder: string
let watch: FolderWatch
let asked: string[]
/** Files that fail to import, and with which error. */
let failures: Map<string, ErrorCode>
let clock: FakeClock

const settleMs = 40
const brokenMs = 400
const at = (...parts: string[]) => join(folder, ...parts)
/** Advances time in steps shorter than a file takes to settle, running the timed folder check, until `check` passes. */
const eventually = (check: () => unknown) =>
  vi.waitFor(async () => {
    clock.advance(settleMs / 4)
    await watch.check()
    await check()
  }, 20_000)
const become = (...names: string[]) => eventually(() => expect(asked.toSorted()).toEqual(names.map((name) => at(name))))

function start(isTold: boolean): FolderWatch {
  const database = { call: () => Promise.resolve([]) } as unknown as WatchContext['database']
  const record = { id: '01JD3Q0000000000000000000E' as WatchedFolderId, path: folder, isOn: true, addedAtMs: 0 }
  return watchFolder(
    { ...record, broughtIn: 0, lastAtMs: null },
    {
      assets: fakeAssets({ imports: { addFiles: (paths) => Promise.resolve(bringIn(paths)) } }),
      database,
      clock,
      logger: createRecordingLogger(),
      turns: createTurnTaker(),
      settleMs,
      brokenMs,
      // Independent of how long a scan takes on a busy machine.
      restFactor: 0,
      tellsOfChanges: () => Promise.resolve(isTold),
      announce: () => undefined,
    },
  )
}

function bringIn(paths: readonly string[]): ImportOutcome {
  asked.push(...paths)
  const failed = paths.flatMap((file) => {
    const code = failures.get(file)
    return code === undefined ? [] : [{ file, error: { code, message: 'The system does not allow it.' } }]
  })
  const arrived = paths.length - failed.length
  return { imported: [], arrived, alreadyThere: 0, failed, passedOver: 0, notTried: 0, isCancelled: false }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-silent-'))
  asked = []
  failures = new Map()
  // The clock is behind the disk's: every file is new.
  clock = createFakeClock(Date.now() - 86_400_000)
})
afterEach(async () => {
  await watch.stop()
  await rm(folder, { recursive: true, force: true })
})

const look = () => watch.check()

describe('a folder on a disk that tells of nothing', () => {
  test('is looked through: what came at any depth is brought in, once; links and circles are left alone', async () => {
    watch = start(false)
    await look()
    expect(watch.facts()).toMatchObject({ state: 'watching', isLookedThrough: true })
    await mkdir(at('deep', 'er'), { recursive: true })
    await mkdir(at('.hidden'))
    for (const name of ['a.png', 'deep/er/b.PNG', '.hidden/c.png', 'notes.txt']) await writeFile(at(name), name)
    await symlink(folder, at('deep', 'round'))
    await symlink(at('a.png'), at('link.png'))
    await become('a.png', 'deep/er/b.PNG')
    await rename(at('deep', 'er'), at('moved'))
    await become('a.png', 'deep/er/b.PNG', 'moved/b.PNG')
  })

  test('a file that keeps growing waits until it has not changed for the settle time', async () => {
    watch = start(false)
    await writeFile(at('slow.png'), 'a')
    await writeFile(at('whole.png'), 'all of it')
    await eventually(async () => {
      await appendFile(at('slow.png'), 'more')
      expect(asked).toEqual([at('whole.png')])
    })
    await become('slow.png', 'whole.png')
  })

  test('ten thousand files at once are each brought in once', async () => {
    watch = start(false)
    await look()
    for (let from = 0; from < 10_000; from += 500) {
      await Promise.all(Array.from({ length: 500 }, (_, n) => writeFile(at(`${from + n}.png`), `${from + n}`)))
    }
    await eventually(() => expect(asked).toHaveLength(10_000))
    expect(new Set(asked).size).toBe(10_000)
  })
})

describe('a folder on a disk of this computer', () => {
  test('is not looked through, until the system cannot follow it any more', async () => {
    watch = start(true)
    await look()
    await writeFile(at('a.png'), 'a')
    await look()
    expect([asked, watch.facts().isLookedThrough]).toEqual([[], false])
    followed.onTrouble(new Error('ENOSPC: System limit for number of file watchers reached'))
    expect(watch.facts().isLookedThrough).toBe(true)
    await become('a.png')
  })
})

test('a file that must not be read is reported and tried again', async () => {
  watch = start(false)
  await look()
  await writeFile(at('a.png'), 'a')
  failures.set(at('a.png'), 'storage/read-only')
  await eventually(() => expect(watch.facts().problem).toBe('The system does not allow it.'))
  failures.clear()
  await eventually(() => expect(watch.facts().problem).toBeNull())
  expect(asked.length).toBeGreaterThan(1)
})

describe('a file that cannot be decoded', () => {
  beforeEach(async () => {
    watch = start(false)
    await writeFile(at('a.png'), 'half')
    failures.set(at('a.png'), 'media/undecodable')
  })

  test('is tried again once it has changed, and never reported', async () => {
    await become('a.png')
    failures.clear()
    await appendFile(at('a.png'), 'the rest')
    await become('a.png', 'a.png')
    expect(watch.facts()).toMatchObject({ unreadable: 0, problem: null })
  })

  test('is not tried again while it stays the same, and reported after much longer', async () => {
    await become('a.png')
    clock.advance(brokenMs / 2)
    await writeFile(at('b.png'), 'b')
    await become('a.png', 'b.png')
    expect(watch.facts()).toMatchObject({ unreadable: 0, problem: null })
    clock.advance(brokenMs)
    await become('a.png', 'a.png', 'b.png')
    expect(watch.facts()).toMatchObject({ unreadable: 1, problem: null })
  })

  test('is reported at once where it was written long ago', async () => {
    clock.set(Date.now() + 86_400_000)
    await become('a.png')
    expect(watch.facts().unreadable).toBe(1)
  })
})

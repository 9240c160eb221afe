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
let imported: string[]
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
const expectImported = (...names: string[]) =>
  eventually(() => expect(imported.toSorted()).toEqual(names.map((name) => at(name))))

function start(reportsChanges: boolean): FolderWatch {
  const database = { call: () => Promise.resolve([]) } as unknown as WatchContext['database']
  const record = { id: '01JD3Q0000000000000000000E' as WatchedFolderId, path: folder, isOn: true, addedAtMs: 0 }
  return watchFolder(
    { ...record, broughtIn: 0, lastAtMs: null },
    {
      assets: fakeAssets({ imports: { addFiles: (paths) => Promise.resolve(importFiles(paths)) } }),
      database,
      clock,
      logger: createRecordingLogger(),
      turns: createTurnTaker(),
      settleMs,
      brokenMs,
      // Independent of how long a scan takes on a busy machine.
      restFactor: 0,
      reportsChanges: () => Promise.resolve(reportsChanges),
      announce: () => undefined,
    },
  )
}

function importFiles(paths: readonly string[]): ImportOutcome {
  imported.push(...paths)
  const failed = paths.flatMap((file) => {
    const code = failures.get(file)
    return code === undefined ? [] : [{ file, error: { code, message: 'The system does not allow it.' } }]
  })
  const arrived = paths.length - failed.length
  return { imported: [], arrived, alreadyThere: 0, failed, passedOver: 0, notTried: 0, isCancelled: false }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-silent-'))
  imported = []
  failures = new Map()
  // The clock is behind the disk's: every file is new.
  clock = createFakeClock(Date.now() - 86_400_000)
})
afterEach(async () => {
  await watch.stop()
  await rm(folder, { recursive: true, force: true })
})

const checkNow = () => watch.check()

describe('a folder on a disk that reports no changes', () => {
  test('is scanned: imports new files at any depth once and ignores links and cycles', async () => {
    watch = start(false)
    await checkNow()
    expect(watch.facts()).toMatchObject({ state: 'watching', isLookedThrough: true })
    await mkdir(at('deep', 'er'), { recursive: true })
    await mkdir(at('.hidden'))
    for (const name of ['a.png', 'deep/er/b.PNG', '.hidden/c.png', 'notes.txt']) await writeFile(at(name), name)
    await symlink(folder, at('deep', 'round'))
    await symlink(at('a.png'), at('link.png'))
    await expectImported('a.png', 'deep/er/b.PNG')
    await rename(at('deep', 'er'), at('moved'))
    await expectImported('a.png', 'deep/er/b.PNG', 'moved/b.PNG')
  })

  test('imports a growing file once it has not changed for the settle time', async () => {
    watch = start(false)
    await writeFile(at('slow.png'), 'a')
    await writeFile(at('whole.png'), 'all of it')
    await eventually(async () => {
      await appendFile(at('slow.png'), 'more')
      expect(imported).toEqual([at('whole.png')])
    })
    await expectImported('slow.png', 'whole.png')
  })

  test('imports each of ten thousand new files once', async () => {
    watch = start(false)
    await checkNow()
    for (let from = 0; from < 10_000; from += 500) {
      await Promise.all(Array.from({ length: 500 }, (_, n) => writeFile(at(`${from + n}.png`), `${from + n}`)))
    }
    await eventually(() => expect(imported).toHaveLength(10_000))
    expect(new Set(imported).size).toBe(10_000)
  })
})

describe('a folder on a local disk', () => {
  test('is not scanned until the system can no longer watch it', async () => {
    watch = start(true)
    await checkNow()
    await writeFile(at('a.png'), 'a')
    await checkNow()
    expect([imported, watch.facts().isLookedThrough]).toEqual([[], false])
    followed.onTrouble(new Error('ENOSPC: System limit for number of file watchers reached'))
    expect(watch.facts().isLookedThrough).toBe(true)
    await expectImported('a.png')
  })
})

test('reports and retries a file without read permission', async () => {
  watch = start(false)
  await checkNow()
  await writeFile(at('a.png'), 'a')
  failures.set(at('a.png'), 'storage/read-only')
  await eventually(() => expect(watch.facts().problem).toBe('The system does not allow it.'))
  failures.clear()
  await eventually(() => expect(watch.facts().problem).toBeNull())
  expect(imported.length).toBeGreaterThan(1)
})

describe('a file that cannot be decoded', () => {
  beforeEach(async () => {
    watch = start(false)
    await writeFile(at('a.png'), 'half')
    failures.set(at('a.png'), 'media/undecodable')
  })

  test('is retried once it changes, and not reported', async () => {
    await expectImported('a.png')
    failures.clear()
    await appendFile(at('a.png'), 'the rest')
    await expectImported('a.png', 'a.png')
    expect(watch.facts()).toMatchObject({ unreadable: 0, problem: null })
  })

  test('is not retried while unchanged, and reported after much longer', async () => {
    await expectImported('a.png')
    clock.advance(brokenMs / 2)
    await writeFile(at('b.png'), 'b')
    await expectImported('a.png', 'b.png')
    expect(watch.facts()).toMatchObject({ unreadable: 0, problem: null })
    clock.advance(brokenMs)
    await expectImported('a.png', 'a.png', 'b.png')
    expect(watch.facts()).toMatchObject({ unreadable: 1, problem: null })
  })

  test('is reported at once when it was written long ago', async () => {
    clock.set(Date.now() + 86_400_000)
    await expectImported('a.png')
    expect(watch.facts().unreadable).toBe(1)
  })
})

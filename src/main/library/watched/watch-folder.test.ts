import { appendFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createRecordingLogger } from '../../../../test/support/recording-logger.ts'
import type { WatchedFolderId } from '../../../shared/domain/ids.ts'
import { systemClock } from '../../platform/clock.ts'
import type { ImportOutcome } from '../library.ts'
import { createTurnTaker } from '../take-turns.ts'
import type { WatchContext } from './watch-context.ts'
import { lookThrough } from './look-through.ts'
import { watchFolder, type FolderWatch } from './watch-folder.ts'

/** A disk of which the system tells nothing. */
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
/** Files that must not be read. */
let forbidden: Set<string>

const settleMs = 30
const at = (...parts: string[]) => join(folder, ...parts)
/** The timer looks again and again. */
const become = (...names: string[]) =>
  vi.waitFor(async () => {
    await watch.check()
    expect(asked.toSorted()).toEqual(names.map((name) => at(name)))
  }, 5_000)

function start(isTold: boolean): FolderWatch {
  const database = { call: () => Promise.resolve([]) } as unknown as WatchContext['database']
  const record = { id: '01JD3Q0000000000000000000E' as WatchedFolderId, path: folder, isOn: true, addedAtMs: 0 }
  return watchFolder(
    { ...record, broughtIn: 0, lastAtMs: null },
    {
      library: { importFiles: (paths) => Promise.resolve(bringIn(paths)) },
      database,
      clock: systemClock,
      logger: createRecordingLogger(),
      turns: createTurnTaker(),
      settleMs,
      tellsOfChanges: () => Promise.resolve(isTold),
      announce: () => undefined,
    },
  )
}

function bringIn(paths: readonly string[]): ImportOutcome {
  asked.push(...paths)
  const error = { code: 'storage/read-only' as const, message: 'The system does not allow it.' }
  const failed = paths.filter((path) => forbidden.has(path)).map((file) => ({ file, error }))
  const arrived = paths.length - failed.length
  return { imported: [], arrived, alreadyThere: 0, failed, passedOver: 0, notTried: 0, isCancelled: false }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-silent-'))
  asked = []
  forbidden = new Set()
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

  test('a file that grows while it is looked at waits for the next look', async () => {
    watch = start(false)
    await writeFile(at('slow.png'), 'half')
    await writeFile(at('whole.png'), 'all of it')
    const found: string[] = []
    await lookThrough(folder, {
      settleMs,
      isKnown: (path) => {
        if (path === at('slow.png')) appendFileSync(path, 'more')
        return false
      },
      onFile: (path) => found.push(path),
      signal: new AbortController().signal,
    })
    expect(found).toEqual([at('whole.png')])
  })

  test('ten thousand files at once are each brought in once', async () => {
    watch = start(false)
    await look()
    for (let from = 0; from < 10_000; from += 500) {
      await Promise.all(Array.from({ length: 500 }, (_, n) => writeFile(at(`${from + n}.png`), `${from + n}`)))
    }
    await vi.waitFor(async () => {
      await look()
      expect(asked).toHaveLength(10_000)
    }, 20_000)
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

test('a file that must not be read is told, and tried again', async () => {
  watch = start(false)
  await look()
  await writeFile(at('a.png'), 'a')
  forbidden.add(at('a.png'))
  await vi.waitFor(async () => {
    await look()
    expect(watch.facts().problem).toBe('The system does not allow it.')
  })
  forbidden.clear()
  await vi.waitFor(async () => {
    await look()
    expect(watch.facts().problem).toBeNull()
  })
  expect(asked.length).toBeGreaterThan(1)
})

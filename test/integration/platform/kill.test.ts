import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallResult } from '../../../src/main/automation/scripts/call-result.ts'
import { openRunJournal } from '../../../src/main/automation/scripts/run-journal.ts'
import { downloadFile, type DownloadRequest } from '../../../src/main/downloads/index.ts'
import type { WireRequest, WireResponse } from '../../../src/main/platform/network/transport.ts'
import { WireFailure } from '../../../src/main/platform/network/wire-failure.ts'
import { removeDeadTemporaries } from '../../../src/main/platform/pure/dead-temporaries.ts'
import { createSettings } from '../../../src/main/settings/index.ts'
import { settingsSchema } from '../../../src/shared/domain/settings.ts'
import { walkErrors, walkKills, type Remains, type Walk } from '../../support/kill/walk-steps.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

let parent: string
let folder: string
beforeEach(async () => {
  parent = await mkdtemp(join(folderInMemory(), 'atelier-walked-'))
  folder = join(parent, 'folder')
  await mkdir(folder)
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const walks = [
  ['a kill', walkKills],
  ['an error', walkErrors],
] as const

/** Each leaves what no other one leaves. */
const settingsChanges = [{ theme: 'light' }, { thumbnailPx: 200 }, { theme: 'dark' }] as const

const openSettings = () => createSettings({ path: join(folder, 'settings.json'), logger: createRecordingLogger() })
const settingsAfter = (count: number): object =>
  Object.assign(settingsSchema.parse({}), ...settingsChanges.slice(0, count)) as object

async function changeSettings({ say, attempt }: Walk): Promise<void> {
  const store = openSettings()
  for (const change of settingsChanges) {
    await attempt(() => store.change(change))
    say(JSON.stringify(change))
  }
}

async function checkSettings({ said }: Remains): Promise<void> {
  const found = await openSettings().load()
  // What was being said may be there.
  expect([settingsAfter(said.length), settingsAfter(said.length + 1)]).toContainEqual(found)
  await removeDeadTemporaries(folder)
  expect((await readdir(folder)).filter((name) => name !== 'settings.json')).toEqual([])
}

describe('settings', () => {
  it.each(walks)('are those of one change after %s at any step, and none that was saved is lost', async (_, walk) => {
    expect(await walk(folder, changeSettings, checkSettings)).toBeGreaterThan(5)
  })
})

const openJournal = (mode: 'new' | 'continue') => openRunJournal(join(folder, 'scripts', 'batch.jsonl'), { mode })
const done: CallResult = { state: 'done', images: [], cost: 0.1, billed: 'yes', error: null, error_code: null }
const callOf = (key: string) => ({ runId: `run-${key}`, estimateUsd: 0.1 })

/** Two runs: the second one goes on. */
async function keepJournal({ say, attempt }: Walk): Promise<void> {
  const first = await attempt(() => openJournal('new'))
  for (const key of ['a', 'b']) {
    await attempt(() => first.start(key, callOf(key)))
    say(`start ${key}`)
  }
  await attempt(() => first.end('a', done))
  say('end a')
  await first.close()
  const second = await attempt(() => openJournal('continue'))
  await attempt(() => second.end('b', done))
  say('end b')
  await attempt(() => second.finish())
  say('finish')
  await second.close()
}

async function checkJournal({ said }: Remains): Promise<void> {
  const journal = await openJournal('continue')
  for (const line of said) {
    const [type, key = ''] = line.split(' ')
    if (type === 'start') expect(journal.find(key)).toMatchObject(callOf(key))
    if (type === 'end') expect(journal.find(key)?.result).toEqual(done)
  }
  // It goes on.
  await journal.start('c', callOf('c'))
  await journal.end('c', done)
  await journal.close()
  const next = await openJournal('continue')
  expect(next.find('c')?.result).toEqual(done)
  await next.finish()
  await next.close()
  await (await openJournal('new')).close()
  expect(await readdir(join(folder, 'scripts'))).toEqual(['batch.jsonl'])
}

describe('the journal of a batch', () => {
  it.each(walks)('knows each call that may have been sent after %s at any step, and goes on', async (_, walk) => {
    expect(await walk(folder, keepJournal, checkJournal)).toBeGreaterThan(10)
  })
})

const modelPath = () => join(folder, 'flux.gguf')

describe('a download', () => {
  /** Written in three pieces. */
  const bytes = randomBytes(2_200_000)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const limits = { triesMax: 2, pauseMs: 0, pauseMsMax: 0 }

  /** The first connection breaks after half of it. */
  function createTransport() {
    let sent = 0
    const send = ({ headers }: WireRequest): Promise<WireResponse> => {
      const from = Number(/^bytes=(\d+)-$/.exec(headers['range'] ?? '')?.[1] ?? 0)
      const to = sent++ === 0 ? bytes.length / 2 : bytes.length
      async function* body() {
        for (let at = from; at < to; at += 100_000)
          yield Uint8Array.from(bytes.subarray(at, Math.min(at + 100_000, to)))
        if (to < bytes.length) throw new WireFailure('interrupted', 'maybe', 'cut')
      }
      const range = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
      const own = from === 0 ? { 'content-length': String(bytes.length) } : range
      return Promise.resolve({ status: from === 0 ? 200 : 206, headers: { etag: '"one"', ...own }, body: body() })
    }
    return { send, resolveHost: () => Promise.resolve([]) }
  }

  function download(): Promise<unknown> {
    const signal = new AbortController().signal
    const request: DownloadRequest = {
      url: 'https://hub.example/flux.gguf',
      path: modelPath(),
      sizeBytes: bytes.length,
      sha256,
      signal,
    }
    return downloadFile(request, { transport: createTransport(), limits })
  }

  const work = async ({ say, attempt }: Walk): Promise<void> => {
    await attempt(download)
    say('downloaded')
  }

  async function check({ said }: Remains): Promise<void> {
    const isThere = (await readdir(folder)).includes('flux.gguf')
    if (said.length > 0) expect(isThere).toBe(true)
    if (isThere) await expect(download()).rejects.toMatchObject({ code: 'storage/exists' })
    else await download()
    expect(bytes.equals(await readFile(modelPath()))).toBe(true)
    await removeDeadTemporaries(folder)
    expect(await readdir(folder)).toEqual(['flux.gguf'])
  }

  it.each(walks)('is whole or goes on after %s at any step, and leaves nothing else', async (_, walk) => {
    expect(await walk(folder, work, check)).toBeGreaterThan(10)
  })
})

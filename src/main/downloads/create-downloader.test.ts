import { afterEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../test/support/failure-of.ts'
import { AppError } from '../../shared/errors/index.ts'
import { createDownloader } from './create-downloader.ts'
import type { FromDownloadChild, ToDownloadChild } from './download-calls.ts'
import type { DownloadRequest } from './index.ts'

/** Starts a fake process controlled by the test. */
function startFake() {
  const listeners = new Set<(message: unknown) => void>()
  const exits = new Set<(code: number | null) => void>()
  const posted: ToDownloadChild[] = []
  const end = () => exits.forEach((listener) => listener(null))
  return {
    posted,
    end,
    say: (message: FromDownloadChild) => listeners.forEach((listener) => listener(message)),
    port: {
      post: (message: unknown) => void posted.push(message as ToDownloadChild),
      onMessage: (listener: (message: unknown) => void) => void listeners.add(listener),
      onExit: (listener: (code: number | null) => void) => void exits.add(listener),
      kill: end,
      lastOutput: () => '',
    },
  }
}

let started: ReturnType<typeof startFake>[] = []
const downloader = () =>
  createDownloader(() => {
    const fake = startFake()
    started.push(fake)
    return fake.port
  })
afterEach(() => void (started = []))

const requestOf = (changes: Partial<DownloadRequest> = {}): DownloadRequest => ({
  url: 'https://hub.example/flux.gguf',
  path: '/models/flux.gguf',
  sizeBytes: 3,
  sha256: null,
  signal: new AbortController().signal,
  ...changes,
})
async function refuse(path: string): Promise<void> {
  throw new AppError('model/unsupported', `${path} is a page.`)
}
const value = { bytes: 3, sha256: 'abc' }

describe('a download in the child process', () => {
  it('reports progress and resolves with the hash', async () => {
    const progress: number[] = []
    const work = downloader().download(requestOf({ onProgress: ({ bytes }) => void progress.push(bytes) }))
    const [fake] = started
    const { id } = fake!.posted[0]!
    fake!.say({ type: 'progressed', id, progress: { type: 'receiving', bytes: 2, totalBytes: 3 } })
    fake!.say({ type: 'done', id, value })
    expect([await work, progress]).toEqual([value, [2]])
  })

  it('is inspected here before it completes', async () => {
    const work = failureOf(downloader().download(requestOf({ inspect: refuse })))
    const [fake] = started
    const { id } = fake!.posted[0]!
    fake!.say({ type: 'toInspect', id, path: 'x.part' })
    await expect.poll(() => fake!.posted.at(-1)).toMatchObject({ type: 'inspected', id })
    const message = fake!.posted.at(-1)
    if (message?.type !== 'inspected' || message.error === null) throw new Error('Nothing was found.')
    fake!.say({ type: 'failed', id, error: message.error })
    expect(await work).toMatchObject({ code: 'model/unsupported', message: 'x.part is a page.' })
  })

  it('is canceled in the child process', async () => {
    const stop = new AbortController()
    const work = failureOf(downloader().download(requestOf({ signal: stop.signal })))
    stop.abort()
    const [fake] = started
    const { id } = fake!.posted[0]!
    expect(fake!.posted[1]).toEqual({ type: 'cancel', id })
    fake!.say({ type: 'failed', id, error: { code: 'request/cancelled', message: 'Canceled.' } })
    expect((await work).code).toBe('request/cancelled')
  })

  it('can be resumed in a new process after its process ends', async () => {
    const ownDownloader = downloader()
    const failed = [failureOf(ownDownloader.download(requestOf())), failureOf(ownDownloader.download(requestOf()))]
    expect(started).toHaveLength(1)
    started[0]!.end()
    for (const each of failed) {
      expect(await each).toMatchObject({ code: 'network/interrupted', message: expect.stringContaining('is kept') })
    }
    const retried = ownDownloader.download(requestOf())
    expect(started).toHaveLength(2)
    started[1]!.say({ type: 'done', id: started[1]!.posted[0]!.id, value })
    expect(await retried).toEqual(value)
  })

  it('ends with the app', async () => {
    const ownDownloader = downloader()
    const work = failureOf(ownDownloader.download(requestOf()))
    await ownDownloader.dispose()
    expect((await work).code).toBe('request/cancelled')
    expect((await failureOf(ownDownloader.hash('x', { signal: new AbortController().signal }))).code).toBe(
      'request/cancelled',
    )
    expect(started).toHaveLength(1)
  })
})

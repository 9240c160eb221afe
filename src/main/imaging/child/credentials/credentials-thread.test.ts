import { Worker } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { createCredentialsThread, type CredentialsThread } from './credentials-thread.ts'

const job = { type: 'check', path: '/pictures/coffee.jpg', mime: 'image/jpeg' } as const
const never = new AbortController().signal
let thread: CredentialsThread | null = null
afterEach(() => thread?.close())

const answering = `
  const { parentPort } = require('node:worker_threads')
  parentPort.on('message', () => parentPort.postMessage({ type: 'checked', check: { type: 'none' } }))`
const hanging = `require('node:worker_threads').parentPort.on('message', () => { for (;;); })`
const greedy = `
  require('node:worker_threads').parentPort.on('message', () => { const all = []; for (;;) all.push(new Array(1e5).fill({})) })`
const dying = `require('node:worker_threads').parentPort.on('message', () => process.exit(3))`
const failing = `
  const { parentPort } = require('node:worker_threads')
  parentPort.on('message', () => parentPort.postMessage({ type: 'failed', message: 'unreachable' }))`

/** The first thread behaves this way; all later ones answer. */
function threadBeginningWith(first: string) {
  const started: string[] = []
  const createWorker = () => {
    const source = started.length === 0 ? first : answering
    started.push(source)
    return new Worker(source, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } })
  }
  thread = createCredentialsThread({ createWorker, checkMs: first === hanging ? 2_000 : 20_000 })
  return { thread, started }
}

it.each([
  ['hangs', hanging, 'took too long'],
  ['exhausts its memory', greedy, 'stopped unexpectedly'],
  ['dies', dying, 'stopped unexpectedly'],
  ['panics', failing, 'unreachable'],
])('replaces a thread that %s', async (_what, source, words) => {
  const { thread: tried, started } = threadBeginningWith(source)
  await expect(tried.check(job, never)).rejects.toThrow(words)
  expect(await tried.check(job, never)).toEqual({ type: 'none' })
  expect(await tried.check(job, never)).toEqual({ type: 'none' })
  expect(started).toHaveLength(2)
})

it('stops at once when aborted, even in the middle of a job', async () => {
  const { thread: tried } = threadBeginningWith(hanging)
  const stop = new AbortController()
  const checking = tried.check(job, stop.signal)
  setImmediate(() => stop.abort())
  await expect(checking).rejects.toMatchObject({ code: 'request/cancelled' })
  expect(await tried.check(job, never)).toEqual({ type: 'none' })
  await expect(tried.check(job, AbortSignal.abort())).rejects.toMatchObject({ code: 'request/cancelled' })
})

import { expect, test, vi } from 'vitest'
import { AppError } from '../../shared/errors/index.ts'
import type { Logger } from '../platform/logger.ts'
import { createIndexQueue } from './create-index-queue.ts'
import type { EmbeddingModel } from './models/embedding-model.ts'
import type { IndexWatch } from './embeddings.ts'

const logger: Logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() } as unknown as Logger

/** A queue whose runs end when the test says so, or when they are stopped. */
function openQueue() {
  const runs: { model: string; finish: () => void; fail: (error: unknown) => void; signal: AbortSignal }[] = []
  let isOn = true
  let model = { id: 'tiny' } as EmbeddingModel
  const queue = createIndexQueue({
    models: async () => ({ models: [model] }),
    index: ({ id }, { signal }: IndexWatch) =>
      new Promise((resolve, reject) => {
        const finish = () => resolve({ embedded: 1, failed: 0 })
        runs.push({ model: id, finish, fail: reject, signal: signal! })
        signal!.addEventListener('abort', () => reject(new AppError('request/cancelled', 'Cancelled.')))
      }),
    isOn: () => isOn,
    logger,
    delayMs: 0,
  })
  return {
    queue,
    runs,
    setOn: (next: boolean) => (isOn = next),
    choose: (id: string) => (model = { id } as EmbeddingModel),
  }
}

test('what is woken while it runs is taken up by a second run, not beside the first', async () => {
  const { queue, runs } = openQueue()
  queue.wake()
  await vi.waitFor(() => expect(runs).toHaveLength(1))
  queue.wake()
  queue.wake()
  expect(runs).toHaveLength(1)
  runs[0]!.finish()
  await vi.waitFor(() => expect(runs).toHaveLength(2))
  runs[1]!.finish()
  await vi.waitFor(() => expect(queue.state().isRunning).toBe(false))
  expect(runs).toHaveLength(2)
})

test('switched off it stops, and switched on again before it has stopped it goes on', async () => {
  const { queue, runs, setOn } = openQueue()
  queue.wake()
  await vi.waitFor(() => expect(runs).toHaveLength(1))
  setOn(false)
  queue.wake()
  expect(runs[0]!.signal.aborted).toBe(true)
  setOn(true)
  queue.wake()
  await vi.waitFor(() => expect(runs).toHaveLength(2))
  expect(queue.state()).toEqual({ isRunning: true, problem: null })
  await queue.dispose()
  expect(queue.state().isRunning).toBe(false)
})

test('a run that fails says why until the next one, and is not repeated by itself', async () => {
  const { queue, runs } = openQueue()
  queue.wake()
  await vi.waitFor(() => expect(runs).toHaveLength(1))
  queue.wake()
  runs[0]!.fail(new AppError('vision/process-exited', 'The vision process exited.'))
  await vi.waitFor(() => expect(queue.state()).toEqual({ isRunning: false, problem: 'The vision process exited.' }))
  expect(runs).toHaveLength(1)
  queue.wake()
  await vi.waitFor(() => expect(runs).toHaveLength(2))
  expect(queue.state().problem).toBeNull()
  await queue.dispose()
})

test('a model that is chosen while another one works takes its place at once', async () => {
  const { queue, runs, choose } = openQueue()
  queue.wake()
  await vi.waitFor(() => expect(runs).toHaveLength(1))
  choose('large')
  queue.wake()
  await vi.waitFor(() => expect(runs.map((run) => run.model)).toEqual(['tiny', 'large']))
  expect(runs[0]!.signal.aborted).toBe(true)
  expect(queue.state()).toEqual({ isRunning: true, problem: null })
  await queue.dispose()
})

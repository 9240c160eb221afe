import { expect, test, vi } from 'vitest'
import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Logger } from '../platform/logger.ts'
import { createDescriptionQueue } from './create-description-queue.ts'
import type { DescriptionModel } from './models/description-model.ts'
import type { DescribeWatch } from './descriptions.ts'

const model = { id: 'tiny', name: 'tiny' } as DescriptionModel
const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() } as unknown as Logger
const ids = ['a', 'b', 'c'] as AssetId[]

/** A queue whose images are described when the test says so. */
function openQueue({ models = [model] }: { models?: readonly DescriptionModel[] } = {}) {
  let [waiting, paused]: [AssetId[], AssetId[]] = [[], []]
  const done: AssetId[] = []
  let next: { resolve: () => void; reject: (error: unknown) => void } | null = null
  async function work(_model: DescriptionModel, { signal, onProgress }: DescribeWatch = {}) {
    let [id] = waiting
    while (id !== undefined) {
      await new Promise<void>((resolve, reject) => {
        next = { resolve, reject }
        signal!.addEventListener('abort', () => reject(new AppError('request/cancelled', 'Cancelled.')))
      })
      done.push(id)
      waiting = waiting.slice(1)
      onProgress?.(done.length, done.length + waiting.length)
      ;[id] = waiting
    }
    return { described: done.length, failed: 0 }
  }
  const queue = createDescriptionQueue({
    descriptions: {
      model: async () => {
        if (models[0] !== undefined) return models[0]
        throw new AppError('model/missing', 'No model.')
      },
      work,
    },
    stored: {
      add: async (added) => {
        waiting = [...waiting, ...(added ?? ids)]
        return (added ?? ids).length
      },
      pause: async (isPaused) => {
        if (isPaused) [waiting, paused] = [[], waiting]
        else [waiting, paused] = [[...waiting, ...paused], []]
      },
      empty: async () => {
        waiting = []
        paused = []
      },
      state: async () => ({ done: done.length, waiting: waiting.length, paused: paused.length, failed: [] }),
    },
    isOn: () => true,
    logger,
  })
  async function untilAtWork() {
    await vi.waitFor(() => expect(next).not.toBeNull())
    const taken = next!
    next = null
    return taken
  }
  return { queue, done, untilAtWork, isIdle: () => next === null }
}

test('images are described one after the other, and each is announced', async () => {
  const { queue, done, untilAtWork } = openQueue()
  const changed = vi.fn()
  queue.onChanged(changed)
  expect(await queue.add('all')).toBe(3)
  ;(await untilAtWork()).resolve()
  await vi.waitFor(() => expect(done).toEqual(['a']))
  expect(await queue.run()).toEqual({ isPaused: false, done: 1, waiting: 2, failed: [], problem: null })
  ;(await untilAtWork()).resolve()
  ;(await untilAtWork()).resolve()
  await vi.waitFor(() => expect(done).toEqual(['a', 'b', 'c']))
  expect(changed.mock.calls.length).toBeGreaterThan(3)
  await queue.dispose()
})

test('paused it stops in the middle of an image, and takes it again when it goes on', async () => {
  const { queue, done, untilAtWork, isIdle } = openQueue()
  await queue.add(ids)
  await untilAtWork()
  await queue.pause()
  expect(await queue.run()).toMatchObject({ isPaused: true, done: 0, waiting: 3 })
  queue.wake()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(isIdle()).toBe(true)
  await queue.resume()
  ;(await untilAtWork()).resolve()
  await vi.waitFor(() => expect(done).toEqual(['a']))
  await queue.dispose()
})

test('canceled it is empty, and ready for other images', async () => {
  const { queue, done, untilAtWork } = openQueue()
  await queue.add(ids)
  await untilAtWork()
  await queue.cancel()
  expect(await queue.run()).toMatchObject({ isPaused: false, waiting: 0 })
  await queue.add([ids[2]!])
  ;(await untilAtWork()).resolve()
  await vi.waitFor(() => expect(done).toEqual(['c']))
  await queue.dispose()
})

test('what stops it is told until it goes on', async () => {
  const { queue, untilAtWork } = openQueue()
  await queue.add(ids)
  ;(await untilAtWork()).reject(new AppError('model/damaged', 'It is damaged.'))
  await vi.waitFor(async () => expect(await queue.run()).toMatchObject({ problem: 'It is damaged.', waiting: 3 }))
  await queue.resume()
  await untilAtWork()
  expect((await queue.run()).problem).toBeNull()
  await queue.dispose()
})

test('what is queued waits for a model that was removed, and the run says so', async () => {
  const models = [model]
  const { queue, untilAtWork } = openQueue({ models })
  await queue.add(ids)
  await untilAtWork()
  await queue.pause()
  models.pop()
  await queue.resume()
  await vi.waitFor(async () => expect(await queue.run()).toMatchObject({ problem: 'No model.', waiting: 3 }))
  models.push(model)
  queue.wake()
  await untilAtWork()
  expect((await queue.run()).problem).toBeNull()
  await queue.dispose()
})

test('without a model nothing is queued', async () => {
  const { queue } = openQueue({ models: [] })
  await expect(queue.add('all')).rejects.toMatchObject({ code: 'model/missing' })
  expect(await queue.run()).toMatchObject({ waiting: 0 })
  await queue.dispose()
})

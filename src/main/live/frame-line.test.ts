import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFrameLine } from './frame-line.ts'

const never = new AbortController().signal

/** A model that draws when the test says so. */
function createSlowModel() {
  const running = new Map<number, (outcome: 'done' | 'failed') => void>()
  let most = 0
  return {
    most: () => most,
    running,
    compute(snapshot: number, signal: AbortSignal): Promise<string> {
      return new Promise((resolve, reject) => {
        const end = (outcome: 'done' | 'failed') => {
          running.delete(snapshot)
          if (outcome === 'done') resolve(`frame of ${snapshot}`)
          else reject(new Error('It broke.'))
        }
        running.set(snapshot, end)
        most = Math.max(most, running.size)
        signal.addEventListener('abort', () => end('failed'), { once: true })
      })
    },
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

it('draws one at a time, and the newest of those that wait', async () => {
  const model = createSlowModel()
  const line = createFrameLine(model.compute)
  const frames = [1, 2, 3].map((snapshot) => line.draw(snapshot, never))
  expect([...model.running.keys()]).toEqual([1])
  expect(await frames[1]).toBeNull()
  model.running.get(1)?.('done')
  expect(await frames[0]).toBe('frame of 1')
  await settle()
  expect([...model.running.keys()]).toEqual([3])
  model.running.get(3)?.('done')
  expect(await frames[2]).toBe('frame of 3')
})

it('a failed frame fails its caller, and the next one is drawn', async () => {
  const model = createSlowModel()
  const line = createFrameLine(model.compute)
  const [first, second] = [line.draw(1, never), line.draw(2, never)]
  model.running.get(1)?.('failed')
  await expect(first).rejects.toThrow('It broke.')
  await settle()
  model.running.get(2)?.('done')
  expect(await second).toBe('frame of 2')
})

type Step = { readonly type: 'paint' | 'finish' | 'fail' | 'stop' | 'cancel' }

it('never draws two at once, shows only what is newer, and nothing after a stop, in any order of events', async () => {
  const step = fc.constantFrom<Step['type']>('paint', 'paint', 'paint', 'finish', 'finish', 'fail', 'stop', 'cancel')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (types) => {
      const model = createSlowModel()
      const line = createFrameLine(model.compute)
      const shown: number[] = []
      const open = new Set<number>()
      let painted = 0
      let newestFinished = 0
      let stoppedAt = 0
      let abort = new AbortController()
      for (const type of types) {
        if (type === 'paint') {
          const snapshot = ++painted
          abort = new AbortController()
          open.add(snapshot)
          void line
            .draw(snapshot, abort.signal)
            .then(
              (frame) => {
                if (frame === null) return
                // Not one from before the stop.
                expect(snapshot).toBeGreaterThan(stoppedAt)
                shown.push(snapshot)
              },
              () => undefined,
            )
            .finally(() => open.delete(snapshot))
        }
        const [current] = model.running
        if (type === 'finish' && current !== undefined) {
          newestFinished = current[0]
          current[1]('done')
        }
        if (type === 'fail') current?.[1]('failed')
        if (type === 'cancel') abort.abort()
        if (type === 'stop') {
          line.stop()
          stoppedAt = painted
        }
        await settle()
        expect(model.running.size).toBeLessThanOrEqual(1)
        // One is drawn and one waits.
        expect(open.size).toBeLessThanOrEqual(2)
        if (type === 'stop') expect(open.size).toBe(0)
        if (type === 'finish' && current !== undefined) expect(shown.at(-1)).toBe(newestFinished)
      }
      expect(model.most()).toBeLessThanOrEqual(1)
      expect(shown).toEqual(shown.toSorted((a, b) => a - b))
      // What was painted last is drawn in the end, unless it was stopped, canceled or failed.
      while (model.running.size > 0) {
        for (const [, end] of model.running) end('done')
        await settle()
      }
      expect(open.size).toBe(0)
    }),
    { numRuns: 300 },
  )
})

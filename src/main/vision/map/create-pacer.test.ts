import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPacer } from './create-pacer.ts'
import type { Steps } from './steps.ts'

/** Steps of a millisecond each; `count.done`: how many have run. */
function* countSteps(count: { done: number }, total: number): Steps<string> {
  for (; count.done < total; count.done++) {
    const untilMs = performance.now() + 1
    while (performance.now() < untilMs);
    yield count.done / total
  }
  return 'done'
}

test('runs all steps and reports how far it is', async () => {
  const reports: number[] = []
  const signal = new AbortController().signal
  const result = await createPacer().run(countSteps({ done: 0 }, 500), {
    signal,
    onProgress: (done) => reports.push(done),
  })
  expect(result).toBe('done')
  expect(reports.length).toBeGreaterThan(1)
  expect(reports).toEqual(reports.toSorted((one, other) => one - other))
})

test('stands still while paused and goes on when resumed', async () => {
  const pacer = createPacer()
  const count = { done: 0 }
  pacer.setPaused(true)
  const running = pacer.run(countSteps(count, 120), { signal: new AbortController().signal })
  await setTimeout(100)
  const whilePaused = count.done
  expect(whilePaused).toBeLessThan(60)
  await setTimeout(100)
  expect(count.done).toBe(whilePaused)
  pacer.setPaused(false)
  expect(await running).toBe('done')
})

test('ends when it is aborted, also while paused', async () => {
  const pacer = createPacer()
  pacer.setPaused(true)
  const stop = new AbortController()
  const count = { done: 0 }
  const running = pacer.run(countSteps(count, 10_000), { signal: stop.signal })
  await setTimeout(50)
  stop.abort()
  await expect(running).rejects.toMatchObject({ code: 'request/cancelled' })
  expect(count.done).toBeLessThan(10_000)
})

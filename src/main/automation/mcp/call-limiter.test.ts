import { expect, it } from 'vitest'
import { CallLimiter } from './call-limiter.ts'

const never = new AbortController().signal

it('runs as many at a time as it may, in order', async () => {
  const limiter = new CallLimiter({ running: 2, waiting: 100 })
  const order: number[] = []
  let [running, most] = [0, 0]
  const work = (number: number) =>
    limiter.run(never, async () => {
      running++
      most = Math.max(most, running)
      order.push(number)
      await Promise.resolve()
      running--
      if (number % 3 === 0) throw new Error('failed')
    })
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => work(number)))
  expect(most).toBe(2)
  expect(order).toEqual(Array.from({ length: 20 }, (_, number) => number))
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(7)
})

it('turns away what is too much, and frees the place of what was canceled', async () => {
  const limiter = new CallLimiter({ running: 1, waiting: 1 })
  const { promise: release, resolve } = Promise.withResolvers<void>()
  const first = limiter.run(never, () => release)
  const cancel = new AbortController()
  const second = limiter.run(cancel.signal, () => Promise.resolve('second'))
  await expect(limiter.run(never, () => release)).rejects.toMatchObject({ code: 'request/invalid' })
  cancel.abort()
  await expect(second).rejects.toMatchObject({ code: 'request/cancelled' })
  const third = limiter.run(never, () => Promise.resolve('third'))
  resolve()
  await first
  expect(await third).toBe('third')
  await expect(limiter.run(cancel.signal, () => Promise.resolve())).rejects.toMatchObject({ code: 'request/cancelled' })
})

it('is idle once the last call has ended, also one that waited', async () => {
  const limiter = new CallLimiter({ running: 1, waiting: 1 })
  await limiter.idle()
  const { promise: release, resolve } = Promise.withResolvers<void>()
  let isIdle = false
  const calls = [limiter.run(never, () => Promise.resolve()), limiter.run(never, () => release)]
  const idle = limiter.idle().then(() => (isIdle = true))
  await calls[0]
  await new Promise((done) => setImmediate(done))
  expect(isIdle).toBe(false)
  resolve()
  await calls[1]
  await idle
})

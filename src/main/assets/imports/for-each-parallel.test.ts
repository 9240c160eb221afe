import { expect, it } from 'vitest'
import { forEachParallel } from './for-each-parallel.ts'

it('waits for running tasks before it fails, and starts no further ones', async () => {
  const slow = Promise.withResolvers<void>()
  const ended: number[] = []
  let isSettled = false
  const all = forEachParallel([0, 1, 2, 3], 2, async (item) => {
    if (item === 1) throw new TypeError('no')
    await slow.promise
    ended.push(item)
  }).finally(() => (isSettled = true))
  all.catch(() => undefined)
  await new Promise((next) => setImmediate(next))
  expect(isSettled).toBe(false)
  slow.resolve()
  await expect(all).rejects.toThrow('no')
  expect(ended).toEqual([0])
})

it('runs up to the allowed number at once, in order', async () => {
  const begun: number[] = []
  let most = 0
  let under = 0
  await forEachParallel([5, 6, 7, 8, 9], 2, async (item) => {
    begun.push(item)
    most = Math.max(most, ++under)
    await Promise.resolve()
    under--
  })
  expect([begun, most]).toEqual([[5, 6, 7, 8, 9], 2])
})

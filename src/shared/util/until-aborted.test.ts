import { expect, it } from 'vitest'
import { untilAborted } from './until-aborted.ts'

it('settles like the promise when not aborted', async () => {
  const { signal } = new AbortController()
  expect(await untilAborted(Promise.resolve(5), signal)).toBe(5)
  await expect(untilAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken')
  expect(await untilAborted(Promise.resolve(6), undefined)).toBe(6)
})

it('rejects at once when aborted while the promise is pending', async () => {
  const stop = new AbortController()
  const waiting = untilAborted(new Promise(() => undefined), stop.signal)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'request/cancelled' })
  await expect(untilAborted(new Promise(() => undefined), stop.signal)).rejects.toMatchObject({
    code: 'request/cancelled',
  })
})

it('leaves no unhandled rejection of abandoned work', async () => {
  const stop = new AbortController()
  const { promise, reject } = Promise.withResolvers<void>()
  const waiting = untilAborted(promise, stop.signal)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'request/cancelled' })
  reject(new Error('too late'))
  await new Promise((resolve) => setImmediate(resolve))
})

import { expect, it, vi } from 'vitest'
import { forward } from './forward.ts'

const caller = { windowId: 1, signal: new AbortController().signal }

it('passes input and signal to the service method of the same name', async () => {
  const ledger = {
    total: 3,
    totals: vi.fn(async function (this: { total: number }) {
      return { dayUsd: this.total, monthUsd: 0, isUnknown: false } as never
    }),
  }
  const handlers = forward('ledger', async () => ledger, 'totals')
  expect(Object.keys(handlers)).toEqual(['ledger.totals'])
  expect(await handlers['ledger.totals']({}, caller)).toMatchObject({ dayUsd: 3 })
  expect(ledger.totals).toHaveBeenCalledExactlyOnceWith({}, caller.signal)
})

const queue = {
  cancel: async (_callIds: readonly string[] | null) => undefined,
  grow: async () => undefined,
}
const openQueue = async () => queue

it('compiles only for routes, and for methods that accept the input of the route', () => {
  // @ts-expect-error: the route's input is an object that holds the list
  expect(forward('queue', openQueue, 'cancel')).toHaveProperty(['queue.cancel'])
  // @ts-expect-error: the contract knows no such route
  expect(forward('queue', openQueue, 'grow')).toHaveProperty(['queue.grow'])
})

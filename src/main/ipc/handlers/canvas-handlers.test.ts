import { expect, it } from 'vitest'
import type { HandlerContext } from '../handler-context.ts'
import { createCanvasHandlers } from './canvas-handlers.ts'

const caller = { windowId: 1, signal: new AbortController().signal }

/** A window that asks for its documents while the sample of a first start is being opened. */
function setUp(open: readonly string[]) {
  const documents = [...open]
  const atStart = Promise.withResolvers<void>()
  const context = {
    services: async () => ({ documents: { list: async () => [...documents] } }),
    openedAtStart: () => atStart.promise,
  }
  const handlers = createCanvasHandlers(context as unknown as HandlerContext)
  const openSample = (name: string | null) => {
    if (name !== null) documents.push(name)
    atStart.resolve()
  }
  return { list: () => handlers['canvas.documents']({}, caller), openSample }
}

it.each([['coffee'], [null]])('nothing is said to be open before what opens at the start is: %s', async (name) => {
  const { list, openSample } = setUp([])
  let listed: unknown = 'waiting'
  const asked = list().then((documents) => (listed = documents))
  await new Promise(setImmediate)
  expect(listed).toBe('waiting')
  openSample(name)
  await asked
  expect(listed).toEqual(name === null ? [] : [name])
})

it('what is open from before is there at once', async () => {
  expect(await setUp(['kite']).list()).toEqual(['kite'])
})

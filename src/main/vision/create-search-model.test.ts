import { expect, test } from 'vitest'
import { createSearchModel } from './create-search-model.ts'

function setUp(ids: readonly string[]) {
  const state = { ids, embedded: new Map<string, number>(), nowMs: 0, counted: 0 }
  const find = createSearchModel({
    models: async () => ({ models: state.ids.map((id) => ({ id })) }),
    counts: async (id) => {
      state.counted++
      return { embedded: state.embedded.get(id) ?? 0 }
    },
    nowMs: () => state.nowMs,
  })
  return { state, find: async () => (await find())?.id ?? null }
}

test('there may be no model, and a single one is taken without counting', async () => {
  const { state, find } = setUp([])
  expect(await find()).toBeNull()
  state.ids = ['clip']
  expect(await find()).toBe('clip')
  expect(state.counted).toBe(0)
})

test('after a change of the model, the old one answers until the new one has seen as many images', async () => {
  const { state, find } = setUp(['clip', 'siglip'])
  state.embedded.set('clip', 100)
  expect(await find()).toBe('clip')
  state.ids = ['siglip', 'clip']
  expect(await find()).toBe('clip')
  state.embedded.set('siglip', 99)
  state.nowMs += 5_000
  expect(await find()).toBe('clip')
  state.embedded.set('siglip', 100)
  // Counted every few seconds only.
  expect(await find()).toBe('clip')
  state.nowMs += 5_000
  expect(await find()).toBe('siglip')
})

test('a model that has caught up is not counted again', async () => {
  const { state, find } = setUp(['siglip', 'clip'])
  expect(await find()).toBe('siglip')
  const { counted } = state
  state.nowMs += 60_000
  expect(await find()).toBe('siglip')
  expect(state.counted).toBe(counted)
  // The model in use is uninstalled.
  state.ids = ['clip']
  expect(await find()).toBe('clip')
})

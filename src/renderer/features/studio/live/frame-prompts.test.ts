import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Style } from '../../../../shared/domain/prompts.ts'
import type { PromptsStore } from '../../../client/index.ts'
import { singleRun } from '../prompt/derive-runs.ts'
import { framePrompts } from './frame-prompts.ts'

const styles = [
  { id: 'ink', name: 'Ink', prompt: 'ink drawing of {prompt}', negativePrompt: 'photo' },
] as unknown as Style[]
const match = { provider: { id: 'local' }, card: { id: 'paper', prompt: 'required' } } as never

function storeWith(lists: ReadonlyMap<string, readonly string[]> = new Map()): PromptsStore {
  const empty = { styles: null, snippets: null, wildcards: null, lists: new Map(), history: null }
  const store = createStore<ReturnType<PromptsStore['store']['getState']>>(() => empty)
  return {
    store,
    want: async (collection) => {
      if (collection === 'styles') store.setState({ styles })
      if (collection === 'wildcards') store.setState({ lists })
    },
  }
}

const written = (prompt: string, negativePrompt = '', styleIds: readonly string[] = []) => ({
  prompts: { prompt, negativePrompt },
  form: { styleIds, runs: singleRun },
})

it('styles are applied to a frame as to a job', async () => {
  const prompts = await framePrompts(storeWith(), match, written('a kite', 'rain', ['ink']), 1)
  expect(prompts).toEqual({ prompt: 'ink drawing of a kite', negativePrompt: 'rain, photo' })
})

it('wildcards and choices are drawn by the seed: the same one gives the same words, others give others', async () => {
  const store = storeWith(new Map([['sky', ['dawn', 'noon', 'dusk', 'night']]]))
  const draw = (seed: number) => framePrompts(store, match, written('a {red|green|blue} kite at __sky__'), seed)
  const drawn = await Promise.all(Array.from({ length: 20 }, (_, seed) => draw(seed)))
  expect(await draw(7)).toEqual(drawn[7])
  for (const prompts of drawn) {
    expect(prompts).toMatchObject({
      prompt: expect.stringMatching(/^a (red|green|blue) kite at (dawn|noon|dusk|night)$/),
    })
  }
  expect(new Set(drawn.map((prompts) => JSON.stringify(prompts))).size).toBeGreaterThan(3)
})

it('a wildcard that does not exist is a problem, not a prompt', async () => {
  expect(await framePrompts(storeWith(), match, written('a kite at __nowhere__'), 1)).toEqual({
    problem: expect.any(String),
  })
})

it('of prompts by line the first is drawn', async () => {
  const { prompts } = written('a kite\na boat')
  const form = { styleIds: [], runs: { ...singleRun, isByLine: true } }
  expect(await framePrompts(storeWith(), match, { prompts, form }, 1)).toMatchObject({ prompt: 'a kite' })
})

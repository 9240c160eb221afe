import { describe, expect, it } from 'vitest'
import { buildAsset } from '../../../test/support/build-asset.ts'
import { createComparisons } from './comparisons.ts'
import { fakeAssets } from '../../../test/support/fake-assets.ts'

const drawn = buildAsset()
const imported = buildAsset()
const samples = [
  { ...drawn, recipe: { ...drawn.recipe, operation: 'generate', provider: 'openai', model: 'gpt-image-2' } },
  { ...imported, recipe: { ...imported.recipe, operation: 'import', provider: 'openai', model: 'sdxl' } },
] as const

function setUp() {
  const calls: { name: string; input: unknown }[] = []
  const comparisons = createComparisons({
    assets: fakeAssets({
      records: { load: async (ids) => samples.filter(({ id }) => ids.includes(id)) as never },
      files: { locate: () => Promise.reject(new TypeError('not here')) },
    }),
    imaging: { measureDifference: () => Promise.reject(new TypeError('not here')) },
    database: { call: (async (name: string, input: unknown) => void calls.push({ name, input })) as never },
    clock: { nowMs: () => 1_000 },
  })
  return { comparisons, calls }
}

describe('a vote', () => {
  it('counts for the model that made the image, and for no model when it was imported', async () => {
    const { comparisons, calls } = setUp()
    await comparisons.vote([{ winnerId: samples[0].id, loserId: samples[1].id, isTie: false }])
    expect(calls).toMatchObject([
      {
        name: 'votes.add',
        input: [{ winner: { provider: 'openai', model: 'gpt-image-2' }, loser: { provider: null, model: null } }],
      },
    ])
  })

  it('is refused for a missing image and for an image against itself', async () => {
    const { comparisons, calls } = setUp()
    const [{ id }] = samples
    const gone = buildAsset().id
    await expect(comparisons.vote([{ winnerId: id, loserId: gone, isTie: false }])).rejects.toMatchObject({
      code: 'storage/not-found',
    })
    await expect(comparisons.vote([{ winnerId: id, loserId: id, isTie: true }])).rejects.toMatchObject({
      code: 'request/invalid',
    })
    expect(calls).toEqual([])
  })
})

import { beforeEach, expect, test } from 'vitest'
import { createComparisons, type Comparisons } from '../../../src/main/compare/comparisons.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { buildAsset, fillRecipe } from '../../support/build-asset.ts'
import { withDatabase } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'
import { fakeAssets } from '../../support/fake-assets.ts'

const home = withHome()
let comparisons: Comparisons
let assets: Asset[]

const createAsset = (model: string, tags: string[] = []) => {
  const asset = buildAsset({ recipe: { ...fillRecipe, provider: 'fake', model } })
  return { ...asset, annotations: { ...asset.annotations, tags } } as unknown as Asset
}

const database = withDatabase(home)
beforeEach(() => {
  assets = [createAsset('one', ['Kites']), createAsset('other'), createAsset('one')]
  const fake = fakeAssets({
    records: { load: async (ids: readonly AssetId[]) => assets.filter(({ id }) => ids.includes(id)) },
    files: { locate: () => Promise.reject(new Error('no pixels here')) },
  })
  const imaging = { measureDifference: () => Promise.reject(new Error('no pixels here')) }
  comparisons = createComparisons({ assets: fake, imaging, database, clock: { nowMs: () => 1_000 } })
})

const judge = (winner: number, loser: number, isTie = false) => ({
  winnerId: assets[winner]!.id,
  loserId: assets[loser]!.id,
  isTie,
})

test('ranks models by votes, also per tag, and undoes a vote', async () => {
  let emitted = 0
  comparisons.onVoted(() => emitted++)
  await comparisons.vote([judge(0, 1), judge(0, 2)])
  const { voteId } = await comparisons.vote([judge(1, 2, true)])
  expect(await comparisons.ranking(null)).toMatchObject({
    comparisons: 2,
    others: 1,
    players: [
      { provider: 'fake', model: 'one', wins: 1, losses: 0, ties: 1, score: null },
      { provider: 'fake', model: 'other', wins: 0, losses: 1, ties: 1, score: null },
    ],
    tags: [{ name: 'Kites', count: 2 }],
  })
  expect(await comparisons.ranking('kites')).toMatchObject({ comparisons: 1, others: 1 })
  await comparisons.undoVote(voteId)
  expect((await comparisons.ranking(null)).comparisons).toBe(1)
  expect(emitted).toBe(3)
  await expect(comparisons.undoVote(voteId)).rejects.toMatchObject({ code: 'request/invalid' })
})

test('refuses a vote on a deleted image and keeps earlier votes', async () => {
  await comparisons.vote([judge(0, 1)])
  const vote = judge(0, 1)
  assets = []
  await expect(comparisons.vote([vote])).rejects.toMatchObject({ code: 'storage/not-found' })
  await expect(comparisons.vote([{ ...vote, loserId: vote.winnerId }])).rejects.toMatchObject({
    code: 'request/invalid',
  })
  expect((await comparisons.ranking(null)).comparisons).toBe(1)
})

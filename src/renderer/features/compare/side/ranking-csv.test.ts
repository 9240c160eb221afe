import { expect, it } from 'vitest'
import { rankingCsv } from './ranking-csv.ts'

it('writes one row per model, quotes fields that need it and escapes formulas', () => {
  const player = { provider: 'fake', model: 'a,b', score: 1512.34, plusMinus: 41.2, wins: 3, losses: 2, ties: 1 }
  const csv = rankingCsv(
    {
      players: [player, { ...player, model: null, score: null, plusMinus: null }],
      comparisons: 6,
      others: 0,
      tags: [],
    },
    ({ model }) => (model === null ? '=1+1' : 'A "model"'),
  )
  expect(csv.split('\r\n')).toEqual([
    'name,provider,model,score,plus_minus,wins,losses,ties',
    '"A ""model""",fake,"a,b",1512.3,41.2,3,2,1',
    "'=1+1,fake,,,,3,2,1",
  ])
})

import { expect, it } from 'vitest'
import { buildAsset } from '../../../../test/support/build-asset.ts'
import { buildJob } from '../../../../test/support/build-job.ts'
import { homePathsAt } from '../../platform/home-paths.ts'
import { toOutcome, type RunContext } from './generation-outcome.ts'

const asset = buildAsset()
const done = buildJob({ state: 'done', resultId: asset.id, isBilled: 'yes', estimateUsd: 0.05, costUsd: 0.04 })
const failed = buildJob({ state: 'failed', isBilled: 'no', estimateUsd: 0.05, costUsd: null })

const run = {
  services: { assets: { records: { require: () => Promise.resolve(asset) } } },
  context: { paths: homePathsAt('/home'), workingFolder: '/', signal: new AbortController().signal },
  folder: undefined,
  delivery: 'filepath',
} as unknown as RunContext

it.each([
  ['all are known', [done, done], { cost: 0.08, billed: 'yes' }, '$0.080'],
  ['one was not billed', [failed, done], { cost: 0.04, billed: 'yes' }, '$0.040'],
  [
    'one may have been billed',
    [done, { ...failed, isBilled: 'unknown' }],
    { cost: null, billed: 'unknown' },
    'about $0.100',
  ],
  [
    'a price is unknown',
    [done, { ...done, estimateUsd: null, costUsd: null }],
    { cost: null, billed: 'yes' },
    'price unknown',
  ],
] as const)('says what images have cost where %s', async (_when, jobs, facts, words) => {
  const { report, lines } = await toOutcome(jobs, run)
  expect(report).toMatchObject(facts)
  expect(lines.at(-1)).toContain(` · ${words} · `)
})

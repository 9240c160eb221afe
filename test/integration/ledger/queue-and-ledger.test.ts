import * as fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { createLedger, type Ledger } from '../../../src/main/ledger/index.ts'
import type { PriceRule } from '../../../src/shared/domain/model-card.ts'
import type { Caps } from '../../../src/shared/domain/ledger.ts'
import { failureOf } from '../../support/failure-of.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { fakeCard } from '../../support/fake-providers.ts'
import { done, fault, requestOf, withGenerationStudio } from '../../support/generation-studio.ts'
import { withDatabase } from '../../support/open-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { withHome } from '../../support/temporary-home.ts'

const studio = withGenerationStudio()
const everything = { sinceDay: null, untilDay: null, limit: 100 }
const home = withHome()
let ledger: Ledger
let caps: Caps

const database = withDatabase(home)
beforeEach(() => {
  caps = { perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'ask' }
  ledger = createLedger({
    database,
    caps: () => caps,
    clock: createFakeClock(),
    logger: createRecordingLogger(),
    startedBy: 'window',
  })
})

const cents = (usd: number): PriceRule => ({
  per: 'image',
  asOf: '2026-11-01',
  isSure: true,
  rows: [{ quality: null, maxPixels: null, usd }],
})

it('books exactly the estimate shown, for any price and number of calls', async () => {
  const usd = fc.integer({ min: 0, max: 500_000 }).map((micro) => micro / 1e6)
  const megapixel = fc.record({ firstUsd: usd, nextUsd: usd, inputUsd: usd })
  const price = fc.oneof(
    usd.map(cents),
    megapixel.map((each): PriceRule => ({ per: 'megapixel', asOf: '2026-11-01', isSure: true, ...each })),
    fc.constant<PriceRule>({ per: 'unknown', note: 'By the second.' }),
    fc.constant<PriceRule>({ per: 'free' }),
  )
  const count = fc.integer({ min: 1, max: 4 })
  let known = 0
  await fc.assert(
    fc.asyncProperty(price, count, count, async (rule, n, imagesPerCall) => {
      const { openai, providers, generate, ended, jobs } = studio.open({ ledger: ledger, admitter: ledger })
      openai.card = fakeCard('openai-1', { price: rule, imagesPerCall })
      openai.submits = [async (_options, input) => done(Array.from({ length: input.n }, (_, k) => `image ${k}`))]
      const { plan } = await providers.manager.prepare(requestOf({ n }), null)
      const ids = await generate({ n })
      for (const job of await ended(ids)) expect(job.state).toBe('done')
      await jobs.dispose()
      const all = (await ledger.list(everything)).entries
      const entries = all.slice(0, all.length - known)
      known = all.length
      expect(entries).toHaveLength(Math.ceil(n / imagesPerCall))
      expect(entries.reduce((sum, { pictures: images }) => sum + images, 0)).toBe(n)
      for (const { estimateAsOf } of entries) expect(estimateAsOf).toBe(plan.estimate.asOf)
      const booked = entries.map(({ estimateUsd }) => estimateUsd)
      if (plan.estimate.usd === null) expect(new Set(booked)).toEqual(new Set([null]))
      else expect(booked.reduce<number>((sum, each) => sum + (each ?? Number.NaN), 0)).toBeCloseTo(plan.estimate.usd, 9)
    }),
    { numRuns: 20 },
  )
})

it('refuses a run beyond a limit completely: nothing is queued, sent, or booked', async () => {
  caps = { ...caps, perDayUsd: 0.1 }
  const { openai, jobs } = studio.open({ ledger: ledger, admitter: ledger })
  openai.card = fakeCard('openai-1', { price: cents(0.06) })
  expect((await failureOf(jobs.generate(requestOf({ n: 2 })))).code).toBe('money/needs-approval')
  expect(await jobs.list(null)).toEqual([])
  expect(openai.seen.submitted).toEqual([])
  expect((await ledger.list(everything)).entries).toEqual([])
})

it('concurrent runs share a limit', async () => {
  caps = { ...caps, perDayUsd: 0.2, onOver: 'stop' }
  const { openai, jobs, ended } = studio.open({ ledger: ledger, admitter: ledger })
  openai.card = fakeCard('openai-1', { price: cents(0.06) })
  openai.submits = [done(['an image'])]
  const runs = Array.from({ length: 8 }, () => jobs.generate(requestOf()))
  const admitted = (await Promise.allSettled(runs)).flatMap((each) =>
    each.status === 'fulfilled' ? each.value.ids : [],
  )
  await ended(admitted)
  await jobs.dispose()
  const { today } = await ledger.totals()
  expect(today.usd + today.perhapsUsd).toBeLessThanOrEqual(0.2)
  expect(admitted).toHaveLength(3)
})

it('records both the failed attempt and its fallback in the ledger', async () => {
  const { openai, providers, generate, ended, jobs } = studio.open({ ledger: ledger, admitter: ledger })
  providers.fallbackOrder = [{ provider: 'bfl', model: 'bfl-1' }]
  openai.submits = [fault('provider/unavailable', 'no')]
  providers.service('bfl').submits = [done(['from bfl'], { costUsd: 0.031 })]
  await ended(await generate())
  // An attempt is closed shortly after its image arrives.
  await jobs.dispose()
  expect((await ledger.list(everything)).entries).toMatchObject([
    { provider: 'bfl', outcome: 'done', billed: 'yes', realUsd: 0.031, picturesCame: 1 },
    { provider: 'openai', outcome: 'failed', billed: 'no', picturesCame: 0 },
  ])
})

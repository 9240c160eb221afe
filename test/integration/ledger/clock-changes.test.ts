import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { Database } from '../../../src/main/database/index.ts'
import { createLedger, type Ledger } from '../../../src/main/ledger/index.ts'
import type { Caps } from '../../../src/shared/domain/ledger.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { attemptEnd, newAttempt } from '../../support/ledger-attempts.ts'
import { openTestDatabase } from '../../support/open-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { withHome } from '../../support/temporary-home.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const caps: Caps = { perRunUsd: null, perDayUsd: 1, perMonthUsd: 4, onOver: 'stop' }
const zone = process.env['TZ']
/** Both hemispheres, half an hour of summer time, and the two sides of the date line. */
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Pago_Pago',
  'America/Santiago',
  'Asia/Kathmandu',
] as const
/** Around changes of the clocks, the leap day, the new year, and the day that Apia never had. */
const moments = [
  '2026-03-29T00:30:00Z',
  '2026-10-25T00:30:00Z',
  '2026-03-08T06:30:00Z',
  '2026-04-04T14:45:00Z',
  '2026-10-03T15:15:00Z',
  '2028-02-28T23:50:00Z',
  '2026-12-31T22:50:00Z',
  '2011-12-30T09:50:00Z',
].map((text) => Date.parse(text))

const home = withHome()
let database: Database
let clock: FakeClock
let ledger: Ledger

afterEach(async () => {
  await database.dispose()
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

function open(file: string, startMs: number): void {
  database = openTestDatabase(file)
  clock = createFakeClock(startMs)
  ledger = createLedger({ database, caps: () => caps, clock, logger: createRecordingLogger(), startedBy: 'window' })
}

/** Sends a request if the limits allow it, as the queue does. Returns whether it did. */
async function trySpend(usd: number): Promise<boolean> {
  const release = await ledger.admit({ runId: null, estimates: [usd] }).catch(() => null)
  if (release === null) return false
  const id = await ledger.open(newAttempt({ atMs: clock.nowMs(), estimateUsd: usd }))
  await release()
  await ledger.close(id, attemptEnd({ endedAtMs: clock.nowMs(), realUsd: usd }))
  return true
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('spend' as const), cents: fc.integer({ min: 5, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: dayMs }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('set' as const),
      ms: fc.integer({ min: -400 * dayMs, max: 400 * dayMs }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('step' as const), ms: fc.integer({ min: -5_000, max: 5_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('travel' as const), to: fc.constantFrom(...zones) }) },
)

test('whatever the clock and the traveler do, no day and no month costs more than its limit', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...moments), fc.array(step, { maxLength: 30 }), async (startMs, steps) => {
      open(`${home.paths.databaseFile}-${(run += 1)}`, startMs)
      try {
        for (const each of steps) {
          if (each.type === 'spend') await trySpend(each.cents / 100)
          else if (each.type === 'travel') process.env['TZ'] = each.to
          else if (each.type === 'pass') clock.advance(each.ms)
          else clock.jump(each.ms)
        }
        const days = await ledger.spend({ sinceDay: null, untilDay: null, by: 'day' })
        const months = new Map<string, number>()
        for (const { key, usd } of days) {
          expect(usd, key).toBeLessThanOrEqual(caps.perDayUsd! + 1e-9)
          expect(key).toMatch(/^\d{4}-\d\d-\d\d$/)
          months.set(key.slice(0, 7), (months.get(key.slice(0, 7)) ?? 0) + usd)
        }
        for (const [month, usd] of months) expect(usd, month).toBeLessThanOrEqual(caps.perMonthUsd! + 1e-9)
      } finally {
        await database.dispose()
      }
    }),
    { numRuns: 25 },
  )
})

test('money that a killed program had reserved is free again within minutes, also after the clock was set back', async () => {
  open(home.paths.databaseFile, Date.parse('2026-11-20T12:00:00Z'))
  await ledger.admit({ runId: null, estimates: [0.9] })
  // Killed here: nobody releases it.
  clock.jump(-30 * minuteMs)
  expect(await trySpend(0.5)).toBe(false)
  clock.advance(3 * minuteMs)
  expect(await trySpend(0.5)).toBe(true)
})

test('every zone has its day, and its month, at a change of the clocks', async () => {
  for (const name of zones) {
    process.env['TZ'] = name
    open(`${home.paths.databaseFile}-${name.replace('/', '-')}`, 0)
    for (const atMs of moments.toSorted((a, b) => a - b)) {
      clock.set(atMs - 2 * 3_600_000)
      for (let quarter = 0; quarter < 20; quarter += 1) {
        const { today, month } = await ledger.totals()
        const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: name }).format(clock.nowMs())
        expect([today.key, month.key], name).toEqual([parts, parts.slice(0, 7)])
        clock.advance(15 * minuteMs)
      }
    }
    await database.dispose()
  }
})

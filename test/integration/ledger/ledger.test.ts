import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../../src/main/database/index.ts'
import { createLedger, type Ledger } from '../../../src/main/ledger/index.ts'
import type { OverLimit } from '../../../src/main/jobs/attempt-ledger.ts'
import type { AttemptEnd, Caps, NewAttempt } from '../../../src/shared/domain/ledger.ts'
import { buildJob } from '../../support/build-job.ts'
import { attemptEnd, newAttempt } from '../../support/ledger-attempts.ts'
import { failureOf } from '../../support/failure-of.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { openTestDatabase, withDatabase } from '../../support/open-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { withHome } from '../../support/temporary-home.ts'

const noCaps: Caps = { perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'ask' }
const whole = { sinceDay: null, untilDay: null }
const pageOf = { ...whole, limit: 100 }
const home = withHome()
let clock: FakeClock
let caps: Caps | null
let ledger: Ledger
const zone = process.env['TZ']

const database = withDatabase(home)
beforeEach(() => {
  clock = createFakeClock()
  caps = noCaps
  ledger = ledgerOn(database)
})
afterEach(async () => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

function ledgerOn(on: Pick<Database, 'call'>, logger = createRecordingLogger()): Ledger {
  return createLedger({ database: on, caps: () => caps, clock, logger, startedBy: 'window' })
}

const attempt = (changes: Partial<NewAttempt> = {}) => newAttempt({ atMs: clock.nowMs(), ...changes })
const end = (changes: Partial<AttemptEnd> = {}) => attemptEnd({ endedAtMs: clock.nowMs() + 5_000, ...changes })

function run(
  estimates: (number | null)[],
  changes: { runId?: string; approve?: (over: OverLimit) => Promise<boolean> } = {},
) {
  return { runId: null, estimates, ...changes }
}

const agree = () => Promise.resolve(true)

async function spend(changes: Partial<NewAttempt>, ending: Partial<AttemptEnd> = {}): Promise<void> {
  await ledger.close(await ledger.open(attempt(changes)), end(ending))
}

describe('an attempt', () => {
  it('is recorded before anything is sent, and completed when it ends', async () => {
    let changeCount = 0
    ledger.onChanged(() => changeCount++)
    const id = await ledger.open(attempt({ runId: 'run-1', pictures: 2 }))
    const [opened] = (await ledger.list(pageOf)).entries
    expect(opened).toMatchObject({ id, outcome: 'under-way', billed: 'unknown', endedAtMs: null, startedBy: 'window' })
    expect((await ledger.totals()).today).toMatchObject({ usd: 0, perhapsUsd: 0.04, attempts: 1, pictures: 0 })
    await ledger.note(id, { handle: 'task-7' })
    await ledger.close(
      id,
      end({ realUsd: 0.0315, usage: { output_tokens: 790 }, requestId: 'req-1', handle: 'task-7' }),
    )
    expect((await ledger.list(pageOf)).entries).toEqual([
      {
        ...attempt({ runId: 'run-1', pictures: 2 }),
        ...end({ realUsd: 0.0315, usage: { output_tokens: 790 }, requestId: 'req-1', handle: 'task-7' }),
        id,
        startedBy: 'window',
      },
    ])
    expect((await ledger.totals()).month).toMatchObject({ key: '2026-11', usd: 0.0315, perhapsUsd: 0, pictures: 1 })
    expect(changeCount).toBe(3)
  })

  it('ends once: later changes are ignored', async () => {
    const id = await ledger.open(attempt())
    await ledger.close(id, end({ outcome: 'refused', billed: 'no', picturesCame: 0, words: 'Not that.' }))
    await ledger.close(id, end())
    await ledger.note(id, { handle: 'late' })
    const [entry] = (await ledger.list(pageOf)).entries
    expect(entry).toMatchObject({ outcome: 'refused', billed: 'no', words: 'Not that.', handle: null })
  })

  it('of an ended program is lost and may have been billed, until its image arrives', async () => {
    const stray = await ledger.open(attempt({ callId: 'stray' }))
    const keptAttempt = await ledger.open(attempt({ callId: 'kept' }))
    await database.call('jobs.save', { job: buildJob({ callId: 'kept', state: 'running' }) })
    await ledger.recover()
    expect(await ledger.findOpen('stray')).toBeNull()
    expect(await ledger.findOpen('kept')).toBe(keptAttempt)
    const lost = (await ledger.list({ ...pageOf, outcome: 'lost' })).entries
    expect(lost).toMatchObject([
      { id: stray, billed: 'unknown', words: expect.stringContaining('may have been billed') },
    ])
    await ledger.close(stray, end({ realUsd: 0.05 }))
    expect((await ledger.list({ ...pageOf, outcome: 'done' })).entries).toMatchObject([{ id: stray, realUsd: 0.05 }])
  })

  it('logs write errors on closing instead of failing the job', async () => {
    const logger = createRecordingLogger()
    const broken = ledgerOn({ call: () => Promise.reject(new Error('disk full')) }, logger)
    await broken.close(1, end())
    await broken.note(1, { handle: 'x' })
    expect(logger.entries.map(({ event }) => event)).toEqual(['ledger.not-saved', 'ledger.not-saved'])
    await expect(broken.open(attempt())).rejects.toThrow('disk full')
  })

  it('logs write errors at the start and after a run, which hold nothing back', async () => {
    const logger = createRecordingLogger()
    const failing = new Set(['ledger.markLost', 'ledger.release'])
    const call: Database['call'] = (name, input) =>
      failing.has(name) ? Promise.reject(new Error('disk full')) : database.call(name, input)
    const broken = ledgerOn({ call }, logger)
    await broken.recover()
    caps = { ...noCaps, perRunUsd: 1 }
    const release = await broken.admit(run([0.2]))
    await release()
    expect(logger.entries.map(({ event }) => event)).toEqual(['ledger.not-recovered', 'ledger.not-released'])
  })

  it('counts actual costs, possible costs, and unknown prices separately', async () => {
    await spend({ provider: 'bfl', model: 'flux' }, { realUsd: 0.05 })
    await spend({ provider: 'bfl', model: 'flux', estimateUsd: null })
    await spend({ provider: 'bfl', model: 'klein' }, { billed: 'unknown', outcome: 'failed', picturesCame: 0 })
    await spend({}, { billed: 'no', outcome: 'refused', picturesCame: 0 })
    expect(await ledger.spend({ ...whole, by: 'model' })).toEqual([
      { key: 'bfl/flux', usd: 0.05, perhapsUsd: 0, unpriced: 1, attempts: 2, pictures: 2 },
      { key: 'bfl/klein', usd: 0, perhapsUsd: 0.04, unpriced: 0, attempts: 1, pictures: 0 },
      { key: 'openai/gpt-image-1', usd: 0, perhapsUsd: 0, unpriced: 0, attempts: 1, pictures: 0 },
    ])
  })
})

describe('days', () => {
  /** Clocks go back in Berlin at 1:00 UTC on 25 October 2026, and forward on 28 March 2027: days of 25 and 23 hours. */
  it.each([
    ['Europe/Berlin', '2026-10-24T22:30:00Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T22:59:00Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T23:01:00Z', '2026-10-26'],
    ['Europe/Berlin', '2027-03-27T23:30:00Z', '2027-03-28'],
    ['Europe/Berlin', '2027-03-28T21:59:00Z', '2027-03-28'],
    ['Europe/Berlin', '2027-03-28T22:01:00Z', '2027-03-29'],
    ['America/Los_Angeles', '2026-11-01T06:59:00Z', '2026-10-31'],
    ['Pacific/Kiritimati', '2026-10-31T10:00:00Z', '2026-11-01'],
  ])('follow local time: %s, %s is %s', async (timeZone, time, day) => {
    process.env['TZ'] = timeZone
    clock.set(Date.parse(time))
    await spend({ atMs: clock.nowMs() })
    expect((await ledger.spend({ ...whole, by: 'day' })).map(({ key }) => key)).toEqual([day])
    const { today, month } = await ledger.totals()
    expect([today.key, today.usd, month.key, month.usd]).toEqual([day, 0.04, day.slice(0, 7), 0.04])
    expect((await ledger.list({ sinceDay: day, untilDay: day, limit: 5 })).entries).toHaveLength(1)
  })

  it('start at midnight, and months on the first', async () => {
    process.env['TZ'] = 'Europe/Berlin'
    clock.set(Date.parse('2026-11-30T22:59:59Z'))
    await spend({ atMs: clock.nowMs() })
    clock.advance(1_000)
    const { today, month } = await ledger.totals()
    expect([today.key, today.usd, month.key, month.usd]).toEqual(['2026-12-01', 0, '2026-12', 0])
  })
})

describe('limits', () => {
  it('allow everything when none is set or the request is free', async () => {
    expect(await ledger.check([999, null])).toEqual({ type: 'fine', reasons: [] })
    caps = { ...noCaps, perDayUsd: 0.01 }
    await spend({ estimateUsd: 1 })
    expect(await ledger.check([0, 0])).toEqual({ type: 'fine', reasons: [] })
  })

  it('report the limit, the amount spent, and the additional cost', async () => {
    caps = { ...noCaps, perDayUsd: 1 }
    await spend({ estimateUsd: 0.5 })
    await spend({ estimateUsd: 0.2 }, { billed: 'unknown', outcome: 'failed' })
    await database.call('jobs.save', { job: buildJob({ callId: 'queued', estimateUsd: 0.1 }) })
    expect(await ledger.check([0.2])).toEqual({ type: 'fine', reasons: [] })
    expect(await ledger.check([0.2, 0.05])).toEqual({
      type: 'ask',
      reasons: [
        'Your limit per day is $1.00. Today $0.50 has been spent, $0.20 is in progress or may have been billed, and ' +
          '$0.10 is waiting in the queue. This would add $0.25, for a total of $1.05.',
      ],
    })
  })

  it('ask for approval, or refuse when set to stop', async () => {
    caps = { ...noCaps, perRunUsd: 0.1 }
    const refused = await failureOf(ledger.admit(run([0.2])))
    expect(refused.code).toBe('money/needs-approval')
    expect(refused.message).toContain('Your limit for one run is $0.10. This would cost $0.20. Nothing was sent.')
    await (
      await ledger.admit(run([0.2], { approve: agree }))
    )()
    const approvals: OverLimit[] = []
    const decline = (over: OverLimit) => Promise.resolve(approvals.push(over) === 0)
    expect((await failureOf(ledger.admit(run([0.2], { approve: decline })))).code).toBe('request/cancelled')
    const reasons = ['Your limit for one run is $0.10. This would cost $0.20.']
    expect(approvals).toEqual([{ usd: 0.2, unpriced: 0, reasons }])
    // No approval is requested below the limit.
    await (
      await ledger.admit(run([0.1], { approve: decline }))
    )()
    expect(approvals).toHaveLength(1)
    const tighten = () => {
      caps = { ...noCaps, perRunUsd: 0.1, onOver: 'stop' }
      return agree()
    }
    expect((await failureOf(ledger.admit(run([0.2], { approve: tighten })))).code).toBe('money/over-cap')
    const stopped = await failureOf(ledger.admit(run([0.2], { approve: agree })))
    expect(stopped.code).toBe('money/over-cap')
  })

  it('stop every request that may cost something when unreadable', async () => {
    caps = null
    expect(await ledger.check([0, 0])).toEqual({ type: 'fine', reasons: [] })
    await (
      await ledger.admit(run([0]))
    )()
    for (const estimates of [[0.01], [0, null]]) {
      expect(await ledger.check(estimates)).toEqual({
        type: 'stop',
        reasons: [
          'Your spending limits could not be read, so paid requests are stopped. Set them again in Settings › Money.',
        ],
      })
      expect((await failureOf(ledger.admit(run(estimates, { approve: agree })))).code).toBe('money/limits-unreadable')
    }
  })

  it('require approval for an unknown price', async () => {
    caps = { ...noCaps, perMonthUsd: 100 }
    expect(await ledger.check([0.01, null])).toEqual({
      type: 'ask',
      reasons: ['The price of this request is unknown, so your limits cannot be checked.'],
    })
    expect((await failureOf(ledger.admit(run([null])))).code).toBe('money/needs-approval')
    expect((await failureOf(ledger.admit(run([null, null])))).message).toContain('2')
    await (
      await ledger.admit(run([null], { approve: agree }))
    )()
    caps = { ...noCaps, perMonthUsd: 100, onOver: 'stop' }
    expect((await failureOf(ledger.admit(run([null], { approve: agree })))).code).toBe('money/over-cap')
  })

  it('include an admitted run until its jobs are queued', async () => {
    caps = { ...noCaps, perDayUsd: 1 }
    const release = await ledger.admit(run([0.6]))
    expect((await ledger.check([0.6])).type).toBe('ask')
    await database.call('jobs.save', { job: buildJob({ callId: 'first', estimateUsd: 0.6 }) })
    await release()
    expect((await ledger.check([0.6])).type).toBe('ask')
    expect((await ledger.check([0.4])).type).toBe('fine')
    // Canceled before it was sent: no money is held any more.
    await database.call('jobs.save', { job: buildJob({ callId: 'first', estimateUsd: 0.6, state: 'cancelled' }) })
    await database.call('jobs.save', {
      job: { ...(await database.call('jobs.unfinished', null))[0]!, state: 'cancelled' },
    })
    expect((await ledger.check([1])).type).toBe('fine')
  })

  it('count a call once while it is sent, as a job or as an attempt', async () => {
    caps = { ...noCaps, perDayUsd: 1 }
    const job = buildJob({ callId: 'one', estimateUsd: 0.6 })
    await database.call('jobs.save', { job })
    await ledger.open(attempt({ callId: 'one', estimateUsd: 0.6 }))
    await database.call('jobs.save', { job: { ...job, state: 'running' } })
    expect((await ledger.check([0.4])).type).toBe('fine')
    expect((await ledger.check([0.41])).type).toBe('ask')
  })

  it('count a call again when it waits for a retry', async () => {
    caps = { ...noCaps, perDayUsd: 1 }
    await database.call('jobs.save', { job: buildJob({ callId: 'one', estimateUsd: 0.6 }) })
    await spend({ callId: 'one', estimateUsd: 0.6 }, { outcome: 'failed', billed: 'no', picturesCame: 0 })
    expect((await ledger.check([0.41])).type).toBe('ask')
  })

  it('per run apply to all requests of the run together', async () => {
    caps = { ...noCaps, perRunUsd: 1 }
    await ledger.admit(run([0.6], { runId: 'a' }))
    await ledger.admit(run([0.6], { runId: 'b' }))
    expect((await failureOf(ledger.admit(run([0.6], { runId: 'a' })))).code).toBe('money/needs-approval')
    await spend({ runId: 'c', estimateUsd: 0.9 })
    expect((await failureOf(ledger.admit(run([0.2], { runId: 'c' })))).message).toContain('In this run $0.90')
  })

  it('release money held by an ended program after two minutes', async () => {
    caps = { ...noCaps, perDayUsd: 1 }
    await ledger.admit(run([1]))
    clock.advance(119_000)
    expect((await ledger.check([0.5])).type).toBe('ask')
    clock.advance(2_000)
    expect((await ledger.check([0.5])).type).toBe('fine')
  })

  it('admit only as many concurrent requests as fit, across programs', async () => {
    caps = { ...noCaps, perDayUsd: 1, onOver: 'stop' }
    const secondProgram = openTestDatabase(home.paths.databaseFile)
    const ledgers = [ledger, ledgerOn(secondProgram)]
    const admissions = Array.from({ length: 24 }, (_, n) => ledgers[n % 2]!.admit(run([0.15])))
    const ends = await Promise.allSettled(admissions)
    await secondProgram.dispose()
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
  })
})

describe('the sums', () => {
  it('equal the attempts in every state', async () => {
    const money = fc.option(fc.integer({ min: 0, max: 5_000_000 }).map((micro) => micro / 1e6))
    const anyAttempt = fc.record({
      provider: fc.constantFrom('openai', 'bfl', 'gemini'),
      model: fc.constantFrom('a', 'b'),
      day: fc.integer({ min: 0, max: 3 }),
      estimateUsd: money,
      realUsd: money,
      billed: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
      isClosed: fc.boolean(),
    })
    const startMs = clock.nowMs()
    const all: { usd: number; perhaps: number }[] = []
    await fc.assert(
      fc.asyncProperty(fc.array(anyAttempt, { maxLength: 20 }), async (attempts) => {
        for (const { day, realUsd, billed, isClosed, ...changes } of attempts) {
          const id = await ledger.open(attempt({ ...changes, atMs: startMs - day * 86_400_000 }))
          if (isClosed) await ledger.close(id, end({ realUsd, billed }))
          const cost = (isClosed ? realUsd : null) ?? changes.estimateUsd ?? 0
          const isBilled = isClosed ? billed : 'unknown'
          all.push({ usd: isBilled === 'yes' ? cost : 0, perhaps: isBilled === 'unknown' ? cost : 0 })
        }
        for (const by of ['day', 'provider', 'model'] as const) {
          const rows = await ledger.spend({ ...whole, by })
          const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((to, row) => to + pick(row), 0)
          expect(sum(({ usd }) => usd)).toBeCloseTo(
            all.reduce((to, { usd }) => to + usd, 0),
            5,
          )
          expect(sum(({ perhapsUsd }) => perhapsUsd)).toBeCloseTo(
            all.reduce((to, { perhaps }) => to + perhaps, 0),
            5,
          )
          expect(sum(({ attempts: count }) => count)).toBe(all.length)
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('the CSV file', () => {
  it('contains every entry of the period, newest first, with formulas escaped', async () => {
    await spend({ model: '=HYPERLINK("http://x","y")', estimateUsd: 0.0000004 }, { requestId: 'a,b "c"\nd' })
    clock.advance(86_400_000)
    await spend({ atMs: clock.nowMs(), model: 'flux é', provider: 'bfl' }, { realUsd: 0.05, requestId: '-1+2' })
    const path = join(home.paths.root, 'money.csv')
    expect(await ledger.writeCsv(path, whole)).toBe(2)
    expect(await readFile(path, 'utf8')).toBe(
      [
        'time,provider,model,operation,outcome,billed,estimate_usd,real_usd,request_id',
        `2026-11-21T12:00:00.000Z,bfl,flux é,generate,done,yes,0.04,0.05,'-1+2`,
        `2026-11-20T12:00:00.000Z,openai,"'=HYPERLINK(""http://x"",""y"")",generate,done,yes,0.0000004,,"a,b ""c""\nd"`,
        '',
      ].join('\r\n'),
    )
    expect(await ledger.writeCsv(path, { sinceDay: '2026-11-21', untilDay: null })).toBe(1)
  })

  it('is complete when it takes several pages', async () => {
    for (let n = 0; n < 1_050; n++) await database.call('ledger.open', { row: rowOf(n) })
    const path = join(home.paths.root, 'long.csv')
    expect(await ledger.writeCsv(path, whole)).toBe(1_050)
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\r\n')
    expect(lines).toHaveLength(1_051)
    expect(new Set(lines).size).toBe(1_051)
  })
})

const rowOf = (n: number) => ({
  ...attempt({ atMs: clock.nowMs() + n }),
  day: '2026-11-20',
  startedBy: 'window' as const,
})

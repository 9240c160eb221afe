import type { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { addDays } from '../../../src/shared/util/local-day.ts'
import { ledgerLastDay, ledgerRows, openFilledLedger } from '../../support/filled-ledger.ts'
import { plansOf } from '../../support/query-plans.ts'

const whole = { sinceDay: null, untilDay: null }
const recent = { sinceDay: addDays(ledgerLastDay, -29), untilDay: ledgerLastDay }
let db: DatabaseSync

beforeAll(() => {
  db = openFilledLedger()
})
afterAll(() => db.close())

const committed = {
  runId: 'run-q',
  day: ledgerLastDay,
  firstOfMonth: '2026-11-01',
  lastOfMonth: '2026-11-30',
  nowMs: 1,
}
const list = (more: object = {}) => ({ ...whole, limit: 101, ...more })
const plans: [string, () => string[]][] = [
  ['the list', () => plansOf(db, 'ledger.list', list())],
  ['the next page of the list', () => plansOf(db, 'ledger.list', list({ before: 50_000 }))],
  ['the list of one model', () => plansOf(db, 'ledger.list', list({ provider: 'fal', model: 'fal-0' }))],
  ['the list of refused requests', () => plansOf(db, 'ledger.list', list({ outcome: 'refused', billed: 'no' }))],
  ['the list of a month', () => plansOf(db, 'ledger.list', list(recent))],
  ['the total', () => plansOf(db, 'ledger.total', { key: 'all', ...whole })],
  ['spend by day', () => plansOf(db, 'ledger.spend', { ...recent, by: 'day' })],
  ['the total of a month', () => plansOf(db, 'ledger.total', { key: 'all', ...recent })],
  ['committed money', () => plansOf(db, 'ledger.committed', committed)],
  ['money of agents', () => plansOf(db, 'agentHolds.today', { day: '2026-11-20', nowMs: 1 })],
  ['attempts of an ended program', () => plansOf(db, 'ledger.markLost', { atMs: 1, message: 'Lost.' })],
  ['an open attempt of a call', () => plansOf(db, 'ledger.findOpen', { callId: 'call-7' })],
]

describe('ledger queries', () => {
  it.each(plans)('%s uses an index and does not sort', (_what, explain) => {
    const steps = explain()
    expect(steps.length).toBeGreaterThan(0)
    // Holds are a handful of rows of the last two minutes.
    const scans = steps.filter(
      (step) => /^SCAN (?!ledger_holds|agent_holds|\(subquery)/.test(step) && !/USING .*INDEX/.test(step),
    )
    expect(scans).toEqual([])
    expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([])
  })

  it('sum up by provider and model from the index alone', () => {
    for (const by of ['provider', 'model'] as const) {
      expect(plansOf(db, 'ledger.spend', { ...whole, by })).toContainEqual(
        expect.stringContaining('USING COVERING INDEX ledger_models'),
      )
    }
  })

  const { 'ledger.list': runList, 'ledger.spend': runSpend } = allOperations
  it('agree with each other to the millionth of a dollar', () => {
    const total = allOperations['ledger.total'].run(db, { key: 'all', ...whole })
    for (const by of ['day', 'provider', 'model'] as const) {
      const parts = runSpend.run(db, { ...whole, by })
      for (const name of ['usd', 'perhapsUsd', 'unpriced', 'attempts', 'pictures'] as const) {
        expect(parts.reduce((sum, part) => sum + part[name], 0)).toBeCloseTo(total[name], 6)
      }
    }
    expect(total.attempts).toBe(ledgerRows)
  })

  it('return every entry once, page by page, newest first', () => {
    const seen: number[] = []
    let beforeId: number | null = null
    for (;;) {
      const page = runList.run(db, { ...recent, provider: 'fal', before: beforeId, limit: 300 })
      if (page.length === 0) break
      seen.push(...page.map(({ id }) => id))
      beforeId = page.at(-1)!.id
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(seen.toSorted((a, b) => b - a))
    const [fal] = runSpend.run(db, { ...recent, by: 'provider' }).filter(({ key }) => key === 'fal')
    expect(seen).toHaveLength(fal!.attempts)
  })

  it('cannot delete an entry', () => {
    expect(() => db.exec('DELETE FROM ledger WHERE id = 1')).toThrow('never deleted')
  })
})

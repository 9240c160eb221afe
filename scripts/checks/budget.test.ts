import { describe, expect, it } from 'vitest'
import { readBudgets, startsText, usedText } from './budget.mjs'
import { runs } from './steps.mjs'

describe('what was used', () => {
  it('stands beside what is kept and wanted', () => {
    const budget = { minutes: { kept: 12.5, goal: 15 }, processorSeconds: { kept: null, goal: 1_600 } }
    const text = usedText({ minutes: 13.04, processorSeconds: 1_499.6 }, budget).replace(/ +/g, ' ')
    expect(text).toBe(' 13.0 min (kept: 12.5, goal: 15) 1500 s of processor time (kept: not measured, goal: 1600)')
  })
  it('says how often the program was started, where that is kept', () => {
    const budget = { minutes: { kept: 1 }, processorSeconds: { kept: 1 }, starts: { kept: 90, goal: 120 } }
    expect(startsText('.'.repeat(96) + 'c', budget).map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
      'starts of the program 97 (kept: 90, goal: 120)',
      '1 of them again, as Chromium crashed before Atelier ran (test/support/run-built-program.ts)',
    ])
    expect(startsText('...', { minutes: { kept: 1 }, processorSeconds: { kept: 1 } })).toEqual([])
  })
  it('is unknown where the system does not say, never zero', () => {
    expect(usedText({ minutes: 1, processorSeconds: null }, undefined)).toBe('  1.0 min  unknown s of processor time')
  })
})

describe('the budget', () => {
  const { runs: kept, steps } = readBudgets()
  it('has each step of `npm test` and no other', () => {
    expect(Object.keys(steps).toSorted()).toEqual(runs['npm test'].map(({ name }) => name).toSorted())
  })
  it('has the commands that are run again and again', () => {
    expect(Object.keys(kept)).toEqual(['npm run check', 'npm test'])
  })
})

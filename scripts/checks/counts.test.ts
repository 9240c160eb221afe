import { describe, expect, it } from 'vitest'
import { playwrightCounts, vitestCounts } from './counts.mjs'

describe('vitestCounts', () => {
  it('takes the runner at its word', () => {
    expect(vitestCounts({ numPassedTests: 7, numFailedTests: 2 }, 1)).toEqual({ passed: 7, failed: 2 })
  })
  it('counts a skipped test as failed', () => {
    expect(vitestCounts({ numPassedTests: 7, numPendingTests: 1 }, 0)).toEqual({ passed: 7, failed: 1 })
  })
  it('counts a run without a report, without a test, or with a bad exit code as one failure', () => {
    expect(vitestCounts(null, 1)).toEqual({ passed: 0, failed: 1 })
    expect(vitestCounts({ numPassedTests: 0 }, 0)).toEqual({ passed: 0, failed: 1 })
    expect(vitestCounts({ numPassedTests: 7 }, 1)).toEqual({ passed: 7, failed: 1 })
  })
})

describe('playwrightCounts', () => {
  it('counts flaky and skipped tests as failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 1 }
    expect(playwrightCounts({ stats }, 1)).toEqual({ passed: 5, failed: 3 })
  })
  it('counts a run without a report as one failure', () => {
    expect(playwrightCounts(null, 1)).toEqual({ passed: 0, failed: 1 })
  })
})

import { describe, expect, it } from 'vitest'
import { playwrightCounts, playwrightFailures, vitestCounts, vitestFailures } from './counts.mjs'

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
  it('counts skipped tests as failed', () => {
    const stats = { expected: 5, unexpected: 1, skipped: 1 }
    expect(playwrightCounts({ stats }, 1)).toEqual({ passed: 5, failed: 2 })
  })
  it('counts a run without a report as one failure', () => {
    expect(playwrightCounts(null, 1)).toEqual({ passed: 0, failed: 1 })
  })
})

describe('failures', () => {
  it('are named with the first line of why', () => {
    const passed = { status: 'passed', fullName: 'a', failureMessages: [] }
    const failed = { status: 'failed', fullName: 'import > b', failureMessages: ['Error: no\n  at x'] }
    const broken = { status: 'failed', name: 'c.test.ts', message: 'does not load', assertionResults: [] }
    const report = { testResults: [{ status: 'failed', assertionResults: [passed, failed] }, broken] }
    expect(vitestFailures(report)).toEqual(['import > b: Error: no', 'c.test.ts: does not load'])
    expect(vitestFailures(null)).toEqual([])
  })

  it('are not tests that are out of turn', () => {
    const left = { status: 'pending', fullName: 'f', failureMessages: [] }
    expect(vitestFailures({ testResults: [{ status: 'passed', assertionResults: [left] }] })).toEqual([])
  })

  it('of time are told as such', () => {
    const late = { status: 'failed', fullName: 'e', failureMessages: ['Error: STACK_TRACE_ERROR\n  at x'] }
    expect(vitestFailures({ testResults: [{ assertionResults: [late] }] })).toEqual(['e: ran out of time'])
  })

  it('of what a file prepares are named with the tests that did not run', () => {
    const left = { status: 'skipped', fullName: 'd', failureMessages: [] }
    const file = { status: 'failed', message: 'Hook timed out\n  at x', assertionResults: [left] }
    expect(vitestFailures({ testResults: [file] })).toEqual(['d: Hook timed out'])
  })

  it('of the window are named by file and line', () => {
    const specs = [
      { ok: true, title: 'a', file: 'x.e2e.ts', line: 1 },
      { ok: false, title: 'b', file: 'x.e2e.ts', line: 9 },
    ]
    expect(playwrightFailures({ suites: [{ suites: [{ specs }] }] })).toEqual(['x.e2e.ts:9 b'])
  })

  it('of the window say what ended them, and where', () => {
    const message = '\u001B[31mError: not light\u001B[39m\n\n  Received: dark\n  at x'
    const errors = [{ message, location: { line: 12 } }]
    const tests = [{ status: 'unexpected', results: [{ errors }] }]
    const specs = [{ ok: false, title: 'a', file: 'x.e2e.ts', line: 1, tests }]
    expect(playwrightFailures({ suites: [{ specs }] })).toEqual([
      'x.e2e.ts:1 a: Error: not light | Received: dark (line 12)',
    ])
  })
})

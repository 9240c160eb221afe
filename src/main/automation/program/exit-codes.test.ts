import { describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { exitCodes as help } from '../../../shared/messages/en/cli.ts'

const { signal } = new AbortController()

describe('exit codes', () => {
  it.each([
    ['internal/bug', 1],
    ['provider/task-failed', 1],
    ['request/invalid', 2],
    ['credential/missing', 2],
    ['storage/exists', 2],
    ['credential/rejected', 3],
    ['provider/rate-limited', 3],
    ['money/over-cap', 4],
    ['money/needs-approval', 4],
    ['request/cancelled', 5],
  ] as const)('%s: %i', (code, expected) => {
    expect(exitCodeOf({ code }, signal)).toBe(expected)
  })

  it('is 3 where the provider refused the content', () => {
    expect(exitCodeOf({ code: 'provider/task-failed', isRefusal: true }, signal)).toBe(3)
  })

  it('is 5 for whatever fails after Ctrl+C', () => {
    expect(exitCodeOf({ code: 'internal/bug' }, AbortSignal.abort())).toBe(5)
  })

  it('are all in the help', () => {
    const named = [...help.matchAll(/\d/g)].map(([digit]) => Number(digit))
    expect(named).toEqual(Object.values(exitCodes))
  })
})

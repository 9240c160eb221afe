import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeClock } from '../../../../test/support/fake-clock.ts'
import { AppError, type ErrorCode } from '../../../shared/errors/index.ts'
import { createHealthTracker, type ResponseKind, type HealthTracker } from './health-tracker.ts'

const work: ResponseKind = { type: 'work', isTimed: true }
const check: ResponseKind = { type: 'check', isTimed: true }

let clock = createFakeClock()
let changes: string[] = []
let health: HealthTracker
beforeEach(() => {
  clock = createFakeClock()
  changes = []
  health = createHealthTracker({ clock, onChanged: (id) => changes.push(id) })
})

function ok(times = 1, kind = work, ms = 100): void {
  for (let at = 0; at < times; at++) health.noteAnswer('bfl', { ms, status: 200, failure: null }, kind)
}

function fail(code: ErrorCode, detail: Record<string, string | number> = {}, kind = work): void {
  const status = code.startsWith('network/') ? null : 500
  health.noteAnswer('bfl', { ms: 100, status, failure: new AppError(code, 'It failed.', { detail }) }, kind)
}

const state = () => health.get('bfl').state

describe('createHealthTracker', () => {
  it('knows nothing before the first answer', () => {
    expect(health.get('bfl')).toEqual({
      state: 'unknown',
      note: null,
      lastAnswerAtMs: null,
      latencyMs: null,
      imageMs: null,
      calls: 0,
      failures: 0,
      limitedUntilMs: null,
      balance: null,
    })
    ok()
    expect(health.get('bfl')).toMatchObject({ state: 'ok', calls: 1, failures: 0, lastAnswerAtMs: clock.nowMs() })
  })

  it('is degraded from two failures in ten on', () => {
    ok(9)
    fail('provider/bad-reply', { message: 'oops' })
    expect(state()).toBe('ok')
    fail('provider/bad-reply', { message: 'oops' })
    expect(health.get('bfl')).toMatchObject({ state: 'degraded', note: 'oops', calls: 11, failures: 2 })
    ok(9)
    expect(health.get('bfl')).toMatchObject({ state: 'ok', note: null, failures: 2 })
  })

  it.each([
    'provider/unavailable',
    'provider/wrong-address',
    'network/timeout',
    'network/offline',
    'network/interrupted',
  ] as const)('is down after three times %s', (code) => {
    ok(20)
    fail(code)
    fail(code)
    expect(state()).toBe('degraded')
    fail(code)
    expect(state()).toBe('down')
    ok()
    expect(state()).toBe('degraded')
  })

  it('is down after the first failure where it has never answered', () => {
    fail('network/offline')
    expect(state()).toBe('down')
    ok()
    expect(state()).toBe('degraded')
  })

  it('is not down because it answers nonsense', () => {
    for (let at = 0; at < 5; at++) fail('provider/bad-reply')
    expect(state()).toBe('degraded')
  })

  it('is well when it objects to what was asked', () => {
    for (const code of ['provider/invalid-request', 'provider/unknown-model', 'provider/unsupported'] as const)
      fail(code)
    expect(health.get('bfl')).toMatchObject({ state: 'ok', failures: 0, note: null })
  })

  it('does not count what happened on this side', () => {
    for (const code of ['request/cancelled', 'network/blocked-url', 'internal/bug'] as const) fail(code)
    expect(health.get('bfl')).toMatchObject({ state: 'unknown', calls: 0 })
  })

  it('remembers a rejected key until an answer says otherwise', () => {
    fail('credential/rejected', { message: 'Bad key' })
    expect(health.get('bfl')).toMatchObject({ state: 'key-rejected', note: 'Bad key' })
    fail('network/timeout')
    expect(state()).toBe('key-rejected')
    ok(10, check)
    expect(health.get('bfl')).toMatchObject({ state: 'ok', note: null })
  })

  it('is out of credit until work is done again or a balance is seen', () => {
    ok(20)
    fail('provider/quota')
    expect(state()).toBe('out-of-credit')
    ok(1, check)
    expect(state()).toBe('out-of-credit')
    health.noteBalance('bfl', { amount: 0, unit: 'credits' })
    expect(state()).toBe('out-of-credit')
    health.noteBalance('bfl', { amount: 12, unit: 'credits' })
    expect(health.get('bfl')).toMatchObject({ state: 'ok', balance: { amount: 12 } })
    fail('provider/quota')
    ok()
    expect(state()).not.toBe('out-of-credit')
  })

  it('starts afresh with another key, but keeps how long images take', () => {
    fail('credential/rejected')
    health.noteImage('bfl', 4_000)
    health.forget('bfl')
    expect(health.get('bfl')).toMatchObject({ state: 'unknown', note: null, calls: 0, imageMs: 4_000 })
  })

  it('knows until when it is to be left alone', () => {
    fail('provider/rate-limited', { afterMs: 20_000.4 })
    expect(health.get('bfl')).toMatchObject({ state: 'ok', limitedUntilMs: clock.nowMs() + 20_000 })
    clock.advance(19_000)
    ok()
    expect(health.get('bfl').limitedUntilMs).toBe(clock.nowMs() + 1_000)
    clock.advance(1_001)
    expect(health.get('bfl').limitedUntilMs).toBeNull()
  })

  it('tells the median of what was timed', () => {
    for (const ms of [300, 100, 200]) ok(1, work, ms)
    expect(health.get('bfl').latencyMs).toBe(200)
    ok(1, check, 400)
    ok(5, { type: 'work', isTimed: false }, 1)
    expect(health.get('bfl').latencyMs).toBe(250)
    for (const ms of [9_000, 3_000, 4_000]) health.noteImage('bfl', ms)
    expect(health.get('bfl').imageMs).toBe(4_000)
  })

  it('forgets what is more than a hundred requests ago', () => {
    fail('provider/unavailable')
    ok(100)
    expect(health.get('bfl')).toMatchObject({ calls: 100, failures: 0 })
  })

  it('announces what a person would see, and keeps services apart', () => {
    ok(50)
    expect(changes).toEqual(['bfl'])
    fail('provider/rate-limited', { afterMs: 1_000 })
    expect(changes).toHaveLength(2)
    health.noteImage('openai', 1_000)
    expect(changes[2]).toBe('openai')
    expect(health.get('openai').calls).toBe(0)
  })
})

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
  it('is unknown before the first response', () => {
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

  it('is degraded after two failures in ten responses', () => {
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
  ] as const)('is down after three failures with %s', (code) => {
    ok(20)
    fail(code)
    fail(code)
    expect(state()).toBe('degraded')
    fail(code)
    expect(state()).toBe('down')
    ok()
    expect(state()).toBe('degraded')
  })

  it('is down after a first response that fails', () => {
    fail('network/offline')
    expect(state()).toBe('down')
    ok()
    expect(state()).toBe('degraded')
  })

  it('is degraded but not down after invalid responses', () => {
    for (let at = 0; at < 5; at++) fail('provider/bad-reply')
    expect(state()).toBe('degraded')
  })

  it('stays ok when the service rejects a request', () => {
    for (const code of ['provider/invalid-request', 'provider/unknown-model', 'provider/unsupported'] as const)
      fail(code)
    expect(health.get('bfl')).toMatchObject({ state: 'ok', failures: 0, note: null })
  })

  it('ignores errors on this side', () => {
    for (const code of ['request/cancelled', 'network/blocked-url', 'internal/bug'] as const) fail(code)
    expect(health.get('bfl')).toMatchObject({ state: 'unknown', calls: 0 })
  })

  it('remembers a rejected key until a check succeeds', () => {
    fail('credential/rejected', { message: 'Bad key' })
    expect(health.get('bfl')).toMatchObject({ state: 'key-rejected', note: 'Bad key' })
    fail('network/timeout')
    expect(state()).toBe('key-rejected')
    ok(10, check)
    expect(health.get('bfl')).toMatchObject({ state: 'ok', note: null })
  })

  it('stays out of credit until work succeeds or a balance arrives', () => {
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

  it('resets on a new key but keeps the image time', () => {
    fail('credential/rejected')
    health.noteImage('bfl', 4_000)
    health.forget('bfl')
    expect(health.get('bfl')).toMatchObject({ state: 'unknown', note: null, calls: 0, imageMs: 4_000 })
  })

  it('reports the time until a rate limit ends', () => {
    fail('provider/rate-limited', { afterMs: 20_000.4 })
    expect(health.get('bfl')).toMatchObject({ state: 'ok', limitedUntilMs: clock.nowMs() + 20_000 })
    clock.advance(19_000)
    ok()
    expect(health.get('bfl').limitedUntilMs).toBe(clock.nowMs() + 1_000)
    clock.advance(1_001)
    expect(health.get('bfl').limitedUntilMs).toBeNull()
  })

  it.each([-365, 365])('a rate limit lasts as long as it was, after the clock was set by %i days', (days) => {
    fail('provider/rate-limited', { afterMs: 20_000 })
    clock.jump(days * 86_400_000)
    expect(health.get('bfl').limitedUntilMs).toBe(clock.nowMs() + 20_000)
    clock.advance(20_001)
    expect(health.get('bfl').limitedUntilMs).toBeNull()
  })

  it('returns the median of timed responses', () => {
    for (const ms of [300, 100, 200]) ok(1, work, ms)
    expect(health.get('bfl').latencyMs).toBe(200)
    ok(1, check, 400)
    ok(5, { type: 'work', isTimed: false }, 1)
    expect(health.get('bfl').latencyMs).toBe(250)
    for (const ms of [9_000, 3_000, 4_000]) health.noteImage('bfl', ms)
    expect(health.get('bfl').imageMs).toBe(4_000)
  })

  it('forgets failures older than a hundred requests', () => {
    fail('provider/unavailable')
    ok(100)
    expect(health.get('bfl')).toMatchObject({ calls: 100, failures: 0 })
  })

  it('emits visible changes only and separates providers', () => {
    ok(50)
    expect(changes).toEqual(['bfl'])
    fail('provider/rate-limited', { afterMs: 1_000 })
    expect(changes).toHaveLength(2)
    health.noteImage('openai', 1_000)
    expect(changes[2]).toBe('openai')
    expect(health.get('openai').calls).toBe(0)
  })
})

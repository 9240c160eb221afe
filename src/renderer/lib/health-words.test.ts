import { describe, expect, it } from 'vitest'
import type { Health, ProviderView } from '../../shared/domain/provider.ts'
import { sampleProvider } from '../client/sample-providers.ts'
import { formatCountdown, healthWords } from './health-words.ts'

const { health, key } = sampleProvider('openai')
const view = (state: Health['state'], change: Partial<Health> = {}, own: Partial<ProviderView> = {}) =>
  sampleProvider('openai', { health: { ...health, state, ...change }, ...own })

describe('health', () => {
  it.each([
    [view('ok', { pictureMs: 14_000, latencyMs: 300, calls: 40 }), 'ok · 14 s · 0 of 40 failed', 'good'],
    [view('ok', { latencyMs: 300 }), 'ok · 0.3 s', 'good'],
    [view('ok', { latencyMs: 4, calls: 1 }), 'ok · 0 of 1 failed', 'good'],
    [view('degraded', { calls: 10, failures: 4 }), 'Having problems · 4 of 10 failed', 'warning'],
    [view('degraded'), 'Having problems', 'warning'],
    [view('down'), 'Can’t connect', 'bad'],
    [view('key-rejected'), 'key rejected', 'bad'],
    [view('out-of-credit'), 'out of credit', 'bad'],
    [view('unknown'), 'Not tested', 'idle'],
    [view('unknown', {}, { kind: 'demo' }), 'ready', 'good'],
    [view('ok', {}, { key: { ...key, source: null } }), 'key missing', 'idle'],
    [view('ok', {}, { isEnabled: false }), 'off', 'idle'],
  ])('%#', (provider, text, tone) => {
    expect(healthWords(provider, null)).toEqual({ text, tone })
  })

  it('counts down while the service wants a pause', () => {
    expect(healthWords(view('ok'), 12)).toEqual({ text: 'rate limited · 12 s', tone: 'warning' })
    expect([59, 60, 185, 3_600, 7_500].map(formatCountdown)).toEqual([
      '59 s',
      '1 min 00 s',
      '3 min 05 s',
      '1 h 0 min',
      '2 h 5 min',
    ])
  })
})

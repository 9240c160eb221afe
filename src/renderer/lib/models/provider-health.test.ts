import { describe, expect, it } from 'vitest'
import type { Health, ProviderView } from '../../../shared/domain/provider.ts'
import { sampleProvider } from '../../../../test/support/window/sample-providers.ts'
import { formatCountdown, describeHealth } from './provider-health.ts'

const { health, key } = sampleProvider('openai')
const view = (state: Health['state'], change: Partial<Health> = {}, provider: Partial<ProviderView> = {}) =>
  sampleProvider('openai', { health: { ...health, state, ...change }, ...provider })

describe('describeHealth', () => {
  it.each([
    [view('ok', { imageMs: 14_000, latencyMs: 300, calls: 40 }), 'OK · 14 s', 'good'],
    [view('ok', { latencyMs: 300 }), 'OK · 0.3 s', 'good'],
    [view('ok', { latencyMs: 4, calls: 1 }), 'OK', 'good'],
    [view('degraded', { calls: 10, failures: 4 }), 'Having problems · 4 of 10 failed', 'warning'],
    [view('degraded'), 'Having problems', 'warning'],
    [view('down'), 'Can’t connect', 'bad'],
    [view('key-rejected'), 'API key rejected', 'bad'],
    [view('out-of-credit'), 'Out of credit', 'bad'],
    [view('unknown'), 'Not tested', 'idle'],
    [view('unknown', {}, { kind: 'demo' }), 'Ready', 'good'],
    [view('ok', {}, { key: { ...key, source: null } }), 'No API key', 'idle'],
    [view('ok', {}, { isEnabled: false }), 'Off', 'idle'],
  ])('labels state %#', (provider, text, tone) => {
    expect(describeHealth(provider, null)).toEqual({ text, tone })
  })

  it('counts down a rate limit', () => {
    expect(describeHealth(view('ok'), 12)).toEqual({ text: 'Rate limited · 12 s', tone: 'warning' })
    expect([59, 60, 185, 3_600, 7_500].map(formatCountdown)).toEqual([
      '59 s',
      '1 min 00 s',
      '3 min 05 s',
      '1 h 0 min',
      '2 h 5 min',
    ])
  })
})

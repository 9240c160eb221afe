import type { Health, ProviderView } from '../../shared/domain/provider.ts'
import { formatSeconds } from './format.ts'

export interface HealthWords {
  readonly text: string
  readonly tone: 'good' | 'idle' | 'warning' | 'bad'
}

/** How a provider is, in a few words. `secondsLeft`: until it may be asked again; null = it has not asked for a pause. */
export function healthWords(
  { id, isEnabled, key, kind, health }: ProviderView,
  secondsLeft: number | null,
): HealthWords {
  if (!isEnabled) return { text: 'off', tone: 'idle' }
  if (key.need === 'required' && key.source === null) return { text: 'key missing', tone: 'idle' }
  if (secondsLeft !== null) return { text: `rate limited · ${formatCountdown(secondsLeft)}`, tone: 'warning' }
  switch (health.state) {
    case 'key-rejected':
      return { text: 'key rejected', tone: 'bad' }
    case 'out-of-credit':
      return { text: 'out of credit', tone: 'bad' }
    case 'down':
      return { text: 'Can’t connect', tone: 'bad' }
    case 'degraded':
      return { text: ['Having problems', ...facts(health)].join(' · '), tone: 'warning' }
    case 'ok':
      return { text: [kind === 'demo' ? 'ready' : 'ok', ...facts(health)].join(' · '), tone: 'good' }
    case 'unknown':
      return kind === 'demo' || id === 'local' ? { text: 'ready', tone: 'good' } : { text: 'Not tested', tone: 'idle' }
  }
}

/** Less is shown as no time at all. */
export const leastShownMs = 50

function facts({ pictureMs, latencyMs, calls, failures }: Health): readonly string[] {
  const ms = pictureMs ?? latencyMs
  // A server on this computer answers at once: "0.0 s" would say nothing.
  const time = ms === null || ms < leastShownMs ? [] : [formatSeconds(ms)]
  return [...time, ...(calls > 0 ? [`${failures} of ${calls} failed`] : [])]
}

/** "12 s", "3 min 05 s", "1 h 20 min". */
export function formatCountdown(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

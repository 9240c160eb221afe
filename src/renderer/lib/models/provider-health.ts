import type { Health, ProviderView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/model-info.ts'
import { timeUnits } from '../../../shared/messages/formats.ts'
import { formatSeconds } from '../format.ts'

export interface HealthLabel {
  readonly text: string
  readonly tone: 'good' | 'idle' | 'warning' | 'bad'
}

/** Describes a provider's state. `secondsLeft`: of its rate limit; null = not limited. */
export function describeHealth(
  { id, isEnabled, key, kind, health }: ProviderView,
  secondsLeft: number | null,
): HealthLabel {
  if (!isEnabled) return { text: messages.off, tone: 'idle' }
  if (key.need === 'required' && key.source === null) return { text: messages.noApiKey, tone: 'idle' }
  if (secondsLeft !== null)
    return { text: messages.rateLimited({ time: formatCountdown(secondsLeft) }), tone: 'warning' }
  switch (health.state) {
    case 'key-rejected':
      return { text: messages.keyRejected, tone: 'bad' }
    case 'out-of-credit':
      return { text: messages.outOfCredit, tone: 'bad' }
    case 'down':
      return { text: messages.cannotConnect, tone: 'bad' }
    case 'degraded':
      return { text: [messages.havingProblems, ...facts(health)].join(' · '), tone: 'warning' }
    case 'ok':
      return { text: [kind === 'demo' ? messages.ready : messages.ok, ...facts(health)].join(' · '), tone: 'good' }
    case 'unknown':
      return kind === 'demo' || id === 'local'
        ? { text: messages.ready, tone: 'good' }
        : { text: messages.notTested, tone: 'idle' }
  }
}

/** Shorter times are not shown. */
export const leastShownMs = 50

function facts({ imageMs, latencyMs, calls, failures }: Health): readonly string[] {
  const ms = imageMs ?? latencyMs
  // A local server responds at once: "0.0 s" would say nothing.
  const time = ms === null || ms < leastShownMs ? [] : [formatSeconds(ms)]
  return [...time, ...(failures > 0 ? [messages.failedOf({ failures, calls })] : [])]
}

/** "12 s", "3 min 05 s", "1 h 20 min". */
export function formatCountdown(seconds: number): string {
  const { hour, minute, second } = timeUnits
  if (seconds < 60) return `${seconds} ${second}`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} ${minute} ${String(seconds % 60).padStart(2, '0')} ${second}`
  return `${Math.floor(minutes / 60)} ${hour} ${minutes % 60} ${minute}`
}

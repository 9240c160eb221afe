import type { QueueEntry } from '../../../shared/domain/queue.ts'
import { formatCount } from '../../lib/format.ts'
import { formatCountdown } from '../../lib/health-words.ts'
import { isWhole } from '../../lib/is-whole.ts'
import { ordinal } from '../../lib/ordinal.ts'
import { formatUsd } from '../../lib/price-words.ts'
import type { ArrangedLane } from '../../client/index.ts'

const deeds = {
  fill: 'Fill',
  expand: 'Expand',
  merge: 'Part taken over',
  generate: 'New image',
  edit: 'Edit',
  variations: 'Variations',
} as const satisfies Record<QueueEntry['operation'], string>

/** What is made: the words, or what is done. */
export function titleOf({ prompt, operation }: QueueEntry): string {
  return prompt === null || prompt === '' ? deeds[operation] : prompt
}

/** How far it is, or when it is its turn. `endsInSeconds`: by what the last runs took; null = nobody knows. */
export function laneStateWords(
  { state, progress, isStopping }: QueueEntry,
  place: number | null,
  endsInSeconds: number | null,
): string {
  if (state === 'waiting') return place === null ? 'waiting' : place === 1 ? 'next' : ordinal(place)
  if (isStopping) return 'can’t stop'
  // What follows is on this computer, and takes a moment.
  if (progress !== null && isWhole(progress)) return 'finishing'
  const left = endsInSeconds === null ? [] : [`${formatCountdown(endsInSeconds)} left`]
  if (progress === null) return left[0] ?? 'running'
  return [`${Math.round(progress * 100)} %`, ...left].join(' · ')
}

export function priceOf({ estimateUsd }: Pick<QueueEntry, 'estimateUsd'>): string {
  if (estimateUsd === null) return 'price unknown'
  return estimateUsd === 0 ? 'free' : `≈ ${formatUsd(estimateUsd)}`
}

/** "2 running · 12 waiting · ≈ $0.56". */
export function summaryOf(lanes: readonly ArrangedLane[], isPaused: boolean): string {
  const running = lanes.flatMap((lane) => lane.running)
  const waiting = lanes.flatMap((lane) => lane.waiting)
  if (running.length + waiting.length === 0) return isPaused ? 'Paused. The queue is empty.' : 'The queue is empty.'
  const all = [...running, ...waiting]
  const usd = all.reduce((sum, { estimateUsd }) => sum + (estimateUsd ?? 0), 0)
  const unknown = all.some(({ estimateUsd }) => estimateUsd === null)
  const known = usd === 0 ? (unknown ? 'price unknown' : 'free') : `≈ ${formatUsd(usd)}${unknown ? ' + unknown' : ''}`
  return [
    isPaused && 'paused',
    running.length > 0 && `${running.length} running`,
    waiting.length > 0 && `${waiting.length} waiting`,
    known,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** "2 of 4 running, 12 waiting". */
export function laneWords({ running, waiting, runningMax }: ArrangedLane): string {
  const isStopping = running.some((entry) => entry.isStopping === true)
  const parts = [
    isStopping && 'finishing a canceled image',
    !isStopping && running.length > 0 && `${running.length} of ${runningMax} running`,
    waiting.length > 0 && `${waiting.length} waiting`,
  ].filter(Boolean)
  return parts.length === 0 ? 'nothing waits' : parts.join(', ')
}

export function picturesWords(pictures: number): string | null {
  return pictures === 1 ? null : formatCount(pictures, 'image')
}

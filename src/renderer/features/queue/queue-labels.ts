import type { QueueEntry } from '../../../shared/domain/queue.ts'
import * as messages from '../../../shared/messages/en/queue.ts'
import { joinList, joinSentences } from '../../../shared/messages/formats.ts'
import { formatCountdown } from '../../lib/models/provider-health.ts'
import { formatPercent, isWhole } from '../../lib/format.ts'
import { formatUsd } from '../../lib/models/price-labels.ts'
import type { ArrangedLane } from '../../client/index.ts'

const operationNames = {
  fill: messages.fill,
  expand: messages.expand,
  merge: messages.areaMerged,
  generate: messages.newImage,
  edit: messages.edit,
  variations: messages.variations,
} satisfies Record<QueueEntry['operation'], string>

/** Returns the prompt, or the operation's name. */
export function titleOf({ prompt, operation }: QueueEntry): string {
  return prompt === null || prompt === '' ? operationNames[operation] : prompt
}

/** Describes progress or the expected start. `endsInSeconds`: based on recent runs; null = unknown. */
export function describeLaneState(
  { state, progress, isStopping, isHeld }: QueueEntry,
  place: number | null,
  endsInSeconds: number | null,
): string {
  if (isHeld) return messages.waitsForYou
  if (state === 'waiting')
    return place === null ? messages.waiting : place === 1 ? messages.next : messages.placeInQueue({ place })
  if (isStopping) return messages.cantCancel
  // What remains is local and takes a moment.
  if (progress !== null && isWhole(progress)) return messages.finishing
  const left = endsInSeconds === null ? [] : [messages.timeLeft({ time: formatCountdown(endsInSeconds) })]
  if (progress === null) return left[0] ?? messages.running
  return [formatPercent(progress), ...left].join(' · ')
}

export function priceOf({ estimateUsd }: Pick<QueueEntry, 'estimateUsd'>): string {
  if (estimateUsd === null) return messages.priceUnknown
  return estimateUsd === 0 ? messages.free : `≈ ${formatUsd(estimateUsd)}`
}

/** "2 running · 12 waiting · ≈ $0.56". */
export function summaryOf(lanes: readonly ArrangedLane[], isPaused: boolean): string {
  const running = lanes.flatMap((lane) => lane.running)
  const waiting = lanes.flatMap((lane) => lane.waiting)
  if (running.length + waiting.length === 0) return isPaused ? messages.pausedQueueEmpty : messages.queueEmpty
  return [
    isPaused && messages.paused,
    running.length > 0 && messages.countRunning({ count: running.length }),
    waiting.length > 0 && messages.countWaiting({ count: waiting.length }),
    formatTotal([...running, ...waiting]),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** "≈ $0.56", "≈ $0.56 + unknown". */
export function formatTotal(entries: readonly Pick<QueueEntry, 'estimateUsd'>[]): string {
  const usd = entries.reduce((sum, { estimateUsd }) => sum + (estimateUsd ?? 0), 0)
  const isUnknown = entries.some(({ estimateUsd }) => estimateUsd === null)
  if (usd === 0) return isUnknown ? messages.priceUnknown : messages.free
  return isUnknown ? messages.pricePartlyUnknown({ usd: formatUsd(usd) }) : `≈ ${formatUsd(usd)}`
}

/** "2 images were not sent when Atelier closed.", and "Send 2 images · ≈ $0.10". */
export function heldTexts(held: readonly QueueEntry[]): { readonly text: string; readonly send: string } {
  const count = held.reduce((sum, { pictures }) => sum + pictures, 0)
  const goesOn = held.some(({ isOfPlan }) => isOfPlan) ? [messages.planGoesOn] : []
  return {
    text: joinSentences(messages.notSentAtClose({ count }), ...goesOn),
    send: messages.sendNow({ count, price: formatTotal(held) }),
  }
}

/** "2 of 4 running, 12 waiting". */
export function describeLane({ running, waiting, runningMax }: ArrangedLane): string {
  const isStopping = running.some((entry) => entry.isStopping === true)
  const parts = [
    isStopping && messages.finishingCanceledImage,
    !isStopping && running.length > 0 && messages.countOfMaxRunning({ count: running.length, max: runningMax }),
    waiting.length > 0 && messages.countWaiting({ count: waiting.length }),
  ].filter(Boolean)
  return parts.length === 0 ? messages.idle : joinList(parts)
}

export function formatImageCount(images: number): string | null {
  return images === 1 ? null : messages.countImages({ count: images })
}

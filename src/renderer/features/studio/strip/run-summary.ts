import { formatLocale } from '../../../../shared/messages/formats.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { localInpainting } from '../../../../shared/domain/import-recipe.ts'
import * as messages from '../../../../shared/messages/en/studio-results.ts'
import { formatUsd } from '../../../lib/models/price-labels.ts'
import { isUnderWay } from '../create-studio-store.ts'

/** The price of a run, in USD. */
export interface RunCost {
  /** As reported by the services, otherwise estimated. */
  readonly usd: number
  readonly isReal: boolean
  /** Images without a known price that were billed, or may have been. */
  readonly unknown: number
  /** Estimate of the images that may have been billed; not in `usd`. */
  readonly perhapsUsd: number
}

export function costOfRun(jobs: readonly JobSnapshot[]): RunCost {
  const cost = { usd: 0, isReal: true, unknown: 0, perhapsUsd: 0 }
  for (const job of jobs) {
    if (job.costUsd !== null) cost.usd += job.costUsd
    else if (isUnderWay(job) || job.state === 'done' || job.isBilled === 'yes') {
      cost.usd += job.estimateUsd ?? 0
      cost.isReal &&= job.estimateUsd === 0
      if (job.estimateUsd === null) cost.unknown++
    } else if (job.isBilled === 'unknown') {
      cost.perhapsUsd += job.estimateUsd ?? 0
      if (job.estimateUsd === null) cost.unknown++
    }
  }
  return cost
}

export function formatRunCost({ usd, isReal, unknown, perhapsUsd }: RunCost): string {
  const known = isReal || usd === 0 ? formatUsd(usd) : `≈ ${formatUsd(usd)}`
  const sum = unknown === 0 ? known : usd === 0 ? messages.priceUnknown : messages.plusUnknown({ price: known })
  if (perhapsUsd === 0) return sum
  const more = formatUsd(perhapsUsd)
  // “free” would contradict it.
  return usd === 0 && unknown === 0
    ? messages.possibly({ usd: more })
    : messages.possiblyMore({ price: sum, usd: more })
}

const times = new Intl.DateTimeFormat(formatLocale, { timeStyle: 'short' })
const days = new Intl.DateTimeFormat(formatLocale, { day: 'numeric', month: 'short' })

/** "2:32 PM"; on another day "Nov 19". */
export function formatMoment(ms: number, nowMs: number): string {
  const isToday = new Date(ms).toDateString() === new Date(nowMs).toDateString()
  return isToday ? times.format(ms) : days.format(ms)
}

const operationLabels: Readonly<Record<JobSnapshot['operation'], string>> = {
  fill: messages.contentAwareFill,
  expand: messages.localExpansion,
  merge: messages.areaMerged,
  generate: messages.newImage,
  edit: messages.edit,
  variations: messages.variations,
}

/** The prompt, or without one the operation. */
export function titleOfRun(jobs: readonly JobSnapshot[]): string {
  const prompt = jobs.find((job) => job.prompt !== null && job.prompt !== '')?.prompt
  const [first] = jobs
  if (prompt !== undefined && prompt !== null) return prompt
  if (first === undefined) return ''
  if (first.provider === localInpainting && first.model !== null) return messages.filledBy({ model: first.model })
  if (first.provider === 'live') return messages.liveFrame
  return first.provider === 'reblend' ? messages.reblended : operationLabels[first.operation]
}

/** The accessible name of a run. */
export function runName(jobs: readonly JobSnapshot[], moment: string): string {
  const cost = formatRunCost(costOfRun(jobs))
  return messages.runSummary({ time: moment, title: titleOfRun(jobs), count: jobs.length, cost })
}

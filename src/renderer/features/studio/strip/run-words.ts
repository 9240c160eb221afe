import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { formatCount } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/price-labels.ts'
import { isUnderWay } from '../create-studio-store.ts'

/** What a run comes to, in USD. */
export interface RunCost {
  /** What is told by the services, and what is estimated where they do not tell. */
  readonly usd: number
  readonly isReal: boolean
  /** Pictures whose price nobody knows. */
  readonly unknown: number
  /** Of those that may have been billed, by their estimate; not in `usd`. */
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
    } else if (job.isBilled === 'unknown') cost.perhapsUsd += job.estimateUsd ?? 0
  }
  return cost
}

export function runCostWords({ usd, isReal, unknown, perhapsUsd }: RunCost): string {
  const known = isReal || usd === 0 ? formatUsd(usd) : `≈ ${formatUsd(usd)}`
  const sum = unknown === 0 ? known : usd === 0 ? 'price unknown' : `${known} + unknown`
  return perhapsUsd === 0 ? sum : `${sum}, perhaps ${formatUsd(perhapsUsd)} more`
}

const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** "14:32"; of another day "19 Nov". */
export function formatMoment(ms: number, nowMs: number): string {
  const isToday = new Date(ms).toDateString() === new Date(nowMs).toDateString()
  return isToday ? times.format(ms) : days.format(ms)
}

const deeds: Readonly<Record<JobSnapshot['operation'], string>> = {
  fill: 'Local fill',
  expand: 'Local expand',
  merge: 'Area merged',
  generate: 'New image',
  edit: 'Edit',
  variations: 'Variations',
}

/** What was asked for: the words, or where there were none what was done. */
export function titleOfRun(jobs: readonly JobSnapshot[]): string {
  const prompt = jobs.find((job) => job.prompt !== null && job.prompt !== '')?.prompt
  const [first] = jobs
  if (prompt !== undefined && prompt !== null) return prompt
  if (first === undefined) return ''
  return first.provider === 'reblend' ? 'Blended anew' : deeds[first.operation]
}

/** All of it, for who cannot see the head. */
export function runName(jobs: readonly JobSnapshot[], moment: string): string {
  const cost = runCostWords(costOfRun(jobs))
  return `${moment}, ${titleOfRun(jobs)}, ${formatCount(jobs.length, 'image')}, ${cost}`
}

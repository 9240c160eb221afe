import { setTimeout as wait } from 'node:timers/promises'
import { jobIdSchema } from '../../../shared/domain/ids.ts'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import * as messages from '../../../shared/messages/en/cli-providers.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { toOutcome } from './generation-outcome.ts'
import { badInput } from '../read-options.ts'
import { successReport } from '../report.ts'
import type { ReportedCall } from '../report-schema.ts'
import { runJobs } from './run-job.ts'

const lookEveryMs = 300
/** The owner of a call checks every second whether it is to be canceled. */
const patienceMs = 5_000

const group = 'providers'

/** Lists calls of this home, from all programs. */
export const listQueueCommand = defineCommand({
  name: 'queue list',
  group,
  summary: messages.listQueue,
  examples: ['queue list', 'queue list --json'],
  run: (_values, _args, context) => list(context),
})

export const cancelQueueCommand = defineCommand({
  name: 'queue cancel',
  group,
  summary: messages.cancelQueue,
  args: { '<ids...>': messages.requestIds },
  examples: ['queue cancel ID', 'queue cancel ID ID'],
  run: (_values, ids, context) => cancel(ids, context),
})

export const retryQueueCommand = defineCommand({
  name: 'queue retry',
  group,
  summary: messages.retryQueue,
  args: { '<id>': messages.jobId },
  examples: ['queue retry ID'],
  run: (_values, [id = ''], context) => retry(id, context),
})

async function list(context: CommandContext): Promise<CommandOutcome> {
  const { jobs } = await context.services()
  const entries = (await jobs.queue.view()).entries.toSorted(byPlace)
  return { lines: entries.map(toLine), report: successReport({ queue: entries.map(toReported) }) }
}

function byPlace(a: QueueEntry, b: QueueEntry): number {
  if (a.state !== b.state) return a.state === 'running' ? -1 : 1
  return a.lane === b.lane ? a.position - b.position : a.lane.localeCompare(b.lane)
}

function toLine({ callId, state, lane, model, pictures: images, prompt, jobIds }: QueueEntry): string {
  const stateLabel = state === 'running' ? messages.running : messages.waiting
  return `${callId}  ${stateLabel}  ${lane}/${model ?? '–'}  ${images} × ${prompt ?? '–'}  ${jobIds.join(' ')}`
}

function toReported(entry: QueueEntry): ReportedCall {
  return {
    id: entry.callId,
    job_ids: entry.jobIds,
    state: entry.state,
    provider: entry.lane,
    model: entry.model,
    prompt: entry.prompt,
    pictures: entry.pictures,
    progress: entry.progress,
    estimate_usd: entry.estimateUsd,
    created_at: new Date(entry.createdAtMs).toISOString(),
    note: entry.note,
  }
}

async function cancel(ids: readonly string[], context: CommandContext): Promise<CommandOutcome> {
  const { jobs } = await context.services()
  const { entries } = await jobs.queue.view()
  const callIds = ids.map((id) => {
    const entry = entries.find(({ callId, jobIds }) => callId === id || jobIds.some((jobId) => jobId === id))
    if (entry === undefined) throw badInput(messages.notInQueue({ id }))
    return entry.callId
  })
  await jobs.queue.cancel(callIds)
  const remaining = await untilGone(callIds, jobs, context.signal)
  const cancelled = callIds.filter((callId) => !remaining.includes(callId))
  const current = remaining.length === 0 ? [] : (await jobs.queue.view()).entries
  const busy = new Set(current.filter(({ isStopping }) => isStopping).map(({ callId }) => callId))
  return {
    lines: cancelled.map((callId) => `${callId}  ${messages.canceled}`),
    problems: remaining.map((id) => (busy.has(id) ? messages.stillRunning({ id }) : messages.canceledWhenOpen({ id }))),
    report: successReport({ cancelled: cancelled, marked: remaining }),
  }
}

/** Returns those that still exist. */
async function untilGone(callIds: readonly string[], jobs: Jobs, signal: AbortSignal): Promise<string[]> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const { entries } = await jobs.queue.view()
    const present = new Set(entries.map(({ callId }) => callId))
    const remaining = callIds.filter((callId) => present.has(callId))
    if (remaining.length === 0 || waitedMs >= patienceMs || signal.aborted) return remaining
    await wait(lookEveryMs)
  }
}

async function retry(text: string, context: CommandContext): Promise<CommandOutcome> {
  const id = jobIdSchema.safeParse(text)
  if (!id.success) throw badInput(messages.notJobId({ id: text }))
  const services = await context.services()
  const { ids } = await services.jobs.retry([id.data])
  const jobs = await runJobs(services.jobs, ids, context.signal)
  return toOutcome(jobs, { services, context, folder: undefined, delivery: 'filepath' })
}

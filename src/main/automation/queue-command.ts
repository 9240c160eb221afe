import { setTimeout as wait } from 'node:timers/promises'
import { jobIdSchema } from '../../shared/domain/ids.ts'
import type { QueueEntry } from '../../shared/domain/queue.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from './command.ts'
import { toOutcome } from './generation-outcome.ts'
import { badInput } from './read-options.ts'
import { successReport, type ReportedCall } from './report.ts'
import { runJobs } from './run-job.ts'

const lookEveryMs = 300
/** Whoever has a call looks every second whether it is to be canceled. */
const patienceMs = 5_000

const group = 'Providers and costs'

/** Of this home, whichever program works on it. */
export const listQueueCommand = defineCommand({
  name: 'queue list',
  group,
  summary: 'List queued and running requests, also those of an open window.',
  examples: ['queue list', 'queue list --json'],
  run: (_values, _args, context) => list(context),
})

export const cancelQueueCommand = defineCommand({
  name: 'queue cancel',
  group,
  summary: 'Cancel requests.',
  args: { '<ids...>': 'Ids of requests or jobs, from “queue list”' },
  examples: ['queue cancel ID', 'queue cancel ID ID'],
  run: (_values, ids, context) => cancel(ids, context),
})

export const retryQueueCommand = defineCommand({
  name: 'queue retry',
  group,
  summary: 'Request an image again. Costs as much as the first time.',
  args: { '<id>': 'Id of a job' },
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

function toLine({ callId, state, lane, model, pictures, prompt, jobIds }: QueueEntry): string {
  return `${callId}  ${state}  ${lane}/${model ?? '–'}  ${pictures} × ${prompt ?? '–'}  ${jobIds.join(' ')}`
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

const whenOpen = 'will be canceled the next time the window is open.'
const stillRunning = 'was canceled, but its server cannot be interrupted: it finishes the image and discards it.'

async function cancel(ids: readonly string[], context: CommandContext): Promise<CommandOutcome> {
  const { jobs } = await context.services()
  const { entries } = await jobs.queue.view()
  const wanted = ids.map((id) => {
    const entry = entries.find(({ callId, jobIds }) => callId === id || jobIds.some((jobId) => jobId === id))
    if (entry === undefined) throw badInput(`“${id}” is not in the queue. See “queue list”.`)
    return entry.callId
  })
  await jobs.queue.cancel(wanted)
  const left = await untilGone(wanted, jobs, context.signal)
  const gone = wanted.filter((callId) => !left.includes(callId))
  const now = left.length === 0 ? [] : (await jobs.queue.view()).entries
  const busy = new Set(now.filter(({ isStopping }) => isStopping).map(({ callId }) => callId))
  return {
    lines: gone.map((callId) => `${callId}  canceled`),
    problems: left.map((callId) => `${callId} ${busy.has(callId) ? stillRunning : whenOpen}`),
    report: successReport({ cancelled: gone, marked: left }),
  }
}

/** Answers those that are still there. */
async function untilGone(callIds: readonly string[], jobs: Jobs, signal: AbortSignal): Promise<string[]> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const { entries } = await jobs.queue.view()
    const there = new Set(entries.map(({ callId }) => callId))
    const left = callIds.filter((callId) => there.has(callId))
    if (left.length === 0 || waitedMs >= patienceMs || signal.aborted) return left
    await wait(lookEveryMs)
  }
}

async function retry(text: string, context: CommandContext): Promise<CommandOutcome> {
  const id = jobIdSchema.safeParse(text)
  if (!id.success) throw badInput(`“${text}” is not a job id.`)
  const services = await context.services()
  const { ids } = await services.jobs.retry([id.data])
  const ended = await runJobs(services.jobs, ids, context.signal)
  return toOutcome(ended, { services, context, folder: undefined, delivery: 'filepath' })
}

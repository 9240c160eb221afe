import { setTimeout as wait } from 'node:timers/promises'
import { jobIdSchema } from '../../shared/domain/ids.ts'
import type { QueueEntry } from '../../shared/domain/queue.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Command, CommandContext, Outcome } from './command.ts'
import { toOutcome } from './generation-outcome.ts'
import { badInput, readOptions, requireWords } from './read-options.ts'
import { successReport, type ReportedCall } from './report.ts'
import { runJobs } from './run-job.ts'

const lookEveryMs = 300
/** Whoever has a call looks every second whether it is to be cancelled. */
const patienceMs = 5_000

/** What waits and runs in this home, whichever program has it in hand. */
export const queueCommand: Command = {
  usage: 'queue list | cancel ID… | retry ID [--json]',
  summary:
    'Lists what waits and runs at services, also where the window has it in hand; cancels calls or jobs by their ids; ' +
    'asks for a picture once more.',
  async run(words, context) {
    const { positionals } = readOptions(words, { json: { type: 'boolean' } })
    const [action, ...ids] = positionals
    switch (action) {
      case 'list':
        requireWords(ids)
        return list(context)
      case 'cancel':
        if (ids.length === 0) throw badInput('ID is missing.')
        return cancel(ids, context)
      case 'retry':
        return retry(requireWords(ids, 'ID')[0], context)
      default:
        throw badInput('Say what to do with the queue: list, cancel or retry.')
    }
  },
}

async function list(context: CommandContext): Promise<Outcome> {
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

async function cancel(ids: readonly string[], context: CommandContext): Promise<Outcome> {
  const { jobs } = await context.services()
  const { entries } = await jobs.queue.view()
  const wanted = ids.map((id) => {
    const entry = entries.find(({ callId, jobIds }) => callId === id || jobIds.some((jobId) => jobId === id))
    if (entry === undefined) throw badInput(`“${id}” neither waits nor runs. “queue list” shows what does.`)
    return entry.callId
  })
  await jobs.queue.cancel(wanted)
  const left = await untilGone(wanted, jobs, context.signal)
  const gone = wanted.filter((callId) => !left.includes(callId))
  return {
    lines: gone.map((callId) => `${callId}  cancelled`),
    problems: left.map((callId) => `${callId} is marked: it is cancelled when Atelier’s window is next open.`),
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

async function retry(text: string, context: CommandContext): Promise<Outcome> {
  const id = jobIdSchema.safeParse(text)
  if (!id.success) throw badInput(`“${text}” is not the id of a job.`)
  const services = await context.services()
  const { ids } = await services.jobs.retry(id.data)
  const ended = await runJobs(services.jobs, ids, context.signal)
  return toOutcome(ended, { services, context, folder: undefined, delivery: 'filepath' })
}

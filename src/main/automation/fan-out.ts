import { randomUUID } from 'node:crypto'
import type { GenerationRequest } from '../../shared/domain/generation.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { fromErrorData } from '../../shared/errors/index.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import type { Queued } from '../jobs/jobs.ts'
import { type GenerationOutcome, type RunContext, toOutcome } from './generate/generation-outcome.ts'
import { runJobs } from './generate/run-job.ts'
import type { CommandOutcome } from './program/command.ts'
import { failureReport } from './report.ts'

/**
 * Sends a request to several models at once. Each has its own outcome; one that is rejected or fails does not stop the
 * others.
 */
export async function fanOut(
  requests: readonly GenerationRequest[],
  approve: ApproveSpend | undefined,
  run: RunContext,
): Promise<CommandOutcome> {
  const { jobs } = run.services
  const queued = await jobs.run(requests, { runId: randomUUID(), approve })
  const results = await Promise.all(
    queued.map(async (each) => ('error' in each ? each : runJobs(jobs, each.ids, run.context.signal))),
  )
  const outcomes: GenerationOutcome[] = []
  // One at a time: each image gets the next free name in the given folder.
  for (const [at, request] of requests.entries()) outcomes.push(await outcomeOf(request, results[at] ?? [], run))
  return {
    lines: outcomes.flatMap(({ lines }) => lines),
    problems: outcomes.flatMap(({ report: { provider, model }, problems = [] }) =>
      problems.map((problem) => `${provider}/${model}: ${problem}`),
    ),
    report: outcomes.map(({ report }) => report),
  }
}

type End = readonly JobSnapshot[] | Extract<Queued, { readonly error: unknown }>

async function outcomeOf(
  { provider, model }: GenerationRequest,
  end: End,
  run: RunContext,
): Promise<GenerationOutcome> {
  if (!('error' in end)) return toOutcome(end, run)
  const error = fromErrorData(end.error)
  return { lines: [], problems: [error.message], report: failureReport(error, { provider, model }) }
}

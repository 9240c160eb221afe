import { randomUUID } from 'node:crypto'
import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import type { Library } from '../../library/library.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/pure/new-id.ts'
import type { PlannedCall, PreparedRequest } from '../../providers/core/plan/planned-call.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import { createLiveJob, type LiveJob } from '../live-job.ts'
import { refOf, type GenerationCall } from './generation-call.ts'

export interface GenerationPlannerNeeds {
  readonly providers: () => Promise<Pick<ProviderManager, 'prepare' | 'fallbacks'>>
  readonly library: Pick<Library, 'require'>
  readonly clock: Clock
}

export interface GenerationPlanner {
  /** @throws provider/unsupported where the model cannot do it, storage/not-found where a picture is gone */
  plan(request: GenerationRequest, key: string | undefined): Promise<GenerationCall[]>
  /** The same pictures asked of the next service in the person's order; null where there is none. */
  reroute(call: GenerationCall, error: AppError): Promise<GenerationCall[] | null>
}

export function createGenerationPlanner({ providers, library, clock }: GenerationPlannerNeeds): GenerationPlanner {
  return {
    async plan(request, key) {
      const manager = await providers()
      const source = request.sourceId === null ? null : await library.require(request.sourceId)
      for (const id of request.referenceIds) await library.require(id)
      const prepared = await manager.prepare(request, source)
      requireNoObstacle(prepared)
      const nowMs = clock.nowMs()
      return prepared.calls.map((planned) => {
        const callId = randomUUID()
        const controller = new AbortController()
        const jobs = Array.from({ length: planned.n }, (_, index) =>
          createLiveJob(
            { ...blankJob(request, nowMs), callId, ...plannedPart(request, prepared, planned, index) },
            controller,
          ),
        )
        return {
          jobs,
          signal: controller.signal,
          request,
          source,
          prepared,
          planned,
          tried: [],
          startedAtMs: null,
          key,
        }
      })
    },

    async reroute(call, error) {
      const manager = await providers()
      const tried = [...call.tried, refOf(call)]
      const attempts = [{ ref: refOf(call), error: toErrorData(error) }]
      for (;;) {
        const [next] = await manager.fallbacks(call.request.operation, call.request, tried)
        if (next === undefined) return null
        const request = { ...call.request, ...next, n: call.jobs.length }
        try {
          const prepared = await manager.prepare(request, call.source, { isFallback: true })
          requireNoObstacle(prepared)
          return redirect(call, { request, prepared, tried, attempts })
        } catch (thrown) {
          tried.push(next)
          attempts.push({ ref: next, error: toErrorData(thrown) })
        }
      }
    },
  }
}

function requireNoObstacle({ plan, card }: PreparedRequest): void {
  if (plan.obstacles.length === 0) return
  throw new AppError('provider/unsupported', plan.obstacles.join(' '), { detail: { model: card.id } })
}

interface Redirection extends Pick<GenerationCall, 'request' | 'prepared' | 'tried'> {
  readonly attempts: JobSnapshot['attempts']
}

/** The other model may take fewer pictures a call: then the jobs are dealt out over several. */
function redirect(call: GenerationCall, { attempts, ...route }: Redirection): GenerationCall[] {
  const left = [...call.jobs]
  return route.prepared.calls.map((planned) => {
    const jobs = left.splice(0, planned.n)
    for (const [index, job] of jobs.entries()) redirectJob(job, index, planned, attempts, route)
    // The key was given for the service that did not do it.
    return { ...call, ...route, jobs, planned, key: undefined }
  })
}

function redirectJob(
  job: LiveJob,
  index: number,
  planned: PlannedCall,
  attempts: JobSnapshot['attempts'],
  { request, prepared }: Pick<GenerationCall, 'request' | 'prepared'>,
): void {
  job.update({
    ...plannedPart(request, prepared, planned, index),
    attempts: [...job.snapshot().attempts, ...attempts],
    state: 'queued',
    phase: null,
    progress: null,
    waitingUntilMs: null,
    preview: null,
    handle: null,
    isBilled: 'no',
  })
}

function plannedPart(
  request: GenerationRequest,
  { plan, card }: PreparedRequest,
  planned: PlannedCall,
  index: number,
): Pick<JobSnapshot, 'provider' | 'model' | 'seed' | 'warnings' | 'estimateUsd'> {
  const { usd } = plan.estimate
  return {
    provider: request.provider,
    model: card.id,
    // What the service draws the further pictures of a call with, only it knows.
    seed: index === 0 ? planned.seed : null,
    warnings: plan.warnings,
    estimateUsd: usd === null ? null : usd / request.n,
  }
}

function blankJob(
  request: GenerationRequest,
  nowMs: number,
): Omit<JobSnapshot, keyof ReturnType<typeof plannedPart> | 'callId'> {
  return {
    id: newId<JobId>(nowMs),
    documentId: request.documentId,
    assetId: request.sourceId,
    operation: request.operation,
    prompt: request.prompt === '' ? null : request.prompt,
    state: 'queued',
    phase: null,
    progress: null,
    waitingUntilMs: null,
    preview: null,
    resultId: null,
    refusal: null,
    error: null,
    wasSent: false,
    isBilled: 'no',
    handle: null,
    requestId: null,
    attempts: [],
    costUsd: null,
    createdAtMs: nowMs,
    timingMs: null,
    verdict: 'open',
    processId: process.pid,
  }
}

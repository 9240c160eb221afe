import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError, type ErrorData, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Database } from '../../database/index.ts'
import type { Admitter, ApproveSpend, OverLimit } from '../attempt-ledger.ts'
import { notNoted } from '../generation/call-errors.ts'
import type { GenerationCall } from '../generation/generation-call.ts'
import type { GenerationPlanner } from '../generation/generation-planner.ts'
import { createYielder } from '../sleep.ts'
import { readBody, type StoredCall } from './call-body.ts'
import type { CallQueue } from './call-queue.ts'

/** The outcome of queuing one request of a run. */
export type Queued = { readonly ids: JobId[] } | { readonly error: ErrorData }

export interface RequestOptions {
  /** For this request only, never stored: such a call cannot survive a restart. */
  readonly key?: string | undefined
  /** Of the click it belongs to. */
  readonly runId?: string | null
  /** Asks the user before a limit is exceeded; absent = there is no user to ask. */
  readonly approve?: ApproveSpend | undefined
}

/** Requests for images from a provider, to the queue. */
export interface ImageRequests {
  /**
   * Plans the request and queues one job per image. When it resolves, everything is on disk and nothing has been sent.
   * @throws provider/unsupported if the model cannot do it, provider/unknown-model, provider/disabled, money/*
   */
  generate(request: GenerationRequest, options?: RequestOptions): Promise<{ ids: JobId[] }>
  /**
   * Queues all requests of one click. A rejected request does not stop the others.
   * @throws money/* for all of them together
   */
  run(requests: readonly GenerationRequest[], options: Omit<RequestOptions, 'key'>): Promise<Queued[]>
  /**
   * Requests the images again, as siblings, all or none; limits are checked once for all of them.
   * @throws storage/not-found if a request was not kept, money/*
   */
  retry(ids: readonly JobId[], options?: Pick<RequestOptions, 'approve'>): Promise<{ ids: JobId[] }>
}

export interface AskNeeds {
  readonly planner: Pick<GenerationPlanner, 'plan'>
  readonly admitter: Admitter | null
  readonly queue: Pick<CallQueue, 'add'>
  readonly database: Pick<Database, 'call'>
  readonly find: (id: JobId) => Promise<JobSnapshot>
  readonly requireOpen: () => void
}

/** Minimum number of calls written to disk in one step. */
const batchMin = 50

type Plan = { readonly calls: readonly GenerationCall[] } | { readonly error: ErrorData }

/** Takes requests to the queue: plans them, checks limits, writes them to disk. */
export function createAsk(needs: AskNeeds): ImageRequests {
  const { planner, requireOpen } = needs

  const queueAll = (calls: readonly GenerationCall[], options: RequestOptions): Promise<{ ids: JobId[] }> =>
    whileAdmitted(calls, options, needs, async () => {
      await needs.queue.add(calls)
      return { ids: idsOf(calls) }
    })

  return {
    async generate(request, options = {}) {
      requireOpen()
      const calls = await planner.plan(request, { key: options.key, runId: options.runId ?? null })
      return queueAll(calls, options)
    },
    async run(requests, options) {
      requireOpen()
      const plans = await planAll(requests, options.runId ?? null, needs)
      return whileAdmitted(plans.flatMap(callsOf), options, needs, async () => {
        const queued: Queued[] = []
        for (const batch of batchesOf(plans)) queued.push(...(await addBatch(batch, needs)))
        return queued
      })
    },
    async retry(ids, options = {}) {
      requireOpen()
      const yieldToEventLoop = createYielder()
      const calls: GenerationCall[] = []
      for (const id of ids) {
        const { request, runId } = await requestOf(id, needs)
        calls.push(...(await planner.plan(request, { runId })))
        await yieldToEventLoop()
      }
      return queueAll(calls, { ...options, runId: calls[0]?.runId ?? null })
    },
  }
}

/** Returns the request for one image. @throws storage/not-found if it was not kept */
async function requestOf(
  id: JobId,
  { find, database }: Pick<AskNeeds, 'find' | 'database'>,
): Promise<{ readonly request: GenerationRequest; readonly runId: string | null }> {
  const { callId, seed: drawn } = await find(id)
  const persisted = await database.call('queue.find', { callId })
  if (persisted === null) throw notKept()
  const { request, planned, tried, runId } = readStored(persisted.body)
  // A seed that was requested is replaced by the image's own; a random one is drawn again.
  const seed = request.seed === null ? null : (drawn ?? planned.seed)
  return { request: { ...request, ...tried[0], n: 1, seed, maskPng: persisted.maskPng }, runId }
}

/** @throws storage/corrupt, which says that nothing was sent */
function readStored(body: string): StoredCall {
  try {
    return readBody(body)
  } catch (thrown) {
    throw notNoted(thrown)
  }
}

/** Checks the limits once for all calls; their cost is reserved until `work` has ended. @throws money/* */
async function whileAdmitted<T>(
  calls: readonly GenerationCall[],
  { runId = null, approve }: RequestOptions,
  { admitter, requireOpen }: AskNeeds,
  work: () => Promise<T>,
): Promise<T> {
  const estimates = calls.map(({ estimateUsd }) => estimateUsd)
  const services = [...new Set(calls.map(({ request }) => request.provider))]
  const approveLimit = approve && ((over: OverLimit) => approve({ ...over, services }))
  const settle = calls.length === 0 ? undefined : await admitter?.admit({ runId, estimates, approve: approveLimit })
  try {
    requireOpen()
    return await work()
  } finally {
    await settle?.()
  }
}

/** A request that cannot be made does not stop the others. */
async function planAll(
  requests: readonly GenerationRequest[],
  runId: string | null,
  { planner }: AskNeeds,
): Promise<Plan[]> {
  const yieldToEventLoop = createYielder()
  const plans: Plan[] = []
  for (const request of requests) {
    try {
      plans.push({ calls: await planner.plan(request, { runId }) })
    } catch (thrown) {
      plans.push({ error: toErrorData(thrown) })
    }
    await yieldToEventLoop()
  }
  return plans
}

async function addBatch(batch: readonly Plan[], { queue }: AskNeeds): Promise<Queued[]> {
  try {
    await queue.add(batch.flatMap(callsOf))
    return batch.map((plan) => ('calls' in plan ? { ids: idsOf(plan.calls) } : plan))
  } catch (thrown) {
    const error = toErrorData(thrown)
    return batch.map((plan) => ('calls' in plan ? { error } : plan))
  }
}

function* batchesOf(plans: readonly Plan[]): Generator<Plan[]> {
  let batch: Plan[] = []
  let size = 0
  for (const plan of plans) {
    batch.push(plan)
    size += callsOf(plan).length
    if (size < batchMin) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}

function callsOf(plan: Plan): readonly GenerationCall[] {
  return 'calls' in plan ? plan.calls : []
}

function idsOf(calls: readonly GenerationCall[]): JobId[] {
  return calls.flatMap(({ jobs }) => jobs.map((job) => job.snapshot().id))
}

function notKept(): AppError {
  return new AppError('storage/not-found', messages.requestNotKept)
}

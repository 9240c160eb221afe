import { randomUUID } from 'node:crypto'
import { agentTrace, editPlanTrace, gridTrace, type GenerationRequest } from '../../../shared/domain/generation.ts'
import { editPlanIdSchema, gridIdSchema } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Assets } from '../../assets/assets.ts'
import type { Clock } from '../../platform/clock.ts'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { sumCosts, wholeUsd } from '../../../shared/util/sum-costs.ts'
import type { PlannedCall, PreparedRequest } from '../../providers/core/plan/planned-call.ts'
import type { ProviderManager } from '../../providers/provider-manager.ts'
import type { Admitter } from '../attempt-ledger.ts'
import { blankJob } from '../blank-job.ts'
import { createLiveJob, type LiveJob } from '../live-job.ts'
import { refOf, type GenerationCall } from './generation-call.ts'

export interface GenerationPlannerNeeds {
  readonly providers: () => Promise<Pick<ProviderManager, 'prepare' | 'fallbacks'>>
  readonly assets: Pick<Assets, 'records'>
  readonly imaging: Pick<Imaging, 'measureMask' | 'drawMarkupMask'>
  readonly clock: Clock
  /** Checks the limits if another service costs more than the one originally asked; absent = there are no limits. */
  readonly admitter?: Admitter
  /**
   * Whether somebody watches the window, whose standing limits then decide about dearer fallbacks. Otherwise a request
   * keeps to the price that a maximum, or an agent's limits, admitted. Default: true.
   */
  readonly isWatched?: boolean
}

export interface GenerationPlanner {
  /** @throws provider/unsupported if the model cannot do it, storage/not-found if an image is gone */
  plan(
    request: GenerationRequest,
    about: { readonly key?: string | undefined; readonly runId: string | null },
  ): Promise<GenerationCall[]>
  /** Plans the same images for the next service in the user's order; null if there is none. */
  reroute(call: GenerationCall, error: AppError): Promise<GenerationCall[] | null>
}

export function createGenerationPlanner(needs: GenerationPlannerNeeds): GenerationPlanner {
  const { providers, assets, clock } = needs
  const measure = createMaskMeasure(needs.imaging)
  return {
    async plan(unplanned, { key, runId }) {
      const manager = await providers()
      const source = unplanned.sourceId === null ? null : await assets.records.require(unplanned.sourceId)
      for (const id of unplanned.referenceIds) await assets.records.require(id)
      const controlSize = unplanned.control ? await assets.records.require(unplanned.control.imageId) : null
      const request = source === null ? unplanned : await withMeasuredMask(unplanned, source, measure)
      const prepared = await manager.prepare(request, source, { controlSize })
      requireSendable(prepared)
      const masked = await withMarkupMask(request, { source, prepared }, needs.imaging)
      return toCalls({ request: masked, source, prepared, key, runId }, clock.nowMs())
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
          requireSendable(prepared)
          await requireAffordable(prepared, call, needs)
          const masked = await withMarkupMask(request, { source: call.source, prepared }, needs.imaging)
          return redirect(call, { request: masked, prepared, tried, attempts })
        } catch (thrown) {
          tried.push(next)
          attempts.push({ ref: next, error: toErrorData(thrown) })
        }
      }
    },
  }
}

type Planned = Pick<GenerationCall, 'request' | 'source' | 'prepared' | 'runId'> & {
  readonly key: string | undefined
}

function toCalls({ request, source, prepared, runId, key }: Planned, nowMs: number): GenerationCall[] {
  return prepared.calls.map((planned, number) => {
    const callId = randomUUID()
    const estimateUsd = prepared.estimates[number] ?? null
    const controller = new AbortController()
    const jobs = Array.from({ length: planned.n }, (_, index) => {
      const facts = plannedPart(request, prepared, { planned, estimateUsd }, index)
      return createLiveJob({ ...queuedJob(request, nowMs), callId, runId, ...facts }, controller)
    })
    const plan = { request, source, prepared, planned, estimateUsd }
    const { signal } = controller
    return { callId, runId, jobs, signal, ...plan, tried: [], startedAtMs: null, key, resumed: null }
  })
}

type MeasureMask = (maskPng: Uint8Array, size: Size) => Promise<Rect | null>

/** Requests of one click share their mask: it is measured once. */
function createMaskMeasure(imaging: GenerationPlannerNeeds['imaging']): MeasureMask {
  const measured = new WeakMap<Uint8Array, { readonly size: Size; readonly bounds: Promise<Rect | null> }>()
  return (maskPng, size) => {
    const cached = measured.get(maskPng)
    if (cached?.size.widthPx === size.widthPx && cached.size.heightPx === size.heightPx) return cached.bounds
    const bounds = imaging.measureMask({ maskPng, size })
    bounds.catch(() => measured.delete(maskPng))
    measured.set(maskPng, { size, bounds })
    return bounds
  }
}

/**
 * Replaces what the request says about the mask with measurements. A frame needs no paint; without one, an empty mask
 * would pay for an image of which nothing can be used. @throws fill/empty-mask
 */
async function withMeasuredMask(
  request: GenerationRequest,
  { widthPx, heightPx }: Size,
  measure: MeasureMask,
): Promise<GenerationRequest> {
  const { maskPng, operation, frame } = request
  if (maskPng === null || operation !== 'edit') return { ...request, maskBounds: null }
  const maskBounds = await measure(maskPng, { widthPx, heightPx })
  if (maskBounds !== null) return { ...request, maskBounds }
  if (frame) return { ...request, maskPng: null, maskBounds }
  throw new AppError('fill/empty-mask', messages.maskEmpty)
}

/** Replaces the mask by one of what the marks touch, for a model that gets no marks. */
async function withMarkupMask(
  request: GenerationRequest,
  { source, prepared }: Pick<GenerationCall, 'source' | 'prepared'>,
  imaging: Pick<Imaging, 'drawMarkupMask'>,
): Promise<GenerationRequest> {
  const { markupMask } = prepared
  const { markup } = request
  if (!markupMask || !markup || source === null) return request
  const { widthPx, heightPx } = source
  return {
    ...request,
    ...markupMask,
    maskPng: await imaging.drawMarkupMask({ marks: markup, size: { widthPx, heightPx } }),
  }
}

function requireSendable({ plan, card }: PreparedRequest): void {
  if (plan.obstacles.length === 0) return
  throw new AppError('provider/unsupported', joinSentences(...plan.obstacles), { detail: { model: card.id } })
}

/** The price of the call has been approved: only the cost beyond that is checked. @throws money/* */
async function requireAffordable(
  { estimates }: PreparedRequest,
  { estimateUsd, runId, request }: GenerationCall,
  { admitter, isWatched = true }: Pick<GenerationPlannerNeeds, 'admitter' | 'isWatched'>,
): Promise<void> {
  const usd = wholeUsd(sumCosts(estimates))
  const isDearer = usd === null ? estimateUsd !== null : exceedsLimit(estimateUsd ?? 0, 0, usd)
  if (isDearer && (!isWatched || request.trace[agentTrace] !== undefined)) {
    throw new AppError('money/over-cap', messages.fallbackIsDearer)
  }
  const beyond = !isDearer ? 0 : usd === null ? null : usd - (estimateUsd ?? 0)
  const settle = await admitter?.admit({ runId, estimates: [beyond] })
  await settle?.()
}

interface Redirection extends Pick<GenerationCall, 'request' | 'prepared' | 'tried'> {
  readonly attempts: JobSnapshot['attempts']
}

/** The other model may take fewer images per call: the jobs are then split among several calls. */
function redirect(call: GenerationCall, { attempts, ...route }: Redirection): GenerationCall[] {
  const remaining = [...call.jobs]
  return route.prepared.calls.map((planned, number) => {
    const jobs = remaining.splice(0, planned.n)
    const callId = number === 0 ? call.callId : randomUUID()
    const estimateUsd = route.prepared.estimates[number] ?? null
    // The key was given for the service that failed.
    const next = { ...call, ...route, callId, jobs, planned, estimateUsd, key: undefined }
    for (const [index, job] of jobs.entries()) redirectJob(job, index, next, attempts)
    return next
  })
}

function redirectJob(job: LiveJob, index: number, call: GenerationCall, attempts: JobSnapshot['attempts']): void {
  job.update({
    callId: call.callId,
    ...plannedPart(call.request, call.prepared, call, index),
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
  { planned, estimateUsd }: { readonly planned: PlannedCall; readonly estimateUsd: number | null },
  index: number,
): Pick<JobSnapshot, 'provider' | 'model' | 'seed' | 'warnings' | 'estimateUsd'> {
  return {
    provider: request.provider,
    model: card.id,
    // Only the service knows the seeds of a call's further images.
    seed: index === 0 ? planned.seed : null,
    warnings: plan.warnings,
    estimateUsd: estimateUsd === null ? null : estimateUsd / planned.n,
  }
}

function gridOf({ trace }: GenerationRequest): Pick<JobSnapshot, 'gridId'> {
  const { data } = gridIdSchema.safeParse(trace[gridTrace])
  return data === undefined ? {} : { gridId: data }
}

function queuedJob(
  request: GenerationRequest,
  nowMs: number,
): Omit<JobSnapshot, keyof ReturnType<typeof plannedPart> | 'callId' | 'runId'> {
  return {
    ...blankJob(nowMs),
    documentId: request.documentId,
    assetId: request.sourceId,
    ...(request.continues && { threadId: request.continues.threadId }),
    ...gridOf(request),
    operation: request.operation,
    prompt: request.prompt === '' ? null : request.prompt,
    progress: null,
    costUsd: null,
    ...editPlanOf(request),
  }
}

function editPlanOf({ trace }: GenerationRequest): Pick<JobSnapshot, 'editPlanId'> {
  const { data } = editPlanIdSchema.safeParse(trace[editPlanTrace])
  return data === undefined ? {} : { editPlanId: data }
}

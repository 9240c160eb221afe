import type { Recipe } from '../../../shared/domain/asset.ts'
import { agentTrace, type GenerationRequest, type RequestPlan } from '../../../shared/domain/generation.ts'
import { toSeed } from '../../../shared/domain/seed.ts'
import type { RemoteImage, TaskState } from '../../providers/core/adapter.ts'
import type { GenerationCall } from './generation-call.ts'
import type { CompositedEdit } from './composite-edit.ts'
import { numberValuesOf } from '../../../shared/domain/number-settings.ts'

/** What named references, marks and earlier turns became in the prompt that was sent. */
function sentOf(
  { references = [], conversation, sentPrompt, markup: form, isMaskOfMarks }: RequestPlan,
  { markup }: GenerationRequest,
) {
  const isOther = references.length > 0 || form !== undefined || conversation !== undefined
  return {
    ...(references.length > 0 && { named: references }),
    ...(form !== undefined && { markup, ...(isMaskOfMarks && { isMaskOfMarks }) }),
    ...(isOther && sentPrompt !== undefined && { sentPrompt }),
  }
}

/** One image of a service's response. */
export interface ResponsePart {
  /** Index in the response, from 0. */
  readonly index: number
  readonly image: RemoteImage
  readonly done: Extract<TaskState, { type: 'done' }>
}

type Paid = Pick<Recipe, 'timingMs' | 'costUsd'>

/**
 * Returns everything requested and reported for one image. `composited`: how it was composited into the source; null =
 * it was not.
 */
export function recipeOf(
  { index, image, done }: ResponsePart,
  call: GenerationCall,
  paid: Paid,
  composited: CompositedEdit | null,
): Recipe {
  const { request, planned, prepared, estimateUsd, runId, callId } = call
  const seed = image.seed ?? (index === 0 ? planned.seed : null)
  return {
    operation: request.operation,
    provider: request.provider,
    model: planned.card.id,
    seed: toSeed(seed),
    prompt: request.prompt === '' ? null : request.prompt,
    growPx: composited && request.growPx,
    featherPx: composited && request.featherPx,
    changedInside: composited?.changedInside ?? null,
    changedOutside: composited?.changedOutside ?? null,
    ...(composited && { edit: composited.edit }),
    // Several images of one response belong together too.
    runId: runId ?? callId,
    ...(request.trace[agentTrace] !== undefined && { agent: request.trace[agentTrace] }),
    ...paid,
    generation: {
      negativePrompt: request.negativePrompt,
      revisedPrompt: image.revisedPrompt ?? null,
      requestedSize: request.size === null ? request.aspectRatio : `${request.size.widthPx}x${request.size.heightPx}`,
      quality: planned.quality,
      stylePreset: planned.stylePreset,
      ...numberValuesOf(planned),
      loras: [...planned.loras],
      options: { ...planned.options },
      referenceIds: [...prepared.referenceIds],
      ...sentOf(prepared.plan, request),
      ...(request.continues && { threadId: request.continues.threadId }),
      ...(planned.control && { control: planned.control }),
      warnings: [...prepared.plan.warnings, ...(composited?.warnings ?? [])],
      estimateUsd: estimateUsd === null ? null : estimateUsd / planned.n,
      requestId: done.requestId ?? null,
      ...(isOtherModel(done.servedModel, planned.card.id) && { servedModel: done.servedModel }),
      usage: { ...done.usage },
      trace: request.trace,
      ...(done.local && { local: done.local }),
    },
  }
}

/** Some services put a folder before the names of their models: `models/gemini-3-pro-image`. */
function isOtherModel(served: string | null | undefined, requested: string): served is string {
  return typeof served === 'string' && served !== '' && served !== requested && !served.endsWith(`/${requested}`)
}

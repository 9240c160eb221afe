import type { Recipe } from '../../../shared/domain/asset.ts'
import { toSeed } from '../../../shared/domain/seed.ts'
import type { RemotePicture, TaskState } from '../../providers/core/adapter.ts'
import type { GenerationCall } from './generation-call.ts'
import type { CompositedEdit } from './composite-edit.ts'

/** One picture of a service's answer. */
export interface ResponsePart {
  /** In the answer, from 0. */
  readonly index: number
  readonly picture: RemotePicture
  readonly done: Extract<TaskState, { is: 'done' }>
}

type Paid = Pick<Recipe, 'timingMs' | 'costUsd'>

/** All that was asked for and said about one picture. `laidIn`: how it was laid into the source; null = it was not. */
export function recipeOf(
  { index, picture, done }: ResponsePart,
  call: GenerationCall,
  paid: Paid,
  laidIn: CompositedEdit | null,
): Recipe {
  const { request, planned, prepared, estimateUsd, runId, callId } = call
  const seed = picture.seed ?? (index === 0 ? planned.seed : null)
  return {
    operation: request.operation,
    provider: request.provider,
    model: planned.card.id,
    seed: toSeed(seed),
    prompt: request.prompt === '' ? null : request.prompt,
    growPx: laidIn && request.growPx,
    featherPx: laidIn && request.featherPx,
    changedInside: laidIn?.changedInside ?? null,
    changedOutside: laidIn?.changedOutside ?? null,
    ...(laidIn && { edit: laidIn.edit }),
    // Several pictures of one answer belong together too.
    runId: runId ?? callId,
    ...paid,
    generation: {
      negativePrompt: request.negativePrompt,
      revisedPrompt: picture.revisedPrompt ?? null,
      requestedSize: request.size === null ? request.aspectRatio : `${request.size.widthPx}x${request.size.heightPx}`,
      quality: planned.quality,
      stylePreset: planned.stylePreset,
      guidance: planned.guidance,
      steps: planned.steps,
      strength: planned.strength,
      loras: [...planned.loras],
      options: { ...planned.options },
      referenceIds: [...prepared.referenceIds],
      ...(planned.control && { control: planned.control }),
      warnings: [...prepared.plan.warnings, ...(laidIn?.warnings ?? [])],
      estimateUsd: estimateUsd === null ? null : estimateUsd / planned.n,
      requestId: done.requestId ?? null,
      usage: { ...done.usage },
      trace: request.trace,
      ...(done.local && { local: done.local }),
    },
  }
}

import { blankRequest, type PlanRequest } from '../../shared/domain/generation.ts'
import { automaticEdge, contextBox } from '../../shared/domain/edit.ts'
import type { EditStep, PlannedStep } from '../../shared/domain/edit-plan.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import { joinSentences } from '../../shared/messages/formats.ts'
import { maskReachPx } from '../../shared/util/mask/effective-mask.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../shared/util/geometry.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'

/** A step with what it would send and cost. `step`: null where it cannot be made. */
export interface StepPlan {
  readonly id: string
  readonly step: PlannedStep | null
  readonly problem: string | null
  /** USD; null = unknown beforehand. */
  readonly usd: number | null
  readonly warnings: readonly string[]
}

export interface StepSource extends Size {
  readonly id: AssetId
}

export interface StepModels {
  readonly manager: Pick<ProviderManager, 'plan'>
  /** @throws model/missing if there is no such model for filling */
  readonly fillModel: (name: string) => Promise<unknown>
}

type Planned = Omit<PlannedStep, keyof EditStep>

/** Plans one step on an image. `bounds`: of its mask; null = nothing is painted. */
export async function planStep(
  step: EditStep,
  image: StepSource,
  bounds: Rect | null,
  { manager, fillModel }: StepModels,
): Promise<StepPlan> {
  if (bounds === null) return impossible(step, messages.maskEmpty({ name: step.maskName }))
  if (step.model !== null && step.task !== 'remove' && step.prompt.trim() === '') {
    return impossible(step, messages.promptMissing)
  }
  const planned = areaOf(step, image, bounds)
  if (step.model === null) return planFill(step, planned, fillModel)
  const size = { widthPx: image.widthPx, heightPx: image.heightPx }
  try {
    const request = requestOf({ ...step, ...planned }, step.model, image.id)
    const { obstacles, estimate, warnings, edit } = await manager.plan(request, size)
    if (obstacles.length > 0) return impossible(step, joinSentences(...obstacles))
    const seen = edit?.crop ?? { x: 0, y: 0, ...size }
    return {
      id: step.id,
      step: { ...step, ...planned, seen },
      problem: null,
      usd: estimate.usd,
      warnings: warnings.map(({ message }) => message),
    }
  } catch (thrown) {
    return impossible(step, toErrorData(thrown).message)
  }
}

const fillSeedMax = 0xffffffff

async function planFill(step: EditStep, planned: Planned, fillModel: StepModels['fillModel']): Promise<StepPlan> {
  const isSeed = step.seed === null || (typeof step.seed === 'number' && step.seed <= fillSeedMax)
  if (!isSeed) return impossible(step, messages.seedTooLarge({ max: String(fillSeedMax) }))
  try {
    if (step.fillModel !== null) await fillModel(step.fillModel)
  } catch (thrown) {
    return impossible(step, toErrorData(thrown).message)
  }
  return { id: step.id, step: { ...step, ...planned }, problem: null, usd: 0, warnings: [] }
}

function impossible({ id }: EditStep, problem: string): StepPlan {
  return { id, step: null, problem, usd: null, warnings: [] }
}

function areaOf(step: EditStep, { widthPx, heightPx }: Size, bounds: Rect): Planned {
  const isLocalFill = step.model === null
  const automatic = () =>
    automaticEdge(step.task, bounds, { isLocalFill, ...(step.strength !== null && { strength: step.strength }) })
  const edge = step.edge ?? automatic()
  const whole = { x: 0, y: 0, widthPx, heightPx }
  const changed = intersectRects(growRect(bounds, maskReachPx(edge)), whole)
  return { ...edge, bounds, changed, seen: contextBox(changed, whole) }
}

/** The request for a step that is made by a model. */
export function requestOf(step: PlannedStep, model: NonNullable<EditStep['model']>, sourceId: AssetId): PlanRequest {
  return {
    ...blankRequest,
    ...model,
    operation: 'edit',
    prompt: step.prompt,
    negativePrompt: step.negativePrompt,
    seed: step.seed,
    strength: step.strength,
    sourceId,
    hasMask: true,
    maskBounds: step.bounds,
    growPx: step.growPx,
    featherPx: step.featherPx,
    intent: step.task,
  }
}

import { blankStepSettings, type EditPlanView, type EditStep } from '../../../../shared/domain/edit-plan.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'

/** A mask of the document as captured when the dialog opened. `digest`: null = nothing is painted. */
export interface PlanMask {
  readonly id: string
  readonly name: string
  readonly tint: string
  readonly digest: string | null
}

/** Returns a step for a mask, with an id that no other step has. */
export function newStep(mask: PlanMask, steps: readonly EditStep[], model: ModelRef | null): EditStep {
  return {
    ...blankStepSettings,
    id: freeId(steps),
    isOn: true,
    maskId: mask.id,
    maskName: mask.name,
    mask: mask.digest,
    task: model === null ? 'remove' : 'fill',
    prompt: '',
    model,
    take: 0,
  }
}

function freeId(steps: readonly EditStep[]): string {
  const numbers = steps.map(({ id }) => Number(/^step-(\d+)$/.exec(id)?.[1] ?? 0))
  return `step-${Math.max(0, ...numbers) + 1}`
}

/** Inserts a copy behind a step. */
export function duplicateStep(steps: readonly EditStep[], id: string): EditStep[] {
  const at = steps.findIndex((step) => step.id === id)
  const step = steps[at]
  return step === undefined ? [...steps] : steps.toSpliced(at + 1, 0, { ...step, id: freeId(steps) })
}

/** Moves a step to an index, as counted without it. */
export function moveStep(steps: readonly EditStep[], id: string, to: number): EditStep[] {
  const step = steps.find((each) => each.id === id)
  const others = steps.filter((each) => each.id !== id)
  return step === undefined ? others : others.toSpliced(Math.min(Math.max(0, to), others.length), 0, step)
}

/** Returns the stored steps with their masks as they are now; for a new plan, one step for each painted mask. */
export function stepsWith(
  plan: Pick<EditPlanView, 'steps'>,
  masks: readonly PlanMask[],
  model: ModelRef | null,
): readonly EditStep[] {
  if (plan.steps.length === 0) {
    const painted = masks.filter(({ digest }) => digest !== null)
    return painted.reduce<EditStep[]>((steps, mask) => [...steps, newStep(mask, steps, model)], [])
  }
  return plan.steps.map((step) => {
    const mask = masks.find(({ id }) => id === step.maskId)
    // A mask that was deleted since is used as it was captured.
    return mask === undefined ? step : { ...step, mask: mask.digest, maskName: mask.name }
  })
}

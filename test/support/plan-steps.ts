import { blankStepSettings, type EditStep } from '../../src/shared/domain/edit-plan.ts'
import type { EditPlanId } from '../../src/shared/domain/ids.ts'
import { sourceId } from './generation-studio.ts'
import type { QueueWorld } from './queue-world.ts'

/** `x` and `width` in units of 20 px. */
interface Place {
  readonly x: number
  readonly width: number
}

/** Two apart, one over both of them, one apart from all. */
export const places: readonly Place[] = [
  { x: 0, width: 10 },
  { x: 100, width: 10 },
  { x: 5, width: 100 },
  { x: 250, width: 10 },
]

export async function planSteps(world: QueueWorld, id: EditPlanId, wanted: readonly Place[]): Promise<EditStep[]> {
  const steps: EditStep[] = []
  for (const [at, { x, width }] of wanted.entries()) {
    const { digest } = await world.editPlans().addMask(id, sourceId, new Uint8Array([1, x, width]))
    const name = `step-${at + 1}`
    const mask = { maskId: name, maskName: name, mask: digest }
    const model = { provider: 'openai', model: 'openai-1' } as const
    steps.push({ ...blankStepSettings, id: name, isOn: true, ...mask, task: 'fill', prompt: name, model, take: 0 })
  }
  return steps
}

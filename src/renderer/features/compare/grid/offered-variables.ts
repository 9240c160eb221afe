import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { GridVariable } from '../../../../shared/domain/grid.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'

type Vary = (card: ModelCard, request: PlanRequest) => boolean

/** Whether another value can make a difference, by the model's card. In display order. */
const canVary: Readonly<Record<GridVariable, Vary>> = {
  prompt: ({ prompt }) => prompt !== 'none',
  model: () => true,
  seed: ({ seed }) => seed !== 'no',
  steps: ({ steps }) => steps !== null,
  guidance: ({ guidance }) => guidance !== null,
  strength: ({ strength, maskedEditLacks = [] }, { sourceId, hasMask }) =>
    strength !== null && sourceId !== null && !(hasMask && maskedEditLacks.includes('strength')),
  lora: ({ loras }) => loras !== null,
  reference: ({ referencesMax, maskedEditLacks = [] }, { hasMask }) =>
    referencesMax > 0 && !(hasMask && maskedEditLacks.includes('references')),
}

export const gridVariables = Object.keys(canVary) as GridVariable[]

/**
 * What an axis may vary: images that differ in nothing but their label would be paid for without learning anything.
 * `cards` of all models of the grid; undefined = not known, which may use anything.
 */
export function offeredVariables(
  request: PlanRequest,
  cards: readonly (ModelCard | undefined)[],
): readonly GridVariable[] {
  return gridVariables.filter((variable) =>
    // A strength is of an image, whatever the model can do.
    variable === 'strength' && request.sourceId === null
      ? false
      : cards.some((card) => card === undefined || canVary[variable](card, request)),
  )
}

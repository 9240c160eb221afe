import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { GridVariable } from '../../../../shared/domain/grid.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import {
  isNumberSetting,
  mapNumberSettings,
  numberSettings,
  type NumberSettingName,
} from '../../../../shared/domain/number-settings.ts'

type Vary = (card: ModelCard, request: PlanRequest) => boolean

/** Whether another value can make a difference, by the model's card. In display order. */
const canVary: Readonly<Record<GridVariable, Vary>> = {
  prompt: ({ prompt }) => prompt !== 'none',
  model: () => true,
  seed: ({ seed }) => seed !== 'no',
  ...mapNumberSettings((name) => (card, request) => card[name] !== null && isTaken(name, card, request)),
  lora: ({ loras }) => loras !== null,
  reference: ({ referencesMax, maskedEditLacks = [] }, { hasMask }) =>
    referencesMax > 0 && !(hasMask && maskedEditLacks.includes('references')),
}

/** What is of a source image means nothing without one; what the endpoint for masks lacks, nothing with a mask. */
function isTaken(
  name: NumberSettingName,
  { maskedEditLacks = [] }: ModelCard,
  { sourceId, hasMask }: PlanRequest,
): boolean {
  if (numberSettings[name].isOfSource && sourceId === null) return false
  return !(hasMask && maskedEditLacks.some((lack) => lack === name))
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
    isNumberSetting(variable) && numberSettings[variable].isOfSource && request.sourceId === null
      ? false
      : cards.some((card) => card === undefined || canVary[variable](card, request)),
  )
}

import { describe, expect, it } from 'vitest'
import { buildAdapterInput } from '../../../test/support/build-adapter-input.ts'
import { plainGeneration } from '../../../test/support/build-asset.ts'
import { sampleCard } from '../../../test/support/window/sample-providers.ts'
import { recipeSchema } from './asset.ts'
import { blankRequest, numberSettingSchemas, planRequestSchema, sentRequestSchema } from './generation.ts'
import { importRecipe } from './import-recipe.ts'
import { modelCardSchema } from './model-card.ts'
import { numberSettingNames, numberSettings } from './number-settings.ts'

function without<T extends object>(record: T, name: string): object {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name))
}

describe.each(numberSettingNames)('%s', (name) => {
  it('is not set in a record that was stored before there was such a setting', () => {
    const card = sampleCard('painter')
    const request = { ...blankRequest, provider: 'openai', model: 'painter' }
    const recipe = { ...importRecipe, generation: without(plainGeneration, name) }
    expect(planRequestSchema.parse(without(request, name))[name]).toBeNull()
    expect(modelCardSchema.parse(without(card, name))[name]).toBeNull()
    expect(sentRequestSchema.parse(without(buildAdapterInput(card), name))[name]).toBeNull()
    expect(recipeSchema.parse(recipe).generation?.[name]).toBeNull()
  })

  it('takes what is in its range', () => {
    const { min, max, isWhole } = numberSettings[name]
    const takes = (value: number) => numberSettingSchemas[name].safeParse(value).success
    expect([min - 0.5, min, max, max + 0.5].map(takes)).toEqual([false, true, true, false])
    expect(takes(min + 0.5)).toBe(!isWhole)
  })
})

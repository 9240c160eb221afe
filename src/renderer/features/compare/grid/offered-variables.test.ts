import { describe, expect, it } from 'vitest'
import { sampleCard } from '../../../../../test/support/window/sample-providers.ts'
import { assetId } from '../../../../../test/support/window/sample-records.ts'
import { blankRequest, type PlanRequest } from '../../../../shared/domain/generation.ts'
import { gridVariables, offeredVariables } from './offered-variables.ts'

const request: PlanRequest = { ...blankRequest, provider: 'openai', model: 'one', prompt: 'a kite' }
const edit: PlanRequest = { ...request, sourceId: assetId(1), hasMask: true }
const range = { min: 0, max: 1, default: null }
const plain = sampleCard('plain')
const rich = sampleCard('rich', {
  seed: 'best-effort',
  steps: range,
  guidance: range,
  strength: range,
  loras: { max: 1, minScale: 0, maxScale: 1 },
  referencesMax: 4,
})

describe('offeredVariables', () => {
  it('are those of which the model takes any notice', () => {
    expect(offeredVariables(request, [plain])).toEqual(['prompt', 'model'])
    expect(offeredVariables(edit, [rich])).toEqual(gridVariables)
    expect(offeredVariables(edit, [sampleCard('eraser', { prompt: 'none' })])).toEqual(['model'])
  })

  it('are those of any of several models, and all of a model that is not known', () => {
    expect(offeredVariables(edit, [plain, rich])).toEqual(gridVariables)
    expect(offeredVariables(edit, [undefined])).toEqual(gridVariables)
  })

  it('include a strength only where there is an image, and where a masked edit has one', () => {
    expect(offeredVariables(request, [rich, undefined])).not.toContain('strength')
    const masked = sampleCard('masked', { ...rich, maskedEditLacks: ['strength', 'references'] })
    expect(offeredVariables(edit, [masked])).toEqual(['prompt', 'model', 'seed', 'guidance', 'steps', 'lora'])
    expect(offeredVariables({ ...edit, hasMask: false }, [masked])).toEqual(gridVariables)
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { clearManagerStages, lumen, lumenModel, openManagerStage } from '../../../../test/support/manager-stage.ts'
import { assetId, blankRequest } from '../../../../test/support/plan-examples.ts'
import type { PlanRequest } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import { inputRule, perImage, ratioList, sizeList } from '../core/define-model.ts'

const keys = { BFL_API_KEY: 'lumen-key-1234567890-ab12', XAI_API_KEY: 'other-key-1234567890-cd34' }
const request: PlanRequest = {
  ...blankRequest,
  provider: 'bfl',
  model: 'dear',
  size: { widthPx: 1_024, heightPx: 1_024 },
}
const cents = (usd: number) => perImage(usd, '2026-11-01')
const dear = lumenModel('dear', { price: cents(0.08) })
const edits = { edits: 'instruction', input: inputRule() } as const

afterEach(clearManagerStages)

interface Scene {
  readonly own?: readonly ModelCard[]
  readonly others?: readonly ModelCard[]
  readonly env?: Readonly<Record<string, string>>
  readonly set?: Partial<Settings>
}

function named(id: ProviderId, label: string, models: readonly ModelCard[]) {
  return lumen({ id, label, models })
}

async function cheaper({ own = [dear], others = [], env = keys, set = {} }: Scene, fields: Partial<PlanRequest> = {}) {
  const { manager, requests } = await openManagerStage({
    adapters: [named('bfl', 'Lumen', own), named('xai', 'Other', others)],
    env,
    set,
  })
  const source = fields.sourceId ? { widthPx: 1_024, heightPx: 1_024 } : null
  const cheapest = await manager.cheaper({ ...request, ...fields }, source)
  expect(requests).toEqual([])
  return (
    cheapest && {
      model: cheapest.ref.model,
      usd: cheapest.usd,
      label: cheapest.label,
      insteadOfUsd: cheapest.insteadOfUsd,
    }
  )
}

describe('the cheapest equivalent model', () => {
  it('is the cheapest of all services', async () => {
    const models = { own: [dear, lumenModel('less', { price: cents(0.05) })] }
    expect(await cheaper({ ...models, others: [lumenModel('least', { price: cents(0.02) })] })).toEqual({
      model: 'least',
      label: 'least (Other)',
      usd: 0.02,
      insteadOfUsd: 0.08,
    })
    expect(await cheaper(models)).toMatchObject({ model: 'less', usd: 0.05 })
  })

  it('is null when others cost as much or have no known price', async () => {
    const same = lumenModel('same', { price: cents(0.08) })
    const untold = lumenModel('untold', { price: { per: 'unknown', note: 'By the second.' } })
    expect(await cheaper({ others: [same, untold] })).toBeNull()
    expect(await cheaper({ own: [{ ...dear, price: untold.price }], others: [same] })).toBeNull()
  })

  it('ignores models without a key, disabled or retiring', async () => {
    const others = [lumenModel('less')]
    expect(await cheaper({ others, env: { BFL_API_KEY: keys.BFL_API_KEY } })).toBeNull()
    expect(await cheaper({ others, set: { providers: { xai: { isEnabled: false } } } })).toBeNull()
    const state = { type: 'retiring', on: '2026-12-01', successor: null } as const
    expect(await cheaper({ others: [lumenModel('less', { state })] })).toBeNull()
  })

  it.each<[string, Partial<ModelCard>, Partial<PlanRequest>, boolean]>([
    ['a much smaller image', { sizes: sizeList('512x512') }, {}, false],
    ['another shape', { sizes: sizeList('1536x1024') }, {}, false],
    ['nearly the same size', { sizes: ratioList(['1:1'], [['1k', 1.05]]) }, {}, true],
    ['no negative prompt', {}, { negativePrompt: 'rain' }, false],
    ['a negative prompt', { hasNegativePrompt: true }, { negativePrompt: 'rain' }, true],
    ['no quality levels', {}, { quality: 'hd' }, false],
    ['fewer steps', {}, { steps: 90 }, true],
    ['other options', {}, { options: { raw: true } }, true],
    ['no edits', {}, { operation: 'edit', sourceId: assetId('1') }, false],
    ['edits', edits, { operation: 'edit', sourceId: assetId('1') }, true],
    ['no mask', edits, { operation: 'edit', sourceId: assetId('1'), hasMask: true }, false],
    ['a mask', { ...edits, mask: 'hard' }, { operation: 'edit', sourceId: assetId('1'), hasMask: true }, true],
    ['no references', edits, { operation: 'edit', sourceId: assetId('1'), referenceIds: [assetId('2')] }, false],
    [
      'references',
      { ...edits, referencesMax: 2 },
      { operation: 'edit', sourceId: assetId('1'), referenceIds: [assetId('2')] },
      true,
    ],
  ])('compares with a model that has %s', async (_what, card, fields, isFit) => {
    const can: Partial<ModelCard> = {
      ...edits,
      mask: 'hard',
      referencesMax: 4,
      hasNegativePrompt: true,
      qualities: ['standard', 'hd'],
      steps: { min: 1, max: 100, default: null },
      options: [{ kind: 'switch', name: 'raw', label: 'Raw', hint: null, isRequired: false, default: false }],
    }
    const own = [lumenModel('dear', { ...can, price: cents(0.08) })]
    const found = await cheaper({ own, others: [lumenModel('less', { ...card, price: cents(0.01) })] }, fields)
    expect(found?.model ?? null).toBe(isFit ? 'less' : null)
  })

  it('compares the price of all calls of a request', async () => {
    const oneEach = lumenModel('less', { price: cents(0.03), imagesPerCall: 1 })
    const found = await cheaper({ own: [{ ...dear, imagesPerCall: 4 }], others: [oneEach] }, { n: 4 })
    expect(found).toMatchObject({ usd: 0.12, insteadOfUsd: 0.32 })
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import {
  agree,
  clearManagerStages,
  lumen,
  lumenModel,
  openManagerStage,
} from '../../../../test/support/manager-stage.ts'
import { assetId, blankRequest } from '../../../../test/support/plan-examples.ts'
import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import { noConfiguration } from '../../settings/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { inputRule, numberOption } from '../core/define-model.ts'
import { openai } from '../openai/openai.ts'
import { withDefaultSize } from './plan-with-card.ts'

const env = { BFL_API_KEY: 'lumen-key-1234567890-ab12' }
const { hasMask: _hasMask, ...fields } = blankRequest
const request: GenerationRequest = { ...fields, maskPng: null }

afterEach(clearManagerStages)

const painter = lumenModel('lumen-2', { edits: 'instruction', mask: 'hard', input: inputRule() })

describe('plan and prepare', () => {
  it('return the same plan and send nothing', async () => {
    const { manager, requests } = await openManagerStage({ adapters: [lumen({ models: [painter] })], env })
    const edit = { ...request, operation: 'edit', sourceId: assetId('1'), maskPng: new Uint8Array([1]) } as const
    const source = { widthPx: 800, heightPx: 600 }
    const prepared = await manager.prepare(edit, source)
    expect(prepared).toMatchObject({ card: painter, sendsMask: true, referenceIds: [], calls: [{ operation: 'edit' }] })
    expect(prepared.sent?.box).toMatchObject({ widthPx: 800, heightPx: 600 })
    const { maskPng: _maskPng, ...planned } = edit
    expect(await manager.plan({ ...planned, hasMask: true }, source)).toEqual(prepared.plan)
    expect(requests).toEqual([])
  })

  it('use the default size and safety from the settings', async () => {
    const { manager } = await openManagerStage({
      env,
      set: { providers: { bfl: { defaultSize: '1536x1024' } }, safety: { blockNsfw: true, contentFilter: 'strict' } },
    })
    const { calls, plan } = await manager.prepare(request, null)
    expect(calls[0]).toMatchObject({
      size: { widthPx: 1_536, heightPx: 1_024 },
      safety: { blockNsfw: true, contentFilter: 'strict' },
    })
    expect(plan.warnings.map(({ code }) => code)).toEqual(['safety-ignored'])
  })

  it('allow a retired model behind a custom base URL', async () => {
    const state = { type: 'retired', on: null, successor: null, isServedElsewhere: true, note: null } as const
    const adapters = [lumen({ models: [lumenModel('lumen-2', { state })] })]
    const vendor = await openManagerStage({ adapters, env })
    expect((await vendor.manager.prepare(request, null)).plan.obstacles).toHaveLength(1)
    const gateway = await openManagerStage({ adapters, env, baseUrls: { bfl: 'https://gateway.example' } })
    expect((await gateway.manager.prepare(request, null)).plan.obstacles).toEqual([])
    const same = await openManagerStage({ adapters, env, baseUrls: { bfl: 'https://api.lumen.example/' } })
    expect((await same.manager.prepare(request, null)).plan.obstacles).toHaveLength(1)
  })

  it('drop options of another model in a fallback', async () => {
    const { manager } = await openManagerStage({ env })
    const withOptions = { ...request, options: { raw: true } }
    expect((await manager.prepare(withOptions, null)).plan.obstacles).toHaveLength(1)
    const fallback = await manager.prepare(withOptions, null, { isFallback: true })
    expect(fallback.plan).toMatchObject({ obstacles: [], warnings: [{ code: 'option-ignored' }] })
  })
})

const service = (id: ProviderAdapter['id'], overrides: Partial<ProviderAdapter> = {}) =>
  lumen({ id, label: id, ...overrides })

describe('fallbacks', () => {
  const options = [numberOption('needed', 'Needed', { isRequired: true })]

  it('include only usable models, in the configured order', async () => {
    const generate = [
      { provider: 'openai', model: 'lumen-2' },
      { provider: 'bfl', model: 'lumen-2' },
      { provider: 'fal', model: 'lumen-2' },
      { provider: 'xai', model: 'lumen-2' },
      { provider: 'stability', model: 'no-such-model' },
      { provider: 'ideogram', model: 'lumen-2' },
      { provider: 'runway', model: 'lumen-2' },
      { provider: 'a1111', model: 'lumen-2' },
    ] as const
    const { manager, requests } = await openManagerStage({
      adapters: [
        service('openai'),
        service('bfl'),
        service('fal', { models: [lumenModel('lumen-2', { canGenerate: false })] }),
        service('xai'),
        service('stability'),
        service('ideogram', { models: [lumenModel('lumen-2', { options })] }),
        service('a1111', { credential: { need: 'optional', form: 'login', pageUrl: null } }),
      ],
      env: { ...env, OPENAI_API_KEY: 'k-1', FAL_KEY: 'k-2', STABILITY_API_KEY: 'k-3', IDEOGRAM_API_KEY: 'k-4' },
      set: { fallback: { generate: [...generate], edit: [], variations: [] } },
    })
    const tried = [{ provider: 'openai', model: 'other' }] as const
    // fal makes none from text, xai has no key, stability lacks the model, ideogram needs a value, runway is not there.
    expect(await manager.fallbacks('generate', { ...request, options: { raw: true } }, tried)).toEqual([
      { provider: 'openai', model: 'lumen-2' },
      { provider: 'bfl', model: 'lumen-2' },
      { provider: 'a1111', model: 'lumen-2' },
    ])
    await manager.configure('openai', { isEnabled: false }, agree)
    const remaining = await manager.fallbacks('generate', request, [{ provider: 'bfl', model: 'lumen-2' }])
    expect(remaining).toEqual([{ provider: 'a1111', model: 'lumen-2' }])
    expect(await manager.fallbacks('edit', request, [])).toEqual([])
    expect(requests).toEqual([])
  })
})

const sizeFor = (overrides: Partial<GenerationRequest>, size: string | null) => {
  const { size: found, aspectRatio } = withDefaultSize({ ...request, ...overrides }, size)
  return found ? `${found.widthPx} ${found.heightPx}` : aspectRatio
}

describe('withDefaultSize', () => {
  it('fills in a missing size only for generation from a prompt', () => {
    expect(sizeFor({}, '1536x1024')).toBe('1536 1024')
    expect(sizeFor({}, '16:9')).toBe('16:9')
    expect(sizeFor({}, null)).toBeNull()
    expect(sizeFor({}, 'large')).toBeNull()
    expect(sizeFor({ aspectRatio: '1:1' }, '16:9')).toBe('1:1')
    expect(sizeFor({ size: { widthPx: 64, heightPx: 64 } }, '16:9')).toBe('64 64')
    expect(sizeFor({ operation: 'edit' }, '16:9')).toBeNull()
  })
})

describe('a saved default that is retired', () => {
  const ends = Date.UTC(2026, 11, 2)
  const successors = [
    ['gpt-image-1.5', 'gpt-image-2.6-sunburst'],
    ['gpt-image-1-mini', 'gpt-image-2.6-flare'],
    ['chatgpt-image-latest', 'gpt-image-2.6-sunburst'],
  ] as const
  const keys = { OPENAI_API_KEY: 'sk-lumen-1234567890-ab12' }
  const asked = { ...request, provider: 'openai' } as const

  it.each(successors)('is followed: %s by %s, and the plan says so', async (defaultModel, successor) => {
    const set = { providers: { openai: { defaultModel } } }
    const { manager, clock, requests } = await openManagerStage({ adapters: [openai], env: keys, set })
    expect((await manager.view('openai')).defaultModel).toBe(defaultModel)
    clock.advance(ends - clock.nowMs())
    expect(await manager.view('openai')).toMatchObject({ defaultModel: successor, insteadOf: defaultModel })
    const { plan } = await manager.prepare({ ...asked, model: successor, insteadOf: defaultModel }, null)
    expect(plan).toMatchObject({
      obstacles: [],
      warnings: expect.arrayContaining([
        { code: 'model-retired', message: expect.stringContaining('Its successor, GPT Image 2.6') as string },
      ]) as unknown,
    })
    // The successor was named, and replaces nothing.
    expect((await manager.prepare({ ...asked, model: successor }, null)).plan.warnings).not.toContainEqual(
      expect.objectContaining({ code: 'model-retired' }),
    )
    // Named for this request, it is refused, and the successor named.
    const named = await manager.prepare({ ...asked, model: defaultModel }, null)
    expect(named.plan.obstacles[0]).toContain(`Its successor is ${successor}.`)
    expect(requests).toEqual([])
  })

  it('is followed from atelier.yaml and from defaults for drafts, without a word where it is not replaced', async () => {
    const providers = { openai: { defaultModel: 'gpt-image-1.5' } }
    const { manager, clock } = await openManagerStage({
      adapters: [openai],
      env: keys,
      configuration: () => ({ ...noConfiguration, providers }),
      set: { draftModels: { any: { provider: 'openai', model: 'gpt-image-1-mini' } } },
    })
    clock.advance(ends - clock.nowMs())
    const retiredOf = async (model: string, insteadOf: string) =>
      (await manager.prepare({ ...asked, model, insteadOf }, null)).plan.warnings
        .filter(({ code }) => code === 'model-retired')
        .map(({ message }) => /default model (.*?)\. /.exec(message)?.[1])
    expect((await manager.view('openai')).defaultModel).toBe('gpt-image-2.6-sunburst')
    expect(await retiredOf('gpt-image-2.6-sunburst', 'gpt-image-1.5')).toEqual(['GPT Image 1.5'])
    expect(await retiredOf('gpt-image-2.6-flare', 'gpt-image-1-mini')).toEqual(['GPT Image 1 mini'])
    expect(await retiredOf('gpt-image-2', 'gpt-image-1.5')).toEqual([])
    // Its successor, too, but it is no default.
    expect(await retiredOf('gpt-image-2.6-sunburst', 'chatgpt-image-latest')).toEqual([])
  })

  it('stays behind a custom base URL, which may still serve it', async () => {
    const set = { providers: { openai: { defaultModel: 'gpt-image-1.5', baseUrl: 'https://gateway.example/v1' } } }
    const { manager, clock } = await openManagerStage({ adapters: [openai], env: keys, set })
    clock.advance(ends - clock.nowMs())
    expect((await manager.view('openai')).defaultModel).toBe('gpt-image-1.5')
  })
})

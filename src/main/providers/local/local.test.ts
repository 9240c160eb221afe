import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { createFakeCall } from '../../../../test/support/fake-call.ts'
import {
  call,
  card,
  createStage,
  hashOf,
  planFor,
  requestFor,
  size,
  stepsOf,
} from '../../../../test/support/local-stage.ts'
import { assetId, blankRequest } from '../../../../test/support/plan-examples.ts'
import type { PlanRequest } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { noSaving } from '../../engine/index.ts'
import type { AdapterInput } from '../core/adapter.ts'
import { choiceOption, numberOption } from '../core/define-model.ts'
import { planRequest } from '../core/plan/plan-request.ts'

describe('local models', () => {
  it('use the defaults of their family unless options are set', async () => {
    expect(await requestFor({})).toMatchObject({
      model: { files: { model: '/models/paper.safetensors' }, saving: noSaving },
      steps: 12,
      guidance: 5,
      sampler: 'lcm',
      scheduler: null,
      distilledGuidance: 30,
      isTiling: false,
    })
    expect(await requestFor({ steps: 3, options: { sampler: 'euler', tiling: true } })).toMatchObject({
      steps: 3,
      sampler: 'euler',
      isTiling: true,
    })
  })

  it('edit by strength or by instruction', async () => {
    const source = buildInputImage(1)
    const mask = buildInputImage(2)
    expect(await requestFor({ operation: 'edit', source })).toMatchObject({ source: source.bytes, references: [] })
    const instructed = { ...card, edits: 'instruction' } as const
    expect(await requestFor({ operation: 'edit', card: instructed, source })).toMatchObject({
      source: null,
      references: [source.bytes],
    })
    expect(await requestFor({ operation: 'edit', card: instructed, source, mask })).toMatchObject({
      source: source.bytes,
      mask: mask.bytes,
      references: [source.bytes],
    })
  })

  describe('with a hires pass', () => {
    const grid = {
      multiplePx: 64,
      minSidePx: 64,
      maxSidePx: 1_024,
      minPixels: 4_096,
      maxPixels: 1_048_576,
      maxRatio: 8,
    }
    const twice = {
      ...card,
      sizes: { kind: 'grid', ...grid, default: { widthPx: 512, heightPx: 512 } },
      options: [
        numberOption('hires', 'Hires pass', { default: 1 }),
        numberOption('hires_strength', 'Hires strength', { default: 0.7 }),
        choiceOption('hires_upscaler', 'Hires upscaler', ['Latent', 'x4'], { default: 'Latent' }),
      ],
    } as const satisfies ModelCard

    const plan = (overrides: Partial<PlanRequest>) => planFor(overrides, createStage().adapter, twice).plan

    it('enlarge on the size grid by the engine or by a model file', async () => {
      const base = { widthPx: 320, heightPx: 192 }
      const hiresOf = (options: AdapterInput['options'], overrides: Partial<AdapterInput> = {}) =>
        requestFor({ card: twice, size: base, options, ...overrides }).then(({ hires }) => hires)
      expect(await hiresOf({})).toBeNull()
      expect(await hiresOf({ hires: 1.5 })).toEqual({
        widthPx: 512,
        heightPx: 320,
        strength: 0.7,
        upscaler: 'Latent',
        modelPath: null,
      })
      const byFile = { upscaler: 'Model', modelPath: '/models/x4.safetensors', strength: 0.3 }
      expect(await hiresOf({ hires: 2, hires_strength: 0.3, hires_upscaler: 'x4' })).toMatchObject(byFile)
      expect(await hiresOf({ hires: 2 }, { operation: 'edit', source: buildInputImage(1) })).toBeNull()
    })

    it('plan the enlarged size and its memory and refuse a size that is too large', () => {
      const doubled = plan({ size: { widthPx: 512, heightPx: 512 }, options: { hires: 2 } })
      expect(doubled).toMatchObject({ size: { widthPx: 1_024, heightPx: 1_024 }, obstacles: [] })
      expect(doubled.warnings.map(({ code }) => code)).toEqual(['memory-saved'])
      expect(plan({ size: { widthPx: 512, heightPx: 512 } })).toMatchObject({ size: { widthPx: 512 }, warnings: [] })
      const tooLarge = plan({ size: { widthPx: 1_024, heightPx: 512 }, options: { hires: 1.5 } })
      expect(tooLarge.obstacles[0]).toContain('would make 1536 × 768. The maximum is 1024 px per side')
      const edited = plan({ operation: 'edit', sourceId: assetId('1'), options: { hires: 2 } })
      expect(edited.warnings.map(({ code }) => code)).toContain('option-ignored')
    })
  })

  it('estimate time from earlier runs by steps, pixels and passes', async () => {
    const { adapter, drawn } = createStage((request) => !request.model.saving.isVaeTiled)
    await adapter.submit(buildAdapterInput(card, { size: { widthPx: 1_000, heightPx: 500 }, steps: 10, n: 2 }), call)
    // The first try ran out of memory: it is not counted.
    const pass = { steps: 10, megapixels: 0.5 }
    expect(drawn).toEqual([{ model: 'paper', device: 'A card', passes: [pass, pass], megapixels: 1 }])
    const { plan } = planFor({ n: 3, steps: 10 })
    expect(plan.estimatedMs).toBeCloseTo(3 * 10 * 0.512 ** 2 * 1_000)
    await adapter.submit(
      buildAdapterInput(card, { operation: 'edit', size, source: buildInputImage(1), strength: 0.5 }),
      call,
    )
    expect(stepsOf(drawn.at(-1)!)).toBeCloseTo(12 * 0.5 * 0.064 ** 2)
    await adapter.submit(buildAdapterInput(card, { size, n: 2, options: { hires: 2 } }), call)
    expect(drawn.at(-1)?.passes.map(({ megapixels }) => Math.round(megapixels * 1e6))).toEqual(
      [64, 64, 128, 128].map((side) => side ** 2),
    )
  })

  it('add the load time once when the model is not loaded', async () => {
    const { adapter, loaded } = createStage()
    const warm = createFakeCall(() => ({}))
    await adapter.submit(buildAdapterInput(card, { size }), warm)
    expect(warm.leftMs).toEqual([1, 1])
    loaded.isLoaded = false
    const cold = createFakeCall(() => ({}))
    await adapter.submit(buildAdapterInput(card, { size }), cold)
    expect(cold.leftMs).toEqual([2, 2])
    const { plan } = planFor({ n: 3, steps: 10 }, adapter)
    expect(plan.calls).toBe(3)
    expect(plan.estimatedMs).toBeCloseTo(30_000 + 3 * 10 * 0.512 ** 2 * 1_000)
  })

  it('decode large images in tiles', async () => {
    expect(await requestFor({ size: { widthPx: 2_048, heightPx: 1_024 } })).toMatchObject({
      model: { saving: { weights: 'device', isVaeTiled: true } },
    })
  })

  it('accept a LoRA by name and reject paths', async () => {
    const { loras } = await requestFor({ loras: [{ path: 'ink', scale: 0.5 }] })
    expect(loras).toEqual([{ path: '/loras/Ink.safetensors', scale: 0.5 }])
    await expect(requestFor({ loras: [{ path: '/etc/passwd', scale: 1 }] })).rejects.toThrow('Available: Ink, Any.')
  })

  it('read LoRAs from the prompt and strip their tags', async () => {
    const request = await requestFor({ prompt: 'a cup <lora:ink:0.8> of tea <lora:any>' })
    expect(request).toMatchObject({
      prompt: 'a cup of tea',
      loras: [
        { path: '/loras/Ink.safetensors', scale: 0.8 },
        { path: '/loras/Any.safetensors', scale: 1 },
      ],
    })
  })

  it('refuse a LoRA of another model family in the plan and in the request', async () => {
    const message =
      '“oil” is a LoRA for SDXL models, and paper is a Stable Diffusion 1.x model. Choose another: Ink, Any.'
    await expect(requestFor({ loras: [{ path: 'oil', scale: 1 }] })).rejects.toThrow(message)
    const { plan, calls } = planFor({ prompt: 'a cup <lora:oil>' })
    expect(plan.obstacles).toEqual([message])
    expect(calls).toEqual([])
    expect(planFor({ prompt: 'a cup <lora:ink>' }).plan.obstacles).toEqual([])
  })

  describe('with a control image', () => {
    const control = { imageId: assetId('1'), net: 'canny', strength: 1.2, findsEdges: true }
    const following = { ...card, control: { nets: ['Canny'] } }
    const controlled = { card: following, control, controlImage: buildInputImage(3) }

    it('load the ControlNet by name and pass on the image', async () => {
      expect(await requestFor(controlled)).toMatchObject({
        model: { files: { model: '/models/paper.safetensors', controlNet: '/nets/Canny.safetensors' } },
        control: { image: buildInputImage(3).bytes, strength: 1.2, findsEdges: true },
      })
      expect(await requestFor({})).toMatchObject({ model: { files: { model: '/models/paper.safetensors' } } })
    })

    it('refuse a ControlNet that is incompatible, unsupported or missing', async () => {
      for (const [net, message] of [
        [
          'depth',
          '“depth” is a ControlNet for SDXL models, and paper is a Stable Diffusion 1.x model. Choose another: Canny.',
        ],
        ['union', 'The ControlNet “union” cannot be used. It is a union. Choose another: Canny.'],
        ['/etc/passwd', 'There is no ControlNet named “/etc/passwd” on this computer. Choose another: Canny.'],
      ] as const) {
        await expect(requestFor({ ...controlled, control: { ...control, net } })).rejects.toThrow(message)
      }
    })

    it('report control problems in the plan and skip the hires pass', () => {
      const hires = choiceOption(
        'hires',
        'Hires pass',
        [
          [1, 'Off'],
          [2, '×2'],
        ],
        { default: 1 },
      )
      const { adapter } = createStage()
      const facing = { providerLabel: '', isOwnBaseUrl: false, review: adapter.review! }
      const planned = (overrides: Partial<PlanRequest>, controlSize = { widthPx: 512, heightPx: 512 }) =>
        planRequest({ ...blankRequest, ...overrides }, { ...following, options: [hires] }, null, {
          ...facing,
          controlSize,
        }).plan
      expect(planned({ control })).toMatchObject({ warnings: [], obstacles: [] })
      expect(planned({ control, options: { hires: 2 } }).warnings).toEqual([
        { code: 'option-ignored', message: expect.stringContaining('cannot follow a control image') },
      ])
      expect(planned({ control: { ...control, net: 'depth' } }).obstacles).toEqual([
        expect.stringContaining('for SDXL models'),
      ])
      expect(planned({ control }, { widthPx: 800, heightPx: 600 }).warnings).toEqual([
        {
          code: 'control-fitted',
          message: 'The control image is 800 × 600. It is cropped to the aspect ratio of 512 × 512.',
        },
      ])
    })

    it('repeat a drawing with the same ControlNet file, found by hash', async () => {
      const { adapter, requests } = createStage(() => false, { [hashOf('Canny')]: '/new/edges.safetensors' })
      const files = [{ part: 'controlNet' as const, name: 'Canny.safetensors', bytes: 9, sha256: hashOf('Canny') }]
      const drawnWith = { engine: { version: '', commit: '' }, device: null, saving: noSaving, files }
      await adapter.submit(buildAdapterInput(card, { size, ...controlled, drawnWith }), call)
      await adapter.submit(buildAdapterInput(card, { size, drawnWith }), call)
      expect(requests.map(({ model }) => model.files.controlNet)).toEqual(['/new/edges.safetensors', undefined])
    })
  })

  it('retry with offload after running out of memory and keep that setting', async () => {
    const { adapter, requests } = createStage(({ model }) => model.saving.weights === 'device')
    await adapter.submit(buildAdapterInput(card, { size }), call)
    await adapter.submit(buildAdapterInput(card, { size }), call)
    const more = requests[1]!.model.saving
    expect(requests.map(({ model }) => model.saving)).toEqual([noSaving, more, more])
    expect(more).toMatchObject({ isFlashAttention: true, isVaeTiled: true })
    expect(planFor({}, adapter).plan.warnings).toEqual([
      {
        code: 'memory-short',
        message: 'paper fits with offload, which is slower: weights in main memory, flash attention, tiled decoding.',
      },
    ])
  })

  it('explain what to do when no more memory can be saved', async () => {
    const { adapter, requests } = createStage(() => true)
    await expect(adapter.submit(buildAdapterInput(card, { size }), call)).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: expect.stringContaining('Choose a smaller size or a model of lower precision'),
    })
    expect(requests).toHaveLength(2)
  })

  it('report missing model files', async () => {
    const gone = { ...card, id: 'gone', label: 'Gone' }
    await expect(requestFor({ card: gone })).rejects.toMatchObject({ code: 'model/missing' })
  })

  it.each([
    ['of the model', '/models/paper.safetensors', 'paper.safetensors is no longer in /models.'],
    ['of a LoRA', '/loras/Ink.safetensors', 'Ink.safetensors is no longer in /loras.'],
    ['of a ControlNet', '/nets/Canny.safetensors', 'Canny.safetensors is no longer in /nets.'],
  ])('name a vanished file %s before generating', async (_what, path, message) => {
    const { adapter, requests, gone } = createStage()
    gone.add(path)
    const input = buildAdapterInput(card, {
      size,
      loras: [{ path: 'Ink', scale: 1 }],
      control: { imageId: assetId('1'), net: 'Canny', strength: 1, findsEdges: false },
    })
    await expect(adapter.submit(input, call)).rejects.toMatchObject({
      code: 'model/missing',
      message: `${message} Put it back, or choose another model.`,
    })
    expect(requests).toEqual([])
    gone.clear()
    await adapter.submit(input, call)
    expect(requests).toHaveLength(1)
  })

  it('name a file that vanished during the run instead of the engine error', async () => {
    const { adapter, gone } = createStage(() => {
      gone.add('/models/paper.safetensors')
      return true
    })
    await expect(adapter.submit(buildAdapterInput(card, { size }), call)).rejects.toMatchObject({
      code: 'model/missing',
    })
  })

  it('use a model file that moved to another folder', async () => {
    const { supply } = createStage()
    const moved = supply.models.map((model) => ({ ...model, files: { model: '/other/paper.safetensors' } }))
    const { adapter, requests, gone } = createStage(undefined, {}, undefined, { ...supply, models: moved })
    gone.add('/models/paper.safetensors')
    await adapter.submit(buildAdapterInput(card, { size }), call)
    expect(requests[0]?.model.files).toEqual({ model: '/other/paper.safetensors' })
  })
})

import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../../test/support/build-adapter-input.ts'
import { inputsForCard } from '../../../../../test/support/inputs-for-card.ts'
import { assetId, editRequest, planFor } from '../../../../../test/support/plan-examples.ts'
import { createFakeCall, type FakeAnswer } from '../../../../../test/support/fake-call.ts'
import { openaiCompatibleStub } from '../../../../../test/support/services/openai-compatible-stub.ts'
import { toStubRequest } from '../../../../../test/support/services/to-stub-request.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import type { CallRequest } from '../../core/call.ts'
import { openaiCompatible } from './openai-compatible.ts'

const source = buildInputImage(1, 512, 512)
const mask = buildInputImage(2, 512, 512)
const base64 = (mark: number) => Buffer.from([137, 80, 78, 71, mark]).toString('base64')

const capabilities = {
  model: { name: 'dreamshaper_8.safetensors', stem: 'dreamshaper_8' },
  supported_modes: ['img_gen'],
  defaults_by_mode: { img_gen: { width: 768, height: 768, sample_params: { sample_steps: 20 } } },
  output_formats_by_mode: { img_gen: ['png', 'webp', 'gif'] },
  features_by_mode: { img_gen: { init_image: true, mask_image: true, ref_images: true, lora: true } },
  samplers: ['euler', 'euler_a'],
  schedulers: ['discrete', 'karras'],
  loras: [{ name: 'paper-cut', path: 'paper-cut.safetensors' }],
  limits: { max_width: 2_048, max_height: 1_024, max_batch_count: 8 },
}

const answers: Readonly<Record<string, FakeAnswer>> = {
  '/sdcpp/v1/img_gen': { status: 202, json: { id: 'job_1', status: 'queued' } },
  '/sdcpp/v1/capabilities': { json: capabilities },
}

async function sentFor(input: AdapterInput): Promise<CallRequest> {
  const call = createFakeCall(({ path }) => answers[path] ?? { json: { data: [{ b64_json: 'AAAA' }] } })
  await openaiCompatible.submit(input, call)
  expect(call.requests).toHaveLength(1)
  expect(call.requests[0]!.isPaid).toBe(true)
  return call.requests[0]!
}

async function fieldsFor(input: AdapterInput): Promise<Record<string, unknown>> {
  return toStubRequest(await sentFor(input)).json as Record<string, unknown>
}

function cardFor(id: string, described: object = capabilities): Promise<ModelCard> {
  return openaiCompatible.describeModel!(
    id,
    createFakeCall(() => ({ json: described })),
  )
}

const serving = (responses: Readonly<Record<string, FakeAnswer>>, basePath = '') =>
  createFakeCall(({ path }) => responses[path] ?? { status: 404, text: 'Not Found' }, { basePath })

describe('check', () => {
  it('rejects a server without an image API', async () => {
    await expect(openaiCompatible.check(serving({}))).rejects.toThrow()
    // The page of another program.
    const page = createFakeCall(() => ({ status: 200, text: '<!doctype html>' }))
    await expect(openaiCompatible.check(page)).rejects.toMatchObject({ code: 'provider/wrong-address' })
  })

  it('accepts a server with or without a model list', async () => {
    const silent = serving({ '/v1/images/generations': { status: 405, text: '' } })
    expect((await openaiCompatible.check(silent)).message).toMatch(/lists no models/)
    const listing = serving({ '/v1/models': { json: { data: [{ id: 'flux' }] } } })
    expect((await openaiCompatible.check(listing)).message).toBe('Server found. Models: 1.')
  })
})

describe('requests', () => {
  it.each(['sdcpp:loaded', 'sdcpp:dreamshaper_8', 'sd-cpp-local', 'localai:dreamshaper', 'flux-1-dev'])(
    'match the documentation for %s',
    async (id) => {
      const card = await cardFor(id)
      for (const input of inputsForCard(card)) {
        const request = toStubRequest(await sentFor(input))
        expect(openaiCompatibleStub.violations(request)).toEqual([])
      }
    },
  )

  it('contain only standard fields for an unknown server', async () => {
    const card = await cardFor('flux-1-dev')
    expect(await fieldsFor(buildAdapterInput(card, { size: { widthPx: 768, heightPx: 512 } }))).toEqual({
      model: 'flux-1-dev',
      prompt: 'a blue cup',
      n: 1,
      size: '768x512',
    })
    expect(await fieldsFor(buildAdapterInput(card, { options: { response_format: 'b64_json' } }))).toHaveProperty(
      'response_format',
    )
  })

  it.each([
    [undefined, '/v1/images/generations'],
    ['', '/v1/images/generations'],
    ['/api/v1', '/images/generations'],
    ['/v1beta/openai', '/images/generations'],
  ])('use the base URL with the path %s', async (basePath, path) => {
    const call = createFakeCall(
      () => ({ json: { data: [{ b64_json: 'AAAA' }] } }),
      basePath === undefined ? {} : { basePath },
    )
    await openaiCompatible.submit(buildAdapterInput(await cardFor('flux-1-dev')), call)
    expect(call.requests[0]!.path).toBe(path)
  })

  it('send an OpenAI mask beside the image to an unknown server', async () => {
    const card = await cardFor('flux-1-dev')
    expect(card.maskPolarity).toBe('transparent')
    const request = await sentFor(buildAdapterInput(card, { operation: 'edit', source, mask }))
    expect(request.path).toBe('/v1/images/edits')
    expect(toStubRequest(request).form.map(({ name }) => name)).toEqual([
      'model',
      'prompt',
      'n',
      'size',
      'image',
      'mask',
    ])
  })

  it('send a base64 image and use the inpainting endpoint on LocalAI', async () => {
    const card = await cardFor('localai:dreamshaper')
    expect(card).toMatchObject({ maskPolarity: 'white' })
    const edit = await fieldsFor(
      buildAdapterInput(card, { operation: 'edit', source, steps: 12, negativePrompt: 'fog' }),
    )
    expect(edit).toMatchObject({ model: 'dreamshaper', file: base64(1), step: 12, negative_prompt: 'fog' })
    const masked = await sentFor(buildAdapterInput(card, { operation: 'edit', source, mask }))
    expect(masked.path).toBe('/v1/images/inpainting')
    expect(toStubRequest(masked).form.map(({ name }) => name)).toEqual(['model', 'prompt', 'image', 'mask'])
  })

  it('warn about options that LocalAI ignores with a mask', async () => {
    const masked = { ...editRequest, negativePrompt: 'fog', steps: 12, referenceIds: [assetId('2')], hasMask: true }
    const card = await cardFor('localai:dreamshaper')
    const { codes, call } = planFor(masked, card, { source: { widthPx: 512, heightPx: 512 } })
    expect(codes).toEqual(['references-ignored', 'negative-emulated'])
    expect(call).toMatchObject({ steps: 12, prompt: 'more steam\n\nAvoid: fog', negativePrompt: null })
  })

  it('embed sd-server arguments in the prompt for its OpenAI API', async () => {
    const card = openaiCompatible.models.find(({ id }) => id === 'sd-cpp-local')!
    const input = buildAdapterInput(card, {
      seed: 42,
      negativePrompt: 'fog </sd_cpp_extra_args>',
      steps: 12,
      guidance: 4.5,
      loras: [{ path: 'paper-cut.safetensors', scale: 0.8 }],
      options: { sample_method: 'dpm++2m', scheduler: 'karras' },
    })
    const { prompt, ...fields } = (await fieldsFor(input)) as { prompt: string }
    expect(fields).toEqual({ model: 'sd-cpp-local', n: 1 })
    expect(prompt.startsWith('a blue cup <sd_cpp_extra_args>')).toBe(true)
    expect(prompt.match(/<\/sd_cpp_extra_args>/g)).toHaveLength(1)
    expect(JSON.parse(/<sd_cpp_extra_args>(.*)<\/sd_cpp_extra_args>$/.exec(prompt)![1]!)).toEqual({
      seed: 42,
      negative_prompt: 'fog </sd_cpp_extra_args>',
      sample_params: { sample_method: 'dpm++2m', scheduler: 'karras', sample_steps: 12, guidance: { txt_cfg: 4.5 } },
      lora: [{ path: 'paper-cut.safetensors', multiplier: 0.8 }],
    })
    const edit = await sentFor(buildAdapterInput(card, { operation: 'edit', source, strength: 0.4 }))
    expect(toStubRequest(edit).form[1]!.value).toContain('<sd_cpp_extra_args>{"strength":0.4}<')
    const call = createFakeCall(() => ({ json: { data: [{ b64_json: 'A' }, { b64_json: 'B' }] } }))
    const state = await openaiCompatible.submit(buildAdapterInput(card, { seed: 42, n: 2 }), call)
    expect(state).toMatchObject({ images: [{ seed: 42 }, { seed: 43 }], costUsd: 0 })
  })

  it.each(['flux-1-dev', 'localai:dreamshaper', 'gpt-image-2'])('never send sd-server arguments to %s', async (id) => {
    for (const input of inputsForCard(await cardFor(id))) {
      const { json, form } = toStubRequest(await sentFor(input))
      expect(JSON.stringify([json, form])).not.toContain('sd_cpp')
    }
  })
})

describe('sd-server jobs', () => {
  it('report a known seed for every image', async () => {
    const card = await cardFor('sdcpp:dreamshaper_8')
    const input = buildAdapterInput(card, { ticket: '0000002a-0000-4000-8000-000000000001', n: 2 })
    const call = createFakeCall(() => answers['/sdcpp/v1/img_gen']!)
    const state = await openaiCompatible.submit(input, call)
    expect(toStubRequest(call.requests[0]!).json).toEqual({ prompt: 'a blue cup', seed: 42, batch_count: 2 })
    expect(state).toEqual({ type: 'waiting', handle: '42:job_1', progress: null })
    const images = [
      { index: 0, b64_json: 'A' },
      { index: 1, b64_json: 'B' },
    ]
    const done = createFakeCall(() => ({
      json: { id: 'job_1', status: 'completed', result: { output_format: 'png', images } },
    }))
    expect(await openaiCompatible.poll!('42:job_1', done)).toEqual({
      type: 'done',
      images: [
        { base64: 'A', mime: 'image/png', seed: 42 },
        { base64: 'B', mime: 'image/png', seed: 43 },
      ],
      costUsd: 0,
    })
    expect(done.requests[0]!.path).toBe('/sdcpp/v1/jobs/job_1')
  })

  it('send the selected options', async () => {
    const card = await cardFor('sdcpp:dreamshaper_8')
    const input = buildAdapterInput(card, {
      operation: 'edit',
      source,
      mask,
      seed: 7,
      steps: 30,
      guidance: 5,
      strength: 0.6,
      loras: [{ path: 'paper-cut.safetensors', scale: 0.8 }],
      options: { sample_method: 'euler', clip_skip: 2 },
    })
    expect(await fieldsFor(input)).toEqual({
      prompt: 'a blue cup',
      width: 512,
      height: 512,
      seed: 7,
      batch_count: 1,
      init_image: base64(1),
      strength: 0.6,
      mask_image: base64(2),
      sample_params: { sample_method: 'euler', sample_steps: 30, guidance: { txt_cfg: 5 } },
      clip_skip: 2,
      lora: [{ path: 'paper-cut.safetensors', multiplier: 0.8 }],
    })
  })

  it('send a reference image to instruction models', async () => {
    const kontext = await cardFor('sdcpp:x', { ...capabilities, model: { stem: 'flux1-kontext-dev' } })
    expect(kontext.edits).toBe('instruction')
    const instructed = await fieldsFor(buildAdapterInput(kontext, { operation: 'edit', source }))
    expect(instructed).toMatchObject({ ref_images: [base64(1)] })
    expect(instructed).not.toHaveProperty('init_image')
    const masked = await fieldsFor(buildAdapterInput(kontext, { operation: 'edit', source, mask }))
    expect(masked).toMatchObject({ ref_images: [base64(1)], init_image: base64(1), mask_image: base64(2) })
    const chosen = buildAdapterInput(await cardFor('sdcpp:x'), {
      operation: 'edit',
      source,
      options: { ref_images: true },
    })
    expect(await fieldsFor(chosen)).not.toHaveProperty('init_image')
  })

  it.each([
    [
      { status: 'queued', queue_position: 3 },
      { type: 'waiting', note: 'Position 3 in the queue' },
    ],
    [{ status: 'generating' }, { type: 'waiting', progress: null }],
    [
      { status: 'failed', error: { message: 'generate_image returned no results' } },
      { type: 'failed', isBilled: 'no' },
    ],
    [
      { status: 'completed', result: { images: [] } },
      { type: 'failed', isBilled: 'no' },
    ],
    [{ status: 'cancelled' }, { type: 'cancelled' }],
  ])('map %o to a state', async (job, expected) => {
    const call = createFakeCall(() => ({ json: { id: 'job_1', ...job } }))
    expect(await openaiCompatible.poll!('1:job_1', call)).toMatchObject(expected)
  })

  it.each(['sdcpp:loaded', 'sd-cpp-local'])('from %s keep the size of the edited image', (id) => {
    const card = openaiCompatible.models.find((each) => each.id === id)!
    const size = { widthPx: 250, heightPx: 190 }
    const whole = planFor(editRequest, card, { source: size })
    expect(whole).toMatchObject({ codes: [], plan: { size }, call: { size: { widthPx: 256, heightPx: 192 } } })
    expect(whole.sent).toMatchObject({ frame: { widthPx: 256, heightPx: 192 }, box: { x: 3, y: 1, ...size } })
    const maskBounds = { x: 40, y: 40, widthPx: 30, heightPx: 30 }
    const masked = planFor({ ...editRequest, hasMask: true, maskBounds }, card, { source: size })
    expect(masked).toMatchObject({ codes: [], call: { size: { widthPx: 256, heightPx: 192 } } })
    expect(masked.sent?.box).toMatchObject(size)
    const resized = planFor({ ...editRequest, size: { widthPx: 512, heightPx: 512 } }, card, { source: size })
    expect(resized.call?.size).toEqual({ widthPx: 512, heightPx: 512 })
    const photo = planFor(editRequest, card, { source: { widthPx: 6_000, heightPx: 4_000 } })
    expect(photo.codes).toEqual(['source-scaled'])
  })

  it('reject a base URL with a path and unknown handles', async () => {
    const call = createFakeCall(() => ({ json: {} }), { basePath: '/v1' })
    const input = buildAdapterInput(await cardFor('sdcpp:loaded'))
    await expect(openaiCompatible.submit(input, call)).rejects.toMatchObject({ code: 'configuration/invalid' })
    await expect(openaiCompatible.poll!('nonsense', call)).rejects.toMatchObject({ code: 'provider/task-expired' })
    expect(call.requests).toEqual([])
  })
})

describe('the card of the loaded model', () => {
  it('describes the capabilities of the server', async () => {
    expect(await cardFor('sdcpp:dreamshaper_8')).toMatchObject({
      label: 'dreamshaper_8',
      note: 'LoRAs on the server: paper-cut.safetensors',
      edits: 'strength',
      mask: 'hard',
      maskPolarity: 'white',
      steps: { min: 1, max: 100, default: 20 },
      formats: ['png', 'webp'],
      sizes: { minSidePx: 64, maxSidePx: 1_024, default: { widthPx: 768, heightPx: 768 } },
      input: { minSidePx: 64, minPixels: 4_096 },
      loras: { max: 8 },
      origin: 'added',
    })
  })

  it('has the same samplers and limits through the OpenAI API', async () => {
    const card = await cardFor('sd-cpp-local')
    expect(card).toMatchObject({ sizes: { minSidePx: 64, maxSidePx: 1_024 }, formats: ['png'], loras: { max: 8 } })
    const sampler = card.options.find(({ name }) => name === 'sample_method')
    expect(sampler).toMatchObject({ choices: [{ value: 'euler' }, { value: 'euler_a' }] })
  })

  it('uses the minimum size of the server, but at least 64', async () => {
    const limits = { min_width: 32, min_height: 100, max_width: 512, max_height: 512 }
    expect((await cardFor('sdcpp:x', { ...capabilities, limits })).sizes).toMatchObject({ minSidePx: 128 })
    expect((await cardFor('sdcpp:x', { ...capabilities, limits: { min_width: 8 } })).sizes).toMatchObject({
      minSidePx: 64,
      maxSidePx: 4_096,
    })
  })

  it('omits features that the build lacks', async () => {
    const bare = {
      ...capabilities,
      features_by_mode: { img_gen: { init_image: false, mask_image: false, ref_images: false } },
    }
    expect(await cardFor('sdcpp:x', { ...bare, loras: [] })).toMatchObject({
      edits: 'no',
      mask: 'no',
      referencesMax: 0,
      loras: null,
      input: null,
    })
  })
})

describe('server detection', () => {
  const list = { json: { data: [{ id: 'gpt-4' }, { id: 'flux-1-dev' }] } }
  const page = { text: '<!doctype html><html></html>' }

  it('recognizes sd-server', async () => {
    const call = serving(answers)
    const { models, isComplete } = await openaiCompatible.listModels!(call)
    expect(models.map(({ id, label }) => [id, label])).toEqual([
      ['sdcpp:loaded', 'dreamshaper_8'],
      ['sdcpp:dreamshaper_8', 'dreamshaper_8'],
    ])
    expect(isComplete).toBe(true)
    expect((await openaiCompatible.check(call)).message).toContain('dreamshaper_8')
  })

  it('lists no models for sd-server in video mode', async () => {
    const films = { '/sdcpp/v1/capabilities': { json: { ...capabilities, supported_modes: ['vid_gen'] } } }
    expect((await openaiCompatible.listModels!(serving(films))).models).toEqual([])
  })

  it.each([
    ['a plain model server', { '/v1/models': list }, ''],
    ['a server whose page answers every path', { '/v1/models': list, '/sdcpp/v1/capabilities': page }, ''],
    ['a gateway with a path', { '/models': list }, '/api/v1'],
  ])('recognizes %s', async (_, responses, basePath) => {
    const call = serving(responses, basePath)
    const { models, isComplete } = await openaiCompatible.listModels!(call)
    expect(models.map(({ id }) => id)).toEqual(['flux-1-dev'])
    expect(isComplete).toBe(true)
    expect((await openaiCompatible.check(call)).message).toContain('Models: 2.')
  })

  it('lists all models when none is marked as an image model', async () => {
    const call = serving({ '/v1/models': { json: { data: [{ id: 'a' }, { id: 'b' }] } } })
    expect((await openaiCompatible.listModels!(call)).models).toHaveLength(2)
  })

  it('returns an empty, incomplete list without a models route', async () => {
    expect(await openaiCompatible.listModels!(serving({}))).toEqual({ models: [], isComplete: false })
  })
})

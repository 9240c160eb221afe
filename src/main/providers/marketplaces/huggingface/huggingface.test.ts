import { describe, expect, it } from 'vitest'
import { buildInput, type InputRequest } from '../../../../../test/contract/adapters/build-input.ts'
import { jsonOf, createFakeCall, type FakeAnswer } from '../../../../../test/support/fake-call.ts'
import { createPlayCall, type PlayCall } from '../../../../../test/support/services/huggingface/play-call.ts'
import { servedModels } from '../../../../../test/support/services/huggingface/served-models.ts'
import { huggingfaceStub } from '../../../../../test/support/services/huggingface-stub.ts'
import { modelCardSchema, type ModelCard } from '../../../../shared/domain/model-card.ts'
import type { AdapterInput, TaskState } from '../../core/adapter.ts'
import type { CallRequest } from '../../core/call.ts'
import { huggingface } from './huggingface.ts'

function requireCard(id: string): ModelCard {
  const card = huggingface.models.find((model) => model.id === id)
  if (card === undefined) throw new Error(`No card ${id}`)
  return card
}

async function run(card: ModelCard, wanted: InputRequest, overrides: Partial<AdapterInput> = {}) {
  const call = createPlayCall()
  const input = { ...(await buildInput(huggingfaceStub, card, wanted)), ...overrides }
  let state: TaskState = await huggingface.submit(input, call)
  const first = state
  for (let poll = 0; poll < 5 && state.type === 'waiting'; poll++) state = await huggingface.poll!(state.handle, call)
  return { first, state, call }
}

function paidIn(call: PlayCall): CallRequest {
  const [request, ...others] = call.requests.filter(({ isPaid }) => isPaid)
  if (request === undefined || others.length > 0) throw new Error('Not exactly one was paid for')
  return request
}

const served = Object.entries(servedModels).flatMap(([id, entries]) =>
  entries.filter(({ provider }) => provider !== 'novita').map(({ provider, task }) => [id, provider, task] as const),
)

describe('inference providers', () => {
  it.each(served)('run %s by %s, %s, from the lookup to the image', async (id, provider, task) => {
    const card = await huggingface.describeModel!(`${id}:${provider}`, createPlayCall())
    expect(modelCardSchema.parse(card)).toEqual(card)
    const operation = task === 'text-to-image' ? 'generate' : 'edit'
    const { first, state, call } = await run(card, { operation })
    expect(state).toMatchObject({ type: 'done', costUsd: null })
    expect(state.type === 'done' && state.images.length).toBe(1)
    expect(call.received.flatMap((request) => huggingfaceStub.violations(request))).toEqual([])
    expect(paidIn(call).path.startsWith(`/${provider}/`)).toBe(true)
    if (first.type === 'waiting') expect(first.handle.startsWith(`${provider}:`)).toBe(true)
  })

  it('are chosen as the first supported one', async () => {
    const { call } = await run(requireCard('black-forest-labs/FLUX.1-dev'), { operation: 'generate' })
    expect(paidIn(call).path).toBe('/fal-ai/fal-ai/flux/dev')
  })

  it('can be chosen by hand', async () => {
    const card = { ...requireCard('black-forest-labs/FLUX.1-dev'), id: 'black-forest-labs/FLUX.1-dev:together' }
    const { call } = await run(card, { operation: 'generate' })
    expect(paidIn(call).path).toBe('/together/v1/images/generations')
    const gone = { ...card, id: 'black-forest-labs/FLUX.1-dev:nscale' }
    await expect(run(gone, { operation: 'generate' })).rejects.toMatchObject({ code: 'provider/unknown-model' })
  })
})

async function bodyOf(id: string, wanted: InputRequest, overrides: Partial<AdapterInput> = {}) {
  const { call } = await run(requireCard(id), wanted, overrides)
  return jsonOf(paidIn(call))
}

describe('request bodies', () => {
  const generate: InputRequest = {
    operation: 'generate',
    change: { size: { widthPx: 1_280, heightPx: 768 }, steps: 20, guidance: 4 },
  }
  const prompt = 'a lighthouse at dusk'

  it('for fal have an exact size and lossless output', async () => {
    expect(await bodyOf('black-forest-labs/FLUX.1-dev', generate)).toEqual({
      prompt,
      image_size: { width: 1_280, height: 768 },
      num_inference_steps: 20,
      guidance_scale: 4,
      seed: 1234,
      output_format: 'png',
    })
  })

  it('for Replicate use FLUX field names, or a version with diffusers names', async () => {
    expect(await bodyOf('black-forest-labs/FLUX.2-dev', generate)).toEqual({
      input: {
        prompt,
        seed: 1234,
        num_inference_steps: 20,
        guidance: 4,
        aspect_ratio: '16:9',
        output_format: 'png',
        go_fast: false,
      },
    })
    const change = { ...generate.change, negativePrompt: 'rain' }
    expect(await bodyOf('stabilityai/stable-diffusion-xl-base-1.0', { operation: 'generate', change })).toEqual({
      version: '39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea',
      input: {
        prompt,
        seed: 1234,
        num_inference_steps: 20,
        guidance_scale: 4,
        negative_prompt: 'rain',
        width: 1_280,
        height: 768,
      },
    })
  })

  it('for Together use its names for steps and guidance, and one image URL for Kontext', async () => {
    expect(await bodyOf('black-forest-labs/FLUX.1-schnell', generate)).toEqual({
      model: 'black-forest-labs/FLUX.1-schnell',
      prompt,
      response_format: 'base64',
      output_format: 'png',
      steps: 20,
      guidance_scale: 4,
      seed: 1234,
      width: 1_280,
      height: 768,
    })
    const edit = await bodyOf('black-forest-labs/FLUX.1-Kontext-dev', { operation: 'edit' })
    expect(edit).toMatchObject({ image_url: expect.stringMatching(/^data:image\/png;base64,/) as string })
    expect(edit).not.toHaveProperty('reference_images')
    expect(edit).toMatchObject({ width: 640, height: 480 })
  })

  it('for nscale, WaveSpeed and Z.ai format the size as text', async () => {
    expect(await bodyOf('black-forest-labs/FLUX.1-Krea-dev', generate)).toMatchObject({ size: '1280x768' })
    expect(await bodyOf('Qwen/Qwen-Image', generate)).toMatchObject({ size: '1280*768' })
    expect(await bodyOf('zai-org/GLM-Image', { operation: 'generate' })).toEqual({
      model: 'glm-image',
      prompt,
      size: '1024x1024',
    })
  })

  it('for Hugging Face use the parameters of the task, without a seed for edits', async () => {
    const sd3 = 'stabilityai/stable-diffusion-3-medium-diffusers'
    expect(await bodyOf(sd3, generate)).toEqual({
      inputs: prompt,
      parameters: { guidance_scale: 4, num_inference_steps: 20, width: 1_280, height: 768, seed: 1234 },
    })
    const edit = await bodyOf('black-forest-labs/FLUX.2-dev', { operation: 'edit' })
    expect(edit).toMatchObject({ parameters: { prompt, target_size: { width: expect.any(Number) as number } } })
    expect(edit).not.toHaveProperty('parameters.seed')
  })

  it('apply a LoRA to its base model', async () => {
    const card = await huggingface.describeModel!('somebody/film-lora', createPlayCall())
    const { call } = await run(card, { operation: 'generate' })
    expect(jsonOf(paidIn(call))).toMatchObject({
      loras: [{ path: 'https://huggingface.co/somebody/film-lora/resolve/main/film.safetensors', scale: 1 }],
    })
  })
})

const entry = { providerId: 'fal-ai/flux/dev', status: 'live', task: 'text-to-image' }
const generateWith = async (inferenceProviderMapping: unknown) => {
  const card = requireCard('black-forest-labs/FLUX.1-dev')
  const response = (request: CallRequest): FakeAnswer =>
    request.isPaid ? { json: { request_id: 'r1' } } : { json: { id: card.id, inferenceProviderMapping } }
  return huggingface.submit(
    await buildInput(huggingfaceStub, card, { operation: 'generate' }),
    createFakeCall(response),
  )
}

describe('model lookup', () => {
  it.each([
    ['an object', { 'fal-ai': entry }],
    ['a list', [{ ...entry, provider: 'fal-ai' }]],
  ])('reads %s', async (_name, mapping) => {
    expect(await generateWith(mapping)).toMatchObject({ type: 'waiting', handle: 'fal-ai:/fal-ai/flux/requests/r1' })
  })

  it.each([
    ['nothing', undefined, 'No Hugging Face provider'],
    ['an empty list', [], 'No Hugging Face provider'],
    ['a provider that is not live', { 'fal-ai': { ...entry, status: 'staging' } }, 'No Hugging Face provider'],
    ['another task', { 'fal-ai': { ...entry, task: 'image-to-image' } }, 'No Hugging Face provider'],
    ['unknown providers only', [{ ...entry, provider: 'novita' }], 'only via novita'],
  ])('sends nothing for %s', async (_name, mapping, message) => {
    await expect(generateWith(mapping)).rejects.toMatchObject({
      code: 'provider/unknown-model',
      message: expect.stringContaining(message) as string,
    })
  })

  it.each(['FLUX.1-dev', 'a/b/c', '../x', 'a/b:', ''])('rejects “%s”', async (id) => {
    const call = createPlayCall()
    await expect(huggingface.describeModel!(id, call)).rejects.toMatchObject({ code: 'provider/unknown-model' })
    expect(call.requests).toEqual([])
  })

  it('lists served models with their tasks', async () => {
    const { models, isComplete } = await huggingface.listModels!(createPlayCall())
    expect(isComplete).toBe(false)
    const byId = Object.fromEntries(models.map((card) => [card.id, card]))
    expect(byId['somebody/film-lora']).toMatchObject({ canGenerate: true, edits: 'no', origin: 'live' })
    expect(byId['Qwen/Qwen-Image-Edit']).toMatchObject({
      canGenerate: false,
      edits: 'instruction',
      label: 'Qwen-Image-Edit',
    })
    for (const card of models) expect(modelCardSchema.parse(card)).toEqual(card)
  })
})

describe('a task', () => {
  it('is expired without its provider', async () => {
    const call = createFakeCall(() => ({ json: {} }))
    expect(await huggingface.poll!('0b7e6a6e-52f6-4f42-9d3c-0c9a3a0c0f11', call)).toMatchObject({ type: 'expired' })
    await huggingface.cancel!('0b7e6a6e-52f6-4f42-9d3c-0c9a3a0c0f11', call)
    expect(call.requests).toEqual([])
  })

  it('is canceled through a provider that supports it', async () => {
    const call = createFakeCall(() => ({ json: {} }))
    await huggingface.cancel!('fal-ai:/fal-ai/flux/requests/r1', call)
    await huggingface.cancel!('replicate:p1', call)
    await huggingface.cancel!('zai-org:t1', call)
    expect(call.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /fal-ai/fal-ai/flux/requests/r1/cancel',
      'POST /replicate/v1/predictions/p1/cancel',
    ])
  })

  it('may be done when Replicate responds within a minute', async () => {
    const done = { id: 'p1', status: 'succeeded', output: 'https://replicate.delivery/a.png', input: {} }
    const mapping = [{ provider: 'replicate', providerId: 'a/flux', status: 'live', task: 'text-to-image' }]
    const call = createFakeCall((request) => ({
      json: request.isPaid ? done : { id: 'x', inferenceProviderMapping: mapping },
    }))
    const card = requireCard('black-forest-labs/FLUX.1-dev')
    const state = await huggingface.submit(await buildInput(huggingfaceStub, card, { operation: 'generate' }), call)
    expect(state).toMatchObject({ type: 'done', images: [{ url: 'https://replicate.delivery/a.png' }] })
  })
})

const sleeping = (json: unknown) => huggingface.readFailure({ status: 503, headers: {}, json, text: '' })

describe('Hugging Face hardware', () => {
  it('is retried while a model loads, after a minute at most', () => {
    expect(sleeping({ error: 'Model X is currently loading', estimated_time: 20.4 })).toMatchObject({
      type: 'not-ready',
      afterMs: 20_400,
    })
    expect(sleeping({ error: 'Model X is currently loading', estimated_time: 900 })).toMatchObject({
      type: 'not-ready',
      afterMs: 60_000,
    })
    expect(sleeping({ error: 'Model X is currently loading' })).toMatchObject({ type: 'not-ready', afterMs: 20_000 })
    expect(sleeping({ error: 'Service Unavailable' })).toBeNull()
    expect(sleeping({ error: 'Error downloading the image' })).toBeNull()
  })

  it.each([
    [{ data: [{ b64_json: 'AAAA' }] }, { type: 'done', images: [{ base64: 'AAAA' }] }],
    [{ output: ['https://fal.media/a.png'] }, { type: 'done', images: [{ url: 'https://fal.media/a.png' }] }],
    [{ error: 'CUDA out of memory' }, { type: 'failed', message: 'CUDA out of memory' }],
  ])('may respond with JSON: %j', async (json, state) => {
    const mapping = [{ provider: 'hf-inference', providerId: 'a/b', status: 'live', task: 'text-to-image' }]
    const call = createFakeCall((request) => ({
      json: request.isPaid ? json : { id: 'x', inferenceProviderMapping: mapping },
    }))
    const card = requireCard('black-forest-labs/FLUX.1-dev')
    const input = await buildInput(huggingfaceStub, card, { operation: 'generate' })
    expect(await huggingface.submit(input, call)).toMatchObject(state)
  })
})

const check = (role: string, permissions: string[]) =>
  huggingface.check(
    createFakeCall(() => ({
      json: {
        name: 'artist',
        isPro: true,
        auth: { accessToken: { role, fineGrained: { scoped: [{ permissions }] } } },
      },
    })),
  )

describe('check', () => {
  it('reports the account and whether the token may call providers', async () => {
    expect((await check('read', [])).message).toBe('Account artist, PRO.')
    expect((await check('fineGrained', ['inference.serverless.write'])).message).toBe('Account artist, PRO.')
    expect((await check('fineGrained', ['repo.content.read'])).message).toContain('cannot call Inference Providers')
  })
})

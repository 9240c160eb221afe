import { describe, expect, it } from 'vitest'
import { buildInput, type InputRequest } from '../../../../../test/contract/adapters/build-input.ts'
import { createFakeCall, type FakeAnswer } from '../../../../../test/support/fake-call.ts'
import { toStubRequest } from '../../../../../test/support/services/to-stub-request.ts'
import { falStub } from '../../../../../test/support/services/fal-stub.ts'
import { modelCardSchema, type ModelCard } from '../../../../shared/domain/model-card.ts'
import type { CallRequest } from '../../core/call.ts'
import { fal } from './fal.ts'

const queued: FakeAnswer = {
  json: {
    status: 'IN_QUEUE',
    request_id: 'r-1',
    status_url: 'https://queue.fal.run/fal-ai/flux/requests/r-1/status',
    response_url: 'https://queue.fal.run/fal-ai/flux/requests/r-1',
    cancel_url: 'https://queue.fal.run/fal-ai/flux/requests/r-1/cancel',
    queue_position: 0,
  },
}

function requireCard(id: string): ModelCard {
  const card = fal.models.find((model) => model.id === id)
  if (card === undefined) throw new Error(`No card ${id}`)
  return card
}

async function submitted(card: ModelCard, wanted: InputRequest): Promise<CallRequest> {
  const call = createFakeCall(() => queued)
  await fal.submit(await buildInput(falStub, card, wanted), call)
  const [request] = call.requests
  if (request === undefined) throw new Error('Nothing was sent')
  return request
}

function bodyOf(request: CallRequest): Record<string, unknown> {
  return request.body && 'json' in request.body ? { ...(request.body.json as Record<string, unknown>) } : {}
}

function violationsOf(request: CallRequest): readonly string[] {
  const sent = toStubRequest(request)
  return falStub.violations({ ...sent, headers: { 'content-type': 'application/json' } })
}

function wantedOf(card: ModelCard): InputRequest[] {
  return [
    ...(card.canGenerate ? [{ operation: 'generate' as const }] : []),
    ...(card.edits !== 'no' && card.input ? [{ operation: 'edit' as const, hasMask: card.mask !== 'no' }] : []),
    ...(card.variations !== 'no' ? [{ operation: 'variations' as const }] : []),
  ]
}

const alive = fal.models.filter(({ state }) => state.type === 'current')

describe('built-in endpoints', () => {
  it.each(alive.map((card) => [card.id, card] as const))('%s accepts the request as documented', async (_id, card) => {
    expect(modelCardSchema.parse(card)).toEqual(card)
    const requests = wantedOf(card)
    expect(requests.length).toBeGreaterThan(0)
    for (const wanted of requests) {
      const request = await submitted(card, wanted)
      expect(violationsOf(request)).toEqual([])
      expect(request).toMatchObject({ method: 'POST', isPaid: true })
    }
  })

  it.each(alive.map((card) => [card.id, card] as const))('%s accepts every option of its card', async (_id, card) => {
    const [wanted] = wantedOf(card)
    const size = card.sizes.kind === 'grid' ? { widthPx: 1_024, heightPx: 768 } : null
    const change = {
      size,
      aspectRatio: card.sizes.kind === 'ratios' ? (card.sizes.ratios.at(-1) ?? null) : null,
      n: card.imagesPerCall,
      steps: card.steps?.max ?? null,
      guidance: card.guidance?.max ?? null,
      strength: card.strength?.min ?? null,
      negativePrompt: card.hasNegativePrompt ? 'rain' : null,
      format: card.formats.at(-1) ?? null,
      loras: card.loras
        ? [
            { path: 'owner/one', scale: 0 },
            { path: 'https://example.com/a.safetensors', scale: 4 },
          ]
        : [],
      safety: { blockNsfw: false, contentFilter: 'off' as const },
      options: Object.fromEntries(card.options.map((field) => [field.name, optionValue(field)])),
    }
    const request = await submitted(card, { ...wanted!, change })
    expect(violationsOf(request)).toEqual([])
    for (const field of card.options) expect(bodyOf(request)).toHaveProperty(field.name)
  })

  it('resolves short model names', async () => {
    const paths = await Promise.all(
      ['flux-pro', 'flux-dev', 'flux-schnell'].map(async (id) => {
        const request = await submitted(requireCard(id), { operation: 'generate' })
        return request.path
      }),
    )
    expect(paths).toEqual(['/fal-ai/flux-pro/v1.1', '/fal-ai/flux/dev', '/fal-ai/flux/schnell'])
  })

  it('sends several LoRAs with their scales', async () => {
    const loras = [
      { path: 'owner/one', scale: 0.6 },
      { path: 'owner/two', scale: 1.1 },
    ]
    const request = await submitted(requireCard('fal-ai/flux-lora'), { operation: 'generate', change: { loras } })
    expect(bodyOf(request)['loras']).toEqual(loras)
  })

  it('sends a mask with white as the area to repaint, at the source size', async () => {
    const request = await submitted(requireCard('fal-ai/flux-lora/inpainting'), { operation: 'edit', hasMask: true })
    expect(bodyOf(request)).toMatchObject({ image_size: { width: 640, height: 480 }, output_format: 'png' })
    expect(bodyOf(request)['mask_url']).toMatch(/^data:image\/png;base64,/)
    expect(requireCard('fal-ai/flux-lora/inpainting').maskPolarity).toBe('white')
  })
})

function optionValue(field: ModelCard['options'][number]): string | number | boolean {
  switch (field.kind) {
    case 'choice':
      return field.choices.at(-1)!.value
    case 'number':
      return field.max ?? field.default ?? 1
    case 'switch':
      return true
    case 'text':
      return 'words'
  }
}

async function begin(response: FakeAnswer = queued, isOwnBaseUrl = false) {
  const call = createFakeCall(() => response, { isOwnBaseUrl })
  const state = await fal.submit(await buildInput(falStub, requireCard('flux-dev'), { operation: 'generate' }), call)
  if (state.type !== 'waiting') throw new Error(state.type)
  return state
}

function poll(handle: string, status: unknown, result: FakeAnswer = {}) {
  const call = createFakeCall((request) => (request.path.endsWith('/status') ? { json: status } : result))
  return fal.poll!(handle, call)
}

describe('a task', () => {
  it('reports its position in the queue', async () => {
    const state = await begin()
    expect(state.note).toBe('Next in queue')
    expect(await poll(state.handle, { status: 'IN_QUEUE', queue_position: 3 })).toEqual({
      type: 'waiting',
      handle: state.handle,
      progress: null,
      note: '3 ahead in queue',
    })
  })

  it('reads progress from the progress bar in the log', async () => {
    const { handle } = await begin()
    const logs = [{ message: 'Loading: 100%|███| 3/3' }, { message: ' 45%|████ | 13/28 [00:01<00:02]' }]
    expect(await poll(handle, { status: 'IN_PROGRESS', logs })).toMatchObject({ type: 'waiting', progress: 0.45 })
    expect(await poll(handle, { status: 'IN_PROGRESS', logs: null })).toMatchObject({ type: 'waiting', progress: null })
  })

  it('follows URLs on fal hosts only', async () => {
    const foreign = {
      ...(queued.json as object),
      response_url: 'https://queue.fal.run.example.com/x',
      cancel_url: null,
    }
    const { handle } = await begin({ json: foreign })
    expect(JSON.parse(handle)).toMatchObject({
      status: 'https://queue.fal.run/fal-ai/flux/requests/r-1/status',
      result: '/fal-ai/flux/requests/r-1',
      cancel: '/fal-ai/flux/requests/r-1/cancel',
    })
    const gateway = { ...(queued.json as object), status_url: 'http://127.0.0.1:9/fal-ai/flux/requests/r-1/status' }
    expect(JSON.parse((await begin({ json: gateway }, true)).handle)).toMatchObject({ status: gateway.status_url })
  })

  it('returns images with their seed, or without a seed beyond JSON precision', async () => {
    const { handle } = await begin()
    const images = [{ url: 'https://v3.fal.media/files/a.png', content_type: 'image/png' }]
    const done = { status: 'COMPLETED' }
    expect(await poll(handle, done, { json: { images, seed: 77, prompt: 'p', has_nsfw_concepts: [false] } })).toEqual({
      type: 'done',
      images: [{ url: 'https://v3.fal.media/files/a.png', seed: 77, revisedPrompt: null }],
      costUsd: null,
      requestId: 'r-1',
    })
    const large = await poll(handle, done, { json: { images, seed: 6_252_023_000_000_000 } })
    expect(large).toMatchObject({ type: 'done', images: [{ seed: 6_252_023_000_000_000 }] })
    const rounded = await poll(handle, done, { json: { images, seed: 2 ** 60 } })
    expect(rounded).toMatchObject({ type: 'done', images: [{ seed: null }] })
  })

  it('accepts a single image given as a data URI', async () => {
    const { handle } = await begin()
    const image = { url: 'data:image/png;base64,AAAA' }
    expect(await poll(handle, { status: 'COMPLETED' }, { json: { image } })).toMatchObject({
      type: 'done',
      images: [{ base64: 'AAAA', mime: 'image/png' }],
    })
  })

  it('reports blacked-out and missing images among good ones', async () => {
    const call = createFakeCall(() => queued)
    const input = await buildInput(falStub, requireCard('flux-dev'), { operation: 'generate', change: { n: 3 } })
    const state = await fal.submit(input, call)
    const handle = state.type === 'waiting' ? state.handle : ''
    const json = {
      images: [{ url: 'https://fal.media/a' }, { url: 'https://fal.media/b' }],
      has_nsfw_concepts: [false, true],
    }
    const end = await poll(handle, { status: 'COMPLETED' }, { json })
    expect(end).toMatchObject({
      type: 'done',
      images: [{ url: 'https://fal.media/a' }, { nothing: true }, { nothing: true }],
    })
  })

  it('keeps flagged images when the checker was switched off', async () => {
    const call = createFakeCall(() => queued)
    const input = await buildInput(falStub, requireCard('flux-dev'), { operation: 'generate' })
    const state = await fal.submit({ ...input, safety: { blockNsfw: false, contentFilter: 'off' } }, call)
    const handle = state.type === 'waiting' ? state.handle : ''
    const json = { images: [{ url: 'https://fal.media/a' }], has_nsfw_concepts: [true] }
    expect(await poll(handle, { status: 'COMPLETED' }, { json })).toMatchObject({
      type: 'done',
      images: [{ url: 'https://fal.media/a' }],
    })
  })

  it('reports a failure where there is no image and none was blacked out', async () => {
    const { handle } = await begin()
    const json = { images: [{}], has_nsfw_concepts: [false] }
    expect(await poll(handle, { status: 'COMPLETED' }, { json })).toMatchObject({ type: 'failed', isBilled: 'unknown' })
  })

  it('reports the service as unavailable when a proxy responds', async () => {
    const { handle } = await begin()
    const page = { status: 502, mime: 'text/html', bytes: Buffer.from('<html>Bad gateway</html>') }
    await expect(poll(handle, { status: 'COMPLETED' }, page)).rejects.toMatchObject({ code: 'provider/unavailable' })
  })

  it('tells a gateway’s own error from one of the task', async () => {
    const { handle } = await begin()
    const gateway = { status: 503, json: { message: 'upstream connect error' } }
    await expect(poll(handle, { status: 'COMPLETED' }, gateway)).rejects.toMatchObject({ code: 'provider/unavailable' })
    const noRoute = { status: 404, json: { message: 'no Route matched' } }
    await expect(poll(handle, { status: 'COMPLETED' }, noRoute)).rejects.toMatchObject({ code: 'provider/bad-reply' })
    const own = { status: 500, json: { message: 'Out of memory', error_type: 'internal_error' } }
    expect(await poll(handle, { status: 'COMPLETED' }, own)).toMatchObject({ type: 'failed', isBilled: 'no' })
    const told = { status: 'COMPLETED', error: 'Out of memory' }
    expect(await poll(handle, told, gateway)).toMatchObject({ type: 'failed', isBilled: 'no' })
    const empty = { status: 500, mime: 'text/plain', bytes: Buffer.from('') }
    expect(await poll(handle, told, empty)).toMatchObject({ type: 'failed', isBilled: 'no' })
  })

  it('goes on after an answer that is not the service’s', async () => {
    const { handle } = await begin()
    const page = { status: 404, mime: 'text/html', bytes: Buffer.from('<html>No such page</html>') }
    await expect(poll(handle, { status: 'COMPLETED' }, page)).rejects.toMatchObject({ code: 'provider/bad-reply' })
    await expect(poll(handle, {}, {})).rejects.toThrow()
  })

  it.each([
    [{ status: 'THINKING' }, { type: 'waiting' }],
    [
      { status: 'REFUSED', error: 'No.', error_type: 'content_policy_violation' },
      { type: 'refused', message: 'No.' },
    ],
  ])('in an unknown state is waited for, unless it is refused: %j', async (status, expected) => {
    const { handle } = await begin()
    expect(await poll(handle, status, {})).toMatchObject(expected)
  })

  it('ends as canceled when the error says so', async () => {
    const { handle } = await begin()
    const end = (status: number, json: object) => poll(handle, { status: 'COMPLETED' }, { status, json })
    expect(await end(400, { detail: 'Request was canceled' })).toEqual({ type: 'cancelled' })
    expect(await end(499, { detail: 'The request ended', error_type: 'client_cancelled' })).toEqual({
      type: 'cancelled',
    })
  })

  it('is canceled by PUT, and not at all without a queue response', async () => {
    const { handle } = await begin()
    const call = createFakeCall(() => ({ status: 202, json: { status: 'CANCELLATION_REQUESTED' } }))
    await fal.cancel!(handle, call)
    await fal.cancel!('0b7e6a6e-52f6-4f42-9d3c-0c9a3a0c0f11', call)
    expect(call.requests).toMatchObject([
      { method: 'PUT', path: 'https://queue.fal.run/fal-ai/flux/requests/r-1/cancel' },
    ])
  })
})

const platform = (request: CallRequest): FakeAnswer => {
  const url = new URL(request.path)
  const query = new URLSearchParams(request.query)
  const headers = { authorization: `Key ${falStub.goodKey}` }
  const base = { method: request.method, path: url.pathname, query, headers }
  const response = falStub.respond({ ...base, body: new Uint8Array(), json: null, form: [] }, {} as never)
  return { headers: { date: 'Fri, 20 Nov 2026 10:00:00 GMT' }, ...(response as FakeAnswer) }
}

describe('a custom endpoint', () => {
  const id = 'fal-ai/fast-sdxl/inpainting'

  it('becomes a card with its options and price', async () => {
    const card = await fal.describeModel!(id, createFakeCall(platform))
    expect(modelCardSchema.parse(card)).toEqual(card)
    expect(card).toMatchObject({ id, mask: 'hard', maskPolarity: 'white', needsMask: true, hasNegativePrompt: true })
    expect(card).toMatchObject({
      origin: 'added',
      edits: 'strength',
      imagesPerCall: 4,
      label: 'Stable Diffusion XL, inpainting',
    })
    expect(card.options.map(({ name }) => name)).toEqual(['format'])
    expect(card.price).toEqual({
      per: 'megapixel',
      asOf: '2026-11-20',
      isSure: true,
      firstUsd: 0.025,
      nextUsd: 0.025,
      inputUsd: 0,
    })
  })

  it('is called as described by its schema', async () => {
    const card = await fal.describeModel!(id, createFakeCall(platform))
    const call = createFakeCall((request) => (request.isPaid ? queued : platform(request)))
    await fal.submit(await buildInput(falStub, card, { operation: 'edit', hasMask: true }), call)
    const paid = call.requests.filter(({ isPaid }) => isPaid)
    expect(paid).toHaveLength(1)
    expect(paid[0]?.path).toBe(`/${id}`)
    expect(Object.keys(bodyOf(paid[0]!)).toSorted()).toEqual(['image_url', 'mask_url', 'num_images', 'prompt', 'seed'])
  })

  it.each(['', 'flux', '../models/pricing', 'fal-ai/flux dev', 'fal-ai/../v1'])('rejects “%s”', async (bad) => {
    const call = createFakeCall(platform)
    await expect(fal.describeModel!(bad, call)).rejects.toMatchObject({ code: 'provider/unknown-model' })
    expect(call.requests).toEqual([])
  })

  it('notes when fal does not document the mask polarity', async () => {
    const card = await fal.describeModel!('fal-ai/ideogram/v3/edit', createFakeCall(platform))
    expect(card).toMatchObject({ mask: 'hard', maskPolarity: 'white' })
    expect(card.note).toBe(
      'fal.ai does not say which part of a mask is repainted; the white part is assumed. Repaints a part',
    )
  })

  it('is rejected when it makes videos', async () => {
    const models = [{ endpoint_id: 'fal-ai/veo', metadata: { category: 'text-to-video' }, openapi: {} }]
    const work = fal.describeModel!(
      'fal-ai/veo',
      createFakeCall(() => ({ json: { models } })),
    )
    await expect(work).rejects.toMatchObject({ code: 'provider/unsupported' })
  })
})

describe('model list', () => {
  it('adds endpoints that fal describes and omits retired and non-image ones', async () => {
    const { models } = await fal.listModels!(createFakeCall(platform))
    const further = models.filter(({ id }) => !fal.models.some((card) => card.id === id))
    expect(further.map(({ id }) => id)).toEqual(['blackforestlabs/flux-3/text-to-image'])
    const [flux3] = further
    expect(flux3).toMatchObject({ origin: 'live', canGenerate: true, edits: 'instruction', referencesMax: 9 })
    expect(flux3?.sizes).toMatchObject({
      kind: 'ratios',
      tiers: [
        { id: '1k', megapixels: 1 },
        { id: '1.5k', megapixels: 2.25 },
        { id: '2k', megapixels: 4 },
        { id: '4k', megapixels: 16 },
      ],
    })
    expect(modelCardSchema.parse(flux3)).toEqual(flux3)
  })
})

const priced = async (unit: string) => {
  const response = (request: CallRequest): FakeAnswer => ({
    ...(request.path.endsWith('/models') && { status: 404 }),
    headers: { date: 'Sat, 21 Nov 2026 10:00:00 GMT' },
    json: {
      prices: (request.query?.['endpoint_id'] ?? '')
        .split(',')
        .map((endpoint_id) => ({ endpoint_id, unit_price: 0.5, unit, currency: 'USD' })),
    },
  })
  const { models } = await fal.listModels!(createFakeCall(response))
  return (id: string) => models.find((card) => card.id === id)?.price
}

describe('prices', () => {
  it('are replaced by live ones with their date', async () => {
    const price = await priced('megapixels')
    expect(price('flux-dev')).toMatchObject({ per: 'megapixel', asOf: '2026-11-21', firstUsd: 0.5, isSure: true })
    expect((await priced('image'))('fal-ai/flux-pro/kontext')).toMatchObject({ per: 'image', rows: [{ usd: 0.5 }] })
    expect((await priced('seconds'))('fal-ai/esrgan')).toEqual({ per: 'unknown', note: '0.5 USD per seconds' })
  })

  it('are unsure when one figure covers several resolutions', async () => {
    const price = await priced('images')
    expect(price('fal-ai/nano-banana-2')).toMatchObject({ per: 'image', rows: [{ usd: 0.5 }], isSure: false })
    expect(price('fal-ai/flux-pro/kontext')).toMatchObject({ per: 'image', isSure: true })
  })

  it('are kept when one figure cannot express them', async () => {
    expect((await priced('megapixels'))('fal-ai/flux-pro/v1/erase')).toMatchObject({ firstUsd: 0.03, nextUsd: 0.004 })
  })

  it('are kept when fal does not respond', async () => {
    const { models } = await fal.listModels!(createFakeCall(() => ({ status: 500, json: {} })))
    expect(models.find((card) => card.id === 'fal-ai/flux/schnell')?.price).toMatchObject({ firstUsd: 0.003 })
  })
})

import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { inputsForCard } from '../../../../test/support/inputs-for-card.ts'
import { createFakeCall } from '../../../../test/support/fake-call.ts'
import { openaiStub } from '../../../../test/support/services/openai-stub.ts'
import { toStubRequest } from '../../../../test/support/services/to-stub-request.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import { openai } from './openai.ts'

function cardOf(id: string): AdapterInput['card'] {
  const card = openai.models.find((model) => model.id === id)
  if (!card) throw new Error(`no card ${id}`)
  return card
}

function breakOff(): never {
  throw new AppError('network/interrupted', 'The connection was lost.')
}

const oneImage = { json: { created: 1, data: [{ b64_json: 'AAAA' }] } }
const source = buildInputImage(1, 1_024, 1_024)
const mask = buildInputImage(2, 1_024, 1_024)

async function sentFor(input: AdapterInput): Promise<CallRequest> {
  const call = createFakeCall(() => oneImage)
  await openai.submit(input, call)
  expect(call.requests).toHaveLength(1)
  return call.requests[0]!
}

function jsonOf(request: CallRequest): Record<string, unknown> {
  return toStubRequest(request).json as Record<string, unknown>
}

function partsOf(request: CallRequest): string[] {
  return toStubRequest(request).form.map(({ name, value, fileName }) => `${name}=${fileName ?? value}`)
}

describe('requests', () => {
  it.each(openai.models.map((card) => [card.id, card] as const))('for %s match the documentation', async (_, card) => {
    // Emulated variations reach an adapter as edits.
    const inputs = inputsForCard(card).filter((each) => each.prompt !== '' || card.variations === 'native')
    for (const input of inputs) {
      const request = await sentFor(input)
      expect(openaiStub.violations(toStubRequest(request))).toEqual([])
      expect(request.isPaid).toBe(true)
    }
  })

  it('contain only the requested options', async () => {
    const request = await sentFor(
      buildAdapterInput(cardOf('gpt-image-2'), { quality: 'hd', size: { widthPx: 2_048, heightPx: 1_152 }, n: 2 }),
    )
    expect(request.path).toBe('/images/generations')
    expect(jsonOf(request)).toEqual({
      model: 'gpt-image-2',
      prompt: 'a blue cup',
      n: 2,
      size: '2048x1152',
      quality: 'high',
    })
  })

  it('send a single image as image, several as image[], and the mask beside them', async () => {
    const card = cardOf('gpt-image-2')
    const single = await sentFor(buildAdapterInput(card, { operation: 'edit', source, mask }))
    expect(single.path).toBe('/images/edits')
    expect(partsOf(single)).toEqual([
      'model=gpt-image-2',
      'prompt=a blue cup',
      'n=1',
      'size=1024x1024',
      'image=picture-1.png',
      'mask=mask.png',
    ])
    const several = await sentFor(buildAdapterInput(card, { operation: 'edit', source, references: [source, source] }))
    expect(partsOf(several).filter((each) => each.startsWith('image'))).toEqual([
      'image[]=picture-1.png',
      'image[]=picture-2.png',
      'image[]=picture-3.png',
    ])
  })

  it('lower moderation only on request, using a JSON body for edits', async () => {
    const safety = { blockNsfw: false, contentFilter: 'low' } as const
    const card = cardOf('gpt-image-2')
    expect(jsonOf(await sentFor(buildAdapterInput(card, { safety })))['moderation']).toBe('low')
    expect(
      jsonOf(await sentFor(buildAdapterInput(card, { safety, options: { moderation: 'auto' } })))['moderation'],
    ).toBe('auto')
    const edit = jsonOf(await sentFor(buildAdapterInput(card, { operation: 'edit', source, mask, safety })))
    expect(edit).toMatchObject({ moderation: 'low', images: [{}], mask: {} })
  })

  it('keep full moderation when nudity is blocked', async () => {
    const safety = { blockNsfw: true, contentFilter: 'low' } as const
    expect(jsonOf(await sentFor(buildAdapterInput(cardOf('gpt-image-2'), { safety })))).not.toHaveProperty('moderation')
  })

  it.each([
    ['an image that is too large', { source: { ...source, bytes: new Uint8Array(16_000_000) } }],
    ['an undocumented size', { source, size: { widthPx: 2_048, heightPx: 1_152 } }],
  ])('use a form for %s', async (_, overrides) => {
    const safety = { blockNsfw: false, contentFilter: 'low' } as const
    const request = await sentFor(buildAdapterInput(cardOf('gpt-image-2'), { operation: 'edit', safety, ...overrides }))
    expect(partsOf(request)).toContain('image=picture-1.png')
    expect(partsOf(request).join()).not.toContain('moderation')
  })

  it('use the variations endpoint when the model has one', async () => {
    const request = await sentFor(
      buildAdapterInput(cardOf('dall-e-2'), { operation: 'variations', prompt: '', source }),
    )
    expect(request.path).toBe('/images/variations')
    expect(partsOf(request)).toEqual([
      'model=dall-e-2',
      'n=1',
      'size=1024x1024',
      'response_format=b64_json',
      'image=picture.png',
    ])
  })
})

describe('previews', () => {
  const card = cardOf('gpt-image-2')
  const stream = [
    { data: JSON.stringify({ type: 'image_generation.partial_image', b64_json: 'AQID', output_format: 'png' }) },
    {
      data: JSON.stringify({
        type: 'image_generation.completed',
        b64_json: 'AAAA',
        usage: { input_tokens: 10, output_tokens: 100 },
      }),
    },
  ]

  const watched = { wantsPreviews: true, options: { partial_images: 2 } }

  it('are streamed when enabled and watched', async () => {
    const call = createFakeCall(() => ({ events: stream }))
    const state = await openai.submit(buildAdapterInput(card, watched), call)
    expect(jsonOf(call.requests[0]!)).toMatchObject({ stream: true, partial_images: 2 })
    expect(call.previews).toEqual([{ bytes: new Uint8Array([1, 2, 3]), mime: 'image/png' }])
    expect(state).toMatchObject({ type: 'done', images: [{ base64: 'AAAA' }], costUsd: 0.00305 })
  })

  it.each([
    ['several images', { n: 2 }],
    ['disabled', { options: { partial_images: 0 } }],
    ['option not set, since each preview is billed', { options: {} }],
    ['no viewer', { wantsPreviews: false }],
  ])('are not requested: %s', async (_, overrides) => {
    const request = await sentFor(buildAdapterInput(card, { ...watched, ...overrides }))
    expect(jsonOf(request)).not.toHaveProperty('stream')
    expect(jsonOf(request)).not.toHaveProperty('partial_images')
  })

  it.each([
    ['a server that does not stream', { json: oneImage.json }, { type: 'done' }],
    ['a stream that ends early', { events: stream.slice(0, 1) }, { type: 'failed', isBilled: 'unknown' }],
    [
      'a refusal during the stream',
      { events: [{ data: '{"type":"error","error":{"code":"moderation_blocked","message":"No."}}' }] },
      { type: 'refused', message: 'No.' },
    ],
    [
      'a failure during the stream',
      { events: [{ data: '{"type":"error","error":{"code":"server_error","message":"Sorry."}}' }] },
      { type: 'failed', message: 'Sorry.' },
    ],
    [
      'a failure in other words',
      { events: [{ event: 'error', data: '{"code":"server_error","message":"Sorry."}' }] },
      { type: 'failed', message: 'Sorry.' },
    ],
  ])('handle %s', async (_, response, expected) => {
    const call = createFakeCall(() => response)
    expect(await openai.submit(buildAdapterInput(card, watched), call)).toMatchObject(expected)
  })

  it.each(['{"nonsense', 'ping', '{}', '7', '{"usage":{"input_tokens":10}}', '{"type":7}', '{"type":"x.heartbeat"}'])(
    'skip an event that is not known: %s',
    async (data) => {
      const call = createFakeCall(() => ({ events: [{ data }, stream[0]!, { data }, stream[1]!] }))
      const state = await openai.submit(buildAdapterInput(card, watched), call)
      expect(state).toMatchObject({ type: 'done', images: [{ base64: 'AAAA' }] })
    },
  )

  it.each([
    ['in the name of the event', [{ event: 'image_generation.completed', data: '{"b64_json":"AAAA"}' }]],
    ['nowhere', [stream[0]!, { data: '{"b64_json":"AAAA"}' }]],
    ['as one of another service', [stream[0]!, { data: '{"b64_json":"AAAA","type":"image.final"}' }]],
    ['after an answer without an image', [{ data: '{"data":[]}' }, stream[1]!]],
  ])('keep an image whose type is %s', async (_where, events) => {
    const call = createFakeCall(() => ({ events }))
    const state = await openai.submit(buildAdapterInput(card, watched), call)
    expect(state).toMatchObject({ type: 'done', images: [{ base64: 'AAAA' }] })
  })

  it('keep an image whose stream breaks off after it', async () => {
    const events = [{ data: '{"b64_json":"AAAA"}' }, Object.defineProperty({ data: '' }, 'data', { get: breakOff })]
    const call = createFakeCall(() => ({ events }))
    const state = await openai.submit(buildAdapterInput(card, watched), call)
    expect(state).toMatchObject({ type: 'done', images: [{ base64: 'AAAA' }] })
    const failed = createFakeCall(() => ({ events: [events[0]!, { data: '{"error":{"message":"Sorry."}}' }] }))
    await expect(openai.submit(buildAdapterInput(card, watched), failed)).rejects.toMatchObject({
      code: 'provider/bad-reply',
    })
    const nothing = createFakeCall(() => ({ events: events.slice(1) }))
    await expect(openai.submit(buildAdapterInput(card, watched), nothing)).rejects.toThrow('The connection was lost.')
  })

  it('end without an image where a complete response has none', async () => {
    const call = createFakeCall(() => ({ json: { data: [] } }))
    expect(await openai.submit(buildAdapterInput(card, watched), call)).toMatchObject({ type: 'failed' })
  })
})

it.each([[], [{}], [{}, { revised_prompt: 'a cup' }]])(
  'an answer without an image is a failure: %j',
  async (...data) => {
    const call = createFakeCall(() => ({ json: { data } }))
    expect(await openai.submit(buildAdapterInput(cardOf('gpt-image-2')), call)).toMatchObject({
      type: 'failed',
      isBilled: 'unknown',
    })
  },
)

describe('cost', () => {
  const usage = {
    input_tokens: 1_000_100,
    output_tokens: 1_000_000,
    input_tokens_details: { text_tokens: 100, image_tokens: 1_000_000 },
  }
  async function costOf(id: string, more: object = {}): Promise<unknown> {
    const call = createFakeCall(() => ({ json: { ...oneImage.json, usage: { ...usage, ...more } } }))
    const state = await openai.submit(buildAdapterInput(cardOf(id)), call)
    return state.type === 'done' ? state.costUsd : state
  }

  it('is computed from the reported tokens', async () => {
    expect(await costOf('gpt-image-2')).toBeCloseTo(38.0005, 6)
    expect(await costOf('gpt-image-1-mini')).toBeCloseTo(10.5002, 6)
  })

  it.each([
    ['in other words', { input_tokens: undefined, output_tokens: undefined, prompt_tokens: 0, completion_tokens: 0 }],
    ['as nothing at all', { input_tokens: 0, output_tokens: 0, input_tokens_details: {} }],
    ['as text', { input_tokens: '10', output_tokens: '1056' }],
  ])('is unknown, never 0, when a gateway writes the usage %s', async (_how, written) => {
    expect(await costOf('gpt-image-2', written)).toBeNull()
  })

  it('is unknown when text output has no price', async () => {
    const details = { output_tokens_details: { text_tokens: 5, image_tokens: 999_995 } }
    expect(await costOf('gpt-image-2', details)).toBeNull()
    expect(await costOf('gpt-image-1.5', details)).toBeCloseTo(8.0005 + 31.99984 + 0.00005, 6)
  })
})

describe('model list', () => {
  const list = {
    data: [
      { id: 'gpt-image-2', shutdown_date: '2027-03-01' },
      { id: 'gpt-image-2-2026-04-21' },
      { id: 'gpt-image-3-aurora', shutdown_date: null },
      { id: 'gpt-5.4' },
    ],
  }

  it('keeps image models with their shutdown date', async () => {
    const { models, isComplete } = await openai.listModels!(createFakeCall(() => ({ json: list })))
    expect(isComplete).toBe(true)
    expect(models.map(({ id, state }) => [id, state])).toEqual([
      ['gpt-image-2', { type: 'retiring', on: '2027-03-01', successor: null }],
      ['gpt-image-2-2026-04-21', { type: 'current' }],
      ['gpt-image-3-aurora', { type: 'current' }],
    ])
    expect(models[1]).toMatchObject({ label: 'GPT Image 2 (2026-04-21)', origin: 'live', sizes: { kind: 'grid' } })
  })

  it('of a gateway is incomplete and may contain retired models', async () => {
    const call = createFakeCall(() => ({ json: { data: [{ id: 'dall-e-3' }] } }), { isOwnBaseUrl: true })
    const { models, isComplete } = await openai.listModels!(call)
    expect(models).toMatchObject([{ id: 'dall-e-3', state: { type: 'current' }, label: 'DALL·E 3' }])
    expect(isComplete).toBe(false)
  })

  it('may be closed to a valid key', async () => {
    const restricted = createFakeCall(() => ({ status: 403, json: { error: { message: 'Missing scopes' } } }))
    expect(await openai.listModels!(restricted)).toEqual({ models: [], isComplete: false })
    expect((await openai.check(restricted)).message).toMatch(/API key accepted/)
    const banned = createFakeCall(() => ({
      status: 403,
      text: '{"error":{"code":"unsupported_country_region_territory"}}',
    }))
    await expect(openai.check(banned)).rejects.toMatchObject({ code: 'provider/unsupported' })
  })
})

describe('failures', () => {
  it('without a vendor body are left to the status', () => {
    const page = { status: 502, headers: {}, json: null, text: '<html>' }
    expect(openai.readFailure(page)).toBeNull()
  })

  it('include the retry delay', () => {
    const json = { error: { message: 'Slow down.', type: 'requests', code: 'rate_limit_exceeded' } }
    expect(openai.readFailure({ status: 429, headers: { 'retry-after-ms': '1500' }, json, text: '' })).toEqual({
      type: 'error',
      code: 'provider/rate-limited',
      message: 'Slow down.',
      isBilled: 'no',
      afterMs: 1_500,
    })
  })
})

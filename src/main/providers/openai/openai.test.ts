import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { inputsForCard } from '../../../../test/support/inputs-for-card.ts'
import { createFakeCall } from '../../../../test/support/fake-call.ts'
import { openaiStub } from '../../../../test/support/services/openai-stub.ts'
import { toStubRequest } from '../../../../test/support/services/to-stub-request.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import { openai } from './openai.ts'

function cardOf(id: string): AdapterInput['card'] {
  const card = openai.models.find((each) => each.id === id)
  if (!card) throw new Error(`no card ${id}`)
  return card
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
  it.each(openai.models.map((card) => [card.id, card] as const))(
    '%s: as the service describes them',
    async (_, card) => {
      // Emulated variations reach an adapter as edits.
      const inputs = inputsForCard(card).filter((each) => each.prompt !== '' || card.variations === 'native')
      for (const input of inputs) {
        const request = await sentFor(input)
        expect(openaiStub.violations(toStubRequest(request))).toEqual([])
        expect(request.isPaid).toBe(true)
      }
    },
  )

  it('generates with nothing but what was asked for', async () => {
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

  it('sends one image as image, several as image[], the mask beside them', async () => {
    const card = cardOf('gpt-image-2')
    const one = await sentFor(buildAdapterInput(card, { operation: 'edit', source, mask }))
    expect(one.path).toBe('/images/edits')
    expect(partsOf(one)).toEqual([
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

  it('filters less only where that was asked for, in an edit by the body that knows how', async () => {
    const safety = { blockNsfw: false, contentFilter: 'low' } as const
    const card = cardOf('gpt-image-2')
    expect(jsonOf(await sentFor(buildAdapterInput(card, { safety })))['moderation']).toBe('low')
    expect(
      jsonOf(await sentFor(buildAdapterInput(card, { safety, options: { moderation: 'auto' } })))['moderation'],
    ).toBe('auto')
    const edit = jsonOf(await sentFor(buildAdapterInput(card, { operation: 'edit', source, mask, safety })))
    expect(edit).toMatchObject({ moderation: 'low', images: [{}], mask: {} })
  })

  it('does not filter less where nudity is to be left out', async () => {
    const safety = { blockNsfw: true, contentFilter: 'low' } as const
    expect(jsonOf(await sentFor(buildAdapterInput(cardOf('gpt-image-2'), { safety })))).not.toHaveProperty('moderation')
  })

  it.each([
    ['an image too large for it', { source: { ...source, bytes: new Uint8Array(16_000_000) } }],
    ['a size it is not described with', { source, size: { widthPx: 2_048, heightPx: 1_152 } }],
  ])('sends no JSON for %s', async (_, own) => {
    const safety = { blockNsfw: false, contentFilter: 'low' } as const
    const request = await sentFor(buildAdapterInput(cardOf('gpt-image-2'), { operation: 'edit', safety, ...own }))
    expect(partsOf(request)).toContain('image=picture-1.png')
    expect(partsOf(request).join()).not.toContain('moderation')
  })

  it('varies natively where the model can', async () => {
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

  it('are asked for where the person wants them and watches, and shown', async () => {
    const call = createFakeCall(() => ({ events: stream }))
    const state = await openai.submit(buildAdapterInput(card, watched), call)
    expect(jsonOf(call.requests[0]!)).toMatchObject({ stream: true, partial_images: 2 })
    expect(call.previews).toEqual([{ bytes: new Uint8Array([1, 2, 3]), mime: 'image/png' }])
    expect(state).toMatchObject({ type: 'done', images: [{ base64: 'AAAA' }], costUsd: 0.00305 })
  })

  it.each([
    ['several images', { n: 2 }],
    ['none wanted', { options: { partial_images: 0 } }],
    ['nothing said, since each is billed', { options: {} }],
    ['nobody watches', { wantsPreviews: false }],
  ])('are not asked for: %s', async (_, own) => {
    const request = await sentFor(buildAdapterInput(card, { ...watched, ...own }))
    expect(jsonOf(request)).not.toHaveProperty('stream')
    expect(jsonOf(request)).not.toHaveProperty('partial_images')
  })

  it.each([
    ['a server that does not stream', { json: oneImage.json }, { type: 'done' }],
    ['a stream that ends early', { events: stream.slice(0, 1) }, { type: 'failed', isBilled: 'unknown' }],
    [
      'a refusal on the way',
      { events: [{ data: '{"type":"error","error":{"code":"moderation_blocked","message":"No."}}' }] },
      { type: 'refused', message: 'No.' },
    ],
    [
      'a failure on the way',
      { events: [{ data: '{"type":"error","error":{"code":"server_error","message":"Sorry."}}' }] },
      { type: 'failed', message: 'Sorry.' },
    ],
  ])('%s', async (_, response, expected) => {
    const call = createFakeCall(() => response)
    expect(await openai.submit(buildAdapterInput(card, watched), call)).toMatchObject(expected)
  })

  it('an event that is none is told as that', async () => {
    const call = createFakeCall(() => ({ events: [{ data: '{"nonsense' }] }))
    await expect(openai.submit(buildAdapterInput(card, watched), call)).rejects.toMatchObject({
      code: 'provider/bad-reply',
      detail: { isBilled: 'unknown' },
    })
  })
})

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

  it('is made of the tokens that were told', async () => {
    expect(await costOf('gpt-image-2')).toBeCloseTo(38.0005, 6)
    expect(await costOf('gpt-image-1-mini')).toBeCloseTo(10.5002, 6)
  })

  it('is not guessed at where words come out that have no price', async () => {
    const details = { output_tokens_details: { text_tokens: 5, image_tokens: 999_995 } }
    expect(await costOf('gpt-image-2', details)).toBeNull()
    expect(await costOf('gpt-image-1.5', details)).toBeCloseTo(8.0005 + 31.99984 + 0.00005, 6)
  })
})

describe('the list of models', () => {
  const list = {
    data: [
      { id: 'gpt-image-2', shutdown_date: '2027-03-01' },
      { id: 'gpt-image-2-2026-04-21' },
      { id: 'gpt-image-3-aurora', shutdown_date: null },
      { id: 'gpt-5.4' },
    ],
  }

  it('keeps the image makers, with the day they end', async () => {
    const { models, isComplete } = await openai.listModels!(createFakeCall(() => ({ json: list })))
    expect(isComplete).toBe(true)
    expect(models.map(({ id, state }) => [id, state])).toEqual([
      ['gpt-image-2', { type: 'retiring', on: '2027-03-01', successor: null }],
      ['gpt-image-2-2026-04-21', { type: 'current' }],
      ['gpt-image-3-aurora', { type: 'current' }],
    ])
    expect(models[1]).toMatchObject({ label: 'GPT Image 2 (2026-04-21)', origin: 'live', sizes: { kind: 'grid' } })
  })

  it('of a gateway may have what the vendor retired, and leave out what it passes on', async () => {
    const call = createFakeCall(() => ({ json: { data: [{ id: 'dall-e-3' }] } }), { isOwnBaseUrl: true })
    const { models, isComplete } = await openai.listModels!(call)
    expect(models).toMatchObject([{ id: 'dall-e-3', state: { type: 'current' }, label: 'DALL·E 3' }])
    expect(isComplete).toBe(false)
  })

  it('may be closed to a key that is good', async () => {
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
  it('without the vendor’s body are left to their status', () => {
    const page = { status: 502, headers: {}, json: null, text: '<html>' }
    expect(openai.readFailure(page)).toBeNull()
  })

  it('tell how long to wait', () => {
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

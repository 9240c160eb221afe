import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { inputsForCard } from '../../../../test/support/inputs-for-card.ts'
import { createFakeCall } from '../../../../test/support/fake-call.ts'
import { toStubRequest } from '../../../../test/support/services/to-stub-request.ts'
import { xaiStub } from '../../../../test/support/services/xai-stub.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import { xai } from './xai.ts'

function cardOf(id: string): AdapterInput['card'] {
  const card = xai.models.find((model) => model.id === id)
  if (!card) throw new Error(`no card ${id}`)
  return card
}
const newest = cardOf('grok-imagine-image-2.0')
const source = buildInputImage(1, 1_024, 1_024)
const good = { b64_json: 'AAAA', mime_type: 'image/jpeg', revised_prompt: '', respect_moderation: true }

async function sentFor(input: AdapterInput): Promise<CallRequest> {
  const call = createFakeCall(() => ({ json: { data: [good] } }))
  await xai.submit(input, call)
  return call.requests[0]!
}
async function fieldsFor(input: AdapterInput): Promise<Record<string, unknown>> {
  return toStubRequest(await sentFor(input)).json as Record<string, unknown>
}

async function stateOf(json: unknown): Promise<unknown> {
  return xai.submit(
    buildAdapterInput(newest),
    createFakeCall(() => ({ json })),
  )
}

async function checked(more: object): Promise<unknown> {
  const key = { name: 'studio', acls: ['api-key:endpoint:*'], ...more }
  return xai.check(createFakeCall(() => ({ json: key })))
}

describe('requests', () => {
  it.each(xai.models.map((card) => [card.id, card] as const))('for %s match the documentation', async (_, card) => {
    // Variations reach an adapter as edits.
    for (const input of inputsForCard(card).filter(({ prompt }) => prompt !== '')) {
      const request = toStubRequest(await sentFor(input))
      expect(xaiStub.violations({ ...request, path: `/v1${request.path}` })).toEqual([])
    }
  })

  it('contain the shape, resolution and quality in the terms of the service', async () => {
    expect(
      await fieldsFor(buildAdapterInput(newest, { aspectRatio: '39:18', tier: '1.5k', quality: 'draft', n: 3 })),
    ).toEqual({
      model: 'grok-imagine-image-2.0',
      prompt: 'a blue cup',
      n: 3,
      response_format: 'b64_json',
      aspect_ratio: '19.5:9',
      resolution: '1.5k',
      quality: 'low',
    })
  })

  it('send a single image as image and an explained mask as the last of several', async () => {
    const single = await fieldsFor(buildAdapterInput(newest, { operation: 'edit', source }))
    expect(single).toMatchObject({ image: { type: 'image_url' }, prompt: 'a blue cup' })
    const mask = buildInputImage(9)
    const masked = await fieldsFor(buildAdapterInput(newest, { operation: 'edit', source, references: [source], mask }))
    const images = masked['images'] as { url: string }[]
    expect(images).toHaveLength(3)
    expect(images[2]!.url).toBe(`data:image/png;base64,${Buffer.from(mask.bytes).toString('base64')}`)
    expect(masked['prompt']).toMatch(/^a blue cup\n\nThe last image is a mask/)
  })

  it('omit options that the older model rejects', async () => {
    const fields = await fieldsFor(
      buildAdapterInput(cardOf('grok-2-image'), { size: { widthPx: 1_024, heightPx: 768 } }),
    )
    expect(Object.keys(fields)).toEqual(['model', 'prompt', 'n', 'response_format'])
  })
})

describe('responses', () => {
  it('report the billed cost', async () => {
    expect(await stateOf({ data: [good], usage: { cost_in_usd_ticks: 600_000_000 } })).toEqual({
      type: 'done',
      images: [{ base64: 'AAAA', mime: 'image/jpeg', revisedPrompt: null }],
      costUsd: 0.06,
      usage: { cost_in_usd_ticks: 600_000_000 },
      servedModel: null,
    })
  })

  it('name the model that answered, which may be the successor of a retired one', async () => {
    expect(await stateOf({ data: [good], model: 'grok-imagine-image-2.0' })).toMatchObject({
      type: 'done',
      servedModel: 'grok-imagine-image-2.0',
    })
  })

  it('may withhold some of several images', async () => {
    const flagged = { ...good, respect_moderation: false }
    expect(await stateOf({ data: [good, flagged] })).toMatchObject({
      type: 'done',
      images: [{ base64: 'AAAA' }, { nothing: true, refused: expect.stringContaining('moderation') as string }],
      costUsd: null,
    })
    expect(await stateOf({ data: [flagged, flagged] })).toMatchObject({ type: 'refused', isBilled: 'unknown' })
    expect(await stateOf({ data: [flagged, {}] })).toMatchObject({ type: 'refused', isBilled: 'unknown' })
  })

  it('fail without an image, where nothing was withheld', async () => {
    expect(await stateOf({ data: [{}] })).toMatchObject({ type: 'failed', isBilled: 'unknown' })
  })

  it('may contain a link', async () => {
    expect(await stateOf({ data: [{ url: 'https://imgen.x.ai/a.jpg' }] })).toMatchObject({
      images: [{ url: 'https://imgen.x.ai/a.jpg' }],
    })
  })
})

describe('check', () => {
  it('accepts a key and reports missing image permission', async () => {
    expect(await checked({})).toEqual({ message: 'API key “studio” accepted.' })
    expect(await checked({ acls: ['api-key:endpoint:chat'] })).toMatchObject({
      message: expect.stringMatching(/no permission for images/) as string,
    })
  })

  it.each([{ api_key_blocked: true }, { api_key_disabled: true }, { disabled: true }, { team_blocked: true }])(
    'rejects a key with %o',
    async (flag) => {
      await expect(checked(flag)).rejects.toMatchObject({ code: 'credential/rejected' })
    },
  )
})

describe('model list', () => {
  it('includes aliases and omits retired models', async () => {
    const list = {
      models: [
        { id: 'grok-imagine-image-2.0-0815', aliases: ['grok-imagine-image-2.0', 'grok-imagine-image-quality'] },
        { name: 'grok-imagine-image-20260128', aliases: ['grok-imagine-image'] },
        { name: 'grok-imagine-image-3.0' },
      ],
    }
    const { models, isComplete } = await xai.listModels!(createFakeCall(() => ({ json: list })))
    expect(isComplete).toBe(true)
    expect(models.map(({ id }) => id)).toEqual([
      'grok-imagine-image-2.0-0815',
      'grok-imagine-image-2.0',
      'grok-imagine-image-20260128',
      'grok-imagine-image',
      'grok-imagine-image-3.0',
    ])
    // A dated version is the model named by its alias, and a new model is assumed to be like the newest.
    expect(models[0]).toMatchObject({ origin: 'live', price: newest.price, qualities: ['draft', 'standard'] })
    expect(models[2]).toMatchObject({ origin: 'live', referencesMax: 1, qualities: [], price: { per: 'image' } })
    expect(models[4]).toMatchObject({ qualities: ['draft', 'standard'], price: { per: 'unknown' } })
  })

  it('describes a model by id or alias', async () => {
    const listed = { id: 'grok-imagine-image-20260128', aliases: ['grok-imagine-image'] }
    const call = createFakeCall(() => ({ json: listed }))
    expect(await xai.describeModel!(listed.id, call)).toMatchObject({ id: listed.id, qualities: [], origin: 'added' })
    expect(call.requests[0]!.path).toBe('/image-generation-models/grok-imagine-image-20260128')
    const old = await xai.describeModel!('grok-imagine-image-pro', call)
    expect(old.state).toMatchObject({ type: 'retired', on: '2026-11-02', successor: 'grok-imagine-image-2.0' })
  })
})

it('reads a failure by its message, whatever its code is', () => {
  const json = { error: { message: 'Incorrect API key provided: xa***ey.', type: 'invalid', param: null, code: 400 } }
  expect(xai.readFailure({ status: 400, headers: {}, json, text: '' })).toMatchObject({ code: 'credential/rejected' })
})

it('leaves failures of unknown shape to the status', () => {
  expect(xai.readFailure({ status: 502, headers: {}, json: null, text: '<html>' })).toBeNull()
  expect(xai.readFailure({ status: 500, headers: {}, json: { error: 'Oops' }, text: '' })).toBeNull()
})

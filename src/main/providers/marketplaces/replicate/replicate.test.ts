import { describe, expect, it } from 'vitest'
import { buildInput, type InputRequest } from '../../../../../test/contract/adapters/build-input.ts'
import { jsonOf, createFakeCall, type FakeAnswer, type FakeCall } from '../../../../../test/support/fake-call.ts'
import { documentOf } from '../../../../../test/support/services/replicate/model-document.ts'
import { modelInputs } from '../../../../../test/support/services/replicate/model-inputs.ts'
import { replicateStub } from '../../../../../test/support/services/replicate-stub.ts'
import { toStubRequest } from '../../../../../test/support/services/to-stub-request.ts'
import { modelCardSchema, type ModelCard } from '../../../../shared/domain/model-card.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import type { CallRequest } from '../../core/call.ts'
import { replicate } from './replicate.ts'

const version = '5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa'
const started = { id: 'p1', status: 'starting', input: {}, output: null, error: null, logs: '' }

/** Replicate's descriptions from the fake vendor; requests that start work return `begun`. */
function replicateCall(startResponse: FakeAnswer = { status: 201, json: started }): FakeCall {
  return createFakeCall((request) => (request.isPaid ? startResponse : described(request)))
}

function described(request: CallRequest): FakeAnswer {
  const sent = toStubRequest({ ...request, path: `/v1${request.path}` })
  const headers = { authorization: `Bearer ${replicateStub.goodKey}` }
  const response = replicateStub.respond({ ...sent, headers }, { scene: 'done', memory: new Map() } as never)
  return response as FakeAnswer
}

function requireCard(id: string): ModelCard {
  const card = replicate.models.find((model) => model.id === id)
  if (card === undefined) throw new Error(`No card ${id}`)
  return card
}

async function inputFor(
  card: ModelCard,
  wanted: InputRequest,
  overrides: Partial<AdapterInput> = {},
): Promise<AdapterInput> {
  return { ...(await buildInput(replicateStub, card, wanted)), ...overrides }
}

function paidIn(call: FakeCall): CallRequest {
  const [request, ...others] = call.requests.filter(({ isPaid }) => isPaid)
  if (request === undefined || others.length > 0) throw new Error('Not exactly one was paid for')
  return request
}

function fieldsOf(request: CallRequest): Readonly<Record<string, unknown>> {
  return (jsonOf(request) as { input: Record<string, unknown> }).input
}

async function fieldsFor(id: string, wanted: InputRequest, overrides: Partial<AdapterInput> = {}) {
  const call = replicateCall()
  await replicate.submit(await inputFor(requireCard(id), wanted, overrides), call)
  return fieldsOf(paidIn(call))
}

function wantedOf(card: ModelCard): InputRequest[] {
  return [
    ...(card.canGenerate ? [{ operation: 'generate' as const }] : []),
    ...(card.edits !== 'no' ? [{ operation: 'edit' as const, hasMask: card.mask !== 'no' }] : []),
    ...(card.variations !== 'no' ? [{ operation: 'variations' as const }] : []),
  ]
}

const checked = replicate.models.filter(({ id }) => modelInputs[id] !== undefined)

describe('built-in models', () => {
  it('have valid cards', () => {
    for (const card of replicate.models) expect(modelCardSchema.parse(card)).toEqual(card)
    expect(replicate.models.every((card) => wantedOf(card).length > 0)).toBe(true)
  })

  it.each(checked.map((card) => [card.id, card] as const))(
    '%s accepts the request as documented',
    async (_id, card) => {
      for (const wanted of wantedOf(card)) {
        const call = replicateCall()
        await replicate.submit(await inputFor(card, wanted), call)
        const sent = toStubRequest(paidIn(call))
        expect(replicateStub.violations({ ...sent, path: `/v1${sent.path}` })).toEqual([])
      }
    },
  )

  it.each(checked.map((card) => [card.id, card] as const))('%s has the card its schema produces', async (id, card) => {
    const live = await replicate.describeModel!(id, replicateCall())
    expect({ ...live, note: card.note, origin: card.origin, options: [], sizes: card.sizes }).toEqual({
      ...card,
      options: [],
      stylePresets: live.stylePresets,
    })
  })
})

describe('a request', () => {
  it('disables go_fast for a fixed seed unless the user enabled it', async () => {
    const wanted: InputRequest = { operation: 'generate' }
    expect(await fieldsFor('black-forest-labs/flux-dev', wanted)).toMatchObject({ seed: 1234, go_fast: false })
    expect(await fieldsFor('black-forest-labs/flux-dev', wanted, { seed: null })).not.toHaveProperty('go_fast')
    const goFast = { options: { go_fast: true } }
    expect(await fieldsFor('black-forest-labs/flux-dev', wanted, goFast)).toMatchObject({ go_fast: true })
    expect(await fieldsFor('black-forest-labs/flux-redux-dev', { operation: 'variations' })).not.toHaveProperty(
      'go_fast',
    )
  })

  it('sends up to two LoRAs in separate fields', async () => {
    const loras = [
      { path: 'fofr/flux-80s', scale: 1 },
      { path: 'owner/two', scale: 0.5 },
    ]
    expect(await fieldsFor('black-forest-labs/flux-dev-lora', { operation: 'generate' }, { loras })).toMatchObject({
      lora_weights: 'fofr/flux-80s',
      lora_scale: 1,
      extra_lora: 'owner/two',
      extra_lora_scale: 0.5,
    })
  })

  it('requests the shape of the input image', async () => {
    const fields = await fieldsFor('black-forest-labs/flux-2-pro', { operation: 'edit' })
    expect(fields).toMatchObject({ aspect_ratio: 'match_input_image', resolution: 'match_input_image' })
    expect(fields['input_images']).toHaveLength(1)
    expect(await fieldsFor('black-forest-labs/flux-fill-dev', { operation: 'edit', hasMask: true })).toMatchObject({
      megapixels: 'match_input',
    })
  })

  it('drops fields that the current schema lacks', async () => {
    const call = createFakeCall((request) => {
      if (request.isPaid) return { status: 201, json: started }
      const properties = { prompt: { type: 'string' } }
      const openapi_schema = { components: { schemas: { Input: { properties } } } }
      return { json: { is_official: true, latest_version: { id: version, openapi_schema } } }
    })
    await replicate.submit(await inputFor(requireCard('black-forest-labs/flux-dev'), { operation: 'generate' }), call)
    expect(fieldsOf(paidIn(call))).toEqual({ prompt: 'a lighthouse at dusk' })
  })

  it('is not sent when the mask polarity has been inverted', async () => {
    const card = { ...requireCard('ideogram-ai/ideogram-v3-balanced'), maskPolarity: 'white' as const }
    const call = replicateCall()
    const work = replicate.submit(await inputFor(card, { operation: 'edit', hasMask: true }), call)
    await expect(work).rejects.toMatchObject({ code: 'provider/unsupported' })
    expect(call.requests.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it('uploads larger images and sends their links', async () => {
    const bytes = new Uint8Array(300_000)
    const source = { bytes, mime: 'image/jpeg' as const, widthPx: 640, heightPx: 480 }
    const call = replicateCall()
    const card = requireCard('black-forest-labs/flux-kontext-pro')
    const state = await replicate.submit(await inputFor(card, { operation: 'edit' }, { source }), call)
    expect(state).toMatchObject({ type: 'waiting', handle: 'predictions/p1?files=file-1' })
    const upload = call.requests.find(({ path }) => path === '/files')
    expect(upload).toMatchObject({
      method: 'POST',
      body: {
        form: [
          { name: 'content', fileName: 'source.jpg' },
          { name: 'metadata', value: '{}' },
        ],
      },
    })
    expect(upload?.isPaid).toBeUndefined()
    expect(fieldsOf(paidIn(call))['input_image']).toBe('https://api.replicate.com/v1/files/file-1')
  })

  it('cancels itself at the service after 30 minutes', async () => {
    const call = replicateCall()
    await replicate.submit(await inputFor(requireCard('black-forest-labs/flux-dev'), { operation: 'generate' }), call)
    expect(paidIn(call).headers).toEqual({ 'cancel-after': '30m' })
  })
})

const input = { prompt: 'a lighthouse at dusk', seed: 1234 }
const schema = {
  components: { schemas: { Input: { properties: { prompt: { type: 'string' }, seed: { type: 'integer' } } } } },
}
const latest = { id: version, openapi_schema: schema }
const begun = { status: 201, json: started }

/** Describes a model with the given `isOfficial`, and starts whatever is requested. */
function officially(isOfficial: boolean): (request: CallRequest) => FakeAnswer {
  return (request) => (request.isPaid ? begun : { json: { is_official: isOfficial, latest_version: latest } })
}

/** Does not say whether it is official, and only has an address for versions. */
function silent(request: CallRequest): FakeAnswer {
  if (!request.isPaid) return { json: { latest_version: latest } }
  return request.path === '/predictions' ? begun : { status: 404, json: { detail: 'not found' } }
}

async function pathsFor(id: string, response: (request: CallRequest) => FakeAnswer) {
  const call = createFakeCall(response)
  const card = { ...requireCard('black-forest-labs/flux-schnell'), id }
  await replicate.submit(await inputFor(card, { operation: 'generate' }), call)
  return call.requests.filter(({ isPaid }) => isPaid).map((request) => [request.path, jsonOf(request)] as const)
}

describe('prediction endpoint', () => {
  it('of an official model uses its name', async () => {
    expect(await pathsFor('a/b', officially(true))).toEqual([['/models/a/b/predictions', { input }]])
  })

  it('of a community model uses its latest version', async () => {
    expect(await pathsFor('a/b', officially(false))).toEqual([['/predictions', { version, input }]])
  })

  it('falls back from the name to the version when the type is unknown', async () => {
    expect((await pathsFor('a/b', silent)).map(([path]) => path)).toEqual(['/models/a/b/predictions', '/predictions'])
  })

  it('of a chosen version uses that version', async () => {
    const seen: string[] = []
    const response = (request: CallRequest): FakeAnswer => {
      seen.push(request.path)
      return request.isPaid ? begun : { json: { id: 'abc123', openapi_schema: schema } }
    }
    expect(await pathsFor('a/b:abc123', response)).toEqual([['/predictions', { version: 'abc123', input }]])
    expect(seen[0]).toBe('/models/a/b/versions/abc123')
  })
})

describe('a custom model', () => {
  it('becomes a card from its schema, without secrets', async () => {
    const card = await replicate.describeModel!('somebody/old-inpainter', replicateCall())
    expect(modelCardSchema.parse(card)).toEqual(card)
    expect(card).toMatchObject({
      mask: 'hard',
      maskPolarity: 'white',
      needsMask: true,
      origin: 'added',
      hasProgress: true,
    })
    expect(card.options.map(({ name }) => name)).toEqual(['scheduler'])
    expect(card.price.per).toBe('unknown')
  })

  it.each(['flux-dev', 'a/b/c', '../models', 'a/..', 'a/b:', ''])('rejects “%s”', async (id) => {
    const call = replicateCall()
    await expect(replicate.describeModel!(id, call)).rejects.toMatchObject({ code: 'provider/unknown-model' })
    expect(call.requests).toEqual([])
  })

  it.each([
    [{ prompt: { type: 'string' }, num_frames: { type: 'integer' } }, undefined, 'makes videos'],
    [{ prompt: { type: 'string' } }, { type: 'array', items: { type: 'string' } }, 'returns text'],
    [{ audio: { type: 'string', format: 'uri' } }, undefined, 'needs audio'],
  ])('is rejected when it makes no images: %j', async (properties, Output, message) => {
    const Input = { properties, required: Object.keys(properties) }
    const openapi_schema = { components: { schemas: { Input, Output } } }
    const call = createFakeCall(() => ({ json: { latest_version: { id: version, openapi_schema } } }))
    await expect(replicate.describeModel!('a/b', call)).rejects.toMatchObject({
      code: 'provider/unsupported',
      message: expect.stringContaining(message) as string,
    })
  })
})

describe('model list', () => {
  it('describes models from their current schema and omits missing ones', async () => {
    const { models, isComplete } = await replicate.listModels!(
      createFakeCall((request) => {
        const id = request.path.replace('/models/', '')
        const openapi_schema = documentOf(id)
        return modelInputs[id]
          ? { json: { is_official: true, latest_version: { id: version, openapi_schema } } }
          : { status: 404 }
      }),
    )
    expect(isComplete).toBe(false)
    expect(models.map(({ id }) => id).toSorted()).toEqual(checked.map(({ id }) => id).toSorted())
    expect(models.every(({ origin }) => origin === 'live')).toBe(true)
    expect(models.find(({ id }) => id === 'black-forest-labs/flux-schnell')).toMatchObject({ label: 'FLUX.1 schnell' })
  })
})

const poll = (prediction: object, response: FakeAnswer = {}) =>
  replicate.poll!(
    'predictions/p1',
    createFakeCall(({ path }) => (path === '/predictions/p1' ? { json: { ...started, ...prediction } } : response)),
  )

describe('a prediction', () => {
  it('reads progress from the bar in its log', async () => {
    const logs = 'Loading: 100%|██████| 3/3\nUsing seed: 42\n 54%|█████▎    | 15/28 [00:02<00:01]'
    expect(await poll({ status: 'processing', logs })).toEqual({
      type: 'waiting',
      handle: 'predictions/p1',
      progress: 0.54,
    })
    expect(await poll({ status: 'starting' })).toMatchObject({ type: 'waiting', progress: null })
  })

  it('finds images in any output shape, with the seed from the log', async () => {
    const url = 'https://replicate.delivery/a.png'
    for (const output of [url, [url], { images: [url] }, { image: { url } }]) {
      const state = await poll({
        status: 'succeeded',
        output,
        logs: 'Using seed: 42\n',
        metrics: { predict_time: 1.5 },
      })
      expect(state).toMatchObject({ type: 'done', images: [{ url, seed: 42 }], usage: { seconds: 1.5 } })
    }
  })

  it('reports missing images', async () => {
    const state = await poll({
      status: 'succeeded',
      input: { num_outputs: 3 },
      output: ['https://replicate.delivery/a'],
    })
    expect(state).toMatchObject({
      type: 'done',
      images: [{ url: 'https://replicate.delivery/a' }, { nothing: true }, { nothing: true }],
    })
  })

  it('downloads files from the API host through the API', async () => {
    const url = 'https://api.replicate.com/v1/files/f1/download'
    const state = await poll({ status: 'succeeded', output: [url] }, { bytes: Buffer.from('png'), mime: 'image/png' })
    expect(state).toMatchObject({ type: 'done', images: [{ mime: 'image/png' }] })
    expect(state.type === 'done' && 'bytes' in state.images[0]!).toBe(true)
  })

  it('deletes uploaded images when it ends and tolerates failures', async () => {
    const handle = 'predictions/p1?files=f1,f2'
    const lookAt = async (prediction: object, removal: FakeAnswer) => {
      const call = createFakeCall(({ method }) =>
        method === 'DELETE' ? removal : { json: { ...started, ...prediction } },
      )
      const { type } = await replicate.poll!(handle, call)
      return [type, ...call.requests.map(({ method, path }) => `${method} ${path}`)]
    }
    const removed = ['GET /predictions/p1', 'DELETE /files/f1', 'DELETE /files/f2']
    expect(await lookAt({ status: 'processing' }, {})).toEqual(['waiting', 'GET /predictions/p1'])
    const done = { status: 'succeeded', output: 'https://replicate.delivery/a.png' }
    expect(await lookAt(done, { status: 204 })).toEqual(['done', ...removed])
    expect(await lookAt(done, { status: 401 })).toEqual(['done', ...removed])
    expect(await lookAt({ status: 'failed', error: 'odd' }, { status: 404 })).toEqual(['failed', ...removed])
  })

  it('is canceled when the service stopped it', async () => {
    expect(await poll({ status: 'canceled' })).toEqual({ type: 'cancelled' })
    expect(await poll({ status: 'aborted' })).toEqual({ type: 'cancelled' })
  })

  it('uses the last log line when it has no error message', async () => {
    const state = await poll({ status: 'failed', logs: 'Traceback\nValueError: odd\n' })
    expect(state).toEqual({ type: 'failed', message: 'ValueError: odd', isBilled: 'unknown' })
  })

  it('is canceled by id, and not at all without a response', async () => {
    const call = createFakeCall(() => ({ json: {} }))
    await replicate.cancel!('predictions/p1?files=f1', call)
    await replicate.cancel!('0b7e6a6e-52f6-4f42-9d3c-0c9a3a0c0f11', call)
    expect(call.requests).toMatchObject([
      { method: 'POST', path: '/predictions/p1/cancel' },
      { method: 'DELETE', path: '/files/f1' },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { planFor } from '../../../../test/support/plan-examples.ts'
import { createFakeCall, inTurn } from '../../../../test/support/fake-call.ts'
import { inputsForCard } from '../../../../test/support/inputs-for-card.ts'
import { bflStub } from '../../../../test/support/services/bfl-stub.ts'
import { toStubRequest } from '../../../../test/support/services/to-stub-request.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { FailureResponse } from '../core/fault.ts'
import { bfl } from './bfl.ts'
import { flux3Klein } from './bfl-models.ts'

const url = 'https://api.eu4.bfl.ai/v1/get_result?id=abc'
const submitted = { id: 'abc', polling_url: url, cost: 4.5, input_mp: 0, output_mp: 1.05 }
const image = buildInputImage(1, 512, 384)
const mask = buildInputImage(2, 512, 384)
/** Of the image and the mask above. */
const imageBase64 = 'iVBORwE='
const maskBase64 = 'iVBORwI='

function card(id: string) {
  const found = bfl.models.find((model) => model.id === id)
  if (!found) throw new Error(`no card ${id}`)
  return found
}

async function submit(id: string, overrides: Partial<AdapterInput> = {}) {
  const call = createFakeCall(inTurn(submitted))
  const state = await bfl.submit(buildAdapterInput(card(id), overrides), call)
  return { state, request: call.requests[0]! }
}

async function poll(response: unknown, handle = `${url}#credits=4.5`) {
  const call = createFakeCall(inTurn(response))
  return { state: await bfl.poll!(handle, call), request: call.requests[0]! }
}

function failureResponse(status: number, json: unknown): FailureResponse {
  return { status, headers: {}, json, text: JSON.stringify(json) }
}

describe('requests', () => {
  it('sends FLUX.2 a pixel size and asks for lossless output', async () => {
    const { request } = await submit('flux-2-pro', { size: { widthPx: 1024, heightPx: 768 }, seed: 7 })
    expect(request).toEqual({
      method: 'POST',
      path: '/v1/flux-2-pro',
      body: {
        json: { prompt: 'a blue cup', seed: 7, width: 1024, height: 768, output_format: 'png', safety_tolerance: 2 },
      },
      isPaid: true,
    })
  })

  it('uses the endpoint names of FLUX 1.1 pro and FLUX 1.1 ultra', async () => {
    expect((await submit('flux-1.1-pro')).request.path).toBe('/v1/flux-pro-1.1')
    expect((await submit('flux-1.1-ultra', { options: { raw: true } })).request).toMatchObject({
      path: '/v1/flux-pro-1.1-ultra',
      body: { json: { raw: true } },
    })
  })

  it('numbers the input images of an edit, starting with the edited image', async () => {
    const input = { operation: 'edit', source: image, references: [mask], aspectRatio: '4:3' } as const
    expect((await submit('flux-kontext-max', input)).request.body).toMatchObject({
      json: { input_image: imageBase64, input_image_2: maskBase64, aspect_ratio: '4:3' },
    })
  })

  it('sends the image to vary as image_prompt, without a prompt', async () => {
    const input = { operation: 'variations', prompt: '', source: image } as const
    const { request } = await submit('flux-pro-1.1', input)
    expect(request.body).toMatchObject({ json: { image_prompt: imageBase64 } })
    expect(request.body).not.toHaveProperty('json.prompt')
  })

  it('rejects variations of more than one image', async () => {
    const call = createFakeCall(inTurn(submitted))
    const images = { operation: 'variations', source: image, references: [mask] } as const
    await expect(bfl.submit(buildAdapterInput(card('flux-dev'), images), call)).rejects.toMatchObject({
      message: expect.stringContaining('only one image'),
    })
    expect(call.requests).toEqual([])
  })

  it('sends the image and its mask, in which white is repainted', async () => {
    const { request } = await submit('flux-pro-1.0-fill', { operation: 'edit', source: image, mask, steps: 30 })
    expect(request.body).toMatchObject({ json: { image: imageBase64, mask: maskBase64, steps: 30 } })
    const erased = await submit('flux-tools/erase-v1', { operation: 'edit', prompt: '', source: image, mask })
    expect(erased.request.path).toBe('/v1/flux-tools/erase-v1')
    expect(erased.request.body).toMatchObject({ json: { mask: maskBase64, dilate_pixels: 0 } })
  })

  it('converts margins to a canvas for outpainting and keeps them as sides for FLUX.1 Expand', async () => {
    const input = { operation: 'edit', prompt: '', source: image, options: { left: 100, bottom: 50 } } as const
    const canvas = { width: 612, height: 434, reference_offset_x: 100, reference_offset_y: 0, mode: 'high' }
    expect((await submit('flux-tools/outpainting-v1', input)).request.body).toMatchObject({ json: canvas })
    const draft = await submit('flux-tools/outpainting-v1', { ...input, quality: 'draft' })
    expect(draft.request.body).toMatchObject({ json: { mode: 'fast' } })
    expect(draft.request.body).not.toHaveProperty('json.left')
    expect((await submit('flux-pro-1.0-expand', input)).request.body).toMatchObject({ json: { left: 100, bottom: 50 } })
  })

  it.each([
    ['flux-pro-1.0-expand', {}, 'how far to extend'],
    ['flux-tools/outpainting-v1', { left: 0 }, 'how far to extend'],
    ['flux-tools/outpainting-v1', { left: 2048, right: 2048, top: 2048 }, '4 megapixels'],
  ])('rejects %s with %o before sending', async (id, options, message) => {
    const call = createFakeCall(inTurn(submitted))
    const input = buildAdapterInput(card(id), { operation: 'edit', source: image, options })
    await expect(bfl.submit(input, call)).rejects.toMatchObject({
      code: 'provider/invalid-request',
      message: expect.stringContaining(message),
    })
    expect(call.requests).toEqual([])
  })

  it('turns web grounding off unless it is selected', async () => {
    const input = { aspectRatio: '16:9', tier: '2k' }
    const json = { grounding: false, aspect_ratio: '16:9', resolution: '2k', safety_tolerance: 2 }
    const { request } = await submit('flux-3-image', input)
    expect(request.body).toEqual({ json: { prompt: 'a blue cup', ...json } })
    const searching = await submit('flux-3-image', { ...input, options: { grounding: true } })
    expect(searching.request.body).toMatchObject({ json: { grounding: true } })
  })

  it.each([
    ['flux-pro-1.1', 'off', false, 6],
    ['flux-2-pro', 'off', false, 5],
    ['flux-3-image', 'off', false, 4],
    ['flux-3-image', 'low', false, 3],
    ['flux-2-pro', 'strict', false, 0],
    ['flux-pro-1.1', 'off', true, 2],
  ] as const)(
    'maps %s with filter %s and blockNsfw %s to tolerance %i',
    async (id, contentFilter, blockNsfw, tolerance) => {
      const { request } = await submit(id, { safety: { blockNsfw, contentFilter } })
      expect(request.body).toMatchObject({ json: { safety_tolerance: tolerance } })
    },
  )
})

describe('price estimate', () => {
  const ratios = card('flux-3-image').sizes
  const shapes = ratios.kind === 'ratios' ? ratios.ratios : []

  it.each([
    ['768sq', 0.5625, 0.041],
    ['1k', 1, 0.048],
    ['1.5k', 2.25, 0.1],
    ['2k', 4, 0.1],
    ['4k', 16, 0.607],
  ])('uses tier %s for FLUX.3 in every aspect ratio', (tier, megapixels, usd) => {
    const sideOf = (share: number) => Math.round(Math.sqrt(megapixels * share) * 1_024)
    expect(shapes).toHaveLength(15)
    for (const shape of shapes) {
      const [width = 1, height = 1] = shape.split(':').map(Number)
      const size = { widthPx: sideOf(width / height), heightPx: sideOf(height / width) }
      const { plan, call } = planFor({ size }, card('flux-3-image'))
      expect(call?.tier).toBe(tier)
      expect(plan.estimate).toMatchObject({ usd, isSure: false })
    }
  })
})

describe('responses', () => {
  it('returns a handle of the polling URL and the price', async () => {
    expect((await submit('flux-2-pro')).state).toEqual({
      type: 'waiting',
      handle: `${url}#credits=4.5`,
      progress: null,
    })
  })

  it('polls the default URL when the response names none', async () => {
    const call = createFakeCall(inTurn({ id: 'a b' }))
    const state = await bfl.submit(buildAdapterInput(card('flux-2-pro')), call)
    expect(state).toMatchObject({ handle: 'https://api.bfl.ai/v1/get_result?id=a%20b' })
  })

  it.each([
    [{ id: 7 }, 'https://api.bfl.ai/v1/get_result?id=7'],
    [{ polling_url: url }, url],
    [{ id: {}, polling_url: url }, url],
    [{ id: 'a', polling_url: 'nowhere' }, 'https://api.bfl.ai/v1/get_result?id=a'],
  ])('needs either the id or the address of a task: %j', async (response, handle) => {
    const state = await bfl.submit(buildAdapterInput(card('flux-2-pro')), createFakeCall(inTurn(response)))
    expect(state).toMatchObject({ type: 'waiting', handle })
  })

  it('is not read from an answer that names no task', async () => {
    await expect(
      bfl.submit(buildAdapterInput(card('flux-2-pro')), createFakeCall(inTurn({ cost: 4 }))),
    ).rejects.toThrow()
  })

  it.each([
    [{ status: 'Delivered', result: { sample: 'https://delivery-eu4.bfl.ai/x.png' } }, { type: 'done' }],
    [{ result: { sample: 'https://delivery-eu4.bfl.ai/x.png' } }, { type: 'done' }],
    [{ status: 'Blocked', details: { 'Moderation Reasons': ['Gore'] } }, { type: 'refused' }],
    [{ status: 'Resting', details: 'soon' }, { type: 'waiting' }],
  ])('judges a task in an unknown state by what it brings: %j', async (response, expected) => {
    expect((await poll(response)).state).toMatchObject(expected)
  })

  it('returns the image link, seed, revised prompt and cost', async () => {
    const result = { sample: 'https://delivery-eu4.bfl.ai/x.png', prompt: 'a very blue cup', seed: 42, duration: 3 }
    const { state, request } = await poll({ id: 'abc', status: 'Ready', result, progress: null, details: null })
    expect(request).toMatchObject({ method: 'GET', path: url })
    expect(state).toEqual({
      type: 'done',
      images: [{ url: 'https://delivery-eu4.bfl.ai/x.png', seed: 42, revisedPrompt: 'a very blue cup' }],
      costUsd: 0.045,
      usage: { credits: 4.5 },
      requestId: 'abc',
    })
    const later = await poll({ status: 'Ready', result, cost: 6 }, url)
    expect(later.state).toMatchObject({ costUsd: 0.06 })
    expect((await poll({ status: 'Ready', result }, url)).state).toMatchObject({ costUsd: null })
  })

  it.each(['Pending', 'Reasoning', 'Generating', 'Something new'])(
    'keeps waiting when the status is %s',
    async (status) => {
      const { state } = await poll({ status, progress: 0.4 })
      expect(state).toMatchObject({ type: 'waiting', handle: `${url}#credits=4.5`, progress: 0.4 })
    },
  )

  it.each([
    ['Request Moderated', 'prompt'],
    ['Content Moderated', 'output'],
  ])('reports a refusal when the status is %s', async (status, what) => {
    const { state } = await poll({ status, result: null, details: { 'Moderation Reasons': ['Violence', 'Gore'] } })
    expect(state).toEqual({ type: 'refused', what, message: `${status}: Violence, Gore`, isBilled: 'unknown' })
  })

  it('fails without a billing claim when the image link is missing', async () => {
    expect((await poll({ status: 'Ready', result: {} })).state).toMatchObject({ type: 'failed', isBilled: 'unknown' })
    const moderated = { status: 'Ready', result: null, details: { 'Moderation Reasons': ['Violence'] } }
    expect((await poll(moderated)).state).toMatchObject({ type: 'refused', what: 'output' })
  })

  it('ends a failed task and expires an unknown one', async () => {
    const failed = await poll({ status: 'Error', details: { error: 'GPU fell over' } })
    expect(failed.state).toEqual({ type: 'failed', message: 'GPU fell over', isBilled: 'unknown' })
    expect((await poll({ id: 'abc', status: 'Task not found' })).state).toMatchObject({ type: 'expired' })
    const forgotten = createFakeCall(() => ({ status: 404, json: { detail: 'Not Found' } }))
    expect(await bfl.poll!(url, forgotten)).toMatchObject({ type: 'expired' })
    await expect(poll({ detail: 'Something is odd' })).rejects.toThrow()
    await expect(poll({ nonsense: 1 })).rejects.toThrow()
  })
})

describe('failures', () => {
  it.each([
    [400, 'Bad request', 'provider/invalid-request', 'no'],
    [401, 'Not authenticated', 'credential/rejected', 'no'],
    [402, 'Insufficient credits', 'provider/quota', 'no'],
    [403, 'Not authorized', 'credential/rejected', 'no'],
    [404, 'Not Found', 'provider/unknown-model', 'no'],
    [429, 'Too many active tasks', 'provider/rate-limited', 'no'],
    [503, 'Under maintenance', 'provider/unavailable', 'unknown'],
  ])('maps %i “%s” to %s', (status, detail, code, isBilled) => {
    expect(bfl.readFailure(failureResponse(status, { detail }))).toEqual({
      type: 'error',
      code,
      message: detail,
      isBilled,
    })
  })

  it('lists the invalid fields in the message', () => {
    const detail = [
      { loc: ['body', 'width'], msg: 'too small', type: 'x' },
      { loc: null, msg: 'odd' },
    ]
    expect(bfl.readFailure(failureResponse(422, { detail }))).toMatchObject({
      message: 'width: too small; request: odd',
    })
  })

  it('leaves bodies that are not from the vendor to the HTTP status', () => {
    expect(bfl.readFailure(failureResponse(502, null))).toBeNull()
    expect(bfl.readFailure(failureResponse(418, { detail: 'x' }))).toBeNull()
  })
})

it('reports the remaining credits', async () => {
  expect(await bfl.check(createFakeCall(inTurn({ credits: 123.456 })))).toEqual({
    message: '123.45 credits left.',
    balance: { amount: 123.456, unit: 'credits' },
  })
})

describe.each(bfl.models.filter((model) => model.state.type === 'current'))('every request for $id', (model) => {
  // At least one side must be extended.
  const margin = model.options.some((option) => option.name === 'left') ? { top: 0, bottom: 0, left: 0, right: 64 } : {}
  const inputs = inputsForCard(model).filter(
    ({ operation, references }) => operation !== 'variations' || references.length === 0,
  )
  const cases = inputs.map((input, index) => ({ index, input }))

  it.each(cases)('$index matches the documentation', async ({ input }) => {
    const call = createFakeCall(inTurn(submitted))
    await bfl.submit({ ...input, options: { ...input.options, ...margin } }, call)
    expect(bflStub.violations(toStubRequest(call.requests[0]!))).toEqual([])
  })
})

it('the stub vendor rejects undocumented fields and sizes', async () => {
  const { request } = await submit('flux-2-pro', { size: { widthPx: 1000, heightPx: 8192 }, options: { raw: true } })
  expect(bflStub.violations(toStubRequest(request))).toEqual([
    'body.raw: unknown field',
    'body.width: 1000 is no multiple of 16',
    'more than four megapixels',
  ])
})

async function listed(statusOf: (path: string) => number) {
  const call = createFakeCall(({ path }) => ({ status: statusOf(path), json: {} }))
  const list = await bfl.listModels!(call)
  return { list, methods: new Set(call.requests.map(({ method }) => method)) }
}

describe('FLUX.3 [klein]', () => {
  const klein = '/v1/flux-3-image-klein'

  it('is offered where the service has its endpoint, without a price', async () => {
    const { list, methods } = await listed((path) => (path === klein ? 405 : 404))
    expect(list).toMatchObject({
      models: [{ id: 'flux-3-image-klein', origin: 'live', price: { per: 'unknown' } }],
      isComplete: false,
    })
    // Nothing that could start a task.
    expect([...methods]).toEqual(['GET'])
  })

  it.each([404, 405, 200])('is not offered where every address answers %d', async (status) => {
    expect((await listed(() => status)).list.models).toEqual([])
  })

  it('is asked with the fields of FLUX.3, without its search', async () => {
    const call = createFakeCall(inTurn(submitted))
    await bfl.submit(buildAdapterInput(flux3Klein, { source: image, aspectRatio: '16:9', tier: '2k' }), call)
    expect(call.requests[0]).toEqual({
      method: 'POST',
      path: klein,
      body: {
        json: {
          prompt: 'a blue cup',
          images: [imageBase64],
          aspect_ratio: '16:9',
          resolution: '2k',
          safety_tolerance: 2,
        },
      },
      isPaid: true,
    })
  })
})

import { describe, expect, it } from 'vitest'
import { inputsForCard } from '../../../../test/support/inputs-for-card.ts'
import { toStubRequest } from '../../../../test/support/services/to-stub-request.ts'
import { stabilityStub } from '../../../../test/support/services/stability-stub.ts'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { editRequest, planFor } from '../../../../test/support/plan-examples.ts'
import { createFakeCall, inTurn } from '../../../../test/support/fake-call.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import type { FailureResponse } from '../core/fault.ts'
import { stability } from './stability.ts'

const done = { image: 'cGljdHVyZQ==', seed: 7, finish_reason: 'SUCCESS' }

function card(id: string) {
  const found = stability.models.find((model) => model.id === id)
  if (!found) throw new Error(`no card ${id}`)
  return found
}

async function submit(id: string, overrides: Partial<AdapterInput> = {}, response: unknown = done) {
  const call = createFakeCall(inTurn(response))
  const state = await stability.submit(buildAdapterInput(card(id), overrides), call)
  return { state, request: call.requests[0]! }
}

/** Returns a form's text fields by name, and files by their size. */
function formOf({ body }: CallRequest): Record<string, unknown> {
  if (!body || !('form' in body)) return {}
  return Object.fromEntries(body.form.map((part) => [part.name, 'value' in part ? part.value : part.bytes.byteLength]))
}

function failureResponse(status: number, json: unknown): FailureResponse {
  return { status, headers: {}, json, text: JSON.stringify(json) }
}

describe('requests', () => {
  it('generate from a prompt', async () => {
    const { request } = await submit('stable-image-core', { aspectRatio: '16:9', negativePrompt: 'fog', seed: 5 })
    expect(request).toMatchObject({ method: 'POST', path: '/v2beta/stable-image/generate/core', isPaid: true })
    expect(formOf(request)).toEqual({ prompt: 'a blue cup', negative_prompt: 'fog', aspect_ratio: '16:9', seed: '5' })
  })

  it('name the SD 3.5 model and mode and omit the shape for an image', async () => {
    const input = { aspectRatio: '1:1', source: buildInputImage(), strength: 0.4, guidance: 6 }
    const { request } = await submit('sd3.5-medium', input)
    expect(request.path).toBe('/v2beta/stable-image/generate/sd3')
    expect(formOf(request)).toEqual({
      image: 5,
      prompt: 'a blue cup',
      model: 'sd3.5-medium',
      mode: 'image-to-image',
      strength: '0.4',
      cfg_scale: '6',
    })
  })

  it('send the default strength with an image, because the service requires one', async () => {
    const { request } = await submit('stable-image-ultra', { operation: 'edit', source: buildInputImage() })
    expect(formOf(request)).toEqual({ image: 5, prompt: 'a blue cup', strength: '0.65' })
  })

  it('disable mask growth unless it is set', async () => {
    const input = { operation: 'edit', source: buildInputImage(1), mask: buildInputImage(2) } as const
    const { request } = await submit('inpaint', input)
    expect(formOf(request)).toEqual({ image: 5, mask: 5, prompt: 'a blue cup', grow_mask: '0' })
    const wider = await submit('erase', { ...input, prompt: '', options: { grow_mask: 7 } })
    expect(formOf(wider.request)).toEqual({ image: 5, mask: 5, grow_mask: '7' })
  })

  it('extend only the given sides and are rejected without any', async () => {
    const input = { operation: 'edit', prompt: '', source: buildInputImage() } as const
    const { request } = await submit('outpaint', { ...input, options: { left: 0, right: 200, creativity: 0.2 } })
    expect(formOf(request)).toEqual({ image: 5, right: '200', creativity: '0.2' })
    const call = createFakeCall(inTurn(done))
    const nowhere = buildAdapterInput(card('outpaint'), { ...input, options: { left: 0 } })
    await expect(stability.submit(nowhere, call)).rejects.toMatchObject({ code: 'provider/invalid-request' })
    expect(call.requests).toEqual([])
  })

  it('send a negative prompt with weight -1 to the v1 engine', async () => {
    const response = { artifacts: [{ base64: 'cGljdHVyZQ==', seed: 3, finishReason: 'SUCCESS' }] }
    const { request } = await submit('sdxl', { negativePrompt: 'fog', n: 2, steps: 20 }, response)
    expect(request.path).toBe('/v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image')
    expect(request.body).toEqual({
      json: {
        text_prompts: [
          { text: 'a blue cup', weight: 1 },
          { text: 'fog', weight: -1 },
        ],
        samples: 2,
        steps: 20,
        width: 1024,
        height: 1024,
      },
    })
  })

  it('invert the strength for the v1 engine and repaint the white area', async () => {
    const response = [{ base64: 'cGljdHVyZQ==', seed: 3, finishReason: 'SUCCESS' }]
    const input = { operation: 'edit', source: buildInputImage(), strength: 0.35 } as const
    const { request } = await submit('stable-diffusion-xl-1024-v1-0', input, response)
    expect(formOf(request)).toMatchObject({ init_image: 5, init_image_mode: 'IMAGE_STRENGTH', image_strength: '0.65' })
    const masked = await submit('stable-diffusion-xl-1024-v1-0', { ...input, mask: buildInputImage() }, response)
    expect(masked.request.path).toMatch(/image-to-image\/masking$/)
    expect(formOf(masked.request)).toMatchObject({ mask_image: 5, mask_source: 'MASK_IMAGE_WHITE', samples: '1' })
    expect(formOf(masked.request)).not.toHaveProperty('image_strength')
  })
})

describe('plan', () => {
  const maskable = { ...editRequest, strength: 0.3, negativePrompt: 'fog' }
  const source = { widthPx: 1_152, heightPx: 896 }

  it('drops the strength for a masked edit on the v1 engine with a warning', () => {
    const masked = planFor({ ...maskable, hasMask: true }, card('sdxl'), { source })
    expect(masked).toMatchObject({ codes: ['strength-ignored'], call: { strength: null, negativePrompt: 'fog' } })
    expect(planFor(maskable, card('sdxl'), { source })).toMatchObject({ codes: [], call: { strength: 0.3 } })
  })

  it.each([
    ['stable-image-core', '4294967294'],
    ['sdxl', 4_294_967_295],
  ])('replaces seed 0 for %s, which would mean a random seed', async (id, seed) => {
    const response = id === 'sdxl' ? { artifacts: [{ base64: 'cGljdHVyZQ==', seed: 3 }] } : done
    const { request } = await submit(id, { seed: 0 }, response)
    const { body } = request
    const fields = body && 'json' in body ? body.json : formOf(request)
    expect(fields).toMatchObject({ seed })
  })
})

describe('responses', () => {
  it('return an image with its seed', async () => {
    const { state } = await submit('stable-image-core')
    expect(state).toEqual({ type: 'done', images: [{ base64: 'cGljdHVyZQ==', seed: 7 }], costUsd: null })
  })

  it('are a refusal when the image was blurred', async () => {
    const { state } = await submit('stable-image-core', {}, { ...done, finish_reason: 'CONTENT_FILTERED' })
    expect(state).toMatchObject({ type: 'refused', what: 'output', isBilled: 'unknown' })
  })

  it('fail without an image or a task', async () => {
    expect((await submit('stable-image-core', {}, {})).state).toMatchObject({ type: 'failed', isBilled: 'no' })
    const broken = { finish_reason: 'ERROR', id: 'x' }
    expect((await submit('stable-image-core', {}, broken)).state).toMatchObject({ type: 'failed', message: 'ERROR' })
  })

  it('return a task for the creative upscaler, polled every ten seconds', async () => {
    const input = { operation: 'edit', source: buildInputImage() } as const
    const { state } = await submit('upscale-creative', input, { id: 'abc' })
    expect(state).toEqual({ type: 'waiting', handle: 'abc', progress: null, pollAfterMs: 10_000 })
    const call = createFakeCall(
      inTurn({ id: 'abc', status: 'in-progress' }, { result: 'cGljdHVyZQ==', finish_reason: null }),
    )
    expect(await stability.poll?.('abc', call)).toMatchObject({ type: 'waiting', handle: 'abc' })
    expect(await stability.poll?.('abc', call)).toMatchObject({ type: 'done', images: [{ base64: 'cGljdHVyZQ==' }] })
    expect(call.requests[0]?.path).toBe('/v2beta/results/abc')
  })

  it('mark failed images of a v1 call individually', async () => {
    const good = { base64: 'cGljdHVyZQ==', seed: 3, finishReason: 'SUCCESS' }
    const blurred = { ...good, finishReason: 'CONTENT_FILTERED' }
    const mixed = await submit('sdxl', { n: 2 }, { artifacts: [good, blurred] })
    expect(mixed.state).toMatchObject({ type: 'done', images: [{ seed: 3 }, { nothing: true }] })
    expect((await submit('sdxl', { n: 2 }, { artifacts: [blurred, blurred] })).state).toMatchObject({ type: 'refused' })
    const failed = { artifacts: [{ finishReason: 'ERROR' }] }
    expect((await submit('sdxl', {}, failed)).state).toMatchObject({ type: 'failed', message: 'ERROR' })
  })
})

describe('failures', () => {
  it.each([
    [403, { name: 'content_moderation', errors: ['Your request was flagged.'] }, 'refused', 'prompt'],
    [403, { name: 'content_moderation', errors: ['The image was flagged.'] }, 'refused', 'input'],
    [400, { name: 'invalid_prompts', message: 'Invalid prompts detected' }, 'refused', 'prompt'],
  ])('refuses %i %o without billing', (status, json, type, what) => {
    expect(stability.readFailure(failureResponse(status, json))).toMatchObject({ type, what, isBilled: 'no' })
  })

  it.each([
    [400, { name: 'bad_request', errors: ['a: is required', 'b: too long'] }, 'provider/invalid-request'],
    [401, { name: 'unauthorized', message: 'missing authorization header' }, 'credential/rejected'],
    [402, { name: 'payment_required', errors: ['no credits'] }, 'provider/quota'],
    [403, { name: 'permission_denied', message: 'You lack permission' }, 'credential/rejected'],
    [404, { name: 'not_found', message: 'engine not found' }, 'provider/unknown-model'],
    [404, { name: 'generation_not_found', errors: ['too old'] }, 'provider/task-expired'],
    [500, { name: 'internal_error', errors: ['sorry'] }, 'provider/unavailable'],
  ])('maps %i %o to %s', (status, json, code) => {
    const message = 'errors' in json ? json.errors.join(' ') : json.message
    expect(stability.readFailure(failureResponse(status, json))).toEqual({
      type: 'error',
      code,
      message,
      isBilled: 'no',
    })
  })

  it('reports a rate limit of one minute for any body', () => {
    expect(stability.readFailure(failureResponse(429, null))).toMatchObject({
      code: 'provider/rate-limited',
      afterMs: 60_000,
    })
  })

  it('leaves bodies that are not from the vendor to the status', () => {
    expect(stability.readFailure(failureResponse(502, null))).toBeNull()
  })
})

describe('account', () => {
  it('reports the balance', async () => {
    const call = createFakeCall(inTurn({ credits: 12.345 }))
    expect(await stability.check(call)).toEqual({
      message: '12.34 credits left.',
      balance: { amount: 12.345, unit: 'credits' },
    })
  })

  it('lists the v1 engine only when the service does', async () => {
    const without = await stability.listModels?.(createFakeCall(inTurn([{ id: 'stable-diffusion-v1-6' }])))
    expect(without?.models.some((model) => model.id === 'sdxl')).toBe(false)
    const list = await stability.listModels?.(createFakeCall(inTurn([{ id: 'stable-diffusion-xl-1024-v1-0' }])))
    expect(list?.models.map((model) => model.id)).toEqual(stability.models.map((model) => model.id))
    expect(list?.isComplete).toBe(true)
  })
})

describe.each(stability.models)('every request for $id', (model) => {
  // At least one side must be extended.
  const margin = model.id === 'outpaint' ? { right: 9 } : {}
  const response = model.id.includes('xl') ? { artifacts: [{ base64: 'cGljdHVyZQ==' }] } : done
  const cases = inputsForCard(model).map((input, index) => ({ index, input }))

  it.each(cases)('$index matches the documentation', async ({ input }) => {
    const call = createFakeCall(inTurn(response))
    await stability.submit({ ...input, options: { ...input.options, ...margin } }, call)
    expect(stabilityStub.violations(toStubRequest(call.requests[0]!))).toEqual([])
  })
})

it('the stub vendor rejects undocumented fields and seeds', async () => {
  const { request } = await submit('stable-image-core', { options: { cfg_scale: 4 }, seed: -1 })
  expect(stabilityStub.violations(toStubRequest(request))).toEqual([
    'form.cfg_scale: unknown field',
    'form.seed: -1 is out of range',
  ])
})

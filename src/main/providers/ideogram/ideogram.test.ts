import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { assetId, editRequest, planFor } from '../../../../test/support/plan-examples.ts'
import { createFakeCall, inTurn } from '../../../../test/support/fake-call.ts'
import { inputsForCard } from '../../../../test/support/inputs-for-card.ts'
import { ideogramStub } from '../../../../test/support/services/ideogram-stub.ts'
import { toStubRequest } from '../../../../test/support/services/to-stub-request.ts'
import type { NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { Quality } from '../../../shared/domain/model-card.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import type { KnownReference } from '../core/plan/plan-named-references.ts'
import type { FailureResponse } from '../core/fault.ts'
import { ideogram } from './ideogram.ts'

const entry = {
  url: 'https://ideogram.ai/api/images/ephemeral/x.png',
  prompt: 'a blue cup',
  is_image_safe: true,
  seed: 9,
}
const done = { created: '2026-11-20T10:00:00Z', data: [entry] }
const source = buildInputImage(1)
const mask = buildInputImage(2)

function card(id: string) {
  const found = ideogram.models.find((model) => model.id === id)
  if (!found) throw new Error(`no card ${id}`)
  return found
}

async function submit(id: string, overrides: Partial<AdapterInput> = {}, response: unknown = done) {
  const call = createFakeCall(inTurn(response))
  const state = await ideogram.submit(buildAdapterInput(card(id), overrides), call)
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

describe('requests to 1.0 and 2.0 models', () => {
  it('send JSON for a prompt alone, with magic prompt off by default', async () => {
    const input = { aspectRatio: '16:9', stylePreset: 'ANIME', negativePrompt: 'fog', seed: 4, n: 2 }
    const { request } = await submit('V_2_TURBO', input)
    expect(request).toEqual({
      method: 'POST',
      path: '/generate',
      body: {
        json: {
          image_request: {
            prompt: 'a blue cup',
            model: 'V_2_TURBO',
            aspect_ratio: 'ASPECT_16_9',
            style_type: 'ANIME',
            negative_prompt: 'fog',
            seed: 4,
            num_images: 2,
            magic_prompt_option: 'OFF',
          },
        },
      },
      isPaid: true,
    })
    const magic = await submit('V_1', { options: { magic_prompt_option: 'ON' } })
    expect(magic.request.body).toMatchObject({ json: { image_request: { magic_prompt_option: 'ON', model: 'V_1' } } })
  })

  it('use the remix endpoint for an image, with the strength inverted', async () => {
    const { request } = await submit('V_1', { operation: 'edit', source, strength: 0.3 })
    expect(request.path).toBe('/remix')
    const { image_file: file, image_request: json } = formOf(request)
    expect(file).toBe(5)
    expect(JSON.parse(String(json))).toMatchObject({ image_weight: 70, prompt: 'a blue cup', model: 'V_1' })
  })

  it('use the edit endpoint for a mask', async () => {
    const { request } = await submit('V_2', { operation: 'edit', source, mask })
    expect(request.path).toBe('/edit')
    expect(formOf(request)).toEqual({
      image_file: 5,
      mask: 5,
      prompt: 'a blue cup',
      model: 'V_2',
      num_images: '1',
      magic_prompt_option: 'OFF',
    })
  })
})

describe('requests to 3.0', () => {
  it('send JSON for a prompt alone', async () => {
    const { request } = await submit('ideogram-v3', {
      size: { widthPx: 1312, heightPx: 736 },
      quality: 'hd',
      stylePreset: 'BAUHAUS',
      options: { color_palette: 'EMBER', style_type: 'DESIGN' },
    })
    expect(request.path).toBe('/v1/ideogram-v3/generate')
    expect(request.body).toEqual({
      json: {
        prompt: 'a blue cup',
        num_images: 1,
        resolution: '1312x736',
        rendering_speed: 'QUALITY',
        style_preset: 'BAUHAUS',
        magic_prompt: 'OFF',
        color_palette: { name: 'EMBER' },
        style_type: 'DESIGN',
      },
    })
  })

  it('repeat the name of a list in a form and encode objects as JSON', async () => {
    const input = { references: [buildInputImage(3), buildInputImage(4)], options: { color_palette: 'MELON' } }
    const { request } = await submit('ideogram-v3', input)
    const form = request.body && 'form' in request.body ? request.body.form : []
    expect(form.filter((part) => part.name === 'style_reference_images')).toHaveLength(2)
    expect(formOf(request)).toMatchObject({ color_palette: '{"name":"MELON"}', rendering_speed: 'DEFAULT' })
  })

  it.each([
    [{}, 'generate'],
    [{ operation: 'edit', source, strength: 0.5 }, 'remix'],
    [{ operation: 'edit', source, mask }, 'inpaint'],
  ] as const)('send an image of a person as the character, with %o', async (overrides, task) => {
    const references = [3, 4, 5].map((seed) => buildInputImage(seed))
    const { request } = await submit('ideogram-v3', { ...overrides, references, characterAt: 1 })
    expect(request.path).toBe(`/v1/ideogram-v3/${task}`)
    const form = request.body && 'form' in request.body ? request.body.form : []
    const files = form.flatMap((part) => ('bytes' in part && part.name.includes('reference') ? [part] : []))
    expect(files.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['style_reference_images', references[0]!.bytes],
      ['character_reference_images', references[1]!.bytes],
      ['style_reference_images', references[2]!.bytes],
    ])
    const { style_preset: preset } = formOf(
      (await submit('ideogram-v3', { references: [source], characterAt: 0, stylePreset: 'BAUHAUS' })).request,
    )
    expect(preset).toBe('BAUHAUS')
  })

  it('cost more with an image of a person', () => {
    const anna: KnownReference = {
      id: '01JD3Q0000000000000000000F' as NamedReferenceId,
      name: 'anna',
      kind: 'person',
      imageIds: [assetId('A'), assetId('B')],
      note: '',
      description: 'a woman with red hair',
    }
    const estimate = (prompt: string, quality: Quality | null) => {
      const { call, plan } = planFor({ prompt, quality, n: 2 }, card('ideogram-v3'), { references: [anna] })
      return [call?.characterAt, plan.estimate.usd]
    }
    const qualities = ['draft', 'standard', 'hd', null] as const
    expect(qualities.map((quality) => estimate('@anna on a boat', quality))).toEqual([
      [0, 0.2],
      [0, 0.3],
      [0, 0.4],
      [0, 0.3],
    ])
    expect(qualities.map((quality) => estimate('a boat', quality)[1])).toEqual([0.06, 0.12, 0.18, 0.12])
  })

  it.each([
    ['ideogram-v3', { mask }, 'inpaint', { image: 5, mask: 5, prompt: 'a blue cup' }],
    ['ideogram-v3', { strength: 0.99 }, 'remix', { image: 5, image_weight: '1' }],
    ['ideogram-v3', { strength: 0 }, 'remix', { image_weight: '100' }],
    [
      'ideogram-v3-reframe',
      { prompt: '', size: { widthPx: 1536, heightPx: 640 } },
      'reframe',
      { resolution: '1536x640' },
    ],
    ['ideogram-v3-replace-background', { quality: 'draft' }, 'replace-background', { rendering_speed: 'TURBO' }],
  ] as const)('send %s with %o to %s', async (id, overrides, task, fields) => {
    const { request } = await submit(id, { operation: 'edit', source, ...overrides })
    expect(request.path).toBe(`/v1/ideogram-v3/${task}`)
    expect(formOf(request)).toMatchObject(fields)
  })

  it('are rejected when a preset is combined with references or references exceed 10 MB', async () => {
    const call = createFakeCall(inTurn(done))
    const both = buildAdapterInput(card('ideogram-v3'), { references: [source], stylePreset: 'BAUHAUS' })
    await expect(ideogram.submit(both, call)).rejects.toMatchObject({ code: 'provider/invalid-request' })
    const huge = { ...source, bytes: new Uint8Array(6_000_000) }
    const large = buildAdapterInput(card('ideogram-v3'), { references: [huge, huge] })
    await expect(ideogram.submit(large, call)).rejects.toMatchObject({ message: expect.stringContaining('10 MB') })
    expect(call.requests).toEqual([])
  })
})

describe('requests to 4.0 and newer', () => {
  it('always name a quality, because the default of the service is the most expensive', async () => {
    const { request } = await submit('ideogram-4-5', { size: { widthPx: 2048, heightPx: 2048 } })
    expect(request.path).toBe('/v2/image/generate/ideogram-4-5')
    expect(request.body).toEqual({
      json: {
        async: true,
        prompt: 'a blue cup',
        num_images: 1,
        magic_prompt: 'off',
        quality: 'medium',
        size: '2048x2048',
      },
    })
    const fast = await submit('ideogram-4', { quality: 'draft' })
    expect(fast.request.body).toMatchObject({ json: { rendering_speed: 'turbo' } })
  })

  it.each([
    [
      'ideogram-4-5-edit',
      { mask, references: [source] },
      'precise-edit/ideogram-4-5',
      { mask: 5, reference_images: 5 },
    ],
    ['ideogram-4-remix', { strength: 0.25 }, 'remix/ideogram-4', { image_weight: '75', async: 'true' }],
    ['ideogram-remove-object', { prompt: '', mask }, 'remove-object/ideogram-1', { image: 5, mask: 5 }],
    ['ideogram-remove-background', { prompt: '' }, 'remove-background/ideogram-1', { image: 5, async: 'true' }],
    ['ideogram-upscale', { prompt: '' }, 'upscale/auto', { image: 5, upscale_factor: 'x2' }],
  ] as const)('send %s to its own endpoint', async (id, overrides, task, fields) => {
    const { request } = await submit(id, { operation: 'edit', source, ...overrides })
    expect(request.path).toBe(`/v2/image/${task}`)
    expect(formOf(request)).toMatchObject(fields)
  })
})

describe('mask polarity', () => {
  it('is black for the area to repaint, except when removing objects', () => {
    const masked = ideogram.models.filter((model) => model.mask !== 'no')
    const white = masked.filter((model) => model.maskPolarity === 'white').map((model) => model.id)
    expect(white).toEqual(['ideogram-remove-object'])
    expect(masked.length).toBeGreaterThan(3)
  })
})

describe('options that masked edits lack', () => {
  const maskable = { ...editRequest, strength: 0.3, negativePrompt: 'fog', size: { widthPx: 1024, heightPx: 1024 } }
  const photo = { source: { widthPx: 800, heightPx: 600 } }

  it.each(['ideogram-v3', 'V_2', 'V_2_TURBO'])('are dropped for %s, with warnings in the plan', (id) => {
    const masked = planFor({ ...maskable, hasMask: true }, card(id), photo)
    expect(masked.codes).toEqual(['size-ignored', 'negative-emulated', 'strength-ignored'])
    expect(masked.call?.prompt).toBe('more steam\n\nAvoid: fog')
    expect(planFor(maskable, card(id), photo).call).toMatchObject({ strength: 0.3, negativePrompt: 'fog' })
  })
})

describe('responses', () => {
  it('return links, seeds and rewritten prompts', async () => {
    const rewritten = { ...entry, prompt: 'a cup as blue as the sea' }
    const { state } = await submit('ideogram-v3', { n: 2 }, { data: [entry, rewritten] })
    expect(state).toEqual({
      type: 'done',
      images: [
        { url: entry.url, seed: 9, revisedPrompt: null },
        { url: entry.url, seed: 9, revisedPrompt: 'a cup as blue as the sea' },
      ],
      costUsd: null,
      requestId: null,
    })
  })

  it.each([
    ['unsafe', [{ ...entry, url: null, is_image_safe: false }], 'refused'],
    ['unsafe with a link', [{ ...entry, is_image_safe: false }], 'refused'],
    ['an empty list', [], 'failed'],
    ['no link', [{ ...entry, url: null }], 'failed'],
  ])('with %s are %s', async (_name, data, type) => {
    expect((await submit('ideogram-v3', {}, { data })).state).toMatchObject({ type, isBilled: 'unknown' })
  })

  it('mark the withheld image among several', async () => {
    const { state } = await submit('ideogram-v3', { n: 2 }, { data: [{ ...entry, is_image_safe: false }, entry] })
    expect(state).toMatchObject({
      type: 'done',
      images: [{ refused: expect.stringContaining('is_image_safe') }, { url: entry.url }],
    })
  })

  it('may be a task that reports its price at the end', async () => {
    const { state } = await submit('ideogram-4-5', {}, { generation_id: 'g/1', seed: 4 })
    expect(state).toEqual({ type: 'waiting', handle: 'g/1', progress: null })
    const call = createFakeCall(
      inTurn(
        { generation_id: 'g/1', status: 'pending', data: null },
        { generation_id: 'g/1', status: 'completed', usage_cost_usd_micros: 60_000, data: [entry] },
      ),
    )
    expect(await ideogram.poll!('g/1', call)).toMatchObject({ type: 'waiting', handle: 'g/1' })
    expect(await ideogram.poll!('g/1', call)).toMatchObject({ type: 'done', costUsd: 0.06, requestId: 'g/1' })
    expect(call.requests[0]?.path).toBe('/v2/generations/g%2F1')
  })

  it.each([
    [
      { status: 'failed', failure_reason: 'Did not pass the safety check' },
      { type: 'refused', what: 'output' },
    ],
    [
      { status: 'failed', failure_reason: 'Prompt provided failed safety check' },
      { type: 'refused', what: 'prompt' },
    ],
    [
      { status: 'failed', failure_reason: 'out of memory' },
      { type: 'failed', message: 'out of memory' },
    ],
    [
      { status: 'completed', data: null },
      { type: 'failed', isBilled: 'unknown' },
    ],
    [{ status: 'stirring' }, { type: 'waiting' }],
    [{ status: 'stirring', data: [] }, { type: 'waiting' }],
    [{ status: 'delivered', data: [{ url: 'https://ideogram.ai/1.png' }] }, { type: 'done' }],
    [
      { status: 'blocked', data: [{ url: null, is_image_safe: false }] },
      { type: 'refused', what: 'output' },
    ],
  ])('to a poll with %o are %o', async (response, state) => {
    expect(await ideogram.poll!('g', createFakeCall(inTurn(response)))).toMatchObject(state)
  })

  it('to a poll of a task that is gone are 404', async () => {
    const call = createFakeCall(() => ({ status: 404, json: { error: 'Generation not found' } }))
    expect(await ideogram.poll!('g', call)).toMatchObject({ type: 'expired' })
  })

  it('of an unknown shape are rejected', async () => {
    await expect(submit('ideogram-v3', {}, { nonsense: 1 })).rejects.toThrow()
    await expect(ideogram.poll!('g', createFakeCall(inTurn({ nonsense: 1 })))).rejects.toThrow()
  })
})

describe('failures', () => {
  it.each([
    ['Prompt provided failed safety check', 'prompt'],
    ['The image provided failed the safety check', 'input'],
  ])('refuses 422 “%s”', (error, what) => {
    const fault = { type: 'refused', what, message: error, isBilled: 'unknown' }
    expect(ideogram.readFailure(failureResponse(422, { error }))).toEqual(fault)
  })

  it.each([
    [400, { error: 'Invalid resolution' }, 'provider/invalid-request', 'Invalid resolution'],
    [422, { detail: [{ msg: 'field required' }] }, 'provider/invalid-request', 'field required'],
    [401, { detail: 'Invalid token.' }, 'credential/rejected', 'Invalid token.'],
    [402, { error: 'Insufficient funds.' }, 'provider/quota', 'Insufficient funds.'],
    [403, { message: 'No' }, 'credential/rejected', 'No'],
    [404, { detail: 'Not Found' }, 'provider/unknown-model', 'Not Found'],
    [429, { error: 'Slow down' }, 'provider/rate-limited', 'Slow down'],
    [429, { error: 'Full', reject_reason: 'inflight_limit' }, 'provider/rate-limited', 'Full'],
    [429, { error: 'Empty', reject_reason: 'insufficient_funds' }, 'provider/quota', 'Empty'],
    [429, { error: 'Enough', reject_reason: 'daily_limit' }, 'provider/quota', 'Enough'],
  ])('maps %i %o to %s', (status, json, code, message) => {
    expect(ideogram.readFailure(failureResponse(status, json))).toEqual({
      type: 'error',
      code,
      message,
      isBilled: 'no',
    })
  })

  it('marks a server error as possibly billed', () => {
    const fault = { code: 'provider/unavailable', isBilled: 'unknown' }
    expect(ideogram.readFailure(failureResponse(503, { error: 'Overloaded' }))).toMatchObject(fault)
    expect(ideogram.readFailure(failureResponse(502, null))).toBeNull()
  })
})

describe.each(ideogram.models)('every request for $id', (model) => {
  const cases = inputsForCard(model).map((input, index) => ({ index, input }))

  it.each(cases)('$index matches the documentation', async ({ input }) => {
    const call = createFakeCall(inTurn(done))
    await ideogram.submit(input, call)
    expect(ideogramStub.violations(toStubRequest(call.requests[0]!))).toEqual([])
  })
})

it('the stub vendor rejects undocumented fields and seeds', async () => {
  const { request } = await submit('ideogram-v3', { seed: 2_147_483_648, options: { sampler: 'x' } })
  expect(ideogramStub.violations(toStubRequest(request))).toEqual([
    'body.sampler: unknown field',
    'body.seed: 2147483648 is out of range',
  ])
})

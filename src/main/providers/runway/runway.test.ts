import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { inputsForCard } from '../../../../test/support/inputs-for-card.ts'
import { createFakeCall } from '../../../../test/support/fake-call.ts'
import { runwayStub } from '../../../../test/support/services/runway-stub.ts'
import { toStubRequest } from '../../../../test/support/services/to-stub-request.ts'
import type { AdapterInput, TaskState } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import { runway } from './runway.ts'

const id = '17f20503-6c24-4c16-946b-35dbbce2af2f'
const store = 'https://runway-uploads.s3.us-east-1.amazonaws.com/'

function cardOf(name: string): AdapterInput['card'] {
  const card = runway.models.find((model) => model.id === name)
  if (!card) throw new Error(`no card ${name}`)
  return card
}

async function sentFor(input: AdapterInput): Promise<CallRequest[]> {
  const call = createFakeCall(({ path }) =>
    path === '/uploads'
      ? { json: { uploadUrl: store, fields: { key: 'a', policy: 'b' }, runwayUri: 'runway://a' } }
      : { json: { id, estimatedCost: { credits: 5 } } },
  )
  expect(await runway.submit(input, call)).toEqual({ type: 'waiting', handle: id, progress: null })
  return call.requests
}

async function fieldsFor(input: AdapterInput): Promise<Record<string, unknown>> {
  return toStubRequest((await sentFor(input)).at(-1)!).json as Record<string, unknown>
}

async function stateOf(task: object): Promise<TaskState> {
  return runway.poll!(
    id,
    createFakeCall(() => ({ json: { id, createdAt: '2026-11-20T12:00:00Z', ...task } })),
  )
}

const living = runway.models.filter(({ state }) => state.type === 'current')

describe('requests', () => {
  it.each(living.map((card) => [card.id, card] as const))('for %s match the documentation', async (_, card) => {
    // Variations reach an adapter as edits, and models that need images get them.
    const inputs = inputsForCard(card).filter(
      ({ prompt, operation, source, references }) =>
        operation !== 'variations' &&
        (prompt !== '' || card.prompt === 'none') &&
        references.length + (source ? 1 : 0) >= card.picturesMin,
    )
    expect(inputs.length).toBeGreaterThan(0)
    for (const input of inputs) {
      for (const request of await sentFor(input)) {
        const stub = toStubRequest(request)
        expect(runwayStub.violations({ ...stub, path: `/v1${stub.path}` })).toEqual([])
      }
    }
  })

  it('tag images that the prompt does not mention', async () => {
    const source = buildInputImage(1)
    const references = [buildInputImage(2), buildInputImage(3)]
    const prompt = 'the cup of @image2 on a table'
    const card = cardOf('gpt_image_2')
    const fields = await fieldsFor(buildAdapterInput(card, { operation: 'edit', prompt, source, references }))
    expect(fields['promptText']).toBe('the cup of @image2 on a table @source @image1')
    expect(fields['referenceImages']).toMatchObject([{ tag: 'source' }, { tag: 'image1' }, { tag: 'image2' }])
    const unnamed = await fieldsFor(buildAdapterInput(cardOf('seedream5_pro'), { operation: 'edit', source }))
    expect(unnamed['promptText']).toBe('a blue cup')
    expect(Object.keys((unnamed['referenceImages'] as object[])[0]!)).toEqual(['uri'])
  })

  it('send exact pixels and an output count', async () => {
    const size = { widthPx: 1_920, heightPx: 1_080 }
    expect(await fieldsFor(buildAdapterInput(cardOf('gen4_image'), { size, seed: 7 }))).toEqual({
      model: 'gen4_image',
      promptText: 'a blue cup',
      ratio: '1920:1080',
      seed: 7,
    })
    const several = buildAdapterInput(cardOf('seedream5_lite'), { n: 3, format: 'jpeg', options: { grounding: true } })
    expect(await fieldsFor(several)).toMatchObject({
      ratio: '2048:2048',
      outputCount: 3,
      outputFormat: 'jpeg',
      grounding: true,
    })
  })

  it('upload images that exceed a data URI without the key', async () => {
    const source = { ...buildInputImage(1), bytes: new Uint8Array(4_000_000) }
    const [ticket, upload, submission] = await sentFor(
      buildAdapterInput(cardOf('gen4_image'), { operation: 'edit', source }),
    )
    expect(toStubRequest(ticket!).json).toEqual({ filename: 'picture-1.png', type: 'ephemeral' })
    expect(upload).toMatchObject({ path: store, auth: 'none' })
    expect(upload!.isPaid).toBeUndefined()
    expect(toStubRequest(upload!).form.map(({ name }) => name)).toEqual(['key', 'policy', 'file'])
    expect(submission!.isPaid).toBe(true)
    expect(toStubRequest(submission!).json).toMatchObject({ referenceImages: [{ uri: 'runway://a' }] })
  })

  it('upscale by the factor of the card', async () => {
    const card = cardOf('magnific_precision_upscaler_v2')
    const source = buildInputImage(1, 512, 512)
    const [request] = await sentFor(buildAdapterInput(card, { operation: 'edit', prompt: '', source }))
    expect(request!.path).toBe('/image_upscale')
    expect(toStubRequest(request!).json).toMatchObject({ model: card.id, scaleFactor: 2 })
  })
})

describe('tasks', () => {
  it.each([
    [{ status: 'PENDING' }, { type: 'waiting', handle: id, progress: null }],
    [{ status: 'THROTTLED' }, { type: 'waiting', handle: id, note: expect.stringContaining('free slot') as string }],
    [
      { status: 'RUNNING', progress: 0.25 },
      { type: 'waiting', handle: id, progress: 0.25 },
    ],
    [
      { status: 'SUCCEEDED', output: ['https://d.cloudfront.net/a.png'], cost: { credits: 8 } },
      { type: 'done', images: [{ url: 'https://d.cloudfront.net/a.png' }], costUsd: 0.08, usage: { credits: 8 } },
    ],
    [{ status: 'CANCELLED', cost: { credits: 0 } }, { type: 'cancelled' }],
    [
      { status: 'FAILED', failure: 'No.', failureCode: 'SAFETY.INPUT.IMAGE', cost: { credits: 5 } },
      { type: 'refused', what: 'input', message: 'No.', isBilled: 'yes' },
    ],
    [
      { status: 'FAILED', failure: 'No.', failureCode: 'THIRD_PARTY.UNAVAILABLE' },
      { type: 'failed', message: 'No.', isBilled: 'unknown' },
    ],
  ])('map %o to a state', async (task, expected) => {
    expect(await stateOf(task)).toMatchObject(expected)
  })

  it.each([
    [
      { status: 'PAUSED', progress: 0.5 },
      { type: 'waiting', handle: id, progress: 0.5 },
    ],
    [
      { status: 'PAUSED', id: undefined },
      { type: 'waiting', handle: id },
    ],
    [{ status: 'DELIVERED', output: ['https://x.cloudfront.net/1.png'] }, { type: 'done' }],
    [{ status: undefined, output: ['https://x.cloudfront.net/1.png'] }, { type: 'done' }],
    [
      { status: 'BLOCKED', failureCode: 'SAFETY.INPUT.TEXT' },
      { type: 'refused', what: 'prompt' },
    ],
  ])('in a state that is not known are judged by what they bring: %j', async (task, expected) => {
    expect(await stateOf(task)).toMatchObject(expected)
  })

  it('are not read from an answer about something else', async () => {
    await expect(stateOf({ status: undefined })).rejects.toThrow()
  })

  it('that no longer exist are canceled without an error', async () => {
    const call = createFakeCall(() => ({ status: 404 }))
    await runway.cancel!(id, call)
    expect(call.requests[0]).toMatchObject({ method: 'DELETE', path: `/tasks/${id}`, alsoAccept: [404] })
  })
})

describe('account', () => {
  const organization = { creditBalance: 12, tier: { models: { gen4_image: {} } }, usage: { models: {} } }

  it('reports its credits and the models it may run', async () => {
    const call = createFakeCall(() => ({ json: organization }))
    expect((await runway.check(call)).balance).toEqual({ amount: 12, unit: 'credits' })
    const { models, isComplete } = await runway.listModels!(call)
    expect(models.map((card) => card.id)).toEqual(['gen4_image', 'magnific_precision_upscaler_v2'])
    expect(isComplete).toBe(true)
  })

  it('without listed models hides none', async () => {
    const call = createFakeCall(() => ({ json: { ...organization, tier: { models: {} } } }))
    expect((await runway.listModels!(call)).isComplete).toBe(false)
  })
})

it('lists the invalid fields in a failure message', () => {
  const json = {
    error: 'Validation of body failed',
    issues: [{ path: ['referenceImages', 0, 'uri'], message: 'Too long' }],
  }
  expect(runway.readFailure({ status: 400, headers: {}, json, text: '' })).toMatchObject({
    code: 'provider/invalid-request',
    message: 'Validation of body failed referenceImages: 0: uri: Too long',
  })
  expect(runway.readFailure({ status: 502, headers: {}, json: null, text: '' })).toBeNull()
  expect(runway.readFailure({ status: 404, headers: {}, json: { error: 'Gone' }, text: '' })).toMatchObject({
    code: 'provider/task-expired',
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../../test/support/build-adapter-input.ts'
import { createFakeCall, inTurn } from '../../../../../test/support/fake-call.ts'
import { openVertex } from '../../../../../test/support/services/gemini/open-vertex.ts'
import { imagenStub } from '../../../../../test/support/services/imagen-stub.ts'
import type { StubServer } from '../../../../../test/support/services/stub-server.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import { imagen, imagenResponseSchema, readImagenFailure, readImagenResponse } from './imagen.ts'
import { toImagenBody } from './imagen-request.ts'

function input(model: string, overrides: Partial<AdapterInput> = {}): AdapterInput {
  return buildAdapterInput(
    imagen.models.find((card) => card.id === model)!,
    overrides,
  )
}

const encoded = (mark: number) => Buffer.from(buildInputImage(mark).bytes).toString('base64')

const edit = {
  operation: 'edit',
  source: buildInputImage(1),
  mask: buildInputImage(2),
} satisfies Partial<AdapterInput>

const read = (response: object, overrides: Partial<AdapterInput> = {}) =>
  readImagenResponse(
    imagenResponseSchema.parse(response),
    input('imagen-4.0-generate-001', { seed: 7, ...overrides }),
    true,
  )

const failure = (status: number, message: string) =>
  readImagenFailure({ status, headers: {}, json: { error: { code: status, message, status: '' } }, text: message })

describe('Imagen requests', () => {
  const options = { n: 2, aspectRatio: '16:9', tier: '2K', seed: 7 }

  it('omits the seed with an API key and rejects Vertex-only options', () => {
    expect(toImagenBody(input('imagen-4.0-generate-001', options), false)).toEqual({
      instances: [{ prompt: 'a blue cup' }],
      parameters: { sampleCount: 2, aspectRatio: '16:9', sampleImageSize: '2K' },
    })
    const negative = input('imagen-3.0-generate-002', { negativePrompt: 'fog' })
    expect(() => toImagenBody(negative, false)).toThrow(/only with a service account/)
  })

  it('sends a seed to Vertex without the watermark that would disable it', () => {
    expect(toImagenBody(input('imagen-3.0-generate-002', { ...options, negativePrompt: 'fog' }), true)).toEqual({
      instances: [{ prompt: 'a blue cup' }],
      parameters: {
        sampleCount: 2,
        aspectRatio: '16:9',
        negativePrompt: 'fog',
        seed: 7,
        addWatermark: false,
        safetySetting: 'block_medium_and_above',
        includeRaiReason: true,
      },
    })
    const marked = toImagenBody(input('imagen-4.0-generate-001', { seed: 7, options: { addWatermark: true } }), true)
    expect(marked).toMatchObject({ parameters: { addWatermark: true } })
    expect(JSON.stringify(marked)).not.toContain('"seed"')
  })

  it('sends the source with a white mask of the same size', () => {
    const body = toImagenBody(
      input('imagen-3.0-capability-001', { ...edit, steps: 35, options: { dilation: 0 } }),
      true,
    )
    expect(body).toMatchObject({
      instances: [
        {
          referenceImages: [
            { referenceType: 'REFERENCE_TYPE_RAW', referenceId: 1, referenceImage: { bytesBase64Encoded: encoded(1) } },
            {
              referenceType: 'REFERENCE_TYPE_MASK',
              referenceId: 2,
              referenceImage: { bytesBase64Encoded: encoded(2) },
              maskImageConfig: { maskMode: 'MASK_MODE_USER_PROVIDED', dilation: 0 },
            },
          ],
        },
      ],
      parameters: { editMode: 'EDIT_MODE_INPAINT_INSERTION', editConfig: { baseSteps: 35 } },
    })
    expect(toImagenBody(input('imagen-3.0-capability-001', { ...edit, mask: null }), true)).toMatchObject({
      parameters: { editMode: 'EDIT_MODE_DEFAULT' },
    })
  })

  it('uses the versioned Google model name and a default region', async () => {
    const call = {
      ...createFakeCall(inTurn({ predictions: [{ bytesBase64Encoded: 'eA==' }] })),
      project: { projectId: 'atelier-1', location: null },
    }
    await imagen.submit(input('imagegeneration'), call)
    expect(call.requests[0]?.path).toBe(
      'https://us-central1-aiplatform.googleapis.com/v1/projects/atelier-1/locations/us-central1/publishers/google/models/imagegeneration@006:predict',
    )
  })

  it('uses a default region when the account location is global', async () => {
    const call = {
      ...createFakeCall(inTurn({ predictions: [{ bytesBase64Encoded: 'eA==' }] })),
      project: { projectId: 'atelier-1', location: 'global' },
    }
    await imagen.submit(input('imagen-4.0-generate-001'), call)
    expect(call.requests[0]?.path).toMatch(/^https:\/\/us-central1-aiplatform\.googleapis\.com\/.*\/us-central1\//)
  })
})

it('checks a Vertex account with a served model in any region', async () => {
  const project = { projectId: 'atelier-1', location: 'europe-west4' }
  const call = { ...createFakeCall(inTurn({ totalTokens: 2 })), project }
  expect((await imagen.check(call)).message).toBe(
    'Vertex AI, project atelier-1. Google discontinued Imagen, so it may not respond.',
  )
  expect(call.requests[0]?.path).toMatch(/^https:\/\/aiplatform\.googleapis\.com\/.*:countTokens$/)
})

describe('Imagen responses', () => {
  it('returns images with the rewritten prompt', () => {
    const prediction = { bytesBase64Encoded: 'eA==', mimeType: 'image/png', prompt: 'a glossy blue cup' }
    expect(read({ predictions: [prediction] })).toEqual({
      type: 'done',
      images: [{ base64: 'eA==', mime: 'image/png', seed: 7, revisedPrompt: 'a glossy blue cup' }],
      costUsd: null,
    })
  })

  it('reports withheld images as refused', () => {
    const response = { predictions: [{ bytesBase64Encoded: 'eA==' }, { raiFilteredReason: 'Support code 39322892' }] }
    expect(read(response, { n: 3 })).toMatchObject({
      images: [
        { base64: 'eA==', seed: null },
        { nothing: true, refused: 'Support code 39322892' },
        { nothing: true, refused: 'Support code 39322892' },
      ],
    })
    expect(read({ predictions: [{ raiFilteredReason: 'Support code 1' }] })).toMatchObject({
      type: 'refused',
      what: 'output',
      message: 'Support code 1',
    })
    expect(read({})).toMatchObject({ type: 'refused', what: 'output' })
  })
})

describe('Imagen failures', () => {
  it('tells a blocked prompt from a bad request and reports retirement', () => {
    const blocked = "The prompt contains sensitive words that violate Google's Responsible AI practices."
    expect(failure(400, blocked)).toMatchObject({ type: 'refused', what: 'prompt', message: blocked })
    expect(failure(400, 'Invalid safetySetting.')).toMatchObject({ type: 'error', code: 'provider/invalid-request' })
    expect(failure(404, 'Not found.')).toMatchObject({
      code: 'provider/unknown-model',
      message: expect.stringMatching(
        /^Google discontinued Imagen, .* or its name is mistyped.*gemini-nano-banana-2\.1/,
      ) as string,
    })
    expect(failure(403, 'The model is not available to your project.')).toMatchObject({
      code: 'provider/unknown-model',
      message: expect.stringMatching(/^Google discontinued Imagen.*not available to your project/) as string,
    })
  })
})

describe('Imagen cards', () => {
  it('name their successor and return when Google lists them, without Vertex-only options', async () => {
    for (const card of imagen.models) {
      expect(card.state).toMatchObject({
        type: 'retired',
        // The list, or an answer, decides.
        toldBy: 'pages',
        note: expect.stringContaining('gemini-nano-banana') as string,
      })
    }
    const call = createFakeCall(
      inTurn({
        models: [{ name: 'models/imagen-4.0-generate-001', supportedGenerationMethods: ['predict'] }],
      }),
    )
    const list = await imagen.listModels?.(call)
    const listed = { type: 'current', deprecated: { successor: null } }
    expect(list?.isComplete).toBe(true)
    expect(list?.models.map((card) => [card.id, card.state])).toEqual([
      ['imagen-4.0-generate-001', listed],
      ['imagen-4', listed],
    ])
    // Fields that only Vertex takes would be dropped silently.
    expect(list?.models[0]).toMatchObject({ seed: 'no', hasSafetySetting: false, hasNegativePrompt: false })
    expect(list?.models[0]?.options.map(({ name }) => name)).toEqual(['personGeneration'])
  })
})

describe('over HTTP to Vertex', () => {
  let server: StubServer
  afterEach(() => server.close())

  it('sends Vertex-only options to Vertex', async () => {
    const stage = await openVertex(imagen, imagenStub)
    server = stage.server
    const card = imagen.models.find(({ id }) => id === 'imagen-3.0-generate-002')!
    const state = await stage.session.submit(
      buildAdapterInput(card, {
        n: 1,
        seed: 7,
        negativePrompt: 'fog',
        aspectRatio: '4:3',
        options: { enhancePrompt: true },
      }),
    )
    expect(state).toMatchObject({ type: 'done', images: [{ seed: 7 }] })
    expect(server.requests.at(-1)?.path).toBe(
      '/v1/projects/atelier-tests/locations/us-central1/publishers/google/models/imagen-3.0-generate-002:predict',
    )
    expect(server.requests.flatMap((request) => imagenStub.violations(request))).toEqual([])
  })
})

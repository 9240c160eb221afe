import { afterEach, describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../../test/support/build-adapter-input.ts'
import { createFakeCall, inTurn } from '../../../../../test/support/fake-call.ts'
import { openVertex } from '../../../../../test/support/services/gemini/open-vertex.ts'
import { geminiStub } from '../../../../../test/support/services/gemini-stub.ts'
import type { StubServer } from '../../../../../test/support/services/stub-server.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import { readGeminiResponse, geminiResponseSchema } from './gemini-response.ts'
import { gemini, toGeminiBody } from './gemini.ts'

const current = 'gemini-nano-banana-2.1'

function input(model: string, overrides: Partial<AdapterInput> = {}): AdapterInput {
  return buildAdapterInput(
    gemini.models.find((card) => card.id === model)!,
    overrides,
  )
}

function read(response: object, model = current) {
  return readGeminiResponse(geminiResponseSchema.parse(response), model)
}

const base64 = (mark: number) => Buffer.from(buildInputImage(mark).bytes).toString('base64')

describe('Gemini requests', () => {
  it('sends the aspect ratio, and the size when the model has several', () => {
    const shape = { aspectRatio: '16:9', tier: '2K', seed: 7 }
    expect(toGeminiBody(input(current, shape))).toMatchObject({
      contents: [{ role: 'user', parts: [{ text: 'a blue cup' }] }],
      generationConfig: {
        responseModalities: ['IMAGE'],
        imageConfig: { aspectRatio: '16:9', imageSize: '2K' },
        seed: 7,
      },
    })
    const lite = toGeminiBody(input('gemini-3.1-flash-lite-image', { aspectRatio: '1:1', tier: '1K' }))
    expect(lite).toMatchObject({ generationConfig: { imageConfig: { aspectRatio: '1:1' } } })
    expect(JSON.stringify(lite)).not.toContain('imageSize')
  })

  it('omits the aspect ratio when none is selected', () => {
    expect(JSON.stringify(toGeminiBody(input('gemini-2.5-flash-image')))).not.toMatch(/imageConfig|thinkingConfig|seed/)
  })

  it('sends source, mask and references in this order and explains each', () => {
    const body = toGeminiBody(
      input(current, {
        operation: 'edit',
        source: buildInputImage(1),
        mask: buildInputImage(2),
        references: [{ ...buildInputImage(3), mime: 'image/jpeg' }],
        options: { thinkingLevel: 'HIGH' },
      }),
    )
    expect(body).toMatchObject({
      contents: [
        {
          parts: [
            { text: expect.stringContaining('second image is a mask') as string },
            { inlineData: { mimeType: 'image/png', data: base64(1) } },
            { inlineData: { mimeType: 'image/png', data: base64(2) } },
            { inlineData: { mimeType: 'image/jpeg', data: base64(3) } },
          ],
        },
      ],
      generationConfig: { thinkingConfig: { thinkingLevel: 'HIGH' } },
    })
  })

  it('sets every safety category and blocks nudity most strictly', () => {
    const body = toGeminiBody(input(current, { safety: { blockNsfw: true, contentFilter: 'off' } }))
    expect(body).toMatchObject({
      safetySettings: [
        { threshold: 'BLOCK_NONE' },
        { threshold: 'BLOCK_NONE' },
        { threshold: 'BLOCK_NONE' },
        { category: 'HARM_CATEGORY_SEXUALLY_EXPLICIT', threshold: 'BLOCK_LOW_AND_ABOVE' },
      ],
    })
  })

  it('uses Vertex after a service account sign-in', async () => {
    const response = { candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: 'eA==' } }] } }] }
    const plain = createFakeCall(inTurn(response))
    await gemini.submit(input(current), plain)
    expect(plain.requests[0]?.path).toBe(`/v1beta/models/${current}:generateContent`)
    const vertex = { ...createFakeCall(inTurn(response)), project: { projectId: 'atelier-1', location: null } }
    await gemini.submit(input(current), vertex)
    expect(vertex.requests[0]).toMatchObject({
      path: `https://aiplatform.googleapis.com/v1/projects/atelier-1/locations/global/publishers/google/models/${current}:generateContent`,
      isPaid: true,
    })
    const region = {
      ...createFakeCall(inTurn(response)),
      project: { projectId: 'atelier-1', location: 'evil.example/' },
    }
    await expect(gemini.submit(input(current), region)).rejects.toMatchObject({ code: 'configuration/invalid' })
  })
})

describe('Gemini responses', () => {
  it('returns the final image without the drafts, with its token cost', () => {
    const state = read({
      candidates: [
        {
          finishReason: 'STOP',
          content: {
            parts: [
              { text: 'Drafting', thought: true },
              { inlineData: { mimeType: 'image/png', data: 'ZHJhZnQ=' }, thought: true },
              { inlineData: { mimeType: 'image/jpeg', data: 'ZmluYWw=' }, thoughtSignature: 'x' },
            ],
          },
        },
      ],
      modelVersion: 'gemini-9.1-image',
      usageMetadata: {
        promptTokenCount: 10,
        candidatesTokenCount: 1_120,
        thoughtsTokenCount: 90,
        totalTokenCount: 1_220,
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1_120 }],
      },
      responseId: 'r1',
    })
    expect(state).toMatchObject({
      type: 'done',
      images: [{ base64: 'ZmluYWw=', mime: 'image/jpeg' }],
      usage: { inputTokens: 10, imageTokens: 1_120, thoughtTokens: 90, totalTokens: 1_220 },
      requestId: 'r1',
      servedModel: 'gemini-9.1-image',
    })
    // 10 × 1.50 + 1120 × 30 + 90 × 7.50, per million.
    expect(state).toMatchObject({ costUsd: expect.closeTo(0.03429, 9) as number })
  })

  it('keeps the image when its usage cannot be read', () => {
    const content = { parts: [{ inlineData: { data: 'eA==' } }] }
    const state = read({ candidates: [{ content }], usageMetadata: { promptTokenCount: 'many' } })
    expect(state).toMatchObject({ type: 'done', images: [{ base64: 'eA==' }], costUsd: null })
  })

  it('reports no cost for a model without known rates', () => {
    const response = {
      candidates: [{ content: { parts: [{ inlineData: { data: 'eA==' } }] } }],
      usageMetadata: { candidatesTokenCount: 5 },
    }
    expect(read(response, 'gemini-9-image')).toMatchObject({ type: 'done', costUsd: null })
  })

  it.each([
    [{ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }, { type: 'refused', what: 'prompt' }],
    [{ candidates: [{ finishReason: 'IMAGE_SAFETY' }] }, { type: 'refused', what: 'output', message: 'IMAGE_SAFETY' }],
    [
      { candidates: [{ finishReason: 'RECITATION', finishMessage: 'Too close to a known work.' }] },
      { type: 'refused', what: 'output', message: 'RECITATION: Too close to a known work.' },
    ],
    [{ candidates: [{ finishReason: 'NO_IMAGE' }] }, { type: 'failed' }],
    [
      { candidates: [{ finishReason: 'STOP', content: { parts: [{ text: 'What color?' }] } }] },
      { type: 'failed', message: expect.stringContaining('What color?') as string },
    ],
    [{}, { type: 'failed' }],
    [
      { candidates: null, promptFeedback: { blockReason: 'OTHER' } },
      { type: 'refused', message: 'OTHER' },
    ],
    [{ candidates: [{ content: null, finishReason: 'SAFETY' }] }, { type: 'refused', message: 'SAFETY' }],
    [{ candidates: [{ content: { parts: null }, finishReason: 'SAFETY' }] }, { type: 'refused', message: 'SAFETY' }],
  ])('maps %j to %j', (response, state) => {
    expect(read(response)).toMatchObject(state)
  })
})

describe('Gemini model list', () => {
  it('includes every image model and restores listed ones', async () => {
    const methods = { supportedGenerationMethods: ['generateContent', 'countTokens'] }
    const call = createFakeCall(
      inTurn({
        models: [
          { name: `models/${current}`, displayName: 'Nano Banana 2.1', ...methods },
          { name: 'models/gemini-3.1-flash-image', ...methods },
          { name: 'models/gemini-4-image', displayName: 'Next', ...methods },
          { name: 'models/gemini-3.5-pro', ...methods },
          { name: 'models/imagen-4.0-generate-001', supportedGenerationMethods: ['predict'] },
        ],
      }),
    )
    const list = await gemini.listModels?.(call)
    expect(list?.isComplete).toBe(true)
    const isCurrent = { type: 'current' }
    expect(list?.models.map((card) => [card.id, card.state, card.label])).toEqual([
      [current, isCurrent, 'Nano Banana 2.1'],
      ['gemini-3.1-flash-image', { ...isCurrent, deprecated: { successor: current } }, 'Nano Banana 2'],
      ['gemini-4-image', isCurrent, 'Next'],
    ])
  })

  it('alone, or an answer, retires a built-in model: no date does', () => {
    for (const { state } of gemini.models) {
      expect(state.type === 'retired' ? state.toldBy : state.type).toMatch(/^(current|pages)$/)
    }
    const deprecated = gemini.models.filter(({ state }) => state.type === 'current' && state.deprecated)
    expect(deprecated.map(({ id }) => id)).toEqual(['gemini-3.1-flash-image', 'gemini-2.5-flash-image'])
  })
})

describe('over HTTP to Vertex', () => {
  let server: StubServer
  afterEach(() => server.close())

  it('signs in with a service account and generates in its project', async () => {
    const stage = await openVertex(gemini, geminiStub)
    server = stage.server
    expect((await stage.session.check()).message).toBe('Vertex AI, project atelier-tests.')
    const card = gemini.models[0]!
    const state = await stage.session.submit(buildAdapterInput(card, { seed: 7, aspectRatio: '16:9', tier: '2K' }))
    expect(state).toMatchObject({ type: 'done', images: [{ mime: 'image/png' }] })
    const list = await stage.session.run(async (call) => gemini.listModels?.(call))
    expect(list?.models.map(({ id }) => id)).toEqual(['gemini-nano-banana-2.1', 'gemini-3-pro-image'])
    const inProject = '/v1/projects/atelier-tests/locations/global/publishers/google/models'
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /token',
      `POST ${inProject}/gemini-3-pro-image:countTokens`,
      `POST ${inProject}/${card.id}:generateContent`,
      'GET /v1beta1/publishers/google/models',
    ])
    expect(server.requests.flatMap((request) => geminiStub.violations(request))).toEqual([])
  })
})

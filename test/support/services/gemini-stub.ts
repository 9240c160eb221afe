import { checkJson, type FieldRules } from './check-fields.ts'
import { decodeBase64, decodeMask } from './decode-mask.ts'
import {
  errorInfo,
  fakeGoogleKey,
  googleError,
  isVertex,
  playCatalogue,
  playToken,
  quotaFailure,
  readModelPath,
  retryInfo,
  turnAway,
} from './gemini/play-google.ts'
import type { FailureCase, RefusalCase, ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const model = 'gemini-nano-banana-2.1'

/** Everything Google documents for an image request. */
const partRules: FieldRules = {
  text: { type: 'text', minChars: 1 },
  thoughtSignature: { type: 'text', minChars: 1 },
  inlineData: {
    type: 'object',
    fields: {
      mimeType: {
        type: 'text',
        isRequired: true,
        values: ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'],
      },
      data: { type: 'text', isRequired: true, matches: /^[A-Za-z0-9+/]+={0,2}$/ },
    },
  },
}
const ratios = '1:1 1:4 4:1 1:8 8:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9'.split(' ')
const bodyRules: FieldRules = {
  contents: {
    type: 'list',
    isRequired: true,
    minItems: 1,
    of: {
      type: 'object',
      fields: {
        role: { type: 'text', values: ['user', 'model'] },
        parts: { type: 'list', isRequired: true, minItems: 1, maxItems: 15, of: { type: 'object', fields: partRules } },
      },
    },
  },
  generationConfig: {
    type: 'object',
    fields: {
      responseModalities: { type: 'list', of: { type: 'text', values: ['IMAGE', 'TEXT'] } },
      imageConfig: {
        type: 'object',
        fields: {
          aspectRatio: { type: 'text', values: ratios },
          imageSize: { type: 'text', values: ['512', '1K', '2K', '4K'] },
        },
      },
      seed: { type: 'whole', min: -0x80000000, max: 0x7fffffff },
      thinkingConfig: {
        type: 'object',
        fields: { thinkingLevel: { type: 'text', values: ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'] } },
      },
    },
  },
  safetySettings: {
    type: 'list',
    of: {
      type: 'object',
      fields: {
        category: {
          type: 'text',
          isRequired: true,
          values: ['HARASSMENT', 'HATE_SPEECH', 'SEXUALLY_EXPLICIT', 'DANGEROUS_CONTENT'].map(
            (name) => `HARM_CATEGORY_${name}`,
          ),
        },
        threshold: {
          type: 'text',
          isRequired: true,
          values: ['BLOCK_LOW_AND_ABOVE', 'BLOCK_MEDIUM_AND_ABOVE', 'BLOCK_ONLY_HIGH', 'BLOCK_NONE', 'OFF'],
        },
      },
    },
  },
}

/** Response of each refusal: always HTTP 200. */
const refusals: readonly (RefusalCase & { readonly json: object })[] = [
  {
    name: 'prompt-blocked',
    what: 'prompt',
    isBilled: 'unknown',
    message: 'PROHIBITED_CONTENT',
    json: { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 9 } },
  },
  {
    name: 'prompt-blocked-with-words',
    what: 'prompt',
    isBilled: 'unknown',
    message: 'The prompt was blocked.',
    json: { promptFeedback: { blockReason: 'OTHER', blockReasonMessage: 'The prompt was blocked.' } },
  },
  {
    name: 'image-safety',
    what: 'output',
    isBilled: 'unknown',
    message: 'Unable to show the generated image.',
    json: {
      candidates: [{ index: 0, finishReason: 'IMAGE_SAFETY', finishMessage: 'Unable to show the generated image.' }],
    },
  },
  {
    name: 'recitation',
    what: 'output',
    isBilled: 'unknown',
    message: 'IMAGE_RECITATION',
    json: { candidates: [{ index: 0, finishReason: 'IMAGE_RECITATION', content: { role: 'model' } }] },
  },
  {
    name: 'only-a-thought',
    what: 'output',
    isBilled: 'unknown',
    message: 'IMAGE_PROHIBITED_CONTENT',
    json: {
      candidates: [
        {
          index: 0,
          finishReason: 'IMAGE_PROHIBITED_CONTENT',
          content: {
            role: 'model',
            parts: [{ thought: true, inlineData: { mimeType: 'image/png', data: 'ZHJhZnQ=' } }],
          },
        },
      ],
    },
  },
]

const failures: readonly (FailureCase & { readonly response: StubResponse })[] = [
  {
    name: '400',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'Aspect ratio is not supported',
    response: googleError(400, 'INVALID_ARGUMENT', 'Aspect ratio is not supported by this model.'),
  },
  {
    name: '400-bad-key',
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'API key not valid',
    response: googleError(400, 'INVALID_ARGUMENT', 'API key not valid.', errorInfo('API_KEY_INVALID')),
  },
  {
    name: '400-country',
    code: 'provider/unsupported',
    isBilled: 'no',
    message: 'User location is not supported',
    response: googleError(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
  },
  {
    name: '403',
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'reported as leaked',
    response: googleError(403, 'PERMISSION_DENIED', 'Your API key was reported as leaked.'),
  },
  {
    name: '403-model-for-older-accounts',
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'not available to this key',
    response: googleError(403, 'PERMISSION_DENIED', 'The caller does not have permission'),
  },
  {
    name: '404',
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'is not found for API version v1beta',
    response: googleError(404, 'NOT_FOUND', `models/${model} is not found for API version v1beta.`),
  },
  {
    name: '429',
    code: 'provider/rate-limited',
    isBilled: 'no',
    message: 'Resource has been exhausted',
    response: googleError(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted.', retryInfo('34s')),
  },
  {
    name: '429-free-plan',
    code: 'provider/quota',
    isBilled: 'no',
    message: 'Enable billing',
    response: googleError(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota. Quota exceeded, limit: 0',
      quotaFailure('GenerateRequestsPerDayPerProjectPerModel-FreeTier'),
    ),
  },
  {
    name: '500',
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'An internal error has occurred',
    response: googleError(500, 'INTERNAL', 'An internal error has occurred.'),
  },
  {
    name: '503',
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'The model is overloaded',
    response: googleError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
  },
  {
    name: 'no-image',
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'NO_IMAGE',
    response: { status: 200, json: { candidates: [{ index: 0, finishReason: 'NO_IMAGE' }] } },
  },
  {
    name: 'only-words',
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'Which lighthouse do you mean?',
    response: {
      status: 200,
      json: {
        candidates: [{ finishReason: 'STOP', content: { parts: [{ text: 'Which lighthouse do you mean?' }] } }],
      },
    },
  },
]

export const geminiStub: ServiceStub = {
  id: 'gemini',
  goodKey: fakeGoogleKey,
  models: { generate: model, edit: model, mask: model, variations: model },
  deliversByLink: false,
  refusals,
  failures,
  isSubmission: (request) => readModelPath(request)?.verb === 'generateContent',
  respond(request, context) {
    const before = turnAway(request) ?? playToken(request)
    if (before) return before
    const models = [model, 'gemini-3-pro-image', 'gemini-3.5-flash']
    const list = playCatalogue(request, models, ['generateContent', 'countTokens'])
    if (list) return list
    const target = readModelPath(request)
    if (request.method !== 'POST' || target === null) return googleError(404, 'NOT_FOUND', 'Not found.')
    if (target.verb === 'countTokens') return { status: 200, json: { totalTokens: 2 } }
    return target.verb === 'generateContent' ? draw(context) : googleError(404, 'NOT_FOUND', 'No such method.')
  },
  violations(request) {
    const target = readModelPath(request)
    if (target?.verb !== 'generateContent') return []
    return [...checkJson(request.json, bodyRules), ...checkModel(request, target.model), ...checkTurns(request)]
  },
  async repaintedPart(request) {
    const mask = imagesOf(request)[1]
    const isMasked = textOf(request).includes('mask of the same size')
    return isMasked && mask !== undefined ? decodeMask(decodeBase64(mask), 'white') : null
  },
}

async function draw(context: StubContext): Promise<StubResponse> {
  const [kind, name] = context.scene.split(':')
  if (kind === 'refused') return { status: 200, json: refusals.find((candidate) => candidate.name === name)!.json }
  if (kind === 'failed') return failures.find((candidate) => candidate.name === name)!.response
  const data = Buffer.from(await context.image(0)).toString('base64')
  const draft = Buffer.from(await context.blackImage()).toString('base64')
  return {
    status: 200,
    json: {
      candidates: [
        {
          index: 0,
          finishReason: 'STOP',
          content: {
            role: 'model',
            parts: [
              { text: 'Thinking about lighthouses', thought: true },
              { inlineData: { mimeType: 'image/png', data: draft }, thought: true },
              { inlineData: { mimeType: 'image/png', data }, thoughtSignature: 'c2ln' },
            ],
          },
        },
      ],
      usageMetadata: {
        promptTokenCount: 10,
        candidatesTokenCount: 1_120,
        thoughtsTokenCount: 90,
        totalTokenCount: 1_220,
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1_120 }],
      },
      modelVersion: model,
      responseId: 'response-1',
    },
  }
}

/** Checks fields that only some models accept. */
function checkModel(request: StubRequest, id: string): string[] {
  const text = JSON.stringify(request.json)
  const problems: string[] = []
  if (/lite|2\.5/.test(id) && text.includes('"imageSize"')) problems.push(`body: ${id} takes no imageSize`)
  if (id.includes('2.5') && text.includes('"thinkingLevel"')) problems.push(`body: ${id} takes no thinkingLevel`)
  if (id === model && text.includes('"imageSize":"512"')) problems.push(`body: ${id} makes no 512`)
  if (isVertex(request) && !text.includes('"role"')) problems.push('body: Vertex needs the role')
  return problems
}

interface Part {
  readonly text?: string
  readonly inlineData?: { readonly data: string }
  readonly thoughtSignature?: string
}

function turnsOf(request: StubRequest): readonly { readonly role?: string; readonly parts?: readonly Part[] }[] {
  const body = request.json as { contents?: { role?: string; parts?: Part[] }[] } | null
  return body?.contents ?? []
}

/** User and model take turns, the user last; Gemini 3 rejects its own images without their signatures. */
function checkTurns(request: StubRequest): string[] {
  const turns = turnsOf(request)
  const problems = turns.flatMap(({ role }, at) =>
    role === (at % 2 === 0 ? 'user' : 'model') ? [] : [`contents[${at}]: ${role} is out of turn`],
  )
  if (turns.length % 2 === 0) problems.push('contents: the user must speak last')
  const unsigned = turns
    .filter(({ role }) => role === 'model')
    .flatMap(({ parts = [] }) => parts.filter((part) => part.inlineData && part.thoughtSignature === undefined))
  return [...problems, ...unsigned.map(() => 'MISSING_THOUGHT_SIGNATURE')]
}

function partsOf(request: StubRequest): readonly Part[] {
  return turnsOf(request).at(-1)?.parts ?? []
}

function textOf(request: StubRequest): string {
  return partsOf(request)
    .map((part) => part.text ?? '')
    .join(' ')
}

function imagesOf(request: StubRequest): string[] {
  return partsOf(request).flatMap((part) => (part.inlineData ? [part.inlineData.data] : []))
}

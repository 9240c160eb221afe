import { checkJson, type FieldRules } from './check-fields.ts'
import { decodeBase64, decodeMask } from './fake/decode-mask.ts'
import {
  errorInfo,
  fakeGoogleKey,
  googleError,
  isVertex,
  playCatalogue,
  playToken,
  readModelPath,
  retryInfo,
  turnAway,
} from './gemini/play-google.ts'
import type { FailureCase, RefusalCase, ServiceStub, StubPlay, StubReply, StubRequest } from './service-stub.ts'

const model = 'imagen-4.0-generate-001'
const editModel = 'imagen-3.0-capability-001'

const base64Rule = { is: 'text', isRequired: true, matches: /^[A-Za-z0-9+/]+={0,2}$/ } as const

const instanceRules: FieldRules = {
  prompt: { is: 'text', isRequired: true },
  referenceImages: {
    is: 'list',
    minItems: 1,
    of: {
      is: 'object',
      fields: {
        referenceType: {
          is: 'text',
          isRequired: true,
          values: ['RAW', 'MASK', 'SUBJECT', 'STYLE', 'CONTROL'].map((name) => `REFERENCE_TYPE_${name}`),
        },
        referenceId: { is: 'whole', isRequired: true, min: 1 },
        referenceImage: { is: 'object', fields: { bytesBase64Encoded: base64Rule } },
        maskImageConfig: {
          is: 'object',
          fields: {
            maskMode: {
              is: 'text',
              isRequired: true,
              values: ['DEFAULT', 'USER_PROVIDED', 'BACKGROUND', 'FOREGROUND', 'SEMANTIC'].map(
                (name) => `MASK_MODE_${name}`,
              ),
            },
            dilation: { is: 'number', min: 0, max: 1 },
          },
        },
      },
    },
  },
}

/** What the Gemini API takes. */
const keyParameters: FieldRules = {
  sampleCount: { is: 'whole', min: 1, max: 4 },
  aspectRatio: { is: 'text', values: ['1:1', '3:4', '4:3', '9:16', '16:9'] },
  sampleImageSize: { is: 'text', values: ['1K', '2K'] },
  personGeneration: { is: 'text', values: ['dont_allow', 'allow_adult', 'allow_all'] },
}
const vertexParameters: FieldRules = {
  ...keyParameters,
  negativePrompt: { is: 'text' },
  seed: { is: 'whole', min: 0, max: 0xffffffff },
  addWatermark: { is: 'flag' },
  enhancePrompt: { is: 'flag' },
  language: { is: 'text' },
  guidanceScale: { is: 'number' },
  safetySetting: {
    is: 'text',
    values: ['block_low_and_above', 'block_medium_and_above', 'block_only_high', 'block_none'],
  },
  includeRaiReason: { is: 'flag' },
  editMode: {
    is: 'text',
    values: ['DEFAULT', 'INPAINT_INSERTION', 'INPAINT_REMOVAL', 'OUTPAINT', 'BGSWAP'].map(
      (name) => `EDIT_MODE_${name}`,
    ),
  },
  editConfig: { is: 'object', fields: { baseSteps: { is: 'whole', min: 1, max: 75 } } },
}

const refusals: readonly (RefusalCase & { readonly reply: StubReply })[] = [
  {
    name: 'prompt-400',
    what: 'prompt',
    isBilled: 'no',
    words: 'Responsible AI practices',
    reply: googleError(
      400,
      'INVALID_ARGUMENT',
      "The prompt could not be submitted. This prompt contains sensitive words that violate Google's Responsible AI practices.",
    ),
  },
  {
    name: 'empty-list',
    what: 'output',
    isBilled: 'unknown',
    words: 'withheld',
    reply: { status: 200, json: { predictions: [] } },
  },
  { name: 'no-list', what: 'output', isBilled: 'unknown', words: 'withheld', reply: { status: 200, json: {} } },
  {
    name: 'filtered',
    what: 'output',
    isBilled: 'unknown',
    words: 'Support codes: 39322892',
    reply: {
      status: 200,
      json: { predictions: [{ raiFilteredReason: 'Unable to show generated images. Support codes: 39322892' }] },
    },
  },
]

const failures: readonly (FailureCase & { readonly reply: StubReply })[] = [
  {
    name: '400',
    code: 'provider/invalid-request',
    isBilled: 'no',
    words: 'Invalid aspect ratio',
    reply: googleError(400, 'INVALID_ARGUMENT', 'Invalid aspect ratio.'),
  },
  {
    name: '401',
    code: 'credential/rejected',
    isBilled: 'no',
    words: 'invalid authentication credentials',
    reply: googleError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'),
  },
  {
    name: '403',
    code: 'credential/rejected',
    isBilled: 'no',
    words: "Permission 'aiplatform.endpoints.predict' denied",
    reply: googleError(403, 'PERMISSION_DENIED', "Permission 'aiplatform.endpoints.predict' denied."),
  },
  {
    name: '403-billing',
    code: 'provider/quota',
    isBilled: 'no',
    words: 'requires billing',
    reply: googleError(403, 'PERMISSION_DENIED', 'This API requires billing.', errorInfo('BILLING_DISABLED')),
  },
  {
    name: '404-retired',
    code: 'provider/unknown-model',
    isBilled: 'no',
    words: 'Google retired Imagen',
    reply: googleError(404, 'NOT_FOUND', `models/${model} is not found for API version v1beta.`),
  },
  {
    name: '429',
    code: 'provider/rate-limited',
    isBilled: 'no',
    words: 'Quota exceeded',
    reply: googleError(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded for online prediction requests.', retryInfo('12s')),
  },
  {
    name: '503',
    code: 'provider/unavailable',
    isBilled: 'unknown',
    words: 'The service is currently unavailable',
    reply: googleError(503, 'UNAVAILABLE', 'The service is currently unavailable.'),
  },
]

export const imagenStub: ServiceStub = {
  id: 'imagen',
  goodKey: fakeGoogleKey,
  models: { generate: model, edit: editModel, mask: editModel, variations: null },
  deliversByLink: false,
  refusals,
  failures,
  isSubmission: (request) => readModelPath(request)?.verb === 'predict',
  answer(request, play) {
    const before = turnAway(request) ?? playToken(request) ?? playCatalogue(request, [model], ['predict'])
    if (before) return before
    const verb = request.method === 'POST' ? readModelPath(request)?.verb : undefined
    if (verb === 'countTokens') return { status: 200, json: { totalTokens: 2 } }
    return verb === 'predict' ? draw(request, play) : googleError(404, 'NOT_FOUND', 'Not found.')
  },
  violations(request) {
    const asked = readModelPath(request)
    if (asked?.verb !== 'predict') return []
    const takesAll = isVertex(request) || asked.model === editModel
    const rules: FieldRules = {
      instances: {
        is: 'list',
        isRequired: true,
        minItems: 1,
        maxItems: 1,
        of: { is: 'object', fields: instanceRules },
      },
      parameters: { is: 'object', fields: takesAll ? vertexParameters : keyParameters },
    }
    return [...checkJson(request.json, rules), ...checkSeed(request), ...checkModel(request, asked.model)]
  },
  async repaintedPart(request) {
    const images = bodyOf(request).instances?.[0]?.referenceImages ?? []
    const mask = images.find((image) => image.referenceType === 'REFERENCE_TYPE_MASK')
    return mask ? decodeMask(decodeBase64(mask.referenceImage.bytesBase64Encoded), 'white') : null
  },
}

interface ImagenBody {
  readonly instances?: readonly {
    readonly referenceImages?: readonly {
      readonly referenceType: string
      readonly referenceImage: { readonly bytesBase64Encoded: string }
    }[]
  }[]
  readonly parameters?: { readonly sampleCount?: number; readonly seed?: number; readonly addWatermark?: boolean }
}

function bodyOf(request: StubRequest): ImagenBody {
  return request.json as ImagenBody
}

async function draw(request: StubRequest, play: StubPlay): Promise<StubReply> {
  const [kind, name] = play.scene.split(':')
  if (kind === 'refused') return refusals.find((one) => one.name === name)!.reply
  if (kind === 'failed') return failures.find((one) => one.name === name)!.reply
  const count = bodyOf(request).parameters?.sampleCount ?? 1
  const predictions = await Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      mimeType: 'image/png',
      bytesBase64Encoded: Buffer.from(await play.picture(index)).toString('base64'),
    })),
  )
  return { status: 200, json: { predictions } }
}

/** "seed is only valid with addWatermark false", which is on unless told otherwise. */
function checkSeed(request: StubRequest): string[] {
  const { seed, addWatermark } = bodyOf(request).parameters ?? {}
  return seed !== undefined && addWatermark !== false ? ['body.parameters.seed: needs addWatermark false'] : []
}

function checkModel(request: StubRequest, id: string): string[] {
  const hasSize = JSON.stringify(request.json).includes('"sampleImageSize"')
  const takesSize = id.startsWith('imagen-4') && !id.includes('fast')
  return hasSize && !takesSize ? [`body: ${id} takes no sampleImageSize`] : []
}

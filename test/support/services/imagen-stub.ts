import { checkJson, type FieldRules } from './check-fields.ts'
import { decodeBase64, decodeMask } from './decode-mask.ts'
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
import type { FailureCase, RefusalCase, ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const model = 'imagen-4.0-generate-001'
const editModel = 'imagen-3.0-capability-001'

const base64Rule = { type: 'text', isRequired: true, matches: /^[A-Za-z0-9+/]+={0,2}$/ } as const

const instanceRules: FieldRules = {
  prompt: { type: 'text', isRequired: true },
  referenceImages: {
    type: 'list',
    minItems: 1,
    of: {
      type: 'object',
      fields: {
        referenceType: {
          type: 'text',
          isRequired: true,
          values: ['RAW', 'MASK', 'SUBJECT', 'STYLE', 'CONTROL'].map((name) => `REFERENCE_TYPE_${name}`),
        },
        referenceId: { type: 'whole', isRequired: true, min: 1 },
        referenceImage: { type: 'object', fields: { bytesBase64Encoded: base64Rule } },
        maskImageConfig: {
          type: 'object',
          fields: {
            maskMode: {
              type: 'text',
              isRequired: true,
              values: ['DEFAULT', 'USER_PROVIDED', 'BACKGROUND', 'FOREGROUND', 'SEMANTIC'].map(
                (name) => `MASK_MODE_${name}`,
              ),
            },
            dilation: { type: 'number', min: 0, max: 1 },
          },
        },
      },
    },
  },
}

/** Parameters the Gemini API accepts. */
const keyParameters: FieldRules = {
  sampleCount: { type: 'whole', min: 1, max: 4 },
  aspectRatio: { type: 'text', values: ['1:1', '3:4', '4:3', '9:16', '16:9'] },
  sampleImageSize: { type: 'text', values: ['1K', '2K'] },
  personGeneration: { type: 'text', values: ['dont_allow', 'allow_adult', 'allow_all'] },
}
const vertexParameters: FieldRules = {
  ...keyParameters,
  negativePrompt: { type: 'text' },
  seed: { type: 'whole', min: 0, max: 0xffffffff },
  addWatermark: { type: 'flag' },
  enhancePrompt: { type: 'flag' },
  language: { type: 'text' },
  guidanceScale: { type: 'number' },
  safetySetting: {
    type: 'text',
    values: ['block_low_and_above', 'block_medium_and_above', 'block_only_high', 'block_none'],
  },
  includeRaiReason: { type: 'flag' },
  editMode: {
    type: 'text',
    values: ['DEFAULT', 'INPAINT_INSERTION', 'INPAINT_REMOVAL', 'OUTPAINT', 'BGSWAP'].map(
      (name) => `EDIT_MODE_${name}`,
    ),
  },
  editConfig: { type: 'object', fields: { baseSteps: { type: 'whole', min: 1, max: 75 } } },
}

const refusals: readonly (RefusalCase & { readonly response: StubResponse })[] = [
  {
    name: 'prompt-400',
    what: 'prompt',
    isBilled: 'no',
    message: 'Responsible AI practices',
    response: googleError(
      400,
      'INVALID_ARGUMENT',
      "The prompt could not be submitted. This prompt contains sensitive words that violate Google's Responsible AI practices.",
    ),
  },
  {
    name: 'empty-list',
    what: 'output',
    isBilled: 'unknown',
    message: 'withheld',
    response: { status: 200, json: { predictions: [] } },
  },
  { name: 'no-list', what: 'output', isBilled: 'unknown', message: 'withheld', response: { status: 200, json: {} } },
  {
    name: 'filtered',
    what: 'output',
    isBilled: 'unknown',
    message: 'Support codes: 39322892',
    response: {
      status: 200,
      json: { predictions: [{ raiFilteredReason: 'Unable to show generated images. Support codes: 39322892' }] },
    },
  },
]

const failures: readonly (FailureCase & { readonly response: StubResponse })[] = [
  {
    name: '400',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'Invalid aspect ratio',
    response: googleError(400, 'INVALID_ARGUMENT', 'Invalid aspect ratio.'),
  },
  {
    name: '401',
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'invalid authentication credentials',
    response: googleError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'),
  },
  {
    name: '403',
    code: 'credential/rejected',
    isBilled: 'no',
    message: "Permission 'aiplatform.endpoints.predict' denied",
    response: googleError(403, 'PERMISSION_DENIED', "Permission 'aiplatform.endpoints.predict' denied."),
  },
  {
    name: '403-billing',
    code: 'provider/quota',
    isBilled: 'no',
    message: 'requires billing',
    response: googleError(403, 'PERMISSION_DENIED', 'This API requires billing.', errorInfo('BILLING_DISABLED')),
  },
  {
    name: '404-retired',
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'Google discontinued Imagen',
    response: googleError(404, 'NOT_FOUND', `models/${model} is not found for API version v1beta.`),
  },
  {
    name: '429',
    code: 'provider/rate-limited',
    isBilled: 'no',
    message: 'Quota exceeded',
    response: googleError(
      429,
      'RESOURCE_EXHAUSTED',
      'Quota exceeded for online prediction requests.',
      retryInfo('12s'),
    ),
  },
  {
    name: '503',
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'The service is currently unavailable',
    response: googleError(503, 'UNAVAILABLE', 'The service is currently unavailable.'),
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
  respond(request, context) {
    const before = turnAway(request) ?? playToken(request) ?? playCatalogue(request, [model], ['predict'])
    if (before) return before
    const verb = request.method === 'POST' ? readModelPath(request)?.verb : undefined
    if (verb === 'countTokens') return { status: 200, json: { totalTokens: 2 } }
    return verb === 'predict' ? draw(request, context) : googleError(404, 'NOT_FOUND', 'Not found.')
  },
  violations(request) {
    const target = readModelPath(request)
    if (target?.verb !== 'predict') return []
    const takesAll = isVertex(request) || target.model === editModel
    const rules: FieldRules = {
      instances: {
        type: 'list',
        isRequired: true,
        minItems: 1,
        maxItems: 1,
        of: { type: 'object', fields: instanceRules },
      },
      parameters: { type: 'object', fields: takesAll ? vertexParameters : keyParameters },
    }
    return [...checkJson(request.json, rules), ...checkSeed(request), ...checkModel(request, target.model)]
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

async function draw(request: StubRequest, context: StubContext): Promise<StubResponse> {
  const [kind, name] = context.scene.split(':')
  if (kind === 'refused') return refusals.find((candidate) => candidate.name === name)!.response
  if (kind === 'failed') return failures.find((candidate) => candidate.name === name)!.response
  const count = bodyOf(request).parameters?.sampleCount ?? 1
  const predictions = await Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      mimeType: 'image/png',
      bytesBase64Encoded: Buffer.from(await context.image(index)).toString('base64'),
    })),
  )
  return { status: 200, json: { predictions } }
}

/** "seed is only valid with addWatermark false", which is on by default. */
function checkSeed(request: StubRequest): string[] {
  const { seed, addWatermark } = bodyOf(request).parameters ?? {}
  return seed !== undefined && addWatermark !== false ? ['body.parameters.seed: needs addWatermark false'] : []
}

function checkModel(request: StubRequest, id: string): string[] {
  const hasSize = JSON.stringify(request.json).includes('"sampleImageSize"')
  const takesSize = id.startsWith('imagen-4') && !id.includes('fast')
  return hasSize && !takesSize ? [`body: ${id} takes no sampleImageSize`] : []
}

import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ModelCard, Quality } from '../../../shared/domain/model-card.ts'
import { parseJson } from '../../../shared/util/parse-json.ts'
import * as messages from '../../../shared/messages/en/openai.ts'
import type { AdapterInput, ProviderAdapter, TaskState, InputImage } from '../core/adapter.ts'
import type { Call, CallResponse, CallBody, FormPart } from '../core/call.ts'
import { readOpenAiFailure } from './openai-failure.ts'
import { isImageModel, openaiCard, openaiModels } from './openai-models.ts'
import { imagesResponseSchema, toOpenAiState, streamImage } from './openai-response.ts'
import { fileNameOf, toDataUri } from '../core/wire/image-bytes.ts'

/** Limit of `image_url` in a JSON body, in characters; from the vendor's API description. */
const dataUriCharsMax = 20_971_520
/** All sizes the vendor's description allows in a JSON body; the multipart form takes any size. */
const jsonSizes = ['1024x1024', '1536x1024', '1024x1536']
const gptQuality: Readonly<Record<Quality, string>> = { draft: 'low', standard: 'medium', hd: 'high' }
const generationOptions = ['background', 'output_compression', 'moderation', 'complexity', 'quality', 'style']
const editOptions = ['background', 'output_compression', 'complexity', 'quality', 'input_fidelity']

const modelSchema = z.object({ id: z.string(), shutdown_date: z.iso.date().nullish().catch(null) })
const modelListSchema = z.object({ data: z.array(modelSchema) })
type Listed = z.output<typeof modelSchema>

export const openai: ProviderAdapter = {
  id: 'openai',
  label: providerLabels.openai,
  kind: 'cloud',
  baseUrl: 'https://api.openai.com/v1',
  apiHosts: [],
  // Only DALL·E ever returned links, and only if base64 was not requested.
  deliveryHosts: ['oaidalleapiprodscus.blob.core.windows.net'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://platform.openai.com/api-keys' },
  pages: {
    docs: 'https://developers.openai.com/api/docs/guides/image-generation',
    prices: 'https://developers.openai.com/api/docs/pricing',
  },
  privacy: messages.privacy,
  models: openaiModels,
  addModelHint: messages.modelId,
  concurrency: 4,
  timing: { submitTimeoutMs: 600_000, pollEveryMs: 1_000, deadlineMs: 600_000 },
  authorise: (credential) => (credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const list = await loadModels(call)
    // A restricted key may be able to make images but not to list models.
    if (list === null) return { message: messages.keyWithoutList }
    return { message: messages.keyWithModels({ count: list.filter(({ id }) => isImageModel(id)).length }) }
  },
  async listModels(call) {
    const list = await loadModels(call)
    if (list === null) return { models: [], isComplete: false }
    const models = list.filter(({ id }) => isImageModel(id)).map((each) => toCard(each, 'live'))
    // A gateway's list may omit models that it supports.
    return { models, isComplete: !call.isOwnBaseUrl }
  },
  async describeModel(id, call) {
    const path = `/models/${encodeURIComponent(id)}`
    const response = await call.response({ method: 'GET', path, alsoAccept: [403] })
    return response.status === 403 ? openaiCard(id, 'added') : toCard(readReply(response, modelSchema), 'added')
  },
  submit,
  readFailure: readOpenAiFailure,
}

async function submit(input: AdapterInput, call: Call): Promise<TaskState> {
  const previews = previewsWanted(input)
  const { path, body } = buildOpenAiRequest(input, previews > 0 ? { stream: true, partial_images: previews } : {})
  const request = { method: 'POST', path, body, isPaid: true } as const
  if (previews > 0) return streamImage(input.card.id, request, call)
  return toOpenAiState(input.card.id, await call.json(request, imagesResponseSchema))
}

/** null = the key is valid but may not list models. */
async function loadModels(call: Call): Promise<Listed[] | null> {
  const response = await call.response({ method: 'GET', path: '/models', alsoAccept: [403] })
  if (response.status !== 403) return readReply(response, modelListSchema).data
  if (response.text().includes('unsupported_country')) {
    throw new AppError('provider/unsupported', messages.countryNotServed)
  }
  return null
}

/** A listed model is served, by the vendor or by a gateway, until the date it names. */
function toCard({ id, shutdown_date }: Listed, origin: ModelCard['origin']): ModelCard {
  const card = openaiCard(id, origin)
  const successor = card.state.type === 'current' ? null : card.state.successor
  if (shutdown_date) return { ...card, state: { type: 'retiring', on: shutdown_date, successor } }
  return card.state.type === 'retired' ? { ...card, state: { type: 'current' } } : card
}

function readReply<T>(response: CallResponse, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(response.text()))
  if (parsed.success) return parsed.data
  throw new AppError('provider/bad-reply', messages.unexpectedList, {
    detail: { isBilled: 'no' },
  })
}

/** A request body and its path, relative to the base URL. */
interface OpenaiRequest {
  readonly path: '/images/generations' | '/images/edits' | '/images/variations'
  readonly body: CallBody
}

type Fields = Readonly<Record<string, string | number | boolean>>

function buildOpenAiRequest(input: AdapterInput, extra: Fields = {}): OpenaiRequest {
  if (input.source === null && input.references.length === 0) {
    return { path: '/images/generations', body: { json: { ...generationFields(input), ...extra } } }
  }
  if (input.operation === 'variations' && input.card.variations === 'native') {
    return { path: '/images/variations', body: { form: variationForm(input) } }
  }
  return { path: '/images/edits', body: editBody(input, extra) }
}

/** Returns how many previews to request: each costs tokens, so none unless the user wants them. */
function previewsWanted(input: AdapterInput): number {
  if (!input.card.hasPreviews || !input.wantsPreviews || input.n !== 1) return 0
  return Number(input.options['partial_images'] ?? 0)
}

function generationFields(input: AdapterInput): Fields {
  return { ...commonFields(input), ...moderationField(input), ...optionFields(input, generationOptions) }
}

function commonFields(input: AdapterInput): Fields {
  const isDallE = input.card.id.startsWith('dall-e')
  const size = input.size ?? input.source
  return {
    model: input.card.id,
    prompt: input.prompt,
    n: input.n,
    ...(size && { size: `${size.widthPx}x${size.heightPx}` }),
    ...(input.quality && { quality: isDallE ? input.quality : gptQuality[input.quality] }),
    // GPT Image always returns base64 and refuses this field; DALL·E would return a link.
    ...(isDallE ? { response_format: 'b64_json' } : input.format && { output_format: input.format }),
  }
}

/** `auto` is the service's default and is not sent. */
function moderationField({ card, safety }: AdapterInput): Fields {
  const isLow = !safety.blockNsfw && (safety.contentFilter === 'off' || safety.contentFilter === 'low')
  return card.hasSafetySetting && isLow ? { moderation: 'low' } : {}
}

/** PNG with a compression level is refused. */
function optionFields(input: AdapterInput, names: readonly string[]): Fields {
  const isPng = input.format === null || input.format === 'png'
  return Object.fromEntries(
    Object.entries(input.options).filter(([name]) => names.includes(name) && !(isPng && name === 'output_compression')),
  )
}

/**
 * Multipart by default. The vendor's description has `moderation` only in the JSON form of an edit, where sizes and
 * images are limited: UNCONFIRMED whether the multipart form takes it. What does not fit JSON is sent without it, which
 * filters more than requested, never less.
 */
function editBody(input: AdapterInput, extra: Fields): CallBody {
  const fields = { ...commonFields(input), ...optionFields(input, editOptions), ...extra }
  const images = [...(input.source ? [input.source] : []), ...input.references]
  const moderation = input.options['moderation'] ?? moderationField(input)['moderation']
  const files = input.mask ? [...images, input.mask] : images
  const isJsonSize = fields['size'] === undefined || jsonSizes.includes(String(fields['size']))
  if (moderation !== undefined && isJsonSize && files.every(fitsJson)) {
    return {
      json: {
        ...fields,
        moderation,
        images: images.map((each) => ({ image_url: toDataUri(each) })),
        ...(input.mask && { mask: { image_url: toDataUri(input.mask) } }),
      },
    }
  }
  // A list of one is written without brackets: older servers support nothing else.
  const name = images.length === 1 ? 'image' : 'image[]'
  return {
    form: [
      ...textParts(fields),
      ...images.map((each, at) => filePart(name, `picture-${at + 1}`, each)),
      ...(input.mask ? [filePart('mask', 'mask', input.mask)] : []),
    ],
  }
}

function fitsJson(image: InputImage): boolean {
  return Math.ceil(image.bytes.byteLength / 3) * 4 + 'data:image/webp;base64,'.length <= dataUriCharsMax
}

function variationForm(input: AdapterInput): FormPart[] {
  const { model, n, size, response_format } = commonFields(input)
  const fields = { model, n, ...(size !== undefined && { size }), response_format }
  return [...textParts(fields), ...(input.source ? [filePart('image', 'picture', input.source)] : [])]
}

function textParts(fields: Readonly<Record<string, string | number | boolean | undefined>>): FormPart[] {
  return Object.entries(fields).map(([name, value]) => ({ name, value: String(value) }))
}

function filePart(name: string, base: string, image: InputImage): FormPart {
  return { name, bytes: image.bytes, mime: image.mime, fileName: fileNameOf(base, image) }
}

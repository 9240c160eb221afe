import type { Quality } from '../../../shared/domain/model-card.ts'
import type { AdapterInput, InputImage } from '../core/adapter.ts'
import type { CallBody, FormPart } from '../core/call.ts'
import { fileNameOf, toDataUri } from '../core/image-bytes.ts'

/** A request body and its path, relative to the base URL. */
export interface OpenaiRequest {
  readonly path: '/images/generations' | '/images/edits' | '/images/variations'
  readonly body: CallBody
}

type Fields = Readonly<Record<string, string | number | boolean>>

/** Limit of `image_url` in a JSON body, in characters; from the vendor's API description. */
const dataUriCharsMax = 20_971_520
/** All sizes the vendor's description allows in a JSON body; the multipart form takes any size. */
const jsonSizes = ['1024x1024', '1536x1024', '1024x1536']

const gptQuality: Readonly<Record<Quality, string>> = { draft: 'low', standard: 'medium', hd: 'high' }

export function buildOpenAiRequest(input: AdapterInput, extra: Fields = {}): OpenaiRequest {
  if (input.source === null && input.references.length === 0) {
    return { path: '/images/generations', body: { json: { ...generationFields(input), ...extra } } }
  }
  if (input.operation === 'variations' && input.card.variations === 'native') {
    return { path: '/images/variations', body: { form: variationForm(input) } }
  }
  return { path: '/images/edits', body: editBody(input, extra) }
}

/** Returns how many previews to request: each costs tokens, so none unless the user wants them. */
export function previewsWanted(input: AdapterInput): number {
  if (!input.card.hasPreviews || !input.wantsPreviews || input.n !== 1) return 0
  return Number(input.options['partial_images'] ?? 0)
}

function generationFields(input: AdapterInput): Fields {
  return { ...commonFields(input), ...moderationField(input), ...optionFields(input, generationOptions) }
}

const generationOptions = ['background', 'output_compression', 'moderation', 'complexity', 'quality', 'style']
const editOptions = ['background', 'output_compression', 'complexity', 'quality', 'input_fidelity']

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

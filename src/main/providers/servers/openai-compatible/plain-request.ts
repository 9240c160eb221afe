import type { AdapterInput, InputImage } from '../../core/adapter.ts'
import type { CallBody, FormPart } from '../../core/call.ts'
import { fileNameOf, toBase64 } from '../../core/wire/image-bytes.ts'
import { apiFlavorOf, flavorModelName, sdServerName } from './compatible-models.ts'
import { promptWithFields } from './sdcpp-job.ts'

/** `path` is relative to `/v1`. */
export interface PlainRequest {
  readonly path: '/images/generations' | '/images/edits' | '/images/inpainting'
  readonly body: CallBody
}

type Fields = Readonly<Record<string, string | number | boolean | readonly string[]>>

export function buildPlainRequest(input: AdapterInput): PlainRequest {
  return apiFlavorOf(input.card.id) === 'localai' ? forLocalai(input) : forAnyServer(input)
}

/** Builds a request with only what every server supports, and what the user has set. */
function forAnyServer(input: AdapterInput): PlainRequest {
  // sd-server takes its own fields in the prompt.
  const options = input.card.id === sdServerName ? {} : input.options
  const fields = { ...basics(input), ...formatField(input), ...options }
  const images = [...(input.source ? [input.source] : []), ...input.references]
  if (images.length === 0) return { path: '/images/generations', body: { json: fields } }
  // A list of one is written without brackets: some servers support nothing else.
  const name = images.length === 1 ? 'image' : 'image[]'
  const form = [
    ...textParts(fields),
    ...images.map((each, at) => filePart(name, `picture-${at + 1}`, each)),
    ...(input.mask ? [filePart('mask', 'mask', input.mask)] : []),
  ]
  return { path: '/images/edits', body: { form } }
}

function forLocalai(input: AdapterInput): PlainRequest {
  const { source, mask, references, negativePrompt, steps, card } = input
  if (source && mask) {
    const fields = { model: flavorModelName(card.id), prompt: input.prompt, ...(steps !== null && { steps }) }
    const form = [...textParts(fields), filePart('image', 'picture', source), filePart('mask', 'mask', mask)]
    return { path: '/images/inpainting', body: { form } }
  }
  const json = {
    ...basics(input),
    // Its links contain the server's own idea of its host name.
    response_format: 'b64_json',
    ...(negativePrompt !== null && { negative_prompt: negativePrompt }),
    ...(steps !== null && { step: steps }),
    // Bare base64: with a `data:` prefix it is silently dropped.
    ...(source && { file: toBase64(source) }),
    ...(references.length > 0 && { ref_images: references.map(toBase64) }),
    ...input.options,
  }
  return { path: '/images/generations', body: { json } }
}

function basics(input: AdapterInput): Fields {
  const size = input.size ?? input.source
  return {
    model: flavorModelName(input.card.id),
    prompt: input.card.id === sdServerName ? promptWithFields(input) : input.prompt,
    n: input.n,
    ...(size && { size: `${size.widthPx}x${size.heightPx}` }),
  }
}

function formatField({ card, format }: AdapterInput): Fields {
  return format && card.formats.length > 0 ? { output_format: format } : {}
}

function textParts(fields: Fields): FormPart[] {
  return Object.entries(fields).map(([name, value]) => ({ name, value: String(value) }))
}

function filePart(name: string, base: string, image: InputImage): FormPart {
  return { name, bytes: image.bytes, mime: image.mime, fileName: fileNameOf(base, image) }
}

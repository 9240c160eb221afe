import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/bfl.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, InputImage } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import { toBase64 } from '../core/wire/image-bytes.ts'
import { canvasPixelsMax } from './bfl-models.ts'

type Fields = Readonly<Record<string, unknown>>

/** Request format of one family of endpoints. */
interface Family {
  /** Highest `safety_tolerance`; 0 is the strictest everywhere. */
  readonly toleranceMax: number
  fields(input: AdapterInput): Fields
}

const flux1: Family = {
  toleranceMax: 6,
  fields: (input) => ({
    ...settings(input),
    width: input.size?.widthPx,
    height: input.size?.heightPx,
    image_prompt: oneImage(input),
  }),
}

const ultra: Family = {
  toleranceMax: 6,
  fields: (input) => ({
    ...settings(input),
    aspect_ratio: input.aspectRatio,
    image_prompt: oneImage(input),
  }),
}

const fill: Family = {
  toleranceMax: 6,
  fields: (input) => ({ ...settings(input), image: base64(input.source), mask: base64(input.mask) }),
}

const expand: Family = {
  toleranceMax: 6,
  fields(input) {
    requireMargin(input)
    return { ...settings(input), image: base64(input.source) }
  },
}

const kontext: Family = {
  toleranceMax: 6,
  fields: (input) => ({ ...settings(input), ...numberedImages(input), aspect_ratio: input.aspectRatio }),
}

const flux2: Family = {
  toleranceMax: 5,
  fields: (input) => ({
    ...settings(input),
    ...numberedImages(input),
    width: input.size?.widthPx,
    height: input.size?.heightPx,
  }),
}

const flux3Klein: Family = {
  toleranceMax: 4,
  fields(input) {
    const images = allImages(input)
    return {
      ...settings(input),
      images: images.length === 0 ? null : images.map(toBase64),
      aspect_ratio: input.aspectRatio,
      resolution: input.tier,
    }
  },
}

const flux3: Family = {
  ...flux3Klein,
  // By default it searches the web for what is in a prompt.
  fields: (input) => ({ grounding: false, ...flux3Klein.fields(input) }),
}

const outpaint: Family = {
  toleranceMax: 5,
  fields(input) {
    requireMargin(input)
    const { top, bottom, left, right, ...others } = settings(input)
    return {
      ...others,
      input_image: base64(input.source),
      mode: input.quality === 'draft' ? 'fast' : 'high',
      ...canvasOf(input, { top: pixels(top), bottom: pixels(bottom), left: pixels(left), right: pixels(right) }),
    }
  },
}

const erase: Family = {
  toleranceMax: 5,
  fields: (input) => ({
    dilate_pixels: 0,
    ...settings(input),
    input_image: base64(input.source),
    mask: base64(input.mask),
  }),
}

/** Other names by which two models are known. */
const aliases: Readonly<Record<string, string>> = {
  'flux-1.1-pro': 'flux-pro-1.1',
  'flux-1.1-ultra': 'flux-pro-1.1-ultra',
}

const families: Readonly<Record<string, Family>> = {
  'flux-pro-1.1': flux1,
  'flux-dev': flux1,
  'flux-pro-1.1-ultra': ultra,
  'flux-pro-1.0-fill': fill,
  'flux-pro-1.0-expand': expand,
  'flux-kontext-pro': kontext,
  'flux-kontext-max': kontext,
  'flux-3-image': flux3,
  'flux-3-image-klein': flux3Klein,
  'flux-tools/outpainting-v1': outpaint,
  'flux-tools/erase-v1': erase,
}

/** Every model has its own endpoint. */
export function toBflRequest(input: AdapterInput): CallRequest {
  const model = aliases[input.card.id] ?? input.card.id
  const { fields, toleranceMax } = families[model] ?? flux2
  const body = { ...fields(input), safety_tolerance: toleranceOf(input, toleranceMax) }
  const set = Object.entries(body).filter(([, value]) => value !== null && value !== undefined)
  return { method: 'POST', path: `/v1/${model}`, body: { json: Object.fromEntries(set) }, isPaid: true }
}

/** Fields of most endpoints; what a card does not offer is null here, and null is not sent. */
function settings({ prompt, seed, steps, guidance, format, card, options }: AdapterInput): Fields {
  return {
    prompt: prompt || null,
    seed,
    steps,
    guidance,
    output_format: format ?? card.formats[0],
    ...options,
  }
}

/** The service's default tolerance is 2. */
function toleranceOf({ safety }: AdapterInput, max: number): number {
  const tolerance = { strict: 0, moderate: 2, low: max - 1, off: max }[safety.contentFilter]
  return safety.blockNsfw ? Math.min(2, tolerance) : tolerance
}

function allImages({ source, references }: AdapterInput): InputImage[] {
  return source ? [source, ...references] : [...references]
}

function oneImage(input: AdapterInput): string | null {
  const images = allImages(input)
  if (images.length > 1) {
    throw new AppError('provider/invalid-request', messages.oneImageOnly)
  }
  return base64(images[0])
}

/** `input_image`, `input_image_2` … */
function numberedImages(input: AdapterInput): Fields {
  const named = allImages(input).map((image, index) => [
    index === 0 ? 'input_image' : `input_image_${index + 1}`,
    toBase64(image),
  ])
  return Object.fromEntries(named) as Fields
}

/** Without the prefix of a data URI. */
function base64(image: InputImage | null | undefined): string | null {
  return image ? toBase64(image) : null
}

interface Margins {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** The canvas, and the image's position on it. */
function canvasOf({ source }: AdapterInput, { top, bottom, left, right }: Margins): Fields {
  const width = (source?.widthPx ?? 0) + left + right
  const height = (source?.heightPx ?? 0) + top + bottom
  if (width * height > canvasPixelsMax) {
    throw new AppError('provider/invalid-request', messages.extendedTooLarge({ width, height }))
  }
  return { width, height, reference_offset_x: left, reference_offset_y: top }
}

function requireMargin({ options }: AdapterInput): void {
  if (['top', 'bottom', 'left', 'right'].some((name) => pixels(options[name]) > 0)) return
  throw new AppError('provider/invalid-request', responses.extendRequired)
}

function pixels(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

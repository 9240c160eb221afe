import { AppError } from '../../../shared/errors/index.ts'
import type { AdapterInput, InputPicture } from '../core/adapter.ts'
import type { CallRequest } from '../core/call.ts'
import { toBase64 } from '../core/encode-picture.ts'
import { canvasPixelsMax } from './bfl-models.ts'

type Fields = Readonly<Record<string, unknown>>

/** How one family of endpoints is asked. */
interface Family {
  /** Of `safety_tolerance`; 0 is the strictest everywhere. */
  readonly toleranceMax: number
  fields(input: AdapterInput): Fields
}

const flux1: Family = {
  toleranceMax: 6,
  fields: (input) => ({
    ...settings(input),
    width: input.size?.widthPx,
    height: input.size?.heightPx,
    image_prompt: onePicture(input),
  }),
}

const ultra: Family = {
  toleranceMax: 6,
  fields: (input) => ({
    ...settings(input),
    aspect_ratio: input.aspectRatio,
    image_prompt: onePicture(input),
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
  fields: (input) => ({ ...settings(input), ...numberedPictures(input), aspect_ratio: input.aspectRatio }),
}

const flux2: Family = {
  toleranceMax: 5,
  fields: (input) => ({
    ...settings(input),
    ...numberedPictures(input),
    width: input.size?.widthPx,
    height: input.size?.heightPx,
  }),
}

const flux3: Family = {
  toleranceMax: 4,
  fields(input) {
    const pictures = allPictures(input)
    return {
      // It searches the web for what is in a prompt unless told not to.
      grounding: false,
      ...settings(input),
      images: pictures.length === 0 ? null : pictures.map(toBase64),
      aspect_ratio: input.aspectRatio,
      resolution: input.tier,
    }
  },
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

/** Names by which two models are known besides the vendor's own. */
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
  'flux-tools/outpainting-v1': outpaint,
  'flux-tools/erase-v1': erase,
}

/** Every model is an endpoint of its own. */
export function toBflRequest(input: AdapterInput): CallRequest {
  const model = aliases[input.card.id] ?? input.card.id
  const { fields, toleranceMax } = families[model] ?? flux2
  const body = { ...fields(input), safety_tolerance: toleranceOf(input, toleranceMax) }
  const set = Object.entries(body).filter(([, value]) => value !== null && value !== undefined)
  return { method: 'POST', path: `/v1/${model}`, body: { json: Object.fromEntries(set) }, isPaid: true }
}

/** What most endpoints have; what a card does not offer is null here, and what is null is not sent. */
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

/** The service's usual tolerance is 2. */
function toleranceOf({ safety }: AdapterInput, max: number): number {
  const tolerance = { strict: 0, moderate: 2, low: max - 1, off: max }[safety.contentFilter]
  return safety.blockNsfw ? Math.min(2, tolerance) : tolerance
}

function allPictures({ source, references }: AdapterInput): InputPicture[] {
  return source ? [source, ...references] : [...references]
}

function onePicture(input: AdapterInput): string | null {
  const pictures = allPictures(input)
  if (pictures.length > 1) {
    throw new AppError(
      'provider/invalid-request',
      'This model goes by one image only. Take the reference image away. Nothing was sent.',
    )
  }
  return base64(pictures[0])
}

/** `input_image`, `input_image_2` … */
function numberedPictures(input: AdapterInput): Fields {
  const named = allPictures(input).map((picture, index) => [
    index === 0 ? 'input_image' : `input_image_${index + 1}`,
    toBase64(picture),
  ])
  return Object.fromEntries(named) as Fields
}

/** Without the head of a data address. */
function base64(picture: InputPicture | null | undefined): string | null {
  return picture ? toBase64(picture) : null
}

interface Margins {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** The canvas, and where the picture lies in it. */
function canvasOf({ source }: AdapterInput, { top, bottom, left, right }: Margins): Fields {
  const width = (source?.widthPx ?? 0) + left + right
  const height = (source?.heightPx ?? 0) + top + bottom
  if (width * height > canvasPixelsMax) {
    throw new AppError(
      'provider/invalid-request',
      `The extended image would have ${width} × ${height} pixels; this model makes four megapixels at most. Extend it less. Nothing was sent.`,
    )
  }
  return { width, height, reference_offset_x: left, reference_offset_y: top }
}

function requireMargin({ options }: AdapterInput): void {
  if (['top', 'bottom', 'left', 'right'].some((name) => pixels(options[name]) > 0)) return
  throw new AppError(
    'provider/invalid-request',
    'This model needs to know how far to extend the image. Set top, bottom, left or right to more than 0 pixels. Nothing was sent.',
  )
}

function pixels(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

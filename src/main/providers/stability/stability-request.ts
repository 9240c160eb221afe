import type { OptionValue } from '../../../shared/domain/model-card.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, InputImage } from '../core/adapter.ts'
import type { CallRequest, FormPart } from '../core/call.ts'
import { fileNameOf } from '../core/wire/image-bytes.ts'
import { sdxlEngine } from './stability-models.ts'

/** Below `/v2beta/stable-image/`; the whole SD 3.5 family shares one endpoint. */
const paths: Readonly<Record<string, string>> = {
  'stable-image-core': 'generate/core',
  'stable-image-ultra': 'generate/ultra',
  inpaint: 'edit/inpaint',
  erase: 'edit/erase',
  outpaint: 'edit/outpaint',
  'search-and-replace': 'edit/search-and-replace',
  'search-and-recolor': 'edit/search-and-recolor',
  'remove-background': 'edit/remove-background',
  'upscale-fast': 'upscale/fast',
  'upscale-conservative': 'upscale/conservative',
  'upscale-creative': 'upscale/creative',
}

/** Starting from an image requires a strength. */
const usualStrength = 0.65

/** v2beta: always a form, and a JSON response, so that it includes seed and finish reason. */
export function toStableImageRequest(input: AdapterInput): CallRequest {
  requireMargin(input)
  return {
    method: 'POST',
    path: `/v2beta/stable-image/${paths[input.card.id] ?? 'generate/sd3'}`,
    headers: { accept: 'application/json' },
    body: { form: [...files(input), ...stableImageFields(input)] },
    isPaid: true,
  }
}

function files({ source, mask }: AdapterInput): FormPart[] {
  return [...(source ? [filePart('image', source)] : []), ...(mask ? [filePart('mask', mask)] : [])]
}

export function filePart(name: string, image: InputImage): FormPart {
  return { name, bytes: image.bytes, mime: image.mime, fileName: fileNameOf(name, image) }
}

function stableImageFields(input: AdapterInput): FormPart[] {
  const { card, source } = input
  return textParts({
    // An empty prompt is rejected, a missing one may be allowed.
    prompt: input.prompt || null,
    negative_prompt: input.negativePrompt,
    ...(isSd3(input) && { model: card.id, mode: source ? 'image-to-image' : 'text-to-image' }),
    // With an input image the result has the image's shape; SD 3.5 rejects the field then.
    aspect_ratio: source ? null : input.aspectRatio,
    strength: source && card.strength ? strengthOf(input) : null,
    cfg_scale: input.guidance,
    style_preset: input.stylePreset,
    seed: responseSeed(input),
    output_format: input.format,
    ...(input.mask && { grow_mask: 0 }),
    ...usedOptions(input),
  })
}

function isSd3({ card }: AdapterInput): boolean {
  return card.id.startsWith('sd3')
}

/** null is not sent. */
export function textParts(values: Readonly<Record<string, OptionValue | null>>): FormPart[] {
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }]))
}

/** 0 = the image unchanged, 1 = nothing of it is left: the same as Atelier's strength. */
export function strengthOf({ strength }: AdapterInput): number {
  return strength ?? usualStrength
}

/** 0 requests a random seed: the highest seed is sent instead, so that 0 also gives the same image again. */
export function responseSeed({ seed, card }: AdapterInput): number | null {
  return seed === 0 ? card.seedMax : seed
}

const sides = ['left', 'right', 'up', 'down']

/** Leaves out sides that are not extended: each one given must be greater than 0. */
function usedOptions({ options }: AdapterInput): Record<string, OptionValue> {
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => !sides.includes(name) || value !== 0))
}

function requireMargin(input: AdapterInput): void {
  if (input.card.id !== 'outpaint' || Object.keys(usedOptions(input)).some((name) => sides.includes(name))) return
  throw new AppError('provider/invalid-request', responses.extendRequired)
}

/** v1: JSON for text alone, a form with images. */
export function toSdxlRequest(input: AdapterInput): CallRequest {
  const { source, mask } = input
  const task = !source ? 'text-to-image' : mask ? 'image-to-image/masking' : 'image-to-image'
  return {
    method: 'POST',
    path: `/v1/generation/${sdxlEngine}/${task}`,
    headers: { accept: 'application/json' },
    body: source
      ? { form: [...imageParts(input), ...promptParts(input), ...fieldParts(input)] }
      : { json: json(input) },
    isPaid: true,
  }
}

interface WeightedText {
  readonly text: string
  readonly weight: number
}

/** A negative prompt is a prompt of weight -1. */
function prompts({ prompt, negativePrompt }: AdapterInput): WeightedText[] {
  return [{ text: prompt, weight: 1 }, ...(negativePrompt === null ? [] : [{ text: negativePrompt, weight: -1 }])]
}

function commonFields(input: AdapterInput) {
  const { n, guidance, steps, stylePreset, options } = input
  return { samples: n, cfg_scale: guidance, steps, seed: responseSeed(input), style_preset: stylePreset, ...options }
}

function json(input: AdapterInput): Record<string, unknown> {
  // The service's default of 512 × 512 is not among the sizes this engine takes.
  const size = input.size ?? { widthPx: 1_024, heightPx: 1_024 }
  const fields = { ...commonFields(input), width: size.widthPx, height: size.heightPx }
  const set = Object.entries(fields).filter(([, value]) => value !== null)
  return { text_prompts: prompts(input), ...Object.fromEntries(set) }
}

function imageParts({ source, mask }: AdapterInput): FormPart[] {
  return [...(source ? [filePart('init_image', source)] : []), ...(mask ? [filePart('mask_image', mask)] : [])]
}

function promptParts(input: AdapterInput): FormPart[] {
  return prompts(input).flatMap(({ text, weight }, index) =>
    textParts({ [`text_prompts[${index}][text]`]: text, [`text_prompts[${index}][weight]`]: weight }),
  )
}

function fieldParts(input: AdapterInput): FormPart[] {
  return textParts({
    ...commonFields(input),
    // `image_strength` 1 keeps the image: inverted compared to everywhere else.
    ...(input.mask
      ? { mask_source: 'MASK_IMAGE_WHITE' }
      : { init_image_mode: 'IMAGE_STRENGTH', image_strength: roundShare(1 - strengthOf(input)) }),
  })
}

/** Removes binary rounding errors: 1 - 0.65 = 0.35. */
function roundShare(share: number): number {
  return Math.round(share * 1_000) / 1_000
}

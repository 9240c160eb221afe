import type { OptionValue } from '../../../shared/domain/model-card.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { AdapterInput, InputPicture } from '../core/adapter.ts'
import type { CallRequest, FormPart } from '../core/call.ts'
import { fileNameOf } from '../core/encode-picture.ts'

/** Below `/v2beta/stable-image/`; everything of the SD 3.5 family is one endpoint. */
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

/** A start from a picture needs a strength. */
const usualStrength = 0.65

/** v2beta: always a form, and JSON is asked for, so that seed and finish reason come with the picture. */
export function toStableImageRequest(input: AdapterInput): CallRequest {
  requireMargin(input)
  return {
    method: 'POST',
    path: `/v2beta/stable-image/${paths[input.card.id] ?? 'generate/sd3'}`,
    headers: { accept: 'application/json' },
    body: { form: [...files(input), ...fields(input)] },
    isPaid: true,
  }
}

function files({ source, mask }: AdapterInput): FormPart[] {
  return [...(source ? [filePart('image', source)] : []), ...(mask ? [filePart('mask', mask)] : [])]
}

export function filePart(name: string, picture: InputPicture): FormPart {
  return { name, bytes: picture.bytes, mime: picture.mime, fileName: fileNameOf(name, picture) }
}

function fields(input: AdapterInput): FormPart[] {
  const { card, source } = input
  return textParts({
    // An empty one is rejected, where it may be left out.
    prompt: input.prompt || null,
    negative_prompt: input.negativePrompt,
    ...(isSd3(input) && { model: card.id, mode: source ? 'image-to-image' : 'text-to-image' }),
    // The shape of what comes back is the picture's, where one is sent; SD 3.5 rejects the field then.
    aspect_ratio: source ? null : input.aspectRatio,
    strength: source && card.strength ? strengthOf(input) : null,
    cfg_scale: input.guidance,
    style_preset: input.stylePreset,
    seed: seedOf(input),
    output_format: input.format,
    ...(input.mask && { grow_mask: 0 }),
    ...usedOptions(input),
  })
}

function isSd3({ card }: AdapterInput): boolean {
  return card.id.startsWith('sd3')
}

/** What is null is not sent. */
export function textParts(values: Readonly<Record<string, OptionValue | null>>): FormPart[] {
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }]))
}

/** 0 = the picture as it was, 1 = nothing of it is left: as Atelier means it. */
export function strengthOf({ strength }: AdapterInput): number {
  return strength ?? usualStrength
}

/** 0 asks for a random one: the last seed there is stands for it, so that 0 too gives the same picture again. */
export function seedOf({ seed, card }: AdapterInput): number | null {
  return seed === 0 ? card.seedMax : seed
}

const sides = ['left', 'right', 'up', 'down']

/** A side that is not extended is left out: each that is named must be more than 0. */
function usedOptions({ options }: AdapterInput): Record<string, OptionValue> {
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => !sides.includes(name) || value !== 0))
}

function requireMargin(input: AdapterInput): void {
  if (input.card.id !== 'outpaint' || Object.keys(usedOptions(input)).some((name) => sides.includes(name))) return
  throw new AppError(
    'provider/invalid-request',
    'Outpaint needs to know how far to extend the image. Set left, right, up or down to more than 0 pixels. Nothing was sent.',
  )
}

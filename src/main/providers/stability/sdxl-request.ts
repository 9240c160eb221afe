import type { AdapterInput } from '../core/adapter.ts'
import type { CallRequest, FormPart } from '../core/call.ts'
import { filePart, responseSeed, strengthOf, textParts } from './stable-image-request.ts'
import { sdxlEngine } from './stability-models.ts'

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

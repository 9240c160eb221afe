import type { AdapterInput } from '../core/adapter.ts'
import type { CallBody } from '../core/call.ts'
import { type Fields, imageWeightOf, optionsOf, toBody } from './ideogram-body.ts'

interface Request {
  readonly path: string
  readonly body: CallBody
}

/** Models 1.0 to 2a: from words, by a mask, or from a picture. */
export function toLegacyRequest(input: AdapterInput): Request {
  const { source, mask } = input
  if (source && mask) {
    const fields = { ...settings(input), prompt: input.prompt, model: input.card.id }
    return {
      path: '/edit',
      body: toBody(fields, [
        ['image_file', source],
        ['mask', mask],
      ]),
    }
  }
  const request = imageRequest(input)
  if (!source) return { path: '/generate', body: toBody({ image_request: set(request) }, []) }
  const remix = { ...request, image_weight: imageWeightOf(input) }
  return { path: '/remix', body: toBody({ image_request: set(remix) }, [['image_file', source]]) }
}

export function toLegacyUpscaleRequest(input: AdapterInput): Request {
  const request = { ...settings(input), prompt: input.prompt || null }
  const files = input.source ? ([['image_file', input.source]] as const) : []
  return { path: '/upscale', body: toBody({ image_request: set(request) }, files) }
}

function settings(input: AdapterInput): Fields {
  return { num_images: input.n, seed: input.seed, style_type: input.stylePreset, ...optionsOf(input) }
}

function imageRequest(input: AdapterInput): Fields {
  return {
    ...settings(input),
    prompt: input.prompt,
    model: input.card.id,
    aspect_ratio: input.aspectRatio && `ASPECT_${input.aspectRatio.replace(':', '_')}`,
    negative_prompt: input.negativePrompt,
  }
}

function set(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

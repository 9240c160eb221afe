import { AppError } from '../../../../shared/errors/index.ts'
import type { ContentFilter, Safety } from '../../../../shared/domain/generation.ts'
import type { AdapterInput, InputPicture } from '../../core/adapter.ts'
import { toBase64 } from '../../core/encode-picture.ts'

/** The body of `predict`. The Gemini API takes only a few of Vertex's parameters, and answers 400 to the others. */
export function toImagenBody(input: AdapterInput, isVertex: boolean): object {
  if (input.source !== null) return toEditBody(input, input.source)
  if (input.negativePrompt !== null && !isVertex) {
    throw new AppError(
      'provider/unsupported',
      'Google takes a negative prompt for Imagen only from a service account (Vertex AI), so nothing was sent. Leave it empty, or set GOOGLE_APPLICATION_CREDENTIALS.',
    )
  }
  return {
    instances: [{ prompt: input.prompt }],
    parameters: {
      sampleCount: input.n,
      ...(input.aspectRatio !== null && { aspectRatio: input.aspectRatio }),
      ...(hasTiers(input) && { sampleImageSize: input.tier }),
      ...pick(input, 'personGeneration'),
      ...(isVertex && toVertexParameters(input)),
    },
  }
}

/** Whether the seed that was asked for is the one that is drawn with. */
export function usesSeed(input: AdapterInput, isVertex: boolean): boolean {
  const isRouteWithSeed = isVertex || input.source !== null
  return input.seed !== null && isRouteWithSeed && input.options['addWatermark'] !== true
}

function toVertexParameters(input: AdapterInput): object {
  return {
    ...(input.negativePrompt !== null && { negativePrompt: input.negativePrompt }),
    ...toSeed(input),
    ...pick(input, 'enhancePrompt'),
    ...toSafety(input.safety),
  }
}

/** The watermark is on unless told otherwise, and with it a seed is an error. */
function toSeed(input: AdapterInput): object {
  if (usesSeed(input, true)) return { seed: input.seed, addWatermark: false }
  return pick(input, 'addWatermark')
}

/** Only Vertex serves the model that edits; a gateway in its place takes the same body. */
function toEditBody(input: AdapterInput, source: InputPicture): object {
  const editMode = input.options['editMode'] ?? 'EDIT_MODE_INPAINT_INSERTION'
  return {
    instances: [{ prompt: input.prompt, referenceImages: toReferenceImages(input, source) }],
    parameters: {
      sampleCount: input.n,
      editMode: input.mask === null ? 'EDIT_MODE_DEFAULT' : editMode,
      ...(input.steps !== null && { editConfig: { baseSteps: input.steps } }),
      ...(input.guidance !== null && { guidanceScale: input.guidance }),
      ...(input.negativePrompt !== null && { negativePrompt: input.negativePrompt }),
      ...pick(input, 'personGeneration'),
      ...toSeed(input),
      ...toSafety(input.safety),
    },
  }
}

function toReferenceImages(input: AdapterInput, source: InputPicture): object[] {
  const raw = { referenceType: 'REFERENCE_TYPE_RAW', referenceId: 1, referenceImage: toImage(source) }
  if (input.mask === null) return [raw]
  const maskImageConfig = { maskMode: 'MASK_MODE_USER_PROVIDED', ...pick(input, 'dilation') }
  const mask = { referenceType: 'REFERENCE_TYPE_MASK', referenceId: 2, referenceImage: toImage(input.mask) }
  return [raw, { ...mask, maskImageConfig }]
}

function toImage(picture: InputPicture): object {
  return { bytesBase64Encoded: toBase64(picture) }
}

const settings: Readonly<Record<ContentFilter, string>> = {
  off: 'block_none',
  low: 'block_only_high',
  moderate: 'block_medium_and_above',
  strict: 'block_low_and_above',
}

/** Without `includeRaiReason` a picture that was withheld is only missing. */
function toSafety(safety: Safety): object {
  const safetySetting = safety.blockNsfw ? settings.strict : settings[safety.contentFilter]
  return { safetySetting, includeRaiReason: true }
}

function hasTiers({ card, tier }: AdapterInput): boolean {
  return card.sizes.kind === 'ratios' && card.sizes.tiers.length > 1 && tier !== null
}

function pick(input: AdapterInput, name: string): object {
  const value = input.options[name]
  return value === undefined ? {} : { [name]: value }
}

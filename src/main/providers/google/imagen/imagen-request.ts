import { AppError } from '../../../../shared/errors/index.ts'
import type { ContentFilter, Safety } from '../../../../shared/domain/generation.ts'
import * as messages from '../../../../shared/messages/en/google.ts'
import type { AdapterInput, InputImage } from '../../core/adapter.ts'
import { toBase64 } from '../../core/wire/image-bytes.ts'

/**
 * Builds the body of `predict`. The Gemini API takes only a few of Vertex's parameters, and returns 400 for the others.
 */
export function toImagenBody(input: AdapterInput, isVertex: boolean): object {
  if (input.source !== null) return toEditBody(input, input.source)
  if (input.negativePrompt !== null && !isVertex) {
    throw new AppError('provider/unsupported', messages.negativePromptNotTaken)
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

/** Returns whether the requested seed is the one used. */
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

/** The watermark is on by default, and a seed is an error with it. */
function toSeed(input: AdapterInput): object {
  if (usesSeed(input, true)) return { seed: input.seed, addWatermark: false }
  return pick(input, 'addWatermark')
}

/** Only Vertex serves the model that edits; a gateway in its place takes the same body. */
function toEditBody(input: AdapterInput, source: InputImage): object {
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

function toReferenceImages(input: AdapterInput, source: InputImage): object[] {
  const raw = { referenceType: 'REFERENCE_TYPE_RAW', referenceId: 1, referenceImage: toImage(source) }
  if (input.mask === null) return [raw]
  const maskImageConfig = { maskMode: 'MASK_MODE_USER_PROVIDED', ...pick(input, 'dilation') }
  const mask = { referenceType: 'REFERENCE_TYPE_MASK', referenceId: 2, referenceImage: toImage(input.mask) }
  return [raw, { ...mask, maskImageConfig }]
}

function toImage(image: InputImage): object {
  return { bytesBase64Encoded: toBase64(image) }
}

const settings: Readonly<Record<ContentFilter, string>> = {
  off: 'block_none',
  low: 'block_only_high',
  moderate: 'block_medium_and_above',
  strict: 'block_low_and_above',
}

/** Without `includeRaiReason` a withheld image is simply missing. */
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

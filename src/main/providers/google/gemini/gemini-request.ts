import type { ContentFilter, Safety } from '../../../../shared/domain/generation.ts'
import type { AdapterInput, InputImage } from '../../core/adapter.ts'
import { toBase64 } from '../../core/encode-image.ts'

/** Builds the body of `generateContent`. `role` may be left out on the Gemini API, but not on Vertex. */
export function toGeminiBody(input: AdapterInput): object {
  return {
    contents: [{ role: 'user', parts: [{ text: toPromptText(input) }, ...imagesOf(input).map(toPart)] }],
    generationConfig: toGenerationConfig(input),
    safetySettings: toSafetySettings(input.safety),
  }
}

/** In the order in which the prompt refers to them. */
function imagesOf(input: AdapterInput): InputImage[] {
  return [input.source, input.mask, ...input.references].filter((image) => image !== null)
}

function toPart(image: InputImage): object {
  return { inlineData: { mimeType: image.mime, data: toBase64(image) } }
}

/** There is no field for a mask: it is sent as one of the images, and the text says what it is. */
function toPromptText(input: AdapterInput): string {
  const parts: string[] = []
  if (input.prompt !== '') parts.push(input.prompt)
  if (input.mask !== null) {
    parts.push(
      'The first image is the one to change. The second image is a mask of the same size: change only what is white in it. Everything that is black in it stays exactly as it is, in the same place. Answer with the whole image, not with the mask.',
    )
  }
  if (input.source !== null && input.references.length > 0) {
    parts.push('The other images are references to go by.')
  }
  return parts.join('\n\n')
}

function toGenerationConfig(input: AdapterInput): object {
  const imageConfig = toImageConfig(input)
  const thinkingLevel = input.options['thinkingLevel']
  return {
    responseModalities: ['IMAGE'],
    ...(Object.keys(imageConfig).length > 0 && { imageConfig }),
    ...(input.seed !== null && { seed: input.seed }),
    ...(thinkingLevel !== undefined && { thinkingConfig: { thinkingLevel } }),
  }
}

function toImageConfig(input: AdapterInput): object {
  const { sizes } = input.card
  // A model with a single size returns 400 if a size is named.
  const hasTiers = sizes.kind === 'ratios' && sizes.tiers.length > 1
  return {
    ...(input.aspectRatio !== null && { aspectRatio: input.aspectRatio }),
    ...(hasTiers && input.tier !== null && { imageSize: input.tier }),
  }
}

const thresholds: Readonly<Record<ContentFilter, string>> = {
  off: 'BLOCK_NONE',
  low: 'BLOCK_ONLY_HIGH',
  moderate: 'BLOCK_MEDIUM_AND_ABOVE',
  strict: 'BLOCK_LOW_AND_ABOVE',
}

function toSafetySettings(safety: Safety): object[] {
  const threshold = thresholds[safety.contentFilter]
  const others = ['HARM_CATEGORY_HARASSMENT', 'HARM_CATEGORY_HATE_SPEECH', 'HARM_CATEGORY_DANGEROUS_CONTENT']
  return [
    ...others.map((category) => ({ category, threshold })),
    {
      category: 'HARM_CATEGORY_SEXUALLY_EXPLICIT',
      threshold: safety.blockNsfw ? thresholds.strict : threshold,
    },
  ]
}

import type { GenerationRequest } from '../../src/shared/domain/generation.ts'
import type { DocumentId } from '../../src/shared/domain/ids.ts'
import type { ProviderId } from '../../src/shared/domain/provider-id.ts'

/** A plain request for one new image; the prompt names the index. */
export function requestFor(
  provider: ProviderId,
  model: string,
  index: number,
  documentId: DocumentId,
): GenerationRequest {
  return {
    documentId,
    operation: 'generate',
    provider,
    model,
    prompt: `a lighthouse at dusk, number ${index}`,
    negativePrompt: null,
    n: 1,
    size: null,
    aspectRatio: null,
    quality: null,
    stylePreset: null,
    seed: null,
    guidance: null,
    steps: null,
    strength: null,
    loras: [],
    sourceId: null,
    referenceIds: [],
    maskPng: null,
    growPx: 0,
    featherPx: 0,
    format: null,
    safety: null,
    options: {},
    trace: {},
  }
}

import type { GenerationRequest } from '../../src/shared/domain/generation.ts'

export function requestOf(change: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    documentId: null,
    operation: 'generate',
    provider: 'openai',
    model: 'openai-1',
    prompt: 'a red kite over the sea',
    negativePrompt: null,
    n: 1,
    size: null,
    aspectRatio: null,
    quality: null,
    stylePreset: null,
    seed: 7,
    guidance: null,
    steps: null,
    strength: null,
    loras: [],
    sourceId: null,
    referenceIds: [],
    maskPng: null,
    growPx: 4,
    featherPx: 8,
    format: null,
    safety: null,
    options: {},
    trace: { ticket: '42' },
    ...change,
  }
}

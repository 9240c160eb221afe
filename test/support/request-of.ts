import { blankRequest, type GenerationRequest } from '../../src/shared/domain/generation.ts'

/** Builds a request for one text-to-image result; pass what the test is about. */
export function requestOf(change: Partial<GenerationRequest> = {}): GenerationRequest {
  const { hasMask: _hasMask, ...blank } = blankRequest
  return {
    ...blank,
    provider: 'openai',
    model: 'openai-1',
    prompt: 'a red kite over the sea',
    seed: 7,
    maskPng: null,
    growPx: 4,
    featherPx: 8,
    trace: { ticket: '42' },
    ...change,
  }
}

import type { GenerationRequest } from '../../src/shared/domain/generation.ts'
import type { DocumentId } from '../../src/shared/domain/ids.ts'
import type { ProviderId } from '../../src/shared/domain/provider-id.ts'
import { blankRequest } from '../../test/support/plan-examples.ts'

/** A plain request for one new image; the prompt names the index. */
export function requestFor(
  provider: ProviderId,
  model: string,
  index: number,
  documentId: DocumentId,
): GenerationRequest {
  const { hasMask: _hasMask, ...blank } = blankRequest
  return { ...blank, documentId, provider, model, prompt: `a lighthouse at dusk, number ${index}`, maskPng: null }
}

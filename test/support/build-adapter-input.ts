import type { AdapterInput, InputPicture } from '../../src/main/providers/core/adapter.ts'
import type { ModelCard } from '../../src/shared/domain/model-card.ts'

/** A request for one picture from words, as the planner hands it to an adapter. */
export function buildAdapterInput(card: ModelCard, own: Partial<AdapterInput> = {}): AdapterInput {
  return {
    operation: 'generate',
    card,
    ticket: '00000000-0000-4000-8000-000000000001',
    prompt: 'a blue cup',
    negativePrompt: null,
    n: 1,
    size: null,
    aspectRatio: null,
    tier: null,
    quality: null,
    stylePreset: null,
    seed: null,
    guidance: null,
    steps: null,
    strength: null,
    loras: [],
    source: null,
    references: [],
    mask: null,
    format: null,
    safety: { blockNsfw: false, contentFilter: 'moderate' },
    options: {},
    wantsPreviews: false,
    ...own,
  }
}

/** Not a real file: mappers only pass the bytes on. */
export function buildInputPicture(mark = 1, widthPx = 64, heightPx = 64): InputPicture {
  return { bytes: new Uint8Array([137, 80, 78, 71, mark]), mime: 'image/png', widthPx, heightPx }
}

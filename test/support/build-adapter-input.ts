import type { AdapterInput, InputImage } from '../../src/main/providers/core/adapter.ts'
import type { ModelCard } from '../../src/shared/domain/model-card.ts'
import { unsetNumbers } from '../../src/shared/domain/number-settings.ts'

/** Builds a request for one text-to-image result, as the planner passes it to an adapter. */
export function buildAdapterInput(card: ModelCard, overrides: Partial<AdapterInput> = {}): AdapterInput {
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
    ...unsetNumbers,
    loras: [],
    control: null,
    drawnWith: null,
    source: null,
    references: [],
    mask: null,
    format: null,
    safety: { blockNsfw: false, contentFilter: 'moderate' },
    options: {},
    wantsPreviews: false,
    ...overrides,
  }
}

/** Not a real file: mappers only pass the bytes through. */
export function buildInputImage(mark = 1, widthPx = 64, heightPx = 64): InputImage {
  return { bytes: new Uint8Array([137, 80, 78, 71, mark]), mime: 'image/png', widthPx, heightPx }
}

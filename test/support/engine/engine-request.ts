import { noSaving, type EngineRequest } from '../../../src/main/engine/index.ts'

/** Builds a small engine request; pass what the test is about. */
export function engineRequest(modelPath: string, overrides: Partial<EngineRequest> = {}): EngineRequest {
  return {
    model: { files: { model: modelPath }, saving: noSaving },
    prompt: 'a kite',
    negativePrompt: '',
    widthPx: 64,
    heightPx: 48,
    n: 1,
    seed: 7,
    steps: 4,
    guidance: 7,
    distilledGuidance: null,
    sampler: null,
    scheduler: null,
    flowShift: null,
    strength: 0.75,
    source: null,
    mask: null,
    references: [],
    loras: [],
    control: null,
    hires: null,
    isTiling: false,
    wantsPreviews: false,
    ...overrides,
  }
}

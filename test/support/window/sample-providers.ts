import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import type { ProviderView } from '../../../src/shared/domain/provider.ts'
import type { ProviderId } from '../../../src/shared/domain/provider-id.ts'
import { unsetNumbers } from '../../../src/shared/domain/number-settings.ts'

/** A text-to-image model, for tests. */
export function sampleCard(id: string, change: Partial<ModelCard> = {}): ModelCard {
  return {
    id,
    label: id,
    note: null,
    state: { type: 'current' },
    canGenerate: true,
    edits: 'no',
    variations: 'no',
    mask: 'no',
    maskPolarity: 'white',
    needsMask: false,
    referencesMax: 0,
    picturesMin: 0,
    imagesPerCall: 1,
    prompt: 'required',
    promptCharsMax: null,
    hasNegativePrompt: false,
    seed: 'no',
    seedMax: 0xffffffff,
    ...unsetNumbers,
    qualities: [],
    stylePresets: [],
    loras: null,
    sizes: { kind: 'list', sizes: [{ widthPx: 1024, heightPx: 1024 }] },
    input: null,
    formats: [],
    hasSafetySetting: false,
    hasProgress: false,
    hasPreviews: false,
    price: { per: 'free' },
    options: [],
    origin: 'built-in',
    ...change,
  }
}

/** A provider with its key set that has not been checked yet. */
export function sampleProvider(id: ProviderId, change: Partial<ProviderView> = {}): ProviderView {
  return {
    id,
    label: id,
    kind: 'cloud',
    key: {
      need: 'required',
      form: 'key',
      source: 'keychain',
      ending: 'ab12',
      variable: `${id.toUpperCase()}_API_KEY`,
      keychainProblem: null,
      pageUrl: null,
    },
    health: {
      state: 'unknown',
      note: null,
      lastAnswerAtMs: null,
      latencyMs: null,
      imageMs: null,
      calls: 0,
      failures: 0,
      limitedUntilMs: null,
      balance: null,
    },
    isEnabled: true,
    defaultModel: null,
    defaultSize: null,
    baseUrl: null,
    ownBaseUrl: `https://api.${id}.example`,
    decidedElsewhere: {},
    privacy: 'kept 30 days',
    pages: null,
    models: [sampleCard(`${id}-1`)],
    modelsRefreshedAtMs: null,
    addModelHint: null,
    ...change,
  }
}

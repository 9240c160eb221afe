import type { ModelCard } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/demo-models.ts'
import { defineModel, inputRule } from '../core/define-model.ts'
import { drawLight } from './draw-light.ts'
import { drawShapes } from './draw-shapes.ts'
import { drawWaves } from './draw-waves.ts'
import type { Motif } from './motif.ts'

/** Larger than any screen needs for a demo. */
const sideMaxPx = 2_048
const pixelsMax = 2_359_296

const common = {
  edits: 'instruction',
  variations: 'native',
  imagesPerCall: 4,
  seed: 'yes',
  hasProgress: true,
  hasPreviews: true,
  formats: ['png'],
  price: { per: 'free' },
  input: inputRule({ maxSidePx: sideMaxPx, maxPixels: pixelsMax, maxRatio: 16 }),
  sizes: {
    kind: 'grid',
    multiplePx: 8,
    minSidePx: 256,
    maxSidePx: sideMaxPx,
    minPixels: 65_536,
    maxPixels: pixelsMax,
    maxRatio: 4,
    default: { widthPx: 1_024, heightPx: 1_024 },
  },
} satisfies Partial<ModelCard>

export const fakeModels: readonly ModelCard[] = [
  defineModel({ ...common, id: 'demo-waves', label: 'Demo Waves', note: messages.wavesNote }),
  defineModel({ ...common, id: 'demo-shapes', label: 'Demo Shapes', note: messages.shapesNote }),
  defineModel({ ...common, id: 'demo-light', label: 'Demo Light', note: messages.lightNote }),
]

const motifs: Readonly<Record<string, Motif>> = {
  'demo-waves': drawWaves,
  'demo-shapes': drawShapes,
  'demo-light': drawLight,
}

/** Returns what a model draws; cards defined by tests draw waves. */
export function motifOf(model: string): Motif {
  return motifs[model] ?? drawWaves
}

/** Models of a scripted fake: one that can do everything, and one that only makes images from text. */
export const scriptedModels: readonly ModelCard[] = [
  defineModel({
    ...common,
    id: 'fake-everything',
    label: 'Fake Everything',
    mask: 'hard',
    maskPolarity: 'white',
    referencesMax: 4,
    hasNegativePrompt: true,
    guidance: { min: 1, max: 20, default: 7 },
    steps: { min: 1, max: 100, default: 20 },
    strength: { min: 0, max: 1, default: 0.7 },
    qualities: ['draft', 'standard', 'hd'],
    price: { per: 'image', asOf: '2026-11-20', isSure: true, rows: [{ quality: null, maxPixels: null, usd: 0.04 }] },
  }),
  defineModel({
    ...common,
    id: 'fake-words',
    label: 'Fake Words',
    edits: 'no',
    variations: 'no',
    input: null,
    imagesPerCall: 1,
  }),
]

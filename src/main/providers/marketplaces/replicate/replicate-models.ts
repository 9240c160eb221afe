import type { ModelCard, PriceRule } from '../../../../shared/domain/model-card.ts'
import * as modelNotes from '../../../../shared/messages/en/model-notes.ts'
import * as messages from '../../../../shared/messages/en/replicate.ts'
import { inputRule, perImage } from '../../core/define-model.ts'
import { shapeInput } from '../shared/input-shape.ts'
import { modelFromInput } from '../shared/model-from-input.ts'
import { replicateFields, type ReplicateModel } from './replicate-fields.ts'

/** Replicate's API has no prices: these are from its pages, and none is sure. */
const price = (usd: number): PriceRule => perImage(usd, '2026-11-20', false)
const bySeconds: PriceRule = { per: 'unknown', note: messages.pricePerSecond }
export const untoldPrice: PriceRule = {
  per: 'unknown',
  note: messages.priceOnPage,
}

/** What an input does not say. */
type Known = Pick<ModelCard, 'label' | 'note' | 'price'>

const known: Record<ReplicateModel, Known> = {
  'black-forest-labs/flux-schnell': {
    label: 'FLUX.1 schnell',
    note: modelNotes.fastFewSteps,
    price: price(0.003),
  },
  'black-forest-labs/flux-schnell-lora': { label: messages.schnellWithLora, note: null, price: untoldPrice },
  'black-forest-labs/flux-dev': { label: 'FLUX.1 dev', note: modelNotes.goodValue, price: price(0.025) },
  'black-forest-labs/flux-dev-lora': { label: messages.devWithLoras, note: messages.twoLoras, price: untoldPrice },
  'black-forest-labs/flux-fill-dev': { label: 'FLUX.1 Fill dev', note: messages.fillsMask, price: price(0.04) },
  'black-forest-labs/flux-redux-schnell': {
    label: 'FLUX.1 Redux schnell',
    note: messages.variationsFast,
    price: untoldPrice,
  },
  'black-forest-labs/flux-redux-dev': {
    label: 'FLUX.1 Redux dev',
    note: messages.variations,
    price: untoldPrice,
  },
  'black-forest-labs/flux-1.1-pro': { label: 'FLUX 1.1 pro', note: modelNotes.fineDetail, price: price(0.04) },
  'black-forest-labs/flux-1.1-pro-ultra': {
    label: 'FLUX 1.1 pro ultra',
    note: messages.ultra,
    price: price(0.06),
  },
  'black-forest-labs/flux-fill-pro': { label: 'FLUX.1 Fill pro', note: messages.fillsMask, price: price(0.05) },
  'black-forest-labs/flux-kontext-pro': {
    label: 'FLUX.1 Kontext pro',
    note: modelNotes.editsByPrompt,
    price: price(0.04),
  },
  'black-forest-labs/flux-kontext-max': {
    label: 'FLUX.1 Kontext max',
    note: modelNotes.bestKontext,
    price: price(0.08),
  },
  'black-forest-labs/flux-2-pro': {
    label: 'FLUX.2 pro',
    note: messages.eightImages,
    price: untoldPrice,
  },
  'ideogram-ai/ideogram-v3-turbo': { label: 'Ideogram 3 turbo', note: messages.ideogramTurbo, price: untoldPrice },
  'ideogram-ai/ideogram-v3-balanced': { label: 'Ideogram 3', note: messages.ideogramBalanced, price: untoldPrice },
  'ideogram-ai/ideogram-v3-quality': {
    label: 'Ideogram 3 quality',
    note: messages.ideogramQuality,
    price: untoldPrice,
  },
  'stability-ai/sdxl': { label: 'Stable Diffusion XL', note: messages.sdxl, price: bySeconds },
}

/** Overrides of what their schemas say. */
const special: Readonly<Record<string, Partial<ModelCard>>> = {
  // Larger images are returned smaller, and would have to be stretched to fit again (cog-flux).
  'black-forest-labs/flux-fill-dev': {
    input: inputRule({
      multiplePx: 32,
      minSidePx: 256,
      maxSidePx: 1_440,
      minPixels: 65_536,
      maxPixels: 1_440 ** 2,
      maxBytes: 10_000_000,
    }),
  },
  'black-forest-labs/flux-1.1-pro-ultra': {
    sizes: {
      kind: 'ratios',
      ratios: ['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21'],
      tiers: [{ id: '', megapixels: 4 }],
    },
  },
}

/**
 * Returns what is known of a model besides its input, so that a card made from a live schema keeps its name and price.
 */
export function knownOf(id: string): Partial<ModelCard> {
  const byId: Readonly<Record<string, Known>> = known
  return { ...byId[id], ...special[id] }
}

const ids = Object.keys(replicateFields) as ReplicateModel[]
export const replicateModels: readonly ModelCard[] = ids.map((id) =>
  modelFromInput(shapeInput(replicateFields[id]), { id, hasProgress: true, ...known[id], ...special[id] }),
)

/** Listed once Replicate describes them. */
export const offeredReplicateIds: readonly string[] = [
  ...ids,
  'black-forest-labs/flux-kontext-dev',
  'black-forest-labs/flux-2-flex',
  'black-forest-labs/flux-2-dev',
  'black-forest-labs/flux-2-max',
  'black-forest-labs/flux-2-klein-4b',
  'black-forest-labs/flux-2-klein-9b',
  'black-forest-labs/flux-3-image',
  'stability-ai/stable-diffusion-3.5-large',
  'stability-ai/stable-diffusion-3.5-large-turbo',
  'stability-ai/stable-diffusion-3.5-medium',
  'bytedance/seedream-4',
  'bytedance/seedream-5',
  'google/imagen-4',
  'google/nano-banana-2',
  'google/nano-banana-pro',
  'qwen/qwen-image',
  'qwen/qwen-image-edit',
  'recraft-ai/recraft-v3',
  'recraft-ai/recraft-v4',
  'nightmareai/real-esrgan',
  'lucataco/remove-bg',
]

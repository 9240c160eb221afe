import type { ModelCard, PriceRule } from '../../../../shared/domain/model-card.ts'
import { defineModel, inputRule } from '../../core/define-model.ts'
import type { HubTask } from './hub-lookup.ts'

const price: PriceRule = {
  per: 'unknown',
  note: 'The provider that runs it sets the price; Hugging Face adds nothing. A small credit is free every month.',
}

/** Providers differ; these sizes are taken by all of them, with multiples of 32 and a megapixel for a default. */
const sizes = {
  kind: 'grid',
  multiplePx: 32,
  minSidePx: 256,
  maxSidePx: 2_048,
  minPixels: 65_536,
  maxPixels: 2_097_152,
  maxRatio: 3,
  default: { widthPx: 1_024, heightPx: 1_024 },
} satisfies ModelCard['sizes']

type Own = Pick<ModelCard, 'id'> & Partial<ModelCard>

/** Most providers take a seed, and steps and a guidance where the model has them. */
function hubModel(own: Own): ModelCard {
  return defineModel({
    label: own.id.split('/')[1] ?? own.id,
    sizes,
    price,
    seed: 'best-effort',
    steps: { min: 1, max: 100, default: null },
    guidance: { min: 0, max: 20, default: null },
    ...own,
  })
}

const editing = {
  edits: 'instruction',
  // No larger than what can be asked for, as the result is to have its size.
  input: inputRule({
    multiplePx: 16,
    minSidePx: 256,
    maxSidePx: sizes.maxSidePx,
    minPixels: 65_536,
    maxPixels: sizes.maxPixels,
    maxBytes: 10_000_000,
  }),
} satisfies Partial<ModelCard>

/** Changes pictures, and needs one: what comes back has its shape. */
const editor = {
  ...editing,
  canGenerate: false,
  picturesMin: 1,
  sizes: { kind: 'source' },
} satisfies Partial<ModelCard>

export const huggingfaceModels: readonly ModelCard[] = [
  hubModel({ id: 'black-forest-labs/FLUX.1-dev', label: 'FLUX.1 dev', note: 'Good images for little' }),
  hubModel({ id: 'black-forest-labs/FLUX.1-schnell', label: 'FLUX.1 schnell', note: 'Fast and cheap' }),
  hubModel({ id: 'black-forest-labs/FLUX.1-Krea-dev', label: 'FLUX.1 Krea', note: 'Like photographs' }),
  hubModel({
    id: 'black-forest-labs/FLUX.2-dev',
    label: 'FLUX.2 dev',
    note: 'Draws, and changes images',
    ...editing,
  }),
  hubModel({
    id: 'black-forest-labs/FLUX.2-klein-9B',
    label: 'FLUX.2 klein',
    note: 'Fast; changes images too',
    ...editing,
  }),
  hubModel({
    id: 'black-forest-labs/FLUX.1-Kontext-dev',
    label: 'FLUX.1 Kontext dev',
    note: 'Changes an image as you tell it',
    ...editor,
  }),
  hubModel({ id: 'Qwen/Qwen-Image', label: 'Qwen-Image', note: 'Good at words in images' }),
  hubModel({
    id: 'Qwen/Qwen-Image-Edit',
    label: 'Qwen-Image-Edit',
    note: 'Changes an image as you tell it',
    ...editor,
  }),
  // UNCONFIRMED who runs it: the look-up before each picture tells.
  hubModel({ id: 'Tongyi-MAI/Z-Image-Turbo', label: 'Z-Image turbo', note: 'Fast' }),
  hubModel({
    id: 'zai-org/GLM-Image',
    label: 'GLM-Image',
    note: 'Good at words in images; takes a size and nothing else',
    seed: 'no',
    steps: null,
    guidance: null,
    sizes: { ...sizes, minSidePx: 1_024, minPixels: 1_048_576, maxPixels: 4_194_304, maxRatio: 2 },
  }),
  hubModel({
    id: 'stabilityai/stable-diffusion-3.5-large',
    label: 'Stable Diffusion 3.5 large',
    hasNegativePrompt: true,
  }),
  hubModel({
    id: 'stabilityai/stable-diffusion-3-medium-diffusers',
    label: 'Stable Diffusion 3 medium',
    note: 'On Hugging Face’s own machines: it may have to wake up first',
    hasNegativePrompt: true,
  }),
  hubModel({ id: 'stabilityai/stable-diffusion-xl-base-1.0', label: 'Stable Diffusion XL', hasNegativePrompt: true }),
  hubModel({ id: 'ByteDance/SDXL-Lightning', label: 'SDXL Lightning', note: 'In 1 to 8 steps' }),
  hubModel({ id: 'ByteDance/Hyper-SD', label: 'Hyper-SD', note: 'In 1 to 8 steps' }),
]

/** A model as it is served now: `id` may name the provider too. What it can do is what somebody does with it. */
export function cardOf(id: string, tasks: ReadonlySet<HubTask>, origin: ModelCard['origin']): ModelCard {
  const [modelId = id, provider] = id.split(':')
  const known = huggingfaceModels.find((card) => card.id === modelId)
  const card = known ?? hubModel({ id })
  const via = provider === undefined ? '' : ` (${provider})`
  return { ...card, ...abilitiesOf(card, tasks), id, label: `${known?.label ?? modelId}${via}`, origin }
}

function abilitiesOf(card: ModelCard, tasks: ReadonlySet<HubTask>): Partial<ModelCard> {
  if (!tasks.has('image-to-image')) return { canGenerate: true, edits: 'no', input: null, picturesMin: 0 }
  if (!tasks.has('text-to-image')) return editor
  const ownSizes = card.sizes.kind === 'source' ? sizes : card.sizes
  return { ...editing, canGenerate: true, picturesMin: 0, sizes: ownSizes }
}

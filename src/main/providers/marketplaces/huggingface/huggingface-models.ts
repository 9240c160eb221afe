import type { ModelCard, PriceRule } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/huggingface.ts'
import * as modelNotes from '../../../../shared/messages/en/model-notes.ts'
import { defineModel, inputRule } from '../../core/define-model.ts'
import type { HubTask } from './hub-lookup.ts'

const price: PriceRule = {
  per: 'unknown',
  note: messages.priceByProvider,
}

/** Providers differ; all of them accept these sizes: multiples of 32, with a default of one megapixel. */
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

type Overrides = Pick<ModelCard, 'id'> & Partial<ModelCard>

/** Most providers accept a seed, and steps and guidance if the model has them. */
function hubModel(overrides: Overrides): ModelCard {
  return defineModel({
    label: overrides.id.split('/')[1] ?? overrides.id,
    sizes,
    price,
    seed: 'best-effort',
    steps: { min: 1, max: 100, default: null },
    guidance: { min: 0, max: 20, default: null },
    ...overrides,
  })
}

const editing = {
  edits: 'instruction',
  // No larger than the sizes that can be requested, as the result is to have its size.
  input: inputRule({
    multiplePx: 16,
    minSidePx: 256,
    maxSidePx: sizes.maxSidePx,
    minPixels: 65_536,
    maxPixels: sizes.maxPixels,
    maxBytes: 10_000_000,
  }),
} satisfies Partial<ModelCard>

/** Edits images, and needs one: the result has its shape. */
const editor = {
  ...editing,
  canGenerate: false,
  picturesMin: 1,
  sizes: { kind: 'source' },
} satisfies Partial<ModelCard>

export const huggingfaceModels: readonly ModelCard[] = [
  hubModel({ id: 'black-forest-labs/FLUX.1-dev', label: 'FLUX.1 dev', note: modelNotes.goodValue }),
  hubModel({ id: 'black-forest-labs/FLUX.1-schnell', label: 'FLUX.1 schnell', note: modelNotes.fastAndCheap }),
  hubModel({ id: 'black-forest-labs/FLUX.1-Krea-dev', label: 'FLUX.1 Krea', note: messages.photorealistic }),
  hubModel({
    id: 'black-forest-labs/FLUX.2-dev',
    label: 'FLUX.2 dev',
    note: messages.generatesAndEdits,
    ...editing,
  }),
  hubModel({
    id: 'black-forest-labs/FLUX.2-klein-9B',
    label: 'FLUX.2 klein',
    note: messages.fastGeneratesAndEdits,
    ...editing,
  }),
  hubModel({
    id: 'black-forest-labs/FLUX.1-Kontext-dev',
    label: 'FLUX.1 Kontext dev',
    note: modelNotes.editsByPrompt,
    ...editor,
  }),
  hubModel({ id: 'Qwen/Qwen-Image', label: 'Qwen-Image', note: modelNotes.rendersText }),
  hubModel({
    id: 'Qwen/Qwen-Image-Edit',
    label: 'Qwen-Image-Edit',
    note: modelNotes.editsByPrompt,
    ...editor,
  }),
  // UNCONFIRMED which provider runs it: it is looked up before each image.
  hubModel({ id: 'Tongyi-MAI/Z-Image-Turbo', label: 'Z-Image turbo', note: modelNotes.fast }),
  hubModel({
    id: 'zai-org/GLM-Image',
    label: 'GLM-Image',
    note: messages.glmImage,
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
    note: messages.onHuggingFace,
    hasNegativePrompt: true,
  }),
  hubModel({ id: 'stabilityai/stable-diffusion-xl-base-1.0', label: 'Stable Diffusion XL', hasNegativePrompt: true }),
  hubModel({ id: 'ByteDance/SDXL-Lightning', label: 'SDXL Lightning', note: messages.fewSteps }),
  hubModel({ id: 'ByteDance/Hyper-SD', label: 'Hyper-SD', note: messages.fewSteps }),
]

/**
 * Returns the card of a model as currently served: `id` may include the provider. Its features are those of the tasks
 * some provider supports.
 */
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

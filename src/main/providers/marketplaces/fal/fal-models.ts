import type { ModelCard, PriceRule } from '../../../../shared/domain/model-card.ts'
import { inputRule, perImage, upscalingBy } from '../../core/define-model.ts'
import { shapeInput, type InputShape } from '../shared/input-shape.ts'
import { modelFromInput } from '../shared/model-from-input.ts'
import { falFields, type FalEndpoint } from './fal-fields.ts'

/** Day on which the prices were read; the live ones replace them where fal tells them. */
const asOf = '2026-11-20'

/** Long-standing prices that were not read again are not sure. */
function perMegapixel(
  firstUsd: number,
  own: { nextUsd?: number; inputUsd?: number; isSure?: boolean } = {},
): PriceRule {
  return { per: 'megapixel', asOf, isSure: true, firstUsd, nextUsd: firstUsd, inputUsd: 0, ...own }
}
const oldPrice = (usd: number) => perImage(usd, asOf, false)
const untold: PriceRule = { per: 'unknown', note: 'fal.ai tells this price on the model’s own page only.' }

type Own = Pick<ModelCard, 'label' | 'note' | 'price'> & Partial<ModelCard>

/** What the inputs do not tell. Pictures near 4 megapixels are enough for every one of them. */
const instructed = { input: inputRule({ maxPixels: 4_194_304, maxBytes: 10_000_000 }) }
const varied = { variations: 'emulated' } as const
const flux2Sizes = {
  sizes: {
    kind: 'grid',
    multiplePx: 16,
    minSidePx: 512,
    maxSidePx: 2_048,
    minPixels: 262_144,
    maxPixels: 4_194_304,
    maxRatio: 4,
    default: { widthPx: 1_024, heightPx: 1_024 },
  },
} satisfies Partial<ModelCard>

const cards: Record<FalEndpoint, Own> = {
  'fal-ai/flux/schnell': {
    label: 'FLUX.1 schnell',
    note: 'Fast and cheap, in 1 to 4 steps',
    price: perMegapixel(0.003),
  },
  'fal-ai/flux/dev': {
    label: 'FLUX.1 dev',
    note: 'Good images for little',
    price: perMegapixel(0.025, { isSure: false }),
  },
  'fal-ai/flux/dev/image-to-image': {
    label: 'FLUX.1 dev, from an image',
    note: 'Redraws an image, as strongly as you say',
    price: perMegapixel(0.03, { isSure: false }),
    ...varied,
  },
  'fal-ai/flux-lora': {
    label: 'FLUX.1 with LoRAs',
    note: 'Several LoRAs, each with a scale',
    price: perMegapixel(0.035),
  },
  'fal-ai/flux-lora/image-to-image': {
    label: 'FLUX.1 with LoRAs, from an image',
    note: 'Redraws an image in the style of LoRAs',
    price: perMegapixel(0.035),
    ...varied,
  },
  'fal-ai/flux-lora/inpainting': {
    label: 'FLUX.1 with LoRAs, inpainting',
    note: 'Repaints what is masked, with LoRAs',
    price: perMegapixel(0.035),
  },
  'fal-ai/flux-lora-fill': { label: 'FLUX.1 Fill with LoRAs', note: 'Fills what is masked, with LoRAs', price: untold },
  'fal-ai/flux-general': {
    label: 'FLUX.1 general',
    note: 'LoRAs, a reference image and a negative prompt',
    price: untold,
  },
  'fal-ai/flux-general/image-to-image': {
    label: 'FLUX.1 general, from an image',
    note: 'Redraws an image; LoRAs and a negative prompt',
    price: untold,
    ...varied,
  },
  'fal-ai/flux-general/inpainting': {
    label: 'FLUX.1 general, inpainting',
    note: 'Repaints what is masked; LoRAs and a negative prompt',
    price: untold,
  },
  'fal-ai/flux-pro/v1.1': {
    label: 'FLUX 1.1 pro',
    note: 'Fine detail',
    price: perMegapixel(0.04, { isSure: false }),
    // As at BFL, which draws them.
    sizes: { ...gridOfFlux(), maxSidePx: 1_440, maxPixels: 1_440 ** 2 },
  },
  'fal-ai/flux-pro/v1.1-ultra': {
    label: 'FLUX 1.1 pro ultra',
    note: 'About 4 megapixels; takes a reference image',
    price: oldPrice(0.06),
    edits: 'no',
    referencesMax: 1,
    sizes: {
      kind: 'ratios',
      ratios: ['16:9', '21:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21'],
      tiers: [{ id: '', megapixels: 4 }],
    },
    ...instructed,
  },
  'fal-ai/flux-pro/v1/fill': {
    label: 'FLUX.1 Fill pro',
    note: 'Fills what is masked, by your words',
    price: perMegapixel(0.05, { isSure: false }),
  },
  'fal-ai/flux-pro/v1/erase': {
    label: 'FLUX Erase',
    note: 'Removes what is masked; needs no words',
    price: perMegapixel(0.03, { nextUsd: 0.004 }),
  },
  'fal-ai/flux-pro/kontext': {
    label: 'FLUX.1 Kontext pro',
    note: 'Changes an image as you tell it',
    price: oldPrice(0.04),
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-pro/kontext/max': {
    label: 'FLUX.1 Kontext max',
    note: 'As Kontext pro, better at words in images',
    price: oldPrice(0.08),
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-pro/kontext/multi': {
    label: 'FLUX.1 Kontext pro, several images',
    note: 'Puts several images together as you tell it',
    price: untold,
    ...instructed,
  },
  'fal-ai/flux-pro/kontext/text-to-image': { label: 'FLUX.1 Kontext pro, from words', note: null, price: untold },
  'fal-ai/flux-kontext-lora/inpaint': {
    label: 'FLUX.1 Kontext with LoRAs, inpainting',
    note: 'Paints something from a second image into the mask',
    price: untold,
    picturesMin: 2,
  },
  'fal-ai/flux-2': { label: 'FLUX.2 dev', note: 'Open weights', price: untold, ...flux2Sizes },
  'fal-ai/flux-2/edit': {
    label: 'FLUX.2 dev, edit',
    note: 'Changes an image, with more to go by',
    price: untold,
    ...flux2Sizes,
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-2-pro': {
    label: 'FLUX.2 pro',
    note: 'Fine detail, up to 4 megapixels',
    price: perMegapixel(0.03, { nextUsd: 0.015 }),
    ...flux2Sizes,
  },
  'fal-ai/flux-2-pro/edit': {
    label: 'FLUX.2 pro, edit',
    note: 'Changes an image, with more to go by',
    price: perMegapixel(0.03, { nextUsd: 0.015, inputUsd: 0.015 }),
    ...flux2Sizes,
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-2-max': { label: 'FLUX.2 max', note: 'The finest FLUX.2', price: untold, ...flux2Sizes },
  'fal-ai/flux-2-max/edit': {
    label: 'FLUX.2 max, edit',
    note: 'Changes an image, with more to go by',
    price: untold,
    ...flux2Sizes,
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-2-pro/outpaint': {
    label: 'FLUX.2 pro, outpaint',
    note: 'Continues an image beyond its edges',
    price: untold,
  },
  'fal-ai/qwen-image': { label: 'Qwen-Image', note: 'Good at words in images', price: untold },
  'fal-ai/z-image/turbo': { label: 'Z-Image turbo', note: 'Fast', price: untold },
  'fal-ai/nano-banana-2': { label: 'Nano Banana 2', note: 'Google’s model, through fal.ai', price: untold },
  'fal-ai/esrgan': { label: 'ESRGAN', note: 'Enlarges', price: untold, upscaling: upscalingBy('scale', [2, 4, 8]) },
  'fal-ai/clarity-upscaler': {
    label: 'Clarity upscaler',
    note: 'Enlarges and adds detail',
    price: untold,
    edits: 'own',
    upscaling: upscalingBy('upscale_factor', [2, 4]),
  },
  'fal-ai/aura-sr': {
    label: 'AuraSR',
    note: 'Enlarges four times',
    price: untold,
    upscaling: upscalingBy('upscale_factor', [4]),
  },
  'fal-ai/birefnet/v2': { label: 'BiRefNet', note: 'Removes the background', price: untold },
}

function gridOfFlux(): Extract<ModelCard['sizes'], { kind: 'grid' }> {
  return { ...flux2Sizes.sizes, multiplePx: 32, minSidePx: 256, minPixels: 65_536 }
}

const endpoints = Object.keys(falFields) as FalEndpoint[]
const shapes = new Map<string, InputShape>(endpoints.map((id) => [id, shapeInput(falFields[id])]))
const builtIn = endpoints.map((id) => modelFromInput(shapes.get(id) ?? shapeInput([]), { id, ...cards[id] }))

/** Short names that people and other programs know these models by. */
const aliases: Readonly<Record<string, FalEndpoint>> = {
  'flux-pro': 'fal-ai/flux-pro/v1.1',
  'flux-dev': 'fal-ai/flux/dev',
  'flux-schnell': 'fal-ai/flux/schnell',
}

/** FLUX.1 [pro] is in no list of endpoints since August 2026. UNCONFIRMED whether `new` still answers. */
const gone: ModelCard[] = ['fal-ai/flux-pro', 'fal-ai/flux-pro/new'].flatMap((id) =>
  builtIn
    .filter((card) => card.id === 'fal-ai/flux-pro/v1.1')
    .map((card) => ({
      ...card,
      id,
      label: id.endsWith('/new') ? 'FLUX.1 pro, new' : 'FLUX.1 pro',
      note: null,
      state: {
        is: 'retired',
        on: null,
        successor: card.id,
        isServedElsewhere: false,
        note: 'FLUX 1.1 pro follows it.',
      },
    })),
)

/** Their inputs are published nowhere but in fal's own description: listed as soon as fal gives it. */
export const offeredFalIds: readonly string[] = [
  'blackforestlabs/flux-3/text-to-image',
  'fal-ai/flux-2-flex',
  'fal-ai/flux-2-flex/edit',
  'fal-ai/flux-2/lora',
  'fal-ai/flux-2/turbo',
  'fal-ai/flux-2/turbo/edit',
  'fal-ai/flux-2/klein/4b',
  'fal-ai/flux-2/klein/9b',
  'fal-ai/qwen-image-edit',
  'fal-ai/qwen-image-edit/inpaint',
  'fal-ai/z-image/turbo/inpaint',
  'fal-ai/ideogram/v3',
  'fal-ai/ideogram/v3/remix',
  'ideogram/v4',
  'fal-ai/recraft/v3/text-to-image',
  'openai/gpt-image-2',
]

export const falModels: readonly ModelCard[] = [
  ...builtIn,
  ...Object.entries(aliases).flatMap(([id, endpoint]) =>
    builtIn
      .filter((card) => card.id === endpoint)
      .map((card) => ({
        ...card,
        id,
        aliasOf: endpoint,
        label: `${card.label} (${id})`,
        note: `Another name for ${endpoint}`,
      })),
  ),
  ...gone,
]

/** The address a model is asked at. */
export function endpointOf(modelId: string): string {
  return aliases[modelId] ?? modelId
}

/** null = not built in: fal describes it. */
export function builtInShape(endpoint: string): InputShape | null {
  return shapes.get(endpoint) ?? null
}

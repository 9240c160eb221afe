import type { ModelCard, PriceRule } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/fal.ts'
import * as modelNotes from '../../../../shared/messages/en/model-notes.ts'
import { inputRule, perImage, upscalingBy } from '../../core/define-model.ts'
import { shapeInput, type InputShape } from '../shared/input-shape.ts'
import { modelFromInput } from '../shared/model-from-input.ts'
import { falFields, type FalEndpoint } from './fal-fields.ts'

/** Date on which the prices were read; live ones replace them if fal lists them. */
const asOf = '2026-11-20'

/** Older prices that were not checked again are not sure. */
function perMegapixel(
  firstUsd: number,
  options: { nextUsd?: number; inputUsd?: number; isSure?: boolean } = {},
): PriceRule {
  return { per: 'megapixel', asOf, isSure: true, firstUsd, nextUsd: firstUsd, inputUsd: 0, ...options }
}
const oldPrice = (usd: number) => perImage(usd, asOf, false)
const untold: PriceRule = { per: 'unknown', note: messages.priceOnPage }

type Own = Pick<ModelCard, 'label' | 'note' | 'price'> & Partial<ModelCard>

/** What the inputs do not say. Images of about 4 megapixels are enough for all of them. */
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
    note: modelNotes.fastFewSteps,
    price: perMegapixel(0.003),
  },
  'fal-ai/flux/dev': {
    label: 'FLUX.1 dev',
    note: modelNotes.goodValue,
    price: perMegapixel(0.025, { isSure: false }),
  },
  'fal-ai/flux/dev/image-to-image': {
    label: messages.devImageToImage,
    note: messages.imageToImage,
    price: perMegapixel(0.03, { isSure: false }),
    ...varied,
  },
  'fal-ai/flux-lora': {
    label: messages.withLoras,
    note: messages.severalLoras,
    price: perMegapixel(0.035),
  },
  'fal-ai/flux-lora/image-to-image': {
    label: messages.withLorasImageToImage,
    note: messages.imageToImageLoras,
    price: perMegapixel(0.035),
    ...varied,
  },
  'fal-ai/flux-lora/inpainting': {
    label: messages.withLorasInpainting,
    note: messages.inpaintsLoras,
    price: perMegapixel(0.035),
  },
  'fal-ai/flux-lora-fill': { label: messages.fillWithLoras, note: messages.fillsLoras, price: untold },
  'fal-ai/flux-general': {
    label: messages.general,
    referenceForm: 'unnamed',
    note: messages.generalNote,
    price: untold,
  },
  'fal-ai/flux-general/image-to-image': {
    label: messages.generalImageToImage,
    referenceForm: 'unnamed',
    note: messages.generalImageToImageNote,
    price: untold,
    ...varied,
  },
  'fal-ai/flux-general/inpainting': {
    label: messages.generalInpainting,
    referenceForm: 'unnamed',
    note: messages.generalInpaintingNote,
    price: untold,
  },
  'fal-ai/flux-pro/v1.1': {
    label: 'FLUX 1.1 pro',
    note: modelNotes.fineDetail,
    price: perMegapixel(0.04, { isSure: false }),
    // As at BFL, which draws them.
    sizes: { ...gridOfFlux(), maxSidePx: 1_440, maxPixels: 1_440 ** 2 },
  },
  'fal-ai/flux-pro/v1.1-ultra': {
    label: 'FLUX 1.1 pro ultra',
    note: messages.ultraWithReference,
    price: oldPrice(0.06),
    edits: 'no',
    referencesMax: 1,
    referenceForm: 'unnamed',
    sizes: {
      kind: 'ratios',
      ratios: ['16:9', '21:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21'],
      tiers: [{ id: '', megapixels: 4 }],
    },
    ...instructed,
  },
  'fal-ai/flux-pro/v1/fill': {
    label: 'FLUX.1 Fill pro',
    note: modelNotes.inpaints,
    price: perMegapixel(0.05, { isSure: false }),
  },
  'fal-ai/flux-pro/v1/erase': {
    label: 'FLUX Erase',
    note: modelNotes.erases,
    price: perMegapixel(0.03, { nextUsd: 0.004 }),
  },
  'fal-ai/flux-pro/kontext': {
    label: 'FLUX.1 Kontext pro',
    note: modelNotes.editsByPrompt,
    price: oldPrice(0.04),
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-pro/kontext/max': {
    label: 'FLUX.1 Kontext max',
    note: modelNotes.bestKontext,
    price: oldPrice(0.08),
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-pro/kontext/multi': {
    label: messages.kontextMulti,
    note: messages.kontextMultiNote,
    price: untold,
    ...instructed,
  },
  'fal-ai/flux-pro/kontext/text-to-image': { label: messages.kontextTextToImage, note: null, price: untold },
  'fal-ai/flux-kontext-lora/inpaint': {
    label: messages.kontextLoraInpainting,
    note: messages.kontextLoraInpaintingNote,
    price: untold,
    picturesMin: 2,
  },
  'fal-ai/flux-2': { label: 'FLUX.2 dev', note: messages.openWeights, price: untold, ...flux2Sizes },
  'fal-ai/flux-2/edit': {
    label: messages.flux2Edit,
    note: messages.editsWithReferences,
    price: untold,
    ...flux2Sizes,
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-2-pro': {
    label: 'FLUX.2 pro',
    note: messages.fineDetailLarge,
    price: perMegapixel(0.03, { nextUsd: 0.015 }),
    ...flux2Sizes,
  },
  'fal-ai/flux-2-pro/edit': {
    label: messages.flux2ProEdit,
    note: messages.editsWithReferences,
    price: perMegapixel(0.03, { nextUsd: 0.015, inputUsd: 0.015 }),
    ...flux2Sizes,
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-2-max': { label: 'FLUX.2 max', note: messages.flux2Best, price: untold, ...flux2Sizes },
  'fal-ai/flux-2-max/edit': {
    label: messages.flux2MaxEdit,
    note: messages.editsWithReferences,
    price: untold,
    ...flux2Sizes,
    ...instructed,
    ...varied,
  },
  'fal-ai/flux-2-pro/outpaint': {
    label: messages.flux2Outpaint,
    note: modelNotes.outpaints,
    price: untold,
  },
  'fal-ai/qwen-image': { label: 'Qwen-Image', note: modelNotes.rendersText, price: untold },
  'fal-ai/z-image/turbo': { label: 'Z-Image turbo', note: modelNotes.fast, price: untold },
  'fal-ai/nano-banana-2': { label: 'Nano Banana 2', note: messages.googleViaFal, price: untold },
  'fal-ai/esrgan': {
    label: 'ESRGAN',
    note: modelNotes.upscales,
    price: untold,
    upscaling: upscalingBy('scale', [2, 4, 8]),
  },
  'fal-ai/clarity-upscaler': {
    label: messages.clarityUpscaler,
    note: messages.upscalesWithDetail,
    price: untold,
    edits: 'own',
    upscaling: upscalingBy('upscale_factor', [2, 4]),
  },
  'fal-ai/aura-sr': {
    label: 'AuraSR',
    note: messages.upscalesFourTimes,
    price: untold,
    upscaling: upscalingBy('upscale_factor', [4]),
  },
  'fal-ai/birefnet/v2': { label: 'BiRefNet', note: modelNotes.removesBackground, price: untold },
}

function gridOfFlux(): Extract<ModelCard['sizes'], { kind: 'grid' }> {
  return { ...flux2Sizes.sizes, multiplePx: 32, minSidePx: 256, minPixels: 65_536 }
}

const endpoints = Object.keys(falFields) as FalEndpoint[]
const shapes = new Map<string, InputShape>(endpoints.map((id) => [id, shapeInput(falFields[id])]))
const builtIn = endpoints.map((id) => modelFromInput(shapes.get(id) ?? shapeInput([]), { id, ...cards[id] }))

/** Short names by which users and other programs know these models. */
const aliases: Readonly<Record<string, FalEndpoint>> = {
  'flux-pro': 'fal-ai/flux-pro/v1.1',
  'flux-dev': 'fal-ai/flux/dev',
  'flux-schnell': 'fal-ai/flux/schnell',
}

/**
 * FLUX.1 [pro] has been missing from every list of endpoints since August 2026. UNCONFIRMED whether `new` still works.
 */
const gone: ModelCard[] = ['fal-ai/flux-pro', 'fal-ai/flux-pro/new'].flatMap((id) =>
  builtIn
    .filter((card) => card.id === 'fal-ai/flux-pro/v1.1')
    .map((card) => ({
      ...card,
      id,
      label: id.endsWith('/new') ? 'FLUX.1 pro, new' : 'FLUX.1 pro',
      note: null,
      state: {
        type: 'retired',
        on: null,
        successor: card.id,
        isServedElsewhere: false,
        note: messages.replacedBy({ model: card.label }),
      },
    })),
)

/** Their inputs are only published in fal's own description: listed once fal provides it. */
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
        note: modelNotes.aliasOf({ model: endpoint }),
      })),
  ),
  ...gone,
]

/** Returns the endpoint of a model. */
export function endpointOf(modelId: string): string {
  return aliases[modelId] ?? modelId
}

/** null = not built in: fal describes it. */
export function builtInShape(endpoint: string): InputShape | null {
  return shapes.get(endpoint) ?? null
}

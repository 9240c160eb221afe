import type { ModelCard, ModelState } from '../../../../shared/domain/model-card.ts'
import {
  choiceOption,
  defineModel,
  inputRule,
  numberOption,
  perImage,
  ratioList,
  switchOption,
} from '../../core/define-model.ts'

const asOf = '2026-11-20'

/** What follows every Imagen model. It is Gemini's, so it cannot be a card's successor. */
export const whatFollows = 'Use Google Gemini with gemini-nano-banana-2.1, or gemini-3-pro-image for the best quality.'

/** Names without a version that people have in their configuration, and what is sent for them. */
const shortNames: Readonly<Record<string, string>> = {
  'imagen-3': 'imagen-3.0-generate-002',
  'imagen-4': 'imagen-4.0-generate-001',
  imagegeneration: 'imagegeneration@006',
}

export function sentName(id: string): string {
  return shortNames[id] ?? id
}

/**
 * UNCONFIRMED whether any Vertex project still gets Imagen; reports contradict each other. So the models stay, as
 * retired ones that may be served elsewhere, and Google's own list says otherwise where it has them.
 */
function retired(on: string, note: string): ModelState {
  return { is: 'retired', on, successor: null, isServedElsewhere: true, note: `${note} ${whatFollows}` }
}

const people = choiceOption('personGeneration', 'People', [
  ['dont_allow', 'None'],
  ['allow_adult', 'Adults'],
  ['allow_all', 'Everyone'],
])
const enhance = switchOption('enhancePrompt', 'Rewrite the prompt', null, 'Only with a service account.')
const watermark = switchOption(
  'addWatermark',
  'Invisible watermark',
  null,
  'Only with a service account. While it is on, Google ignores the seed; so it is off where there is one.',
)

const generates = {
  imagesPerCall: 4,
  // Only Vertex takes one, and only without the watermark; the Gemini API draws its own.
  seed: 'best-effort',
  hasSafetySetting: true,
  options: [people, enhance, watermark],
} satisfies Partial<ModelCard>

const ratios = ['1:1', '3:4', '4:3', '9:16', '16:9']
const oneSize = ratioList(ratios, [['1K', 1]])
const twoSizes = ratioList(ratios, [
  ['1K', 1],
  ['2K', 4],
])

const endedPreviews = retired('2025-11-30', 'Google removed the previews of Imagen 4.')
const ended4 = retired('2026-08-17', 'Google ended Imagen 4 on the Gemini API and, as its pages say, on Vertex.')
const ended3 = retired('2026-06-30', 'Google ended Imagen 3.')
const ended2 = retired('2025-09-24', 'Google removed Imagen 1 and 2.')

const imagen4: readonly ModelCard[] = [
  defineModel({
    ...generates,
    id: 'imagen-4.0-generate-001',
    label: 'Imagen 4',
    state: ended4,
    sizes: twoSizes,
    price: perImage(0.04, asOf),
  }),
  defineModel({
    ...generates,
    id: 'imagen-4.0-ultra-generate-001',
    label: 'Imagen 4 Ultra',
    state: ended4,
    sizes: twoSizes,
    price: perImage(0.06, asOf),
  }),
  defineModel({
    ...generates,
    id: 'imagen-4.0-fast-generate-001',
    label: 'Imagen 4 Fast',
    state: ended4,
    sizes: oneSize,
    price: perImage(0.02, asOf),
  }),
]

const imagen4Previews: readonly ModelCard[] = imagen4.map((card) => ({
  ...card,
  id: card.id.replace('-001', '-preview-06-06'),
  label: `${card.label} (preview)`,
  state: endedPreviews,
}))

const generates3 = { ...generates, hasNegativePrompt: true, state: ended3, sizes: oneSize } satisfies Partial<ModelCard>
// UNCONFIRMED prices: these lists are gone.
const imagen3: readonly ModelCard[] = [
  defineModel({
    ...generates3,
    id: 'imagen-3.0-generate-002',
    label: 'Imagen 3',
    price: perImage(0.04, asOf, false),
  }),
  defineModel({
    ...generates3,
    id: 'imagen-3.0-generate-001',
    label: 'Imagen 3 (first)',
    price: perImage(0.04, asOf, false),
  }),
  defineModel({
    ...generates3,
    id: 'imagen-3.0-fast-generate-001',
    label: 'Imagen 3 Fast',
    price: perImage(0.02, asOf, false),
  }),
  defineModel({
    id: 'imagen-3.0-capability-001',
    label: 'Imagen 3 Edit',
    note: 'Real masks: what is outside stays. On Vertex AI, with a service account.',
    state: retired('2026-06-30', 'Google ended Imagen 3, and names nothing that takes a real mask instead.'),
    canGenerate: false,
    edits: 'instruction',
    mask: 'hard',
    maskPolarity: 'white',
    prompt: 'optional',
    picturesMin: 1,
    imagesPerCall: 4,
    hasNegativePrompt: true,
    seed: 'yes',
    hasSafetySetting: true,
    guidance: { min: 0, max: 500, default: null },
    steps: { min: 1, max: 75, default: 35 },
    sizes: { kind: 'source' },
    input: inputRule({ maxBytes: 10_000_000 }),
    price: perImage(0.04, asOf, false),
    options: [
      choiceOption(
        'editMode',
        'What to do',
        [
          ['EDIT_MODE_INPAINT_INSERTION', 'Put in'],
          ['EDIT_MODE_INPAINT_REMOVAL', 'Take out'],
          ['EDIT_MODE_OUTPAINT', 'Continue beyond the edge'],
          ['EDIT_MODE_BGSWAP', 'Change the background'],
        ],
        { hint: 'With a mask. Without one the whole image is changed.' },
      ),
      numberOption('dilation', 'Widen the mask', {
        min: 0,
        max: 1,
        hint: "As a part of the image's width. Atelier widens the mask itself, so 0 is right for most.",
      }),
      people,
      watermark,
    ],
  }),
]

const imagen2: readonly ModelCard[] = ['imagegeneration@006', 'imagegeneration@005', 'imagegeneration@002'].map((id) =>
  defineModel({
    ...generates,
    id,
    label: `Imagen ${id.endsWith('2') ? '1' : '2'} (${id.slice(-3)})`,
    state: ended2,
    hasNegativePrompt: true,
    sizes: oneSize,
    price: perImage(0.02, asOf, false),
  }),
)

const byShortName: readonly ModelCard[] = Object.entries(shortNames).map(([id, sent]) => {
  const card = [...imagen4, ...imagen3, ...imagen2].find((one) => one.id === sent)
  return defineModel({ ...card!, id, aliasOf: sent, label: `${card!.label} (${id})`, note: `Sent as ${sent}.` })
})

export const imagenModels: readonly ModelCard[] = [
  ...imagen4,
  ...imagen3,
  ...imagen4Previews,
  ...imagen2,
  ...byShortName,
]

/** The Gemini API takes a few of Vertex's parameters only: with a key the others are no part of the model. */
export function asTakenWithKey(card: ModelCard): ModelCard {
  return { ...card, hasNegativePrompt: false, seed: 'no', hasSafetySetting: false, options: [people] }
}

/** An Imagen model that Google lists and this program has not heard of. */
export function unknownImagenModel(id: string, label: string | null): ModelCard {
  return defineModel({
    ...generates,
    id,
    label: label ?? id,
    sizes: oneSize,
    price: { per: 'unknown', note: 'A price that Atelier does not know.' },
    origin: 'live',
  })
}

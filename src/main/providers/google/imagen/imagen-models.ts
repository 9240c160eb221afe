import type { ModelCard, ModelState } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/google.ts'
import * as fieldLabels from '../../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../../shared/messages/en/model-notes.ts'
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

/** Names without a version that users may have in their configuration, and the ids sent for them. */
const shortNames: Readonly<Record<string, string>> = {
  'imagen-3': 'imagen-3.0-generate-002',
  'imagen-4': 'imagen-4.0-generate-001',
  imagegeneration: 'imagegeneration@006',
}

export function sentName(id: string): string {
  return shortNames[id] ?? id
}

/**
 * So say Google's pages. UNCONFIRMED whether any account still has access to Imagen; reports contradict each other: the
 * account's list, or the answer to a request, decides.
 */
function retired(on: string, note: (values: { useInstead: string }) => string): ModelState {
  // The successor of every Imagen model is Gemini's, so it cannot be a card's successor.
  const { useInstead } = messages
  return { type: 'retired', on, successor: null, isServedElsewhere: true, note: note({ useInstead }), toldBy: 'pages' }
}

const people = choiceOption('personGeneration', messages.people, [
  ['dont_allow', messages.noPeople],
  ['allow_adult', messages.adults],
  ['allow_all', messages.everyone],
])
const enhance = switchOption('enhancePrompt', fieldLabels.rewritePrompt, null, messages.serviceAccountOnly)
const watermark = switchOption('addWatermark', fieldLabels.invisibleWatermark, null, messages.watermarkHint)

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

const endedPreviews = retired('2025-11-30', messages.imagen4PreviewsRemoved)
const ended4 = retired('2026-08-17', messages.imagen4Discontinued)
const ended3 = retired('2026-06-30', messages.imagen3Discontinued)
const ended2 = retired('2025-09-24', messages.imagen2Removed)

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
// UNCONFIRMED prices: the price lists have been removed.
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
    label: 'Imagen 3 (001)',
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
    note: messages.imagen3Edit,
    state: retired('2026-06-30', messages.imagen3EditDiscontinued),
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
        messages.editMode,
        [
          ['EDIT_MODE_INPAINT_INSERTION', messages.insertObject],
          ['EDIT_MODE_INPAINT_REMOVAL', messages.removeObject],
          ['EDIT_MODE_OUTPAINT', messages.outpaint],
          ['EDIT_MODE_BGSWAP', messages.replaceBackground],
        ],
        { hint: messages.editModeHint },
      ),
      numberOption('dilation', messages.growMask, {
        min: 0,
        max: 1,
        hint: messages.growMaskHint,
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
  return defineModel({
    ...card!,
    id,
    aliasOf: sent,
    label: `${card!.label} (${id})`,
    note: messages.sentAs({ model: sent }),
  })
})

export const imagenModels: readonly ModelCard[] = [
  ...imagen4,
  ...imagen3,
  ...imagen4Previews,
  ...imagen2,
  ...byShortName,
]

/** The Gemini API takes only a few of Vertex's parameters: with a key, the others are not part of the model. */
export function asTakenWithKey(card: ModelCard): ModelCard {
  return { ...card, hasNegativePrompt: false, seed: 'no', hasSafetySetting: false, options: [people] }
}

/** Creates a card for an Imagen model that Google lists but this program does not know. */
export function unknownImagenModel(id: string, label: string | null): ModelCard {
  return defineModel({
    ...generates,
    id,
    label: label ?? id,
    sizes: oneSize,
    price: { per: 'unknown', note: modelNotes.priceUnknown },
    origin: 'live',
  })
}

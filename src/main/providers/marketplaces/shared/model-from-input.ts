import type {
  InputRule,
  ModelCard,
  NumberRange,
  OptionField,
  PictureFormat,
  SizeRule,
} from '../../../../shared/domain/model-card.ts'
import { defineModel, inputRule, ratioList, sizeList } from '../../core/define-model.ts'
import { isRatio, qualityValues, readMegapixels, textsOf, type InputRoles, type InputShape } from './input-shape.ts'
import { readMaskPolarity } from './read-mask-polarity.ts'

type Own = Pick<ModelCard, 'id' | 'label' | 'price'> & Partial<ModelCard>

const imagesMax = 4
const uint32Max = 0xffffffff

/** A model's card from its input; `own` says what an input cannot tell, or what is known better. */
export function modelFromInput(shape: InputShape, own: Own): ModelCard {
  const { roles } = shape
  return defineModel({
    canGenerate: roles.prompt !== null && !needsPicture(roles),
    edits: editsOf(roles),
    variations: roles.picture?.name === 'redux_image' ? 'native' : 'no',
    ...maskOf(roles),
    ...picturesOf(shape),
    imagesPerCall: Math.min(imagesMax, roles.count?.max ?? (roles.count ? imagesMax : 1)),
    prompt: roles.prompt === null ? 'none' : roles.prompt.isRequired ? 'required' : 'optional',
    promptCharsMax: roles.prompt?.maxChars ?? null,
    hasNegativePrompt: roles.negativePrompt !== null,
    seed: roles.seed === null ? 'no' : 'yes',
    seedMax: Math.max(1, Math.min(uint32Max, roles.seed?.max ?? uint32Max)),
    guidance: rangeOf(roles.guidance, 0, 30),
    steps: rangeOf(roles.steps, 1, 100),
    strength: rangeOf(roles.strength, 0, 1),
    qualities: roles.quality === null ? [] : qualityValues(roles.quality).map(({ quality }) => quality),
    stylePresets: roles.style === null ? [] : textsOf(roles.style),
    loras: lorasOf(roles),
    sizes: sizesOf(roles),
    input: takesPicture(roles) || roles.reference ? inputOf(roles) : null,
    formats: formatsOf(roles),
    hasSafetySetting: Boolean(roles.tolerance ?? roles.toleranceName ?? roles.checker ?? roles.noChecker),
    options: optionsOf(shape),
    ...own,
  })
}

function takesPicture({ picture, pictures }: InputRoles): boolean {
  return picture !== null || pictures !== null
}

function needsPicture({ picture, pictures, mask }: InputRoles): boolean {
  return [picture, pictures, mask].some((field) => field?.isRequired === true)
}

/** A picture to go by, not one to change: FLUX Redux and the "image prompts" made with it draw anew. */
function isGuide({ picture }: InputRoles): boolean {
  return picture?.name === 'redux_image' || picture?.name === 'image_prompt'
}

function editsOf(roles: InputRoles): ModelCard['edits'] {
  if (!takesPicture(roles) || isGuide(roles)) return 'no'
  if (roles.strength) return 'strength'
  return roles.prompt ? 'instruction' : 'own'
}

function maskOf({ mask, picture }: InputRoles): Pick<ModelCard, 'mask' | 'maskPolarity' | 'needsMask'> {
  if (mask === null) return { mask: 'no', maskPolarity: 'white', needsMask: false }
  // Said of pictures that are of no use without a mask, or may bring one in their transparency instead.
  const isFillOnly = /\bmust (also )?(use|have|provide|include) a mask\b|\balpha mask\b/i.test(picture?.hint ?? '')
  return {
    mask: 'hard',
    maskPolarity: readMaskPolarity(mask.hint) ?? 'white',
    needsMask: mask.isRequired || isFillOnly,
  }
}

function picturesOf({ roles, furtherPictures }: InputShape): Pick<ModelCard, 'referencesMax' | 'picturesMin'> {
  const more = roles.pictures ? Math.max(0, (roles.pictures.max ?? imagesMax) - 1) : furtherPictures.length
  const min = (needsPicture(roles) ? 1 : 0) + (roles.reference?.isRequired ? 1 : 0)
  return { referencesMax: roles.reference || (isGuide(roles) && min === 0) ? 1 : more, picturesMin: min }
}

function rangeOf(
  field: Extract<OptionField, { kind: 'number' }> | null,
  usualMin: number,
  usualMax: number,
): NumberRange | null {
  return field && { min: field.min ?? usualMin, max: field.max ?? usualMax, default: field.default }
}

function lorasOf({ loras, lora, extraLora, loraScale }: InputRoles): ModelCard['loras'] {
  // Scales beyond 4 are of no use; where the input names its own limits, these count.
  if (loras) return { max: Math.min(20, loras.max ?? 10), minScale: 0, maxScale: 4 }
  if (lora === null) return null
  return { max: extraLora ? 2 : 1, minScale: loraScale?.min ?? 0, maxScale: loraScale?.max ?? 4 }
}

const squareTier: [string, number][] = [['', 1]]

/** A model that only edits keeps the shape of what it is given; a shape it can be told is one of its options then. */
function sizesOf(roles: InputRoles): SizeRule {
  const isChanged = takesPicture(roles) && !isGuide(roles)
  const keepsShape = isChanged && needsPicture(roles) && roles.pictures === null
  if (keepsShape || (isChanged && roles.prompt === null)) return { kind: 'source' }
  if (roles.ratio) return ratioList(textsOf(roles.ratio).filter(isRatio), tiersOf(roles))
  if (roles.size) return gridOf(null, null)
  if (roles.width && roles.height) return gridOf(roles.width, roles.height)
  if (roles.sizeName) return namedSizes(textsOf(roles.sizeName))
  if (roles.tier) return ratioList(['1:1'], tiersOf(roles))
  return takesPicture(roles) ? { kind: 'source' } : sizeList('1024x1024')
}

function namedSizes([first, ...others]: readonly string[]): SizeRule {
  return first === undefined ? sizeList('1024x1024') : sizeList(first, ...others)
}

/** The service's own default first. */
function tiersOf({ tier }: InputRoles): [string, number][] {
  if (tier === null) return squareTier
  const usual = String(tier.default)
  const known = textsOf(tier).flatMap((id): [string, number][] => {
    const megapixels = readMegapixels(id)
    return megapixels === null ? [] : [[id, megapixels]]
  })
  return known.toSorted(([a], [b]) => Number(b === usual) - Number(a === usual))
}

type NumberField = Extract<OptionField, { kind: 'number' }>

/** Diffusion models work on grids of 8, 16 or 32 pixels; what is a multiple of 32 fits all of them. */
const multiplePx = 32

function gridOf(width: NumberField | null, height: NumberField | null): Extract<SizeRule, { kind: 'grid' }> {
  const minSidePx = Math.max(256, width?.min ?? 0, height?.min ?? 0)
  const maxSidePx = Math.max(minSidePx, Math.min(width?.max ?? 2_048, height?.max ?? 2_048, 4_096))
  const side = (field: NumberField | null) => {
    const usual = Math.round((field?.default ?? 1_024) / multiplePx) * multiplePx
    return Math.min(maxSidePx, Math.max(minSidePx, usual))
  }
  return {
    kind: 'grid',
    multiplePx,
    minSidePx,
    maxSidePx,
    minPixels: minSidePx ** 2,
    maxPixels: Math.max(minSidePx ** 2, Math.min(maxSidePx ** 2, 4_194_304)),
    maxRatio: 4,
    default: { widthPx: side(width), heightPx: side(height) },
  }
}

/** Masks and pictures must be on the model's own grid, so that what comes back lies where it was. */
function inputOf(roles: InputRoles): InputRule {
  const isDiffused = roles.mask !== null || roles.strength !== null
  return inputRule({
    ...(isDiffused && { multiplePx, minSidePx: 256, minPixels: 65_536, maxSidePx: 2_048, maxPixels: 4_194_304 }),
    maxBytes: 10_000_000,
    formats: ['png', 'jpeg'],
  })
}

/** What is lossless first. */
function formatsOf({ format }: InputRoles): PictureFormat[] {
  const named = new Set((format ? textsOf(format) : []).map((text) => text.toLowerCase().replace(/^jpg$/, 'jpeg')))
  return (['png', 'webp', 'jpeg'] as const).filter((each) => named.has(each))
}

function optionsOf({ roles, options }: InputShape): OptionField[] {
  const isShapeOption = roles.ratio !== null && sizesOf(roles).kind === 'source'
  // A shape for what is edited is asked for only by those who want another.
  return isShapeOption && roles.ratio ? [{ ...roles.ratio, isRequired: false }, ...options] : [...options]
}

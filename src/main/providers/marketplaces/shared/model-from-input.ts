import type {
  InputRule,
  ModelCard,
  NumberRange,
  OptionField,
  ImageFormat,
  SizeRule,
} from '../../../../shared/domain/model-card.ts'
import { defineModel, inputRule, ratioList, sizeList } from '../../core/define-model.ts'
import { isRatio, qualityValues, readMegapixels, textsOf, type InputRoles, type InputShape } from './input-shape.ts'
import { readMaskPolarity } from './read-mask-polarity.ts'

type Overrides = Pick<ModelCard, 'id' | 'label' | 'price'> & Partial<ModelCard>

const imagesMax = 4
const uint32Max = 0xffffffff

/** Creates a model's card from its input; `own` adds what an input cannot say, or overrides it. */
export function modelFromInput(shape: InputShape, overrides: Overrides): ModelCard {
  const { roles } = shape
  return defineModel({
    canGenerate: roles.prompt !== null && !needsImage(roles),
    edits: editsOf(roles),
    variations: roles.image?.name === 'redux_image' ? 'native' : 'no',
    ...maskOf(roles),
    ...imagesOf(shape),
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
    input: takesImage(roles) || roles.reference ? inputOf(roles) : null,
    formats: formatsOf(roles),
    hasSafetySetting: Boolean(roles.tolerance ?? roles.toleranceName ?? roles.checker ?? roles.noChecker),
    options: optionsOf(shape),
    ...overrides,
  })
}

function takesImage({ image, images }: InputRoles): boolean {
  return image !== null || images !== null
}

function needsImage({ image, images, mask }: InputRoles): boolean {
  return [image, images, mask].some((field) => field?.isRequired === true)
}

/**
 * Returns whether the image is a reference, not one to edit: FLUX Redux and the "image prompts" based on it draw a new
 * image.
 */
function isGuide({ image }: InputRoles): boolean {
  return image?.name === 'redux_image' || image?.name === 'image_prompt'
}

function editsOf(roles: InputRoles): ModelCard['edits'] {
  if (!takesImage(roles) || isGuide(roles)) return 'no'
  if (roles.strength) return 'strength'
  return roles.prompt ? 'instruction' : 'own'
}

function maskOf({ mask, image }: InputRoles): Pick<ModelCard, 'mask' | 'maskPolarity' | 'needsMask'> {
  if (mask === null) return { mask: 'no', maskPolarity: 'white', needsMask: false }
  // Describes images that are useless without a mask, or may contain one as transparency instead.
  const isFillOnly = /\bmust (also )?(use|have|provide|include) a mask\b|\balpha mask\b/i.test(image?.hint ?? '')
  return {
    mask: 'hard',
    maskPolarity: readMaskPolarity(mask.hint) ?? 'white',
    needsMask: mask.isRequired || isFillOnly,
  }
}

function imagesOf({ roles, furtherImages }: InputShape): Pick<ModelCard, 'referencesMax' | 'picturesMin'> {
  const more = roles.images ? Math.max(0, (roles.images.max ?? imagesMax) - 1) : furtherImages.length
  const min = (needsImage(roles) ? 1 : 0) + (roles.reference?.isRequired ? 1 : 0)
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
  // Scales above 4 are useless; limits named by the input take precedence.
  if (loras) return { max: Math.min(20, loras.max ?? 10), minScale: 0, maxScale: 4 }
  if (lora === null) return null
  return { max: extraLora ? 2 : 1, minScale: loraScale?.min ?? 0, maxScale: loraScale?.max ?? 4 }
}

const squareTier: [string, number][] = [['', 1]]

/** A model that only edits keeps the shape of its input; if a shape can be set, it is one of its options. */
function sizesOf(roles: InputRoles): SizeRule {
  const isChanged = takesImage(roles) && !isGuide(roles)
  const keepsShape = isChanged && needsImage(roles) && roles.images === null
  if (keepsShape || (isChanged && roles.prompt === null)) return { kind: 'source' }
  if (roles.ratio) return ratioList(textsOf(roles.ratio).filter(isRatio), tiersOf(roles))
  if (roles.size) return gridOf(null, null)
  if (roles.width && roles.height) return gridOf(roles.width, roles.height)
  if (roles.sizeName) return namedSizes(textsOf(roles.sizeName))
  if (roles.tier) return ratioList(['1:1'], tiersOf(roles))
  return takesImage(roles) ? { kind: 'source' } : sizeList('1024x1024')
}

function namedSizes([first, ...rest]: readonly string[]): SizeRule {
  return first === undefined ? sizeList('1024x1024') : sizeList(first, ...rest)
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

/** Diffusion models work on grids of 8, 16 or 32 pixels; multiples of 32 fit all of them. */
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

/** Masks and images must be on the model's own grid, so that the result aligns with the source. */
function inputOf(roles: InputRoles): InputRule {
  const isDiffused = roles.mask !== null || roles.strength !== null
  return inputRule({
    ...(isDiffused && { multiplePx, minSidePx: 256, minPixels: 65_536, maxSidePx: 2_048, maxPixels: 4_194_304 }),
    maxBytes: 10_000_000,
    formats: ['png', 'jpeg'],
  })
}

/** Lossless formats first. */
function formatsOf({ format }: InputRoles): ImageFormat[] {
  const named = new Set((format ? textsOf(format) : []).map((text) => text.toLowerCase().replace(/^jpg$/, 'jpeg')))
  return (['png', 'webp', 'jpeg'] as const).filter((each) => named.has(each))
}

function optionsOf({ roles, options }: InputShape): OptionField[] {
  const isShapeOption = roles.ratio !== null && sizesOf(roles).kind === 'source'
  // An edit only gets a shape if the user sets one.
  return isShapeOption && roles.ratio ? [{ ...roles.ratio, isRequired: false }, ...options] : [...options]
}

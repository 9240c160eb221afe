import { z } from 'zod'

export const qualities = ['draft', 'standard', 'hd'] as const
export const qualitySchema = z.enum(qualities)
export type Quality = z.output<typeof qualitySchema>

export const pictureFormatSchema = z.enum(['png', 'jpeg', 'webp'])
export type PictureFormat = z.output<typeof pictureFormatSchema>

/** Width over height, as people write it: `16:9`. */
export const aspectRatioSchema = z.string().regex(/^\d{1,4}:\d{1,4}$/)

const rangeSchema = z.object({ min: z.number(), max: z.number(), default: z.number().nullable() })
/** What a number may be, both ends included; `default` null = the service's own. */
export type NumberRange = z.output<typeof rangeSchema>

const pixelSizeSchema = z.object({ widthPx: z.int().positive(), heightPx: z.int().positive() })

/** Which picture sizes a model makes. */
export const sizeRuleSchema = z.discriminatedUnion('kind', [
  /** Exactly these; the first is the default. */
  z.object({ kind: z.literal('list'), sizes: z.array(pixelSizeSchema).min(1) }),
  /** Only a shape can be asked for, at one or several resolutions; the first of each is the default. */
  z.object({
    kind: z.literal('ratios'),
    ratios: z.array(aspectRatioSchema).min(1),
    /** `id` is what the service calls it, `megapixels` (1 = 1024²) what comes back, about. */
    tiers: z.array(z.object({ id: z.string(), megapixels: z.number().positive() })).min(1),
  }),
  /** Any size on a grid. */
  z.object({
    kind: z.literal('grid'),
    multiplePx: z.int().positive(),
    minSidePx: z.int().positive(),
    maxSidePx: z.int().positive(),
    minPixels: z.int().positive(),
    maxPixels: z.int().positive(),
    /** Long side over short side, at most. */
    maxRatio: z.number().min(1),
    default: pixelSizeSchema,
    /**
     * Edits of images with no more pixels than this come back at the source's own size unless another is asked for: the
     * source is padded to the grid and the result cropped. Absent = they come back at about the default's.
     */
    keepsSourcePixels: z.int().positive().optional(),
  }),
  /** The result has the size (or a fixed multiple of the size) of the picture that was sent. */
  z.object({ kind: z.literal('source') }),
])
export type SizeRule = z.output<typeof sizeRuleSchema>

/** What a picture must be to be sent. Atelier scales, pads and encodes accordingly, and says so. */
export const inputRuleSchema = z.object({
  multiplePx: z.int().positive(),
  minSidePx: z.int().positive(),
  maxSidePx: z.int().positive(),
  minPixels: z.int().positive(),
  maxPixels: z.int().positive(),
  maxRatio: z.number().min(1),
  /** Of one encoded file. */
  maxBytes: z.int().positive(),
  formats: z.array(pictureFormatSchema).min(1),
  /** Only these sizes; null = any within the limits. */
  sizes: z.array(pixelSizeSchema).min(1).nullable(),
  /** On this computer: the image's own file is read where it lies, neither scaled nor encoded. Absent = no. */
  isFile: z.boolean().exactOptional(),
})
export type InputRule = z.output<typeof inputRuleSchema>

/** One field of a model's own that Atelier has no common name for. */
const optionBase = {
  /** As the service calls it. */
  name: z.string().min(1),
  label: z.string(),
  hint: z.string().nullable(),
  isRequired: z.boolean(),
}
export const optionFieldSchema = z.discriminatedUnion('kind', [
  z.object({ ...optionBase, kind: z.literal('text'), default: z.string().nullable(), maxChars: z.int().nullable() }),
  z.object({
    ...optionBase,
    kind: z.literal('number'),
    isWhole: z.boolean(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    default: z.number().nullable(),
  }),
  z.object({ ...optionBase, kind: z.literal('switch'), default: z.boolean().nullable() }),
  z.object({
    ...optionBase,
    kind: z.literal('choice'),
    choices: z.array(z.object({ value: z.union([z.string(), z.number()]), label: z.string() })).min(1),
    default: z.union([z.string(), z.number()]).nullable(),
  }),
])
export type OptionField = z.output<typeof optionFieldSchema>
export const optionValueSchema = z.union([z.string().max(20_000), z.number(), z.boolean()])
export type OptionValue = z.output<typeof optionValueSchema>

/** A result is this many times as wide and as high as what is sent. `value`: of the option; null = there is none. */
const upscaleStepSchema = z.object({ factor: z.int().min(2), value: z.union([z.string(), z.number()]).nullable() })

/**
 * How a price is made. USD without tax; `asOf` is the day the price list was read, `isSure` whether the vendor's own.
 * `note`, for people: what an estimate rests on.
 */
const priceFacts = { asOf: z.iso.date(), isSure: z.boolean(), note: z.string().optional() }
export const priceRuleSchema = z.discriminatedUnion('per', [
  z.object({ per: z.literal('free') }),
  /** The service bills, but by a rule that cannot be told beforehand. */
  z.object({ per: z.literal('unknown'), note: z.string() }),
  z.object({
    per: z.literal('image'),
    ...priceFacts,
    /** The first row that fits counts: `quality` null = any; `maxPixels` null = any size. */
    rows: z
      .array(z.object({ quality: qualitySchema.nullable(), maxPixels: z.int().nullable(), usd: z.number() }))
      .min(1),
    /** Of every picture that goes in with a call, by its shape; absent = nothing, or too little to tell. */
    inputs: z.object({ squareUsd: z.number(), oblongUsd: z.number() }).nullish(),
    /** Names of options of the model's own that lead beyond the rows: with one of them set the price is not known. */
    unknownWith: z.array(z.string()).optional(),
  }),
  /** By megapixels (1 MP = 1,000,000 pixels, each picture rounded up): the first that comes out, every further, and what goes in. */
  z.object({
    per: z.literal('megapixel'),
    ...priceFacts,
    firstUsd: z.number(),
    nextUsd: z.number(),
    inputUsd: z.number(),
  }),
])
export type PriceRule = z.output<typeof priceRuleSchema>

export const modelStateSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('current') }),
  /** Works until `on` (a date); `successor` is a model id of the same provider. */
  z.object({ is: z.literal('retiring'), on: z.iso.date(), successor: z.string().nullable() }),
  /** The vendor serves it no more. `isServedElsewhere`: gateways behind another base URL may still. */
  z.object({
    is: z.literal('retired'),
    on: z.iso.date().nullable(),
    successor: z.string().nullable(),
    isServedElsewhere: z.boolean(),
    note: z.string().nullable(),
  }),
])
export type ModelState = z.output<typeof modelStateSchema>

/** What one model can do, as data: the form shows only what is in here, and a request is planned by it. */
export const modelCardSchema = z.object({
  /** What is sent as the model's name. */
  id: z.string().min(1).max(300),
  /** The id of the model that this is only another name of: it works, and is not listed beside it. */
  aliasOf: z.string().nullish(),
  label: z.string(),
  /** One line for people: what it is good at. */
  note: z.string().nullable(),
  state: modelStateSchema,
  /** Makes a picture from words alone. */
  canGenerate: z.boolean(),
  /** Changes a picture: by an instruction, by a denoising strength, or by its own method (erase, upscale, expand). */
  edits: z.enum(['no', 'instruction', 'strength', 'own']),
  /** `emulated`: asked for by an edit, and labeled so. */
  variations: z.enum(['no', 'native', 'emulated']),
  /**
   * How a mask is treated. `hard`: what lies outside stays (nearly) as it is. `soft`: guidance, pixels outside change
   * too. `described`: sent as a second picture with words. `no`: the model takes none; Atelier cuts the result in.
   */
  mask: z.enum(['no', 'described', 'soft', 'hard']),
  /** Which part of the mask file says "repaint here": what is white, what is black, or what is transparent. */
  maskPolarity: z.enum(['white', 'black', 'transparent']),
  /** A masked edit is refused without a mask (erase, fill). */
  needsMask: z.boolean(),
  /**
   * What is left out where a mask is sent: some models repaint by another endpoint than they edit by, which has fewer
   * fields. `size`: the result has the size of the picture that is sent.
   */
  maskedEditLacks: z.array(z.enum(['strength', 'negativePrompt', 'references', 'size'])).optional(),
  /** Pictures that can be given besides the one being edited. */
  referencesMax: z.int().nonnegative(),
  /** At least so many, source and references together; for models that cannot do with words alone. */
  picturesMin: z.int().nonnegative(),
  /** Pictures per call; more are asked for by several calls. */
  imagesPerCall: z.int().min(1),
  prompt: z.enum(['required', 'optional', 'none']),
  promptCharsMax: z.int().positive().nullable(),
  hasNegativePrompt: z.boolean(),
  /** `best-effort`: accepted, but the same seed need not give the same picture. */
  seed: z.enum(['no', 'best-effort', 'yes']),
  seedMax: z.int().positive(),
  guidance: rangeSchema.nullable(),
  steps: rangeSchema.nullable(),
  /** Denoising strength: 0 = the picture as it was, 1 = nothing of it is left. */
  strength: rangeSchema.nullable(),
  /** Of Atelier's three; empty = the model has no such setting. */
  qualities: z.array(qualitySchema),
  stylePresets: z.array(z.string()),
  loras: z
    .object({
      max: z.int().positive(),
      minScale: z.number(),
      maxScale: z.number(),
      /** Some that fit it, to choose from; absent where nobody knows which there are. */
      names: z.array(z.string()).optional(),
    })
    .nullable(),
  /** It can follow a control image. `nets`: ControlNets that fit it, by name. Absent = it takes none. */
  control: z.object({ nets: z.array(z.string()) }).optional(),
  sizes: sizeRuleSchema,
  /** null where no picture can be given. */
  input: inputRuleSchema.nullable(),
  /** File types that can be asked for, the default first; empty = whatever comes. */
  formats: z.array(pictureFormatSchema),
  /** The vendor's own filter can be set. */
  hasSafetySetting: z.boolean(),
  /** It can be made laxer than it is by itself, and not stricter. */
  isSafetyOnlyLoosened: z.boolean().nullish(),
  /** Tells how far it is, or shows coarse pictures, while it works. */
  hasProgress: z.boolean(),
  hasPreviews: z.boolean(),
  /** What has begun cannot be stopped: the server works on after a cancel, and draws nothing else until it is done. */
  worksOnAfterCancel: z.boolean().optional(),
  price: priceRuleSchema,
  options: z.array(optionFieldSchema),
  /** Makes an image larger by known factors. `option`: the name of the one that says by which; null = there is only one. */
  upscaling: z.object({ option: z.string().nullable(), steps: z.array(upscaleStepSchema).min(1) }).optional(),
  /** `built-in`: in the program; `live`: from the service's own list; `added`: by hand. */
  origin: z.enum(['built-in', 'live', 'added']),
})
export type ModelCard = z.output<typeof modelCardSchema>

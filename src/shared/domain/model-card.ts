import { z } from 'zod'
import { mapNumberSettings } from './number-settings.ts'

export const qualities = ['draft', 'standard', 'hd'] as const
export const qualitySchema = z.enum(qualities)
export type Quality = z.output<typeof qualitySchema>

export const imageFormatSchema = z.enum(['png', 'jpeg', 'webp'])
export type ImageFormat = z.output<typeof imageFormatSchema>

/** Width over height, as usually written: `16:9`. */
export const aspectRatioSchema = z.string().regex(/^\d{1,4}:\d{1,4}$/)

const rangeSchema = z.object({ min: z.number(), max: z.number(), default: z.number().nullable() })
/** Allowed range of a number, both ends inclusive; `default` null = the service's own. */
export type NumberRange = z.output<typeof rangeSchema>

const pixelSizeSchema = z.object({ widthPx: z.int().positive(), heightPx: z.int().positive() })

/** Sizes whose sides are multiples of a number, within limits. */
const pixelGridSchema = z.object({
  multiplePx: z.int().positive(),
  minSidePx: z.int().positive(),
  maxSidePx: z.int().positive(),
  minPixels: z.int().positive(),
  maxPixels: z.int().positive(),
  /** Maximum ratio of the long to the short side. */
  maxRatio: z.number().min(1),
})
export type PixelGrid = Readonly<z.output<typeof pixelGridSchema>>

/** Which image sizes a model can make. */
export const sizeRuleSchema = z.discriminatedUnion('kind', [
  /** Only these; the first is the default. */
  z.object({ kind: z.literal('list'), sizes: z.array(pixelSizeSchema).min(1) }),
  /** Only an aspect ratio can be requested, at one or several resolutions; the first of each is the default. */
  z.object({
    kind: z.literal('ratios'),
    ratios: z.array(aspectRatioSchema).min(1),
    /** `id` is the service's name for it, `megapixels` (1 = 1024²) the approximate size of the result. */
    tiers: z.array(z.object({ id: z.string(), megapixels: z.number().positive() })).min(1),
  }),
  /** Any size on a grid. */
  z.object({
    kind: z.literal('grid'),
    ...pixelGridSchema.shape,
    default: pixelSizeSchema,
    /**
     * Edits of images with at most this many pixels keep the source's size unless another is requested: the source is
     * padded to the grid and the result cropped. Absent = results have about the default size.
     */
    keepsSourcePixels: z.int().positive().optional(),
  }),
  /** The result has the size of the image that was sent, or a fixed multiple of it. */
  z.object({ kind: z.literal('source') }),
])
export type SizeRule = z.output<typeof sizeRuleSchema>

/** Requirements for images to send. Atelier scales, pads and encodes accordingly, and says so. */
export const inputRuleSchema = z.object({
  ...pixelGridSchema.shape,
  /** Per encoded file. */
  maxBytes: z.int().positive(),
  formats: z.array(imageFormatSchema).min(1),
  /** Only these sizes; null = any within the limits. */
  sizes: z.array(pixelSizeSchema).min(1).nullable(),
  /** On this computer: the image's own file is read in place, neither scaled nor encoded. Absent = no. */
  isFile: z.boolean().exactOptional(),
})
export type InputRule = z.output<typeof inputRuleSchema>

/** A model-specific field that Atelier has no common name for. */
const optionBase = {
  /** The service's name for it. */
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

/**
 * `factor`: how many times wider and higher a result is than its input. `value`: of the option; null = there is none.
 */
const upscaleStepSchema = z.object({ factor: z.int().min(2), value: z.union([z.string(), z.number()]).nullable() })

/**
 * How a price is calculated. USD before tax; `asOf` is the day the price list was read, `isSure` whether it is the
 * vendor's own. `note`, for display: what an estimate is based on.
 */
const priceFacts = { asOf: z.iso.date(), isSure: z.boolean(), note: z.string().optional() }
export const priceRuleSchema = z.discriminatedUnion('per', [
  z.object({ per: z.literal('free') }),
  /** The service bills, but the price cannot be determined in advance. */
  z.object({ per: z.literal('unknown'), note: z.string() }),
  z.object({
    per: z.literal('image'),
    ...priceFacts,
    /** The first matching row applies: `quality` null = any; `maxPixels` null = any size. */
    rows: z
      .array(z.object({ quality: qualitySchema.nullable(), maxPixels: z.int().nullable(), usd: z.number() }))
      .min(1),
    /** Price of every image sent with a call, by its shape; absent = free, or negligible. */
    inputs: z.object({ squareUsd: z.number(), oblongUsd: z.number() }).nullish(),
    /** Names of the model's own options that the rows do not cover: with one of them set the price is unknown. */
    unknownWith: z.array(z.string()).optional(),
  }),
  /**
   * By megapixels (1 MP = 1,000,000 pixels, each image rounded up): the first result, every further one, and the
   * inputs.
   */
  z.object({
    per: z.literal('megapixel'),
    ...priceFacts,
    firstUsd: z.number(),
    nextUsd: z.number(),
    inputUsd: z.number(),
  }),
])
export type PriceRule = z.output<typeof priceRuleSchema>

export const modelStateSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('current'),
    /** The vendor advises against it, without a date of its end. `successor` as below. */
    deprecated: z.object({ successor: z.string().nullable() }).optional(),
  }),
  /** Works until `on` (a date); `successor` is a model id of the same provider. */
  z.object({ type: z.literal('retiring'), on: z.iso.date(), successor: z.string().nullable() }),
  /** The vendor no longer serves it. `isServedElsewhere`: gateways behind another base URL may still do. */
  z.object({
    type: z.literal('retired'),
    on: z.iso.date().nullable(),
    successor: z.string().nullable(),
    isServedElsewhere: z.boolean(),
    note: z.string().nullable(),
    /**
     * `pages`: the vendor's pages say so, but accounts may still have it: an account's list, or an answer, decides.
     * `list`: this account's list lacks it. Absent = it is gone for everyone.
     */
    toldBy: z.enum(['pages', 'list']).optional(),
  }),
])
export type ModelState = z.output<typeof modelStateSchema>

/** A model's capabilities as data: the form shows only what is listed here, and requests are planned by it. */
export const modelCardSchema = z.object({
  /** The model name to send. */
  id: z.string().min(1).max(300),
  /** The id of the model of which this is an alias: it works, and is not listed separately. */
  aliasOf: z.string().nullish(),
  label: z.string(),
  /** One line for display: what it is good at. */
  note: z.string().nullable(),
  state: modelStateSchema,
  /** Generates images from a prompt alone. */
  canGenerate: z.boolean(),
  /**
   * How it changes an image: by an instruction, by a denoising strength, or by its own method (erase, upscale, expand).
   */
  edits: z.enum(['no', 'instruction', 'strength', 'own']),
  /** `emulated`: requested as an edit, and labeled so. */
  variations: z.enum(['no', 'native', 'emulated']),
  /**
   * How a mask is treated. `hard`: pixels outside stay (nearly) unchanged. `soft`: a hint, pixels outside change too.
   * `described`: sent as a second image with an explanation. `no`: the model takes none; Atelier composites the result.
   */
  mask: z.enum(['no', 'described', 'soft', 'hard']),
  /** Which part of the mask file means "repaint here": white, black, or transparent. */
  maskPolarity: z.enum(['white', 'black', 'transparent']),
  /** A masked edit fails without a mask (erase, fill). */
  needsMask: z.boolean(),
  /**
   * What is omitted when a mask is sent: some models use another endpoint for masked edits, with fewer fields. `size`:
   * the result has the size of the image that is sent.
   */
  maskedEditLacks: z.array(z.enum(['strength', 'negativePrompt', 'references', 'size'])).optional(),
  /** Maximum number of images besides the one being edited. */
  referencesMax: z.int().nonnegative(),
  /**
   * How a prompt can speak of reference images. `numbered` (absent): by their place among all images, the one being edited
   * first. `after-mask`: the same, with a described mask before them. `tags`: by names that are sent with them. `style`: not
   * at all, as all of them show a style. `unnamed`: not at all, as the image is mixed into the result as a whole.
   */
  referenceForm: z.enum(['numbered', 'after-mask', 'tags', 'style', 'unnamed']).optional(),
  /**
   * For `style`: one of the reference images may show a person to keep instead, which changes the price. Absent = none
   * may.
   */
  character: z.object({ price: priceRuleSchema }).optional(),
  /**
   * How it goes on with a conversation. `turns`: it takes earlier turns as they were, with the images it returned: at most
   * `turnsMax`, and `bytesMax` of images as base64 altogether. `images`: it gets the image the conversation began with
   * beside the one to change. Absent = only that one, with a prompt of what still holds.
   */
  conversation: z
    .discriminatedUnion('form', [
      z.object({
        form: z.literal('turns'),
        turnsMax: z.int().positive(),
        imagesMax: z.int().positive(),
        bytesMax: z.int().positive(),
      }),
      z.object({ form: z.literal('images') }),
    ])
    .optional(),
  /** Minimum number of images, source and references together; for models that need more than a prompt. */
  picturesMin: z.int().nonnegative(),
  /** Images per call; larger numbers are split into several calls. */
  imagesPerCall: z.int().min(1),
  prompt: z.enum(['required', 'optional', 'none']),
  promptCharsMax: z.int().positive().nullable(),
  hasNegativePrompt: z.boolean(),
  /** `best-effort`: accepted, but the same seed may give another image. */
  seed: z.enum(['no', 'best-effort', 'yes']),
  seedMax: z.int().positive(),
  /** What it takes of each setting that is one number; null = it has no such setting. */
  // What is stored lacks a setting that came later.
  ...mapNumberSettings(() => rangeSchema.nullable().default(null)),
  /** Of Atelier's three; empty = no such setting. */
  qualities: z.array(qualitySchema),
  stylePresets: z.array(z.string()),
  loras: z
    .object({
      max: z.int().positive(),
      minScale: z.number(),
      maxScale: z.number(),
      /** Suggested compatible ones; absent where none are known. */
      names: z.array(z.string()).optional(),
    })
    .nullable(),
  /** Supports a control image. `nets`: names of compatible ControlNets. Absent = not supported. */
  control: z.object({ nets: z.array(z.string()) }).optional(),
  sizes: sizeRuleSchema,
  /** null where it takes no images. */
  input: inputRuleSchema.nullable(),
  /** File types that can be requested, the default first; empty = no choice. */
  formats: z.array(imageFormatSchema),
  /** The vendor's own filter can be set. */
  hasSafetySetting: z.boolean(),
  /** It can only be made more permissive than its default, not stricter. */
  isSafetyOnlyLoosened: z.boolean().nullish(),
  /** Reports progress, or shows coarse previews, while it works. */
  hasProgress: z.boolean(),
  hasPreviews: z.boolean(),
  /** Cannot be interrupted: after a cancel the server continues, and generates nothing else until it is done. */
  worksOnAfterCancel: z.boolean().optional(),
  price: priceRuleSchema,
  options: z.array(optionFieldSchema),
  /** Upscales by known factors. `option`: name of the option that selects the factor; null = there is only one. */
  upscaling: z.object({ option: z.string().nullable(), steps: z.array(upscaleStepSchema).min(1) }).optional(),
  /** `built-in`: ships with the program; `live`: from the service's own list; `added`: by hand. */
  origin: z.enum(['built-in', 'live', 'added']),
})
export type ModelCard = z.output<typeof modelCardSchema>

/** A card as stored in a file: earlier versions wrote the state's `type` as `is`. */
export const storedModelCardSchema = z.preprocess((card) => {
  const { state } = (card ?? {}) as { readonly state?: { readonly is?: string } | null }
  return state?.is === undefined ? card : { ...(card as object), state: { ...state, type: state.is } }
}, modelCardSchema)

import { z } from 'zod'
import type { CallHandlers, CallMap, TypesOf } from '../platform/pure/call-map.ts'
import { poseCalls } from './pose-calls.ts'
import { upscalingCalls } from './upscaling-calls.ts'

const pathSchema = z.string().min(1)
const sidePx = z.int().min(1).max(4_096)
const perChannel = z.tuple([z.number(), z.number(), z.number()])

/** Images as a model takes them. */
const inputImagesSchema = z.object({
  /** 8-bit RGB of `count` images one after the other, each in row order. */
  pixels: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes'),
  count: z.int().min(1).max(256),
  widthPx: sidePx,
  heightPx: sidePx,
  /** Each value becomes `(value · scale − mean) / deviation`, by channel. */
  scale: z.number(),
  mean: perChannel,
  deviation: perChannel,
})
export type InputImages = z.output<typeof inputImagesSchema>

/** `path`: the ONNX file. */
const modelImagesSchema = inputImagesSchema.extend({ path: pathSchema })
export type ModelImages = z.output<typeof modelImagesSchema>

const embedTextSchema = z.object({
  /** The ONNX file of the text encoder. */
  path: pathSchema,
  /** Contains `tokenizer.json` and `tokenizer_config.json`. */
  tokenizerFolder: pathSchema,
  /** Longer texts are cut off, their closing token kept. */
  tokensMax: z.int().min(1).max(4_096),
  /** Whether shorter ones are filled up: models of the SigLIP family were trained that way. */
  isPadded: z.boolean(),
  text: z.string(),
})
export type EmbedTextRequest = z.output<typeof embedTextSchema>

/** One after the other, each of length 1. */
const vectorsSchema = z.array(z.instanceof(Float32Array<ArrayBuffer>))

/** How opaque the subject is, from 0 to 255, in row order. */
const matteSchema = z.object({
  opacity: z.instanceof(Uint8Array<ArrayBuffer>),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
})
export type Matte = z.output<typeof matteSchema>

/** How far the camera is from what each pixel shows, in the model's own measure, in row order. */
const depthSchema = z.object({
  values: z.instanceof(Float32Array<ArrayBuffer>),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
})
export type DepthValues = z.output<typeof depthSchema>

const encodeImageSchema = z.object({
  /** The ONNX file of the image encoder. */
  path: pathSchema,
  image: inputImagesSchema.extend({ count: z.literal(1) }),
  /** What the encoder takes: the image is at its top left. */
  paddedWidthPx: sidePx,
  paddedHeightPx: sidePx,
  /** Names what the encoder returns for `segment`. */
  key: z.string().min(1),
})
export type EncodeImageRequest = z.output<typeof encodeImageSchema>

const segmentSchema = z.object({
  /** The ONNX file of the mask decoder. */
  path: pathSchema,
  key: z.string().min(1),
  /** In pixels of the encoder's input. */
  points: z.array(z.object({ x: z.number(), y: z.number(), isIncluded: z.boolean() })).max(256),
  box: z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }).nullable(),
})
export type SegmentRequest = z.output<typeof segmentSchema>

/** How far each cell is inside the object: 128 is its edge, higher is inside. Row by row, over the encoder's input. */
const segmentedObjectSchema = z.object({
  levels: z.instanceof(Uint8Array<ArrayBuffer>),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
})
export type SegmentedObject = z.output<typeof segmentedObjectSchema>

const deviceSchema = z.object({
  isGpu: z.boolean(),
  /** Why the GPU is not used, in the driver's or the runtime's words; null = it was not tried, or it is used. */
  problem: z.string().nullable(),
})
/** What models run on. */
export type Device = z.output<typeof deviceSchema>

/** Given to the process if it may use the GPU. */
export const gpuArgument = '--gpu'

const sizeSchema = z.object({ widthPx: sidePx, heightPx: sidePx })
const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')

const inpaintSchema = z.object({
  path: pathSchema,
  /** 8-bit RGB of the model's size, in row order. */
  rgb: bytesSchema,
  /** A byte for each pixel: above 0 = to be filled. */
  hole: bytesSchema,
})
export type InpaintRequest = z.output<typeof inpaintSchema>

const tokenId = z.int().nonnegative()

/** How a decoder's answer is read, one token after the other. */
const tokenRulesSchema = z.object({
  /** Fed first; not part of the answer. */
  startId: tokenId,
  /** Always the first of an answer; null = the model chooses. */
  firstId: tokenId.nullable(),
  endId: tokenId,
  /** No run of this many tokens occurs twice; 0 = any may. */
  repeatedMax: z.int().min(0).max(16),
  /** Of the decoder's attention. */
  heads: z.int().positive(),
  headSize: z.int().positive(),
})
export type TokenRules = z.output<typeof tokenRulesSchema>

const describeSchema = z.object({
  /** The ONNX files. */
  graphs: z.object({ imageEncoder: pathSchema, tokenEmbedder: pathSchema, encoder: pathSchema, decoder: pathSchema }),
  /** Contains `tokenizer.json` and `tokenizer_config.json`. */
  tokenizerFolder: pathSchema,
  image: inputImagesSchema.extend({ count: z.literal(1) }),
  rules: tokenRulesSchema,
  /** Each is answered with at most that many tokens. */
  questions: z
    .array(z.object({ prompt: z.string().min(1), tokensMax: z.int().min(1).max(1_024) }))
    .min(1)
    .max(16),
})
export type DescribeRequest = z.output<typeof describeSchema>

/** One for each question, with its special tokens such as `<loc_12>`. `isCut`: the model had not ended it. */
const answersSchema = z.array(z.object({ text: z.string(), isCut: z.boolean() }))
export type Answer = z.output<typeof answersSchema>[number]

const detectSchema = z.object({
  path: pathSchema,
  /** Contains `tokenizer.json` and `tokenizer_config.json`. */
  tokenizerFolder: pathSchema,
  /** Shorter texts are filled up to this, longer ones are cut off. */
  tokensMax: z.int().min(3).max(4_096),
  words: z.string().min(1),
  /** `pixels` also as floats from 0 to 255. */
  image: inputImagesSchema.extend({
    count: z.literal(1),
    pixels: z.custom<Uint8Array | Float32Array>(
      (value) => value instanceof Uint8Array || value instanceof Float32Array,
      'expected bytes or floats',
    ),
  }),
  scoreMin: z.number().min(0).max(1),
})
export type DetectRequest = z.output<typeof detectSchema>

/** Sides from 0 to 1 of the model's input, from its top left; they may lie outside. */
const detectedBoxSchema = z.object({
  score: z.number(),
  left: z.number(),
  top: z.number(),
  right: z.number(),
  bottom: z.number(),
})
export type DetectedBox = z.output<typeof detectedBoxSchema>

/** All calls of the vision process. @throws model/damaged, model/unsupported, model/missing, engine/out-of-memory */
export const visionCalls = {
  /** null before the first model was loaded. */
  device: { input: z.null(), output: deviceSchema.nullable(), isBackground: true },
  embedImages: { input: modelImagesSchema, output: vectorsSchema, isBackground: true },
  embedText: { input: embedTextSchema, output: vectorsSchema },
  /** Separates the subject of one image from its background. */
  matte: { input: modelImagesSchema, output: matteSchema },
  /** Estimates the depth of one image. */
  depth: { input: modelImagesSchema, output: depthSchema },
  /** Prepares an image for `segment`; only the last few are kept. */
  encodeImage: { input: encodeImageSchema, output: z.null() },
  /** Finds an object; null = the image is not prepared any more. */
  segment: { input: segmentSchema, output: segmentedObjectSchema.nullable() },
  /** The size of the images that a model for removal takes. Loads it. */
  inpaintingSize: { input: z.object({ path: pathSchema }), output: sizeSchema },
  /** Fills a hole: 8-bit RGB. Outside of the hole, it may differ from what was given. */
  inpaint: { input: inpaintSchema, output: z.instanceof(Uint8Array<ArrayBuffer>) },
  /** Answers questions about one image in text. */
  describe: { input: describeSchema, output: answersSchema },
  /** Finds objects by words, the best first: often several boxes for one object. */
  detect: { input: detectSchema, output: z.array(detectedBoxSchema) },
  ...upscalingCalls,
  ...poseCalls,
} as const satisfies CallMap

export type VisionCalls = TypesOf<typeof visionCalls>
export type VisionHandlers = CallHandlers<VisionCalls>

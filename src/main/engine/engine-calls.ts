import { z } from 'zod'
import { memorySavingSchema, modelSlots } from '../../shared/domain/local-record.ts'
import { engineFactsSchema } from '../../shared/domain/local-setup.ts'
import { AppError, errorDataSchema } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { joinSentences } from '../../shared/messages/formats.ts'

/** The protocol between main and the engine process: every call is declared here and nowhere else. */

const bytesSchema = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'expected bytes')
const pathSchema = z.string().min(1)

const engineModelSchema = z.object({
  files: z.partialRecord(z.enum(modelSlots), pathSchema),
  saving: memorySavingSchema,
})
/** What is loaded before anything is drawn; it stays loaded until another model is requested. */
export type EngineModel = z.output<typeof engineModelSchema>

const engineRequestSchema = z.object({
  model: engineModelSchema,
  prompt: z.string(),
  negativePrompt: z.string(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  n: z.int().min(1).max(8),
  /** Seed of the first image; the others count up from it. */
  seed: z.int().min(0).max(0xffffffff),
  steps: z.int().min(1).max(150),
  /** Classifier-free guidance scale; 1 = none, and the negative prompt has no effect. */
  guidance: z.number(),
  /** For models distilled with guidance as an input (FLUX.1 dev); null = the engine's default. */
  distilledGuidance: z.number().nullable(),
  /** By the engine's names; null = the default of the model family. */
  sampler: z.string().nullable(),
  scheduler: z.string().nullable(),
  flowShift: z.number().nullable(),
  /** Denoising strength, 0 to 1; used only with a source. */
  strength: z.number().min(0).max(1),
  /** An encoded image of exactly the output size. */
  source: bytesSchema.nullable(),
  /** 8-bit grayscale of the same size: white is repainted. */
  mask: bytesSchema.nullable(),
  references: z.array(bytesSchema).max(8),
  loras: z.array(z.object({ path: pathSchema, scale: z.number() })).max(20),
  /** A control image of exactly the output size, for the ControlNet among the model's files. */
  control: z.object({ image: bytesSchema, strength: z.number().min(0).max(2), findsEdges: z.boolean() }).nullable(),
  /**
   * A second pass: the image is enlarged to this size and sampled again. `upscaler` uses the engine's names; with
   * `Model` it is the ESRGAN file at `modelPath`.
   */
  hires: z
    .object({
      upscaler: z.string(),
      modelPath: pathSchema.nullable(),
      widthPx: z.int().positive(),
      heightPx: z.int().positive(),
      strength: z.number().min(0).max(1),
    })
    .nullable(),
  /** The image tiles seamlessly. */
  isTiling: z.boolean(),
  wantsPreviews: z.boolean(),
})
export type EngineRequest = z.output<typeof engineRequestSchema>

/** Those of a request for one image from a prompt alone, where the model family has no values of its own. */
export const plainSettings: Omit<
  EngineRequest,
  'model' | 'prompt' | 'widthPx' | 'heightPx' | 'seed' | 'steps' | 'wantsPreviews'
> = {
  negativePrompt: '',
  n: 1,
  guidance: 1,
  distilledGuidance: null,
  sampler: null,
  scheduler: null,
  flowShift: null,
  strength: 1,
  source: null,
  mask: null,
  references: [],
  loras: [],
  control: null,
  hires: null,
  isTiling: false,
}

const upscaleRequestSchema = z.object({
  /** An ESRGAN file. */
  model: pathSchema,
  /** 8-bit sRGB and upright. */
  sourcePath: pathSchema,
  /** A PNG file that does not exist yet. */
  targetPath: pathSchema,
  scale: z.int().min(2).max(4),
  /** `small` is used after memory ran out. */
  tiles: z.enum(['usual', 'small']),
})
export type UpscaleRequest = z.output<typeof upscaleRequestSchema>

const conversionSchema = z.object({
  /** A single weights file, safetensors or GGUF. */
  from: pathSchema,
  /** The GGUF file to write; an existing one is replaced. */
  to: pathSchema,
  /** By ggml's name, such as `q8_0`. Tensors that cannot have this type, such as a bias, keep theirs. */
  type: z.string(),
  /** Tensors with another type: a regular expression matched against tensor names, and the type. */
  exceptions: z.array(z.object({ pattern: z.string().regex(/^[^,=]+$/), type: z.string() })),
})
export type ModelConversion = z.output<typeof conversionSchema>

/** Messages of ggml, its drivers and the operating system. */
const outOfMemory =
  /out of (device |host )?memory|outof(device|host)memory|failed to allocate|alloc\b.*\b(buffer|graph) failed|bad_alloc|cannot allocate memory/i

export function isOutOfMemory(lastOutput: string): boolean {
  return outOfMemory.test(lastOutput)
}

/** Messages of Vulkan, CUDA, HIP, Metal, Direct3D and the kernel. */
const lostDevice =
  /device.?lost|device.?removed|gpu (is lost|hang)|fallen off the bus|unspecified launch failure|launch timed out|(cuda|hip) error:? (an illegal memory access|uncorrectable)|illegal memory access/i

export function isDeviceLost(lastOutput: string): boolean {
  return lostDevice.test(lastOutput)
}

export function deviceLost(lastOutput: string): AppError {
  return new AppError(
    'engine/device-lost',
    joinSentences(messages.gpuLost, messages.lastOutput({ output: lastOutput })),
  )
}

/** Models with the same key need no reload in between; tiled decoding is not part of the key. */
export function loadedAs({ files, saving: { isVaeTiled: _isVaeTiled, ...saving } }: EngineModel): string {
  return JSON.stringify({ files, saving })
}

export const engineCalls = {
  inspect: { input: z.object({}), output: engineFactsSchema },
  prove: { input: z.object({ model: engineModelSchema }), output: engineFactsSchema },
  generate: {
    input: engineRequestSchema,
    output: z.array(z.object({ png: bytesSchema, seed: z.int() })),
  },
  upscale: { input: upscaleRequestSchema, output: z.null() },
  convert: { input: conversionSchema, output: z.null() },
} as const
export type EngineMethod = keyof typeof engineCalls
export type EngineInput<M extends EngineMethod> = z.input<(typeof engineCalls)[M]['input']>
export type EngineOutput<M extends EngineMethod> = z.output<(typeof engineCalls)[M]['output']>

export const toEngineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('call'),
    id: z.int(),
    method: z.enum(['inspect', 'prove', 'generate', 'upscale', 'convert']),
    input: z.unknown(),
  }),
  z.object({ type: z.literal('cancel'), id: z.int() }),
])
export type ToEngine = z.output<typeof toEngineSchema>

export const fromEngineSchema = z.discriminatedUnion('type', [
  /** `null` = the model is still loading: there is progress, but it cannot be canceled. */
  z.object({ type: z.literal('progressed'), id: z.int(), fraction: z.number().nullable() }),
  z.object({ type: z.literal('previewed'), id: z.int(), png: bytesSchema }),
  z.object({ type: z.literal('done'), id: z.int(), value: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.int(), error: errorDataSchema }),
])
export type FromEngine = z.output<typeof fromEngineSchema>

import { z } from 'zod'
import { memorySavingSchema, modelSlots } from '../../shared/domain/local-record.ts'
import { engineFactsSchema } from '../../shared/domain/local-setup.ts'
import { AppError, errorDataSchema } from '../../shared/errors/index.ts'

/** What crosses between main and the engine's process: each call is declared here and nowhere else. */

const bytesSchema = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'expected bytes')
const pathSchema = z.string().min(1)

const engineModelSchema = z.object({
  files: z.partialRecord(z.enum(modelSlots), pathSchema),
  saving: memorySavingSchema,
})
/** What is loaded before anything is drawn. It stays loaded until another is asked for. */
export type EngineModel = z.output<typeof engineModelSchema>

const engineRequestSchema = z.object({
  model: engineModelSchema,
  prompt: z.string(),
  negativePrompt: z.string(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  n: z.int().min(1).max(8),
  /** Of the first image; the others count up from it. */
  seed: z.int().min(0).max(0xffffffff),
  steps: z.int().min(1).max(150),
  /** Classifier-free guidance scale; 1 = none, and the negative prompt has no effect. */
  guidance: z.number(),
  /** Of models that were distilled with their guidance as an input (FLUX.1 dev); null = the engine's own. */
  distilledGuidance: z.number().nullable(),
  /** As the engine calls them; null = as the model's family has it. */
  sampler: z.string().nullable(),
  scheduler: z.string().nullable(),
  flowShift: z.number().nullable(),
  /** Denoising strength, 0 to 1; counts where there is a source. */
  strength: z.number().min(0).max(1),
  /** An encoded image of exactly the size that is drawn. */
  source: bytesSchema.nullable(),
  /** 8-bit gray of the same size: white is repainted. */
  mask: bytesSchema.nullable(),
  references: z.array(bytesSchema).max(8),
  loras: z.array(z.object({ path: pathSchema, scale: z.number() })).max(20),
  /** A control image of exactly the size that is drawn, for the ControlNet among the model's files. */
  control: z.object({ image: bytesSchema, strength: z.number().min(0).max(2), findsEdges: z.boolean() }).nullable(),
  /**
   * A second pass: the image is enlarged to this size and sampled once more. `upscaler` as the engine calls it; with `Model`
   * it is the ESRGAN file at `modelPath`.
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
  /** The image repeats without a seam. */
  isTiling: z.boolean(),
  wantsPreviews: z.boolean(),
})
export type EngineRequest = z.output<typeof engineRequestSchema>

const upscaleRequestSchema = z.object({
  /** ESRGAN. */
  model: pathSchema,
  /** 8-bit sRGB and upright. */
  sourcePath: pathSchema,
  /** A PNG file that is not there yet. */
  targetPath: pathSchema,
  scale: z.int().min(2).max(4),
  /** `small`: after memory ran out. */
  tiles: z.enum(['usual', 'small']),
})
export type UpscaleRequest = z.output<typeof upscaleRequestSchema>

const conversionSchema = z.object({
  /** One file of weights, safetensors or GGUF. */
  from: pathSchema,
  /** A GGUF file that is written; one of this name is replaced. */
  to: pathSchema,
  /** As ggml calls it: `q8_0`. What it cannot hold, such as a bias, stays as it is. */
  type: z.string(),
  /** Parts of another type: a regular expression on the names of tensors, and the type. */
  exceptions: z.array(z.object({ pattern: z.string().regex(/^[^,=]+$/), type: z.string() })),
})
export type ModelConversion = z.output<typeof conversionSchema>

/** As ggml, its drivers and the system say it. */
const outOfMemory =
  /out of (device |host )?memory|outof(device|host)memory|failed to allocate|alloc\b.*\b(buffer|graph) failed|bad_alloc|cannot allocate memory/i

export function isOutOfMemory(lastWords: string): boolean {
  return outOfMemory.test(lastWords)
}

/** As Vulkan, CUDA, HIP, Metal, Direct3D and the kernel say it. */
const lostDevice =
  /device.?lost|device.?removed|gpu (is lost|hang)|fallen off the bus|unspecified launch failure|launch timed out|(cuda|hip) error:? (an illegal memory access|uncorrectable)|illegal memory access/i

export function isDeviceLost(lastWords: string): boolean {
  return lostDevice.test(lastWords)
}

export function deviceLost(lastWords: string): AppError {
  return new AppError(
    'engine/device-lost',
    `The graphics card stopped answering: its driver was restarted, or the card is gone. The engine was ended and starts anew with the next image. If it happens again, close other programs that use the card, update its driver, or choose a smaller size. Its last words: ${lastWords}`,
  )
}

/** What has one name needs no loading in between: decoding in tiles is no matter of what is loaded. */
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

export const toEngineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id: z.int(),
    method: z.enum(['inspect', 'prove', 'generate', 'upscale', 'convert']),
    input: z.unknown(),
  }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
])
export type ToEngine = z.output<typeof toEngineSchema>

export const fromEngineSchema = z.discriminatedUnion('kind', [
  /** `null` = the model is still being loaded: it moves, and cannot be canceled. */
  z.object({ kind: z.literal('progressed'), id: z.int(), fraction: z.number().nullable() }),
  z.object({ kind: z.literal('previewed'), id: z.int(), png: bytesSchema }),
  z.object({ kind: z.literal('done'), id: z.int(), value: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: z.int(), error: errorDataSchema }),
])
export type FromEngine = z.output<typeof fromEngineSchema>

import { z } from 'zod'

/** The files of a model by the part they play; the names are those of the engine's own parameters. */
export const modelSlots = [
  'model',
  'diffusion',
  'clipL',
  'clipG',
  'clipVision',
  't5xxl',
  'llm',
  'llmVision',
  'vae',
  'taesd',
  'controlNet',
] as const
export type ModelSlot = (typeof modelSlots)[number]

/** The engine's switches that take less memory, most of them for time. They change pixels, too. */
export const memorySavingSchema = z.object({
  /**
   * Where weights wait: on the `device`; in main `memory`, to come to the device when it is their turn; there, too, but
   * `streamed` layer by layer; or on the `disk`, read anew each time.
   */
  weights: z.enum(['device', 'memory', 'streamed', 'disk']),
  isFlashAttention: z.boolean(),
  /** The prompt is read by the processor. */
  isEncoderOnCpu: z.boolean(),
  /** Decodes in tiles: slower, and needs far less memory. */
  isVaeTiled: z.boolean(),
})
export type MemorySaving = z.output<typeof memorySavingSchema>

/** What an image was drawn with on this computer: with the rest of its recipe it can be drawn again, pixel by pixel. */
export const localRecordSchema = z.object({
  /** As the library calls itself. */
  engine: z.object({ version: z.string(), commit: z.string() }),
  /** null = the library does not say. */
  device: z.string().nullable(),
  /** null = nothing is to be saved at this work. */
  saving: memorySavingSchema.nullable(),
  /** Everything that was loaded. Of a folder that diffusers wrote several are `model`. */
  files: z.array(
    z.object({
      part: z.enum([...modelSlots, 'lora', 'upscaler']),
      name: z.string(),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[\da-f]{64}$/),
    }),
  ),
})
export type LocalRecord = z.output<typeof localRecordSchema>
export type UsedFile = LocalRecord['files'][number]

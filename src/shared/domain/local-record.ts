import { z } from 'zod'
import * as messages from '../messages/en/memory.ts'

/** The files of a model by their role; the names are those of the engine's own parameters. */
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

/** The engine's options that reduce memory use, most of them at the cost of time. They change pixels, too. */
export const memorySavingSchema = z.object({
  /**
   * Where weights are kept: on the `device`; in main `memory`, copied to the device when needed; likewise but
   * `streamed` layer by layer; or on `disk`, read again each time.
   */
  weights: z.enum(['device', 'memory', 'streamed', 'disk']),
  isFlashAttention: z.boolean(),
  /** The prompt is encoded on the CPU. */
  isEncoderOnCpu: z.boolean(),
  /** Decodes in tiles: slower, with far less memory. */
  isVaeTiled: z.boolean(),
})
export type MemorySaving = z.output<typeof memorySavingSchema>

/**
 * What an image was generated with on this computer: with the rest of its recipe it can be reproduced pixel by pixel.
 */
export const localRecordSchema = z.object({
  /** As reported by the library. `name`: absent = stable-diffusion.cpp. */
  engine: z.object({ name: z.string().exactOptional(), version: z.string(), commit: z.string() }),
  /** null = the library does not report it. */
  device: z.string().nullable(),
  /** null = no memory options apply to this work. */
  saving: memorySavingSchema.nullable(),
  /** All files that were loaded. A diffusers folder has several with the role `model`. */
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

/** Returns the engine that an image was made with and its release, such as “stable-diffusion.cpp master-525 d6dd6d7”. */
export function engineLabel({ name = 'stable-diffusion.cpp', version, commit }: LocalRecord['engine']): string {
  return [name, version, commit].filter(Boolean).join(' ')
}

const weightsLabels: Readonly<Record<MemorySaving['weights'], readonly string[]>> = {
  device: [],
  memory: [messages.weightsInMemory],
  streamed: [messages.weightsStreamed],
  disk: [messages.weightsOnDisk],
}

/** Returns each memory option in use; empty = none. */
export function describeSavings({
  weights,
  isEncoderOnCpu,
  isFlashAttention,
  isVaeTiled,
}: MemorySaving): readonly string[] {
  return [
    ...weightsLabels[weights],
    ...(isEncoderOnCpu ? [messages.encoderOnCpu] : []),
    ...(isFlashAttention ? [messages.flashAttention] : []),
    ...(isVaeTiled ? [messages.tiledDecoding] : []),
  ]
}

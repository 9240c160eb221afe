import { z } from 'zod'
import type { CallMap } from '../platform/pure/call-map.ts'

const sidePx = z.int().min(1).max(16_384)

const upscalerSchema = z.object({
  /** The ONNX file. */
  path: z.string().min(1),
  /** The sides of what the model gets are multiples of this: it is extended by mirroring. */
  sideMultiplePx: z.int().min(1).max(64),
})
export type UpscalerFile = z.output<typeof upscalerSchema>

const planesSchema = z.object({
  /** Red, green and blue, from 0 to 1, each in row order. */
  planes: z.instanceof(Float32Array<ArrayBuffer>),
  widthPx: sidePx,
  heightPx: sidePx,
})
export type ColorPlanes = z.output<typeof planesSchema>

/** Calls that run upscalers. */
export const upscalingCalls = {
  /**
   * The factor of an upscaler, found by running it; `size`: the largest tile it takes, null = any; `runtime`: the version
   * of ONNX Runtime. Loads it.
   */
  measureUpscaler: {
    input: upscalerSchema,
    output: z.object({
      factor: z.int().min(2).max(4),
      size: z.object({ widthPx: sidePx, heightPx: sidePx }).nullable(),
      runtime: z.string(),
    }),
  },
  /** Returns a tile enlarged by the upscaler's factor; its values may lie a little outside of 0 to 1. */
  upscaleTile: { input: upscalerSchema.extend(planesSchema.shape), output: planesSchema },
} as const satisfies CallMap

import { z } from 'zod'
import { sizeSchema } from '../../../shared/util/geometry-schema.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import { pathSchema, sidePx } from './shapes.ts'

const upscaleSchema = z.object({
  /** The library's file of the image: the result keeps its bit depth and color profile. */
  originalPath: pathSchema,
  factor: z.int().min(2).max(4),
  /** What `onTile` gets at most at once. */
  tile: sizeSchema,
  /** A PNG, written atomically and synced. */
  resultPath: pathSchema,
})
export type UpscaleImageRequest = z.output<typeof upscaleSchema>

const tileSchema = z.object({
  widthPx: sidePx,
  heightPx: sidePx,
  /** Red, green and blue, from 0 to 1, each in row order. */
  planes: z.instanceof(Float32Array<ArrayBuffer>),
})
export type UpscaleTile = z.output<typeof tileSchema>

/** Calls that make images larger by a model that the caller runs. */
export const upscaleCalls = {
  /**
   * `onTile` enlarges a tile by a factor of its own, at least the one that is wanted. @throws media/*, storage/*,
   * model/unsupported
   */
  upscale: {
    input: upscaleSchema,
    output: z.void(),
    callbacks: { onProgress: { input: z.number() }, onTile: { input: tileSchema, output: tileSchema } },
  },
} as const satisfies CallMap

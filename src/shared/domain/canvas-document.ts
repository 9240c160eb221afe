import { z } from 'zod'
import { assetIdSchema, documentIdSchema } from './ids.ts'
import { maskLayers } from './mask-layer.ts'

/** Side of a mask tile in pixels. */
export const maskTilePx = 256

/** One 256 × 256 tile of a painted layer, 8-bit coverage row by row, deflated (zlib); null = nothing painted there. */
export const storedTileSchema = z.object({
  layer: z.enum(maskLayers).default('mask'),
  column: z.int().min(0).max(63),
  row: z.int().min(0).max(63),
  deflated: z.instanceof(Uint8Array).nullable(),
})
export type StoredTile = z.output<typeof storedTileSchema>

export const maskSettingsSchema = z.object({
  growPx: z.number().min(0).max(512),
  featherPx: z.number().min(0).max(512),
  /** `painted`: the fill copies only from the sampling layer, which is kept while this is `automatic`. */
  sampling: z.enum(['automatic', 'painted']).default('automatic'),
})
export type MaskSettings = z.output<typeof maskSettingsSchema>
export type SamplingMode = MaskSettings['sampling']

/** A picture open in the Studio, as it is on disk. */
export const canvasDocumentSchema = z.object({
  id: documentIdSchema,
  /** The picture being worked on. Keeping a result makes that result the base. */
  baseId: assetIdSchema,
  name: z.string(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  mask: maskSettingsSchema,
  isActive: z.boolean(),
  openedAtMs: z.int(),
})
export type CanvasDocument = z.output<typeof canvasDocumentSchema>

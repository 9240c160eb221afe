import { z } from 'zod'
import { rectSchema, sizeSchema } from '../util/geometry-schema.ts'
import { editIntentSchema } from './edit.ts'
import { assetIdSchema, documentIdSchema } from './ids.ts'

/** What can be painted on, by a name of its own inside its document: masks, paint layers, and the sampling area. */
export const surfaceIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/)

/**
 * One 256 × 256 tile of a surface, row by row, deflated (zlib): a byte of coverage per pixel for masks and the sampling
 * area, four bytes (RGBA, straight alpha) for paint layers. null = nothing painted there.
 */
export const storedTileSchema = z.object({
  surfaceId: surfaceIdSchema,
  column: z.int().min(0).max(63),
  row: z.int().min(0).max(63),
  deflated: z.instanceof(Uint8Array).nullable(),
})
export type StoredTile = z.output<typeof storedTileSchema>

/** `painted`: the local fill copies only from the sampling area, which is kept while this is `automatic`. */
export const samplingModeSchema = z.enum(['automatic', 'painted'])
export type SamplingMode = z.output<typeof samplingModeSchema>

const tintSchema = z.string().regex(/^#[0-9a-f]{6}$/)

/** One of the masks of a document. Those that are on are shown, sent and counted together; nothing else is. */
export const maskInfoSchema = z.object({
  id: surfaceIdSchema,
  name: z.string().min(1).max(100),
  tint: tintSchema,
  /** The most coverage it may have, 0 to 1. */
  strength: z.number().min(0.01).max(1),
  isOn: z.boolean(),
})
export type MaskInfo = z.output<typeof maskInfoSchema>

/** How a picture layer lies in the document: scaled and flipped about its center, then turned, then moved. */
export const placementSchema = z.object({
  /** The picture's center, document pixels. */
  centreX: z.number(),
  centreY: z.number(),
  /** Document pixels per picture pixel. */
  scaleX: z.number().positive(),
  scaleY: z.number().positive(),
  /** Clockwise. */
  rotationDeg: z.number(),
  isFlippedX: z.boolean(),
  isFlippedY: z.boolean(),
})
export type Placement = z.output<typeof placementSchema>

const layerBase = {
  id: surfaceIdSchema,
  name: z.string().min(1).max(200),
  isVisible: z.boolean(),
  opacity: z.number().min(0).max(1),
}
/** What lies over the base. What is visible is part of the picture that is sent and exported. */
export const layerInfoSchema = z.discriminatedUnion('kind', [
  z.object({ ...layerBase, kind: z.literal('paint') }),
  z.object({
    ...layerBase,
    kind: z.literal('picture'),
    assetId: assetIdSchema,
    pictureSize: sizeSchema,
    placement: placementSchema,
  }),
])
export type LayerInfo = z.output<typeof layerInfoSchema>

/** What is to be done and how, as set for one document. */
export const editSettingsSchema = z.object({
  intent: editIntentSchema,
  /** Grow and soft edge follow from the mask and the intent until somebody moves a slider. */
  isEdgeAutomatic: z.boolean(),
  growPx: z.number().min(0).max(512),
  featherPx: z.number().min(0).max(512),
  /** The part that is sent, as dragged; null = planned around the mask. */
  box: rectSchema.nullable(),
})
export type EditSettings = z.output<typeof editSettingsSchema>

export const wordsSchema = z.object({ prompt: z.string().max(40_000), negativePrompt: z.string().max(10_000) })
export type Words = z.output<typeof wordsSchema>

/** Everything about an open picture but its pixels: what a crash must not lose. */
export const documentStateSchema = z.object({
  version: z.literal(1),
  size: sizeSchema,
  masks: z.array(maskInfoSchema).min(1).max(32),
  /** From the bottom up. */
  layers: z.array(layerInfoSchema).max(100),
  /** The surface or layer that tools act on. */
  targetId: surfaceIdSchema,
  sampling: samplingModeSchema,
  /** The extent the picture is to get by expanding or cropping, document pixels; may reach beyond the picture. */
  frame: rectSchema.nullable(),
  edit: editSettingsSchema,
  words: wordsSchema,
})
export type DocumentState = z.output<typeof documentStateSchema>

/** A picture open in the Studio, as tabs show it. */
export const canvasDocumentSchema = z.object({
  id: documentIdSchema,
  /** The picture being worked on. Keeping a result makes that result the base. */
  baseId: assetIdSchema,
  name: z.string(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  isActive: z.boolean(),
  openedAtMs: z.int(),
})
export type CanvasDocument = z.output<typeof canvasDocumentSchema>

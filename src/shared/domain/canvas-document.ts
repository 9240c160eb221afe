import { z } from 'zod'
import { rectSchema, sizeSchema } from '../util/geometry-schema.ts'
import { editIntentSchema } from './edit.ts'
import { assetIdSchema, documentIdSchema } from './ids.ts'
import { documentMarkupSchema } from './markup.ts'
import { maskTints } from './surfaces.ts'
import { mask } from '../messages/en/layered-files.ts'
import type { MaskEdge } from '../util/mask/effective-mask.ts'
import type { Size } from '../util/geometry.ts'

/** Anything that can be painted on, by an id unique within its document: masks, paint layers, and the sampling area. */
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

/** `painted`: the local fill copies only from the sampling area, which is retained while this is `automatic`. */
export const samplingModeSchema = z.enum(['automatic', 'painted'])
export type SamplingMode = z.output<typeof samplingModeSchema>

const tintSchema = z.string().regex(/^#[0-9a-f]{6}$/)

/** One of the masks of a document. The enabled ones are shown, sent and counted together; the others are ignored. */
export const maskInfoSchema = z.object({
  id: surfaceIdSchema,
  name: z.string().min(1).max(100),
  tint: tintSchema,
  /** Its maximum coverage, 0.01 to 1. */
  strength: z.number().min(0.01).max(1),
  isOn: z.boolean(),
})
export type MaskInfo = z.output<typeof maskInfoSchema>

/** Placement of an image layer in the document: scaled and flipped about its center, then rotated, then moved. */
export const placementSchema = z.object({
  /** The image's center, document pixels. */
  centreX: z.number(),
  centreY: z.number(),
  /** Document pixels per image pixel. */
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
/** A layer over the base. Visible layers are part of the image that is sent and exported. */
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

/** The edit settings of one document. */
export const editSettingsSchema = z.object({
  intent: editIntentSchema,
  /** Grow and feather follow from the mask and the intent until the user moves a slider. */
  isEdgeAutomatic: z.boolean(),
  growPx: z.number().min(0).max(512),
  featherPx: z.number().min(0).max(512),
  /** The region to send, as dragged; null = planned around the mask. */
  box: rectSchema.nullable(),
})
export type EditSettings = z.output<typeof editSettingsSchema>

export const promptPairSchema = z.object({ prompt: z.string().max(40_000), negativePrompt: z.string().max(10_000) })
export type PromptPair = z.output<typeof promptPairSchema>

/** Everything about an open image except its pixels: what must survive a crash. */
export const documentStateSchema = z.object({
  version: z.literal(1),
  /** No window has saved it yet: the color of its mask follows from its image. Later, it is what was seen or chosen. */
  isFresh: z.literal(true).optional(),
  size: sizeSchema,
  masks: z.array(maskInfoSchema).min(1).max(32),
  /** From the bottom up. */
  layers: z.array(layerInfoSchema).max(100),
  /** The surface or layer that tools act on. */
  targetId: surfaceIdSchema,
  sampling: samplingModeSchema,
  /** The target extent for expanding or cropping, document pixels; may exceed the image. */
  frame: rectSchema.nullable(),
  edit: editSettingsSchema,
  /** Marks over the image that say what to change; never part of its pixels. Absent = none were drawn. */
  markup: documentMarkupSchema.optional(),
  words: promptPairSchema,
})
export type DocumentState = z.output<typeof documentStateSchema>

/** An image open in the Studio, as tabs show it. */
export const canvasDocumentSchema = z.object({
  id: documentIdSchema,
  /** The image being worked on. Keeping a result makes that result the base. */
  baseId: assetIdSchema,
  name: z.string(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  isActive: z.boolean(),
  openedAtMs: z.int(),
})
export type CanvasDocument = z.output<typeof canvasDocumentSchema>

/** The initial mask of every document. */
export const firstMaskId = 'mask-1'
/** Default grow and feather of the settings: left unchanged, they follow from mask and intent. */
export const untouchedEdge: MaskEdge = { growPx: 4, featherPx: 4 }

/** Returns the state of a newly opened image: one empty mask, no layers. */
export function newDocumentState(size: Size, edge: MaskEdge = untouchedEdge): DocumentState {
  return {
    version: 1,
    size: { widthPx: size.widthPx, heightPx: size.heightPx },
    masks: [{ id: firstMaskId, name: mask, tint: maskTints[0], strength: 1, isOn: true }],
    layers: [],
    targetId: firstMaskId,
    sampling: 'automatic',
    frame: null,
    edit: {
      intent: 'fill',
      isEdgeAutomatic: edge.growPx === untouchedEdge.growPx && edge.featherPx === untouchedEdge.featherPx,
      growPx: edge.growPx,
      featherPx: edge.featherPx,
      box: null,
    },
    words: { prompt: '', negativePrompt: '' },
  }
}

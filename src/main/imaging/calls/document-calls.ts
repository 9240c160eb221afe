import { z } from 'zod'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { documentStateSchema, placementSchema, storedTileSchema } from '../../../shared/domain/canvas-document.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { sizeSchema } from '../../../shared/util/geometry-schema.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import { bytesSchema, ownBytesSchema, pathSchema, imageFactsSchema, sidePx } from './shapes.ts'

const tilesSchema = z.array(z.object({ column: z.int(), row: z.int(), deflated: bytesSchema })).readonly()
const opacity = z.number().min(0).max(1)

/** A layer drawn over the base, ordered bottom to top. */
const composeLayerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('picture'), path: pathSchema, opacity, placement: placementSchema }),
  z.object({
    kind: z.literal('paint'),
    opacity,
    /** RGBA, 256 × 256, deflated. */
    tiles: tilesSchema,
  }),
])
export type ComposeLayer = z.output<typeof composeLayerSchema>

const composeSchema = z.object({
  originalPath: pathSchema,
  layers: z.array(composeLayerSchema).readonly(),
  /** A PNG of the base's size, depth and color profile. */
  resultPath: pathSchema,
})
export type ComposeRequest = z.output<typeof composeSchema>

const readMaskSchema = z.object({ path: pathSchema, size: sizeSchema })
export type ReadMaskRequest = z.output<typeof readMaskSchema>

const readMaskLayerSchema = z.object({
  /** 8-bit gray. */
  maskPng: ownBytesSchema,
  /** The fraction that is white. */
  share: z.number(),
  wasScaled: z.boolean(),
  /** How the file was understood, where that is not plain; one user-facing sentence each. */
  notes: z.array(z.string()).readonly(),
})
export type ReadMaskLayer = z.output<typeof readMaskLayerSchema>

/** An image written to or read from a project file. */
const projectImageSchema = z.object({
  /** Its ID in the document's state. */
  id: assetIdSchema,
  name: z.string(),
  path: pathSchema,
  mime: z.string(),
  /** null = unknown, because the image was imported. */
  recipe: recipeSchema.nullable(),
  parentId: assetIdSchema.nullable(),
  /** The mask it was made with, where that is kept. */
  maskPath: pathSchema.nullable(),
  /** The painted mask of an edit; together with the response and the parent, the edit can be blended again. */
  paintPath: pathSchema.nullable(),
  answer: z.object({ path: pathSchema, mime: z.string() }).nullable(),
})
export type ProjectImage = z.output<typeof projectImageSchema>

const content = {
  name: z.string(),
  baseId: assetIdSchema,
  state: documentStateSchema,
  tiles: z.array(storedTileSchema).readonly(),
}

const saveProjectSchema = z.object({
  ...content,
  /** Written atomically and synced. */
  targetPath: pathSchema,
  appVersion: z.string(),
  savedAtMs: z.int(),
  images: z.array(projectImageSchema).readonly(),
})
export type SaveProjectRequest = z.output<typeof saveProjectSchema>

const openProjectSchema = z.object({
  /** An Atelier, Photoshop or OpenRaster file, identified by its content. */
  path: pathSchema,
  /** An empty folder that receives the images. */
  folder: pathSchema,
})
export type OpenProjectRequest = z.output<typeof openProjectSchema>

/** Contents of a project file; its images are in the given folder, each verified to be an image. */
const openedProjectSchema = z.object({
  ...content,
  images: z.array(projectImageSchema.extend({ widthPx: sidePx, heightPx: sidePx, hasAlpha: z.boolean() })).readonly(),
  /** What could not be imported unchanged, one user-facing sentence each. */
  notes: z.array(z.string()).readonly(),
})
export type OpenedProject = z.output<typeof openedProjectSchema>

/** A document in terms other programs understand: pixel layers, and masks as hidden layers in their tint. */
const saveLayeredSchema = z.object({
  format: z.enum(['psd', 'ora']),
  /** Written atomically and synced. */
  targetPath: pathSchema,
  originalPath: pathSchema,
  baseName: z.string(),
  /** Ordered bottom to top. */
  layers: z.array(z.object({ name: z.string(), isVisible: z.boolean(), layer: composeLayerSchema })).readonly(),
  masks: z
    .array(
      z.object({
        name: z.string(),
        /** `#rrggbb` */
        tint: z.string(),
        /** Coverage, 256 × 256, deflated. */
        tiles: tilesSchema,
      }),
    )
    .readonly(),
})
export type SaveLayeredRequest = z.output<typeof saveLayeredSchema>

/** Layered documents in Atelier's own and other programs' formats. */
export const documentCalls = {
  compose: { input: composeSchema, output: imageFactsSchema },
  /** Reads an image as a mask for a person to look at, scaled to the given size. */
  readMask: { input: readMaskSchema, output: readMaskLayerSchema },
  /** Saves a whole document in one Atelier file. @throws media/too-large above 4 GB */
  saveProject: { input: saveProjectSchema, output: z.void() },
  /** @throws media/undecodable, media/unsupported, media/too-large; the folder's contents are then unusable */
  openProject: { input: openProjectSchema, output: openedProjectSchema },
  /** `notes`: what the format cannot hold, one user-facing sentence each. @throws media/too-large */
  saveLayered: { input: saveLayeredSchema, output: z.object({ notes: z.array(z.string()).readonly() }) },
} as const satisfies CallMap

import { z } from 'zod'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { documentStateSchema, placementSchema, storedTileSchema } from '../../../shared/domain/canvas-document.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { sizeSchema } from '../../../shared/util/geometry-schema.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import { bytesSchema, ownBytesSchema, pathSchema, pictureFactsSchema, sidePx } from './shapes.ts'

const tilesSchema = z.array(z.object({ column: z.int(), row: z.int(), deflated: bytesSchema })).readonly()
const opacity = z.number().min(0).max(1)

/** A layer as it is drawn over the base, from the bottom up. */
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

/** A picture that goes into a project file, or has come out of one. */
const projectPictureSchema = z.object({
  /** What the document's state calls it. */
  id: assetIdSchema,
  name: z.string(),
  path: pathSchema,
  mime: z.string(),
  /** null = not known: brought in from outside. */
  recipe: recipeSchema.nullable(),
  parentId: assetIdSchema.nullable(),
  /** What it was made with, where that is kept. */
  maskPath: pathSchema.nullable(),
  /** The mask of an edit as it was painted: with the answer and the parent it can be blended anew. */
  paintPath: pathSchema.nullable(),
  answer: z.object({ path: pathSchema, mime: z.string() }).nullable(),
})
export type ProjectPicture = z.output<typeof projectPictureSchema>

const content = {
  name: z.string(),
  baseId: assetIdSchema,
  state: documentStateSchema,
  tiles: z.array(storedTileSchema).readonly(),
}

const saveProjectSchema = z.object({
  ...content,
  /** Written whole and synced, or not at all. */
  targetPath: pathSchema,
  appVersion: z.string(),
  savedAtMs: z.int(),
  pictures: z.array(projectPictureSchema).readonly(),
})
export type SaveProjectRequest = z.output<typeof saveProjectSchema>

const openProjectSchema = z.object({
  /** A file of Atelier's own, of Photoshop or an OpenRaster picture, told by what is in it. */
  path: pathSchema,
  /** Empty; the pictures go there. */
  folder: pathSchema,
})
export type OpenProjectRequest = z.output<typeof openProjectSchema>

/** What a project file holds; its pictures lie in the folder that was named, each known to be one. */
const openedProjectSchema = z.object({
  ...content,
  pictures: z
    .array(projectPictureSchema.extend({ widthPx: sidePx, heightPx: sidePx, hasAlpha: z.boolean() }))
    .readonly(),
  /** What could not be taken over as it was, a sentence each, for people. */
  notes: z.array(z.string()).readonly(),
})
export type OpenedProject = z.output<typeof openedProjectSchema>

/** A document as other programs know it: layers of pixels, and masks as hidden layers in their tint. */
const saveLayeredSchema = z.object({
  format: z.enum(['psd', 'ora']),
  /** Written whole and synced, or not at all. */
  targetPath: pathSchema,
  originalPath: pathSchema,
  baseName: z.string(),
  /** From the bottom up. */
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

/** Documents of layers, Atelier's own and other programs'. */
export const documentCalls = {
  compose: { input: composeSchema, output: pictureFactsSchema },
  /** A picture as a mask of that size, an 8-bit gray PNG, with the share of it that is white. */
  readMask: {
    input: readMaskSchema,
    output: z.object({ maskPng: ownBytesSchema, share: z.number(), wasScaled: z.boolean() }),
  },
  /** Everything about a document in one file of Atelier's own. @throws media/too-large above 4 GB */
  saveProject: { input: saveProjectSchema, output: z.void() },
  /** @throws media/undecodable, media/unsupported, media/too-large; then nothing in the folder is of use */
  openProject: { input: openProjectSchema, output: openedProjectSchema },
  /** `notes`: what the format cannot hold, a sentence each, for people. @throws media/too-large */
  saveLayered: { input: saveLayeredSchema, output: z.object({ notes: z.array(z.string()).readonly() }) },
} as const satisfies CallMap

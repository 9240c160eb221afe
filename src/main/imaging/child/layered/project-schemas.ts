import { z } from 'zod'
import { recipeSchema } from '../../../../shared/domain/asset.ts'
import { documentStateSchema, storedTileSchema } from '../../../../shared/domain/canvas-document.ts'
import { assetIdSchema } from '../../../../shared/domain/ids.ts'
import { composeLayerSchema } from './compose-schemas.ts'

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
const pathSchema = z.string().min(1)

const projectPictureSchema = z.object({
  id: assetIdSchema,
  name: z.string(),
  path: pathSchema,
  mime: z.string(),
  recipe: recipeSchema.nullable(),
  parentId: assetIdSchema.nullable(),
  maskPath: pathSchema.nullable(),
  paintPath: pathSchema.nullable(),
  answer: z.object({ path: pathSchema, mime: z.string() }).nullable(),
})

const content = {
  name: z.string(),
  baseId: assetIdSchema,
  state: documentStateSchema,
  tiles: z.array(storedTileSchema).readonly(),
}

export const saveProjectSchema = z.object({
  ...content,
  targetPath: pathSchema,
  appVersion: z.string(),
  savedAtMs: z.int(),
  pictures: z.array(projectPictureSchema).readonly(),
})

export const openProjectSchema = z.object({ path: pathSchema, folder: pathSchema })

const sidePx = z.int().positive()
export const openedProjectSchema = z.object({
  ...content,
  pictures: z
    .array(projectPictureSchema.extend({ widthPx: sidePx, heightPx: sidePx, hasAlpha: z.boolean() }))
    .readonly(),
  notes: z.array(z.string()).readonly(),
})

export const saveLayeredSchema = z.object({
  format: z.enum(['psd', 'ora']),
  targetPath: pathSchema,
  originalPath: pathSchema,
  baseName: z.string(),
  layers: z.array(z.object({ name: z.string(), isVisible: z.boolean(), layer: composeLayerSchema })).readonly(),
  masks: z
    .array(
      z.object({
        name: z.string(),
        tint: z.string(),
        tiles: z.array(z.object({ column: z.int(), row: z.int(), deflated: bytesSchema })).readonly(),
      }),
    )
    .readonly(),
})

export const savedLayeredSchema = z.object({ notes: z.array(z.string()).readonly() })

import { z } from 'zod'
import { documentStateSchema, surfaceIdSchema } from '../../../../shared/domain/canvas-document.ts'
import { assetIdSchema } from '../../../../shared/domain/ids.ts'
import { projectPicturesMax } from '../../../../shared/domain/project-format.ts'

/** The first entry of the file, stored, so that its kind can be told by its first bytes. */
export const projectMimetype = 'application/vnd.atelier.document'
export const projectEntries = { mimetype: 'mimetype', document: 'document.json' } as const

/** Goes up only where an older program would misread the file: a new field it may ignore does not count. */
export const projectVersion = 1

/** What says whether the rest can be read, in every version there will be. */
export const projectHeadSchema = z.object({
  format: z.literal('atelier-document'),
  version: z.int().positive(),
  appVersion: z.string(),
})

const stripSchema = z.object({
  row: z.int().min(0).max(63),
  column: z.int().min(0).max(63),
  count: z.int().min(1).max(64),
  file: z.string(),
})

/** `document.json`. Fields that are not known are ignored. */
export const projectDocumentSchema = projectHeadSchema.extend({
  savedAt: z.string(),
  name: z.string().max(500),
  baseId: assetIdSchema,
  state: documentStateSchema,
  surfaces: z.array(
    z.object({ id: surfaceIdSchema, channels: z.literal([1, 4]), strips: z.array(stripSchema).max(64) }),
  ),
  pictures: z
    .array(
      z.object({
        id: assetIdSchema,
        name: z.string().max(500),
        file: z.string(),
        parentId: assetIdSchema.nullable(),
        /** Read on its own: a recipe of a later version is no reason not to open the picture. */
        recipe: z.unknown(),
        mask: z.string().nullable(),
        /** Of an edit, as it was painted; older files have none. */
        paint: z.string().nullish(),
        answer: z.string().nullable(),
      }),
    )
    .max(projectPicturesMax),
})
export type ProjectDocument = z.output<typeof projectDocumentSchema>

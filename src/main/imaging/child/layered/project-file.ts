import { z } from 'zod'
import { documentStateSchema, surfaceIdSchema } from '../../../../shared/domain/canvas-document.ts'
import { assetIdSchema } from '../../../../shared/domain/ids.ts'
import { projectImagesMax } from '../../../../shared/domain/project-format.ts'

/** The first entry of the file, stored uncompressed, so that the type can be identified by its first bytes. */
export const projectMimetype = 'application/vnd.atelier.document'
export const projectEntries = { mimetype: 'mimetype', document: 'document.json' } as const

/** Incremented only if an older version would misread the file: a new field it may ignore does not count. */
export const projectVersion = 1

/** Determines whether the rest can be read; the same in all future versions. */
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

/** `document.json`. Unknown fields are ignored. */
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
        /** Parsed separately: a recipe of a later version must not prevent opening the image. */
        recipe: z.unknown(),
        mask: z.string().nullable(),
        /** The painted mask of an edit; absent in older files. */
        paint: z.string().nullish(),
        answer: z.string().nullable(),
      }),
    )
    .max(projectImagesMax),
})
export type ProjectDocument = z.output<typeof projectDocumentSchema>

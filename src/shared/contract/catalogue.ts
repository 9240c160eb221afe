import { z } from 'zod'
import {
  duplicateQuerySchema,
  duplicatesSchema,
  facetSchema,
  foundSchema,
  lineageSchema,
  scopeSchema,
  similarSchema,
  sortOrderSchema,
  usesSchema,
} from '../domain/catalogue.ts'
import { collectionSchema } from '../domain/collection.ts'
import { fileDetailsSchema } from '../domain/metadata-dialect.ts'
import { assetIdSchema, collectionIdSchema } from '../domain/ids.ts'
import { annotationChangeSchema, tagSchema } from '../domain/annotations.ts'
import { command, event, query } from './define.ts'

/** One call may name every image of a large library. */
const idsSchema = z.array(assetIdSchema).max(1_000_000)
const byId = z.object({ id: assetIdSchema })
/** Reverts the command that returned it; lives as long as the program. */
const undoSchema = z.object({ undoId: z.string().max(40) })

/** Finding, sorting and annotating images. */
export const catalogue = {
  'catalogue.find': query(
    'read',
    scopeSchema.extend({ sort: sortOrderSchema, isStacked: z.boolean(), withShapes: z.boolean() }),
    foundSchema,
  ),
  /** The newest images of the section, newest first, and the total count: available before the order of all of them. */
  'catalogue.newest': query(
    'read',
    scopeSchema.pick({ section: true }).extend({ limit: z.int().min(1).max(1_000) }),
    z.object({ order: z.string(), count: z.int().nonnegative() }),
  ),
  /** The images in a stack, the cover first; the image alone where there is no stack. */
  'catalogue.stack': query('read', scopeSchema.extend(byId.shape), z.object({ ids: z.array(assetIdSchema) })),
  'catalogue.facets': query('read', scopeSchema, z.object({ count: z.int(), facets: z.array(facetSchema) })),
  /** Completions for the search box at the cursor: whole terms, most useful first. */
  'catalogue.suggest': query(
    'read',
    z.object({ query: z.string().max(2_000), at: z.int().nonnegative() }),
    z.object({ from: z.int(), to: z.int(), terms: z.array(z.string()) }),
  ),
  'catalogue.mark': command(
    'edit',
    z.object({ ids: idsSchema, change: annotationChangeSchema }),
    undoSchema.extend({ changed: z.int().nonnegative() }),
  ),
  'catalogue.undoMark': command('edit', undoSchema, z.void()),
  'catalogue.tags': query('read', z.object({}), z.array(z.object({ name: tagSchema, count: z.int().nonnegative() }))),
  /** Renaming to an existing name merges both. */
  'catalogue.renameTag': command('edit', z.object({ from: tagSchema, to: tagSchema }), undoSchema),
  'catalogue.removeTag': command('edit', z.object({ name: tagSchema }), undoSchema),
  'catalogue.lineage': query('read', byId, lineageSchema),
  /** Reference images, control images and areas used: by the image itself, and where it was used as one. */
  'catalogue.uses': query('read', byId, usesSchema),
  'catalogue.similar': query('read', byId.extend({ limit: z.int().min(1).max(1_000) }), similarSchema),
  'catalogue.duplicates': query('read', duplicateQuerySchema, duplicatesSchema),
  /** The file's own metadata. */
  'catalogue.details': query('read', byId, fileDetailsSchema),
  'collections.list': query('read', z.object({}), z.array(collectionSchema)),
  /** The manual collections that contain any of these images. */
  'collections.holding': query(
    'read',
    z.object({ ids: z.array(assetIdSchema).max(1_000) }),
    z.object({ ids: z.array(collectionIdSchema) }),
  ),
  'collections.create': command(
    'edit',
    collectionSchema.pick({ parentId: true, name: true, kind: true, query: true }),
    collectionSchema,
  ),
  'collections.change': command(
    'edit',
    z.object({
      id: collectionIdSchema,
      name: collectionSchema.shape.name.optional(),
      parentId: collectionIdSchema.nullable().optional(),
      query: z.string().max(2_000).optional(),
      position: z.number().optional(),
    }),
    collectionSchema,
  ),
  /** Also removes nested collections; the images stay in the library, and `restore` brings everything back. */
  'collections.remove': command('edit', z.object({ id: collectionIdSchema }), z.void()),
  'collections.restore': command('edit', z.object({ id: collectionIdSchema }), z.void()),
  'collections.add': command(
    'edit',
    z.object({ id: collectionIdSchema, ids: idsSchema }),
    z.object({ added: z.array(assetIdSchema) }),
  ),
  'collections.takeOut': command(
    'edit',
    z.object({ id: collectionIdSchema, ids: idsSchema }),
    z.object({ takenOut: z.array(assetIdSchema) }),
  ),
  'collections.changed': event(z.object({})),
}

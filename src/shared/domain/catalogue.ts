import { z } from 'zod'
import { contentLikeness } from './content-likeness.ts'
import { assetIdSchema, collectionIdSchema } from './ids.ts'
import { facetFields, sortOrders } from './searched-values.ts'

export const sortOrderSchema = z.enum(sortOrders)
export type SortOrder = z.output<typeof sortOrderSchema>

/** Which images: all of a section or of a collection that match a query of words and `field:value` pairs. */
export const scopeSchema = z.object({
  section: z.enum(['library', 'trash']),
  collectionId: collectionIdSchema.nullable(),
  /** See `shared/search/query.ts`. */
  query: z.string().max(2_000),
})
export type Scope = z.output<typeof scopeSchema>

/** A part of a query that has no meaning; the rest still applies. */
export const queryProblemSchema = z.object({
  /** From inclusive to exclusive, UTF-16 units of the query. */
  from: z.int(),
  to: z.int(),
  /** For display: what is wrong and what would be right. */
  message: z.string(),
})
export type QueryProblem = z.output<typeof queryProblemSchema>

export const foundSchema = z.object({
  /** Concatenated ids, 26 characters each: one string even for a hundred thousand images. */
  order: z.string(),
  /** Where images are stacked: the positions in `order` that stand for more than one. */
  stacks: z.array(z.object({ at: z.int().nonnegative(), size: z.int().min(2) })),
  /** Width by height × 1000 of each, in the same order; null if not requested. */
  shapes: z.array(z.int().positive()).nullable(),
  problems: z.array(queryProblemSchema),
})
export type Found = z.output<typeof foundSchema>

export const facetFieldSchema = z.enum(facetFields)
export type FacetField = z.output<typeof facetFieldSchema>

/**
 * Counts by one field, most frequent first (ratings, months and costs in their natural order). A field's own terms in
 * the query do not narrow its counts, so that a second value can be selected.
 */
export const facetSchema = z.object({
  field: facetFieldSchema,
  /** `value` as written in a query. */
  values: z.array(z.object({ value: z.string(), count: z.int().positive() })),
  /** Number of values omitted from the list. */
  more: z.int().nonnegative(),
})
export type Facet = z.output<typeof facetSchema>

/**
 * `parent`: made from it. `taken-from`: a part of it was used. `reference`: shown to the model. `control`: read by a
 * ControlNet.
 */
const kinships = ['parent', 'taken-from', 'reference', 'control'] as const
const linkSchema = z.object({ fromId: assetIdSchema, toId: assetIdSchema, how: z.enum(kinships) })

/** All direct and indirect relatives of one image. */
export const lineageSchema = z.object({
  /** Oldest first; trashed ones too. */
  members: z.array(assetIdSchema),
  links: z.array(linkSchema),
  /** The family is larger than listed. */
  isCut: z.boolean(),
})
export type Lineage = z.output<typeof lineageSchema>

/**
 * What one image was made with besides its parent, and what it was used for besides its children; newest uses first.
 */
export const usesSchema = z.object({
  links: z.array(linkSchema),
  /** There are more uses than listed. */
  isCut: z.boolean(),
})
export type Uses = z.output<typeof usesSchema>

export const similarSchema = z.object({
  /** Nearest first. `distance`: bits of 64 in which their perceptual hashes differ; null = compared by a model. */
  matches: z.array(z.object({ id: assetIdSchema, distance: z.int().min(0).max(64).nullable() })),
  /** Images that were not compared because they are not analyzed yet. */
  pending: z.int().nonnegative(),
  /** Name of the model that compared what they show; null = their perceptual hashes were compared. */
  model: z.string().nullable(),
})
export type Similar = z.output<typeof similarSchema>

/** What duplicates have in common. */
export const duplicateQuerySchema = z.discriminatedUnion('type', [
  /** Their perceptual hashes differ in at most so many of 64 bits: 0 = visually identical. */
  z.object({ type: z.literal('appearance'), maxDistance: z.int().min(0).max(16) }),
  /** A model's vectors of what they show have at least this cosine: 1 is the same. */
  z.object({ type: z.literal('content'), minLikeness: z.number().min(contentLikeness.min).max(contentLikeness.max) }),
])
export type DuplicateQuery = z.output<typeof duplicateQuerySchema>

export const duplicatesSchema = z.object({
  /** Groups of images that have it in common, oldest first; largest groups first. */
  groups: z.array(z.array(assetIdSchema).min(2)),
  /** Images that were compared. */
  analyzed: z.int().nonnegative(),
  /** Images that were not compared because they are not analyzed yet. */
  pending: z.int().nonnegative(),
  /** Name of the model that compared their content; null = by appearance, or no model is installed. */
  model: z.string().nullable(),
})
export type Duplicates = z.output<typeof duplicatesSchema>

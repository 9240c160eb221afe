import { z } from 'zod'
import { assetIdSchema, namedReferenceIdSchema } from './ids.ts'

export const referenceKindSchema = z.enum(['person', 'thing', 'place', 'style'])
export type ReferenceKind = z.output<typeof referenceKindSchema>

export const referenceImagesMax = 20

/** Of the file that holds one reference with its images. */
export const referenceExtension = 'atelier-reference'

/** What a prompt writes after `@`: letters, digits, `-` and `_`, without a mark at its end. */
export const referenceNameSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,38}[\p{L}\p{N}\p{M}_])?$/u)

/** A person, thing, place or style that prompts name as `@name`. */
export const namedReferenceSchema = z.object({
  id: namedReferenceIdSchema,
  /** Unique, apart from case. */
  name: referenceNameSchema,
  kind: referenceKindSchema,
  /** In the order in which models get them: the most telling first. */
  imageIds: z.array(assetIdSchema).max(referenceImagesMax),
  /** What matters about it, such as “freckles, short red hair”; told to models with the images. */
  note: z.string().trim().max(1_000),
  /** In its place for models that take no images. */
  description: z.string().trim().max(2_000),
  /** Who may use it for what: kept and exported with it, never sent. */
  rights: z.string().trim().max(1_000),
  createdAtMs: z.int(),
  changedAtMs: z.int(),
  /** Images in the library that were made with it. */
  uses: z.int().nonnegative(),
})
export type NamedReference = z.output<typeof namedReferenceSchema>

export const referenceDraftSchema = namedReferenceSchema.pick({
  name: true,
  kind: true,
  imageIds: true,
  note: true,
  description: true,
  rights: true,
})
export type ReferenceDraft = z.output<typeof referenceDraftSchema>

/** A reference as it was imported from a file. */
export const importedReferenceSchema = z.object({
  reference: namedReferenceSchema,
  /** Its name in the file, where another reference has that name; null = it has kept it. */
  nameInFile: referenceNameSchema.nullable(),
})
export type ImportedReference = z.output<typeof importedReferenceSchema>

/**
 * How a model gets a named reference. `images`: as reference images; `words`: its description, or its name alone where
 * there is none.
 */
export const referenceUseSchema = z.object({
  id: namedReferenceIdSchema,
  name: referenceNameSchema,
  form: z.enum(['images', 'words']),
  /** Those that are sent. */
  imageIds: z.array(assetIdSchema),
})
export type ReferenceUse = z.output<typeof referenceUseSchema>

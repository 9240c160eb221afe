import { z } from 'zod'
import { colorLabels } from './color-labels.ts'
import { flags } from './searched-values.ts'

export const flagSchema = z.enum(flags)
export type Flag = z.output<typeof flagSchema>

export const colorLabelSchema = z.enum(colorLabels)
export type ColorLabel = z.output<typeof colorLabelSchema>

/** A valid tag: shown in its first spelling, compared case-insensitively. */
export const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}"]+$/u)

/** What a person has said about an image. */
export const annotationsSchema = z.object({
  /** Stars; 0 = none given. */
  rating: z.int().min(0).max(5),
  flag: flagSchema,
  label: colorLabelSchema.nullable(),
  notes: z.string().max(20_000),
  /** In alphabetical order. */
  tags: z.array(tagSchema).max(200),
})
export type Annotations = z.output<typeof annotationsSchema>

export const noAnnotations: Annotations = { rating: 0, flag: 'none', label: null, notes: '', tags: [] }

/** Changes for any number of images at once; absent fields stay unchanged. */
export const annotationChangeSchema = z.object({
  rating: annotationsSchema.shape.rating.optional(),
  flag: flagSchema.optional(),
  label: annotationsSchema.shape.label.optional(),
  notes: annotationsSchema.shape.notes.optional(),
  addTags: z.array(tagSchema).max(50).optional(),
  removeTags: z.array(tagSchema).max(50).optional(),
})
export type AnnotationChange = z.output<typeof annotationChangeSchema>

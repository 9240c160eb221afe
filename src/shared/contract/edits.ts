import { z } from 'zod'
import { blendSettingsSchema } from '../domain/edit.ts'
import { maskPngSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from '../domain/ids.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { command, query } from './define.ts'

const edgeShape = { growPx: z.number().min(0).max(512), featherPx: z.number().min(0).max(512) }

/** Which edit is blended anew, and how. */
const reblendShape = {
  assetId: assetIdSchema,
  ...edgeShape,
  blend: blendSettingsSchema,
  /** Instead of the mask it was painted with; null = that one. */
  maskPng: maskPngSchema.nullable(),
}

/** What can be done again with edits that were paid for once: nothing here is sent anywhere or costs anything. */
export const edits = {
  /** A coarse look at the blend: an image at `url` that belongs at `box`. Each look replaces the one before it. */
  'edits.preview': query(z.object(reblendShape), z.object({ url: z.string(), box: rectSchema })),
  /** Files the blend as a new sibling. One job like any other. */
  'edits.reblend': command(
    z.object({ ...reblendShape, documentId: documentIdSchema.nullable() }),
    z.object({ id: jobIdSchema }),
  ),
  /**
   * Takes the part of `from` under the mask into `onto`; both have the same size. One job, its result a child of `onto`.
   */
  'edits.merge': command(
    z.object({
      documentId: documentIdSchema.nullable(),
      onto: assetIdSchema,
      from: assetIdSchema,
      maskPng: maskPngSchema,
      ...edgeShape,
    }),
    z.object({ id: jobIdSchema }),
  ),
  /** Fills the part of `frame` that the picture does not reach, on this computer. One job, its result has the frame's size. */
  'edits.expand': command(
    z.object({
      documentId: documentIdSchema.nullable(),
      assetId: assetIdSchema,
      frame: rectSchema,
      seed: z.int().min(0).max(0xffffffff).nullable(),
    }),
    z.object({ id: jobIdSchema }),
  ),
}

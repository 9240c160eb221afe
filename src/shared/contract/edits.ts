import { z } from 'zod'
import { blendSettingsSchema } from '../domain/edit.ts'
import { agentNameSchema, maskPngSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from '../domain/ids.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { command, query } from './define.ts'

const edgeShape = { growPx: z.number().min(0).max(512), featherPx: z.number().min(0).max(512) }

/** Which edit to blend again, and how. */
const reblendShape = {
  assetId: assetIdSchema,
  ...edgeShape,
  blend: blendSettingsSchema,
  /** Replaces the mask it was painted with; null = keeps that one. */
  maskPng: maskPngSchema.nullable(),
}

/** Free local operations on edits that were paid for before: nothing is sent anywhere or costs anything. */
export const edits = {
  /** A coarse preview of the blend: an image at `url` that belongs at `box`. Each preview replaces the previous one. */
  'edits.preview': query('read', z.object(reblendShape), z.object({ url: z.string(), box: rectSchema })),
  /** Adds the blend to the library as a new sibling. One job like any other. */
  'edits.reblend': command(
    'edit',
    z.object({ ...reblendShape, documentId: documentIdSchema.nullable() }),
    z.object({ id: jobIdSchema }),
  ),
  /**
   * Copies the part of `from` under the mask into `onto`; both have the same size. One job, its result a child of
   * `onto`.
   */
  'edits.merge': command(
    'edit',
    z.object({
      documentId: documentIdSchema.nullable(),
      onto: assetIdSchema,
      from: assetIdSchema,
      maskPng: maskPngSchema,
      ...edgeShape,
    }),
    z.object({ id: jobIdSchema }),
  ),
  /** Fills the part of `frame` outside the image, on this computer. One job; its result has the frame's size. */
  'edits.expand': command(
    'edit',
    z.object({
      documentId: documentIdSchema.nullable(),
      assetId: assetIdSchema,
      frame: rectSchema,
      seed: z.int().min(0).max(0xffffffff).nullable(),
      agent: agentNameSchema.nullish(),
    }),
    z.object({ id: jobIdSchema }),
  ),
}

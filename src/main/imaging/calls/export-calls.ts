import { z } from 'zod'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { credentialsCheckSchema } from '../../../shared/domain/credentials-check.ts'
import { exportOptionsSchema } from '../../../shared/domain/export-options.ts'
import { exportFormats } from '../../../shared/util/media-type.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import { credentialKindSchema, exportCredentialsSchema } from '../content-credentials.ts'
import { bytesSchema, outcomeSchema, pathSchema } from './shapes.ts'

const exportRecordSchema = z.object({
  assetId: z.string(),
  parentId: z.string().nullable(),
  /** From the parent to the oldest known. */
  ancestors: z.array(z.string()).readonly(),
  recipe: recipeSchema,
  createdAtMs: z.int(),
  appVersion: z.string(),
})
export type ExportRecord = z.output<typeof exportRecordSchema>

const exportAccountSchema = z.object({
  kind: credentialKindSchema,
  /** The oldest file it came from. */
  source: z
    .object({
      path: pathSchema,
      keepRights: z.boolean(),
      keepLocation: z.boolean(),
      /** Camera, lens and date. */
      keepCamera: z.boolean(),
    })
    .nullable(),
  /** Written as XMP and Atelier's own record; null = the label only. */
  record: exportRecordSchema.nullable(),
  /** The generation that the image shows: written as infotext (`parameters` / EXIF UserComment); null = none, or not told. */
  generation: recipeSchema.nullable(),
  /** The model that had a part in it; `prompt` only where its writer agrees. */
  madeBy: z
    .object({
      provider: z.string().nullable(),
      model: z.string().nullable(),
      prompt: z.string().nullable(),
      promptWriter: z.string().nullable(),
    })
    .nullable(),
})
export type ExportAccount = z.output<typeof exportAccountSchema>

const exportSchema = exportOptionsSchema
  .pick({ quality: true, isLossless: true, size: true, sharpening: true, profile: true, bitDepth: true })
  .extend({
    sourcePath: pathSchema,
    targetPath: pathSchema,
    /** For error messages and Content Credentials: `targetPath` may be a temporary file. */
    fileName: z.string().min(1),
    format: z.enum(exportFormats),
    /** What to write into the file about it; null = nothing. */
    account: exportAccountSchema.nullable(),
    /** What to sign with Content Credentials; null = nothing. */
    credentials: exportCredentialsSchema.nullable(),
  })
export type ExportRequest = z.output<typeof exportSchema>

const exportOutcomeSchema = z.object({
  fileBytes: z.int().nonnegative(),
  /** What the format could not hold, a sentence each, for people. */
  notes: z.array(z.string()).readonly(),
})
export type ExportOutcome = z.output<typeof exportOutcomeSchema>

/** A copy of an original without its metadata. */
const stripSchema = exportSchema.pick({ sourcePath: true, targetPath: true, fileName: true })
export type StripRequest = z.output<typeof stripSchema>

/** A file that was exported from the result of an edit. */
const fileChangesSchema = z.object({
  filePath: pathSchema,
  /** The library's own file of the result. */
  resultPath: pathSchema,
  /** What was edited; null = nothing of the same size. */
  originalPath: pathSchema.nullable(),
  /** The effective mask. */
  maskPath: pathSchema,
})
export type FileChangesRequest = z.output<typeof fileChangesSchema>

const checkCredentialsSchema = z.object({ path: pathSchema, mime: z.string() })
export type CheckCredentialsRequest = z.output<typeof checkCredentialsSchema>

/** Files that leave the library, and what they say of themselves. */
export const exportCalls = {
  /**
   * Encodes into `targetPath` through a temporary file beside it. `sign`: for `credentials`, the bare signature; the key
   * never comes here.
   */
  exportPicture: {
    input: exportSchema,
    output: exportOutcomeSchema,
    callbacks: { sign: { input: bytesSchema, output: bytesSchema } },
  },
  /** Copies a file without its metadata, pixels untouched. @throws media/unsupported where its format does not allow that */
  stripOriginal: { input: stripSchema, output: z.void() },
  /** What changed by an edit, counted on an exported file. */
  countFileChanges: {
    input: fileChangesSchema,
    output: outcomeSchema.pick({ changedInside: true, changedOutside: true }),
  },
  /** Checks the Content Credentials in a file. Whatever is in it, it survives. @throws media/*, storage/* */
  checkCredentials: { input: checkCredentialsSchema, output: credentialsCheckSchema },
} as const satisfies CallMap

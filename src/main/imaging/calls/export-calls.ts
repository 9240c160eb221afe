import { z } from 'zod'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { credentialsCheckSchema } from '../../../shared/domain/credentials.ts'
import { exportOptionsSchema } from '../../../shared/domain/export-options.ts'
import { exportFormats } from '../../../shared/util/media-type.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import { credentialKindSchema, exportCredentialsSchema } from '../content-credentials.ts'
import { bytesSchema, outcomeSchema, pathSchema } from './shapes.ts'

export const exportRecordSchema = z.object({
  assetId: z.string(),
  parentId: z.string().nullable(),
  /** From the parent to the oldest known ancestor. */
  ancestors: z.array(z.string()).readonly(),
  recipe: recipeSchema,
  createdAtMs: z.int(),
  appVersion: z.string(),
})
export type ExportRecord = z.output<typeof exportRecordSchema>

const exportMetadataSchema = z.object({
  kind: credentialKindSchema,
  /** The oldest file the image derives from. */
  source: z
    .object({
      path: pathSchema,
      keepRights: z.boolean(),
      keepLocation: z.boolean(),
      /** Camera, lens and date. */
      keepCamera: z.boolean(),
      /** What other programs wrote to open it again, such as ComfyUI's graphs. */
      keepPrograms: z.boolean(),
    })
    .nullable(),
  /** Written as XMP and Atelier's own record; null = only the label is written. */
  record: exportRecordSchema.nullable(),
  /**
   * The generation shown in the image: written as infotext (`parameters` / EXIF UserComment); null = none or withheld.
   */
  generation: recipeSchema.nullable(),
  /** The model involved; `prompt` only if its author consents. */
  madeBy: z
    .object({
      provider: z.string().nullable(),
      model: z.string().nullable(),
      prompt: z.string().nullable(),
      promptWriter: z.string().nullable(),
    })
    .nullable(),
})
export type ExportMetadata = z.output<typeof exportMetadataSchema>

const exportSchema = exportOptionsSchema
  .pick({ quality: true, isLossless: true, size: true, sharpening: true, profile: true, bitDepth: true })
  .extend({
    sourcePath: pathSchema,
    targetPath: pathSchema,
    /** For error messages and Content Credentials: `targetPath` may be a temporary file. */
    fileName: z.string().min(1),
    format: z.enum(exportFormats),
    /** Metadata to write into the file; null = none. */
    metadata: exportMetadataSchema.nullable(),
    /** What to sign as Content Credentials; null = nothing. */
    credentials: exportCredentialsSchema.nullable(),
  })
export type ExportRequest = z.output<typeof exportSchema>

const exportOutcomeSchema = z.object({
  fileBytes: z.int().nonnegative(),
  /** What the format could not hold, one user-facing sentence each. */
  notes: z.array(z.string()).readonly(),
})
export type ExportOutcome = z.output<typeof exportOutcomeSchema>

/** A copy of an original without its metadata. */
const stripSchema = exportSchema.pick({ sourcePath: true, targetPath: true, fileName: true })
export type StripRequest = z.output<typeof stripSchema>

/** A file exported from the result of an edit. */
const fileChangesSchema = z.object({
  filePath: pathSchema,
  /** The library's file of the result. */
  resultPath: pathSchema,
  /** The image that was edited; null = none of the same size. */
  originalPath: pathSchema.nullable(),
  /** The effective mask. */
  maskPath: pathSchema,
})
export type FileChangesRequest = z.output<typeof fileChangesSchema>

const checkCredentialsSchema = z.object({ path: pathSchema, mime: z.string() })
export type CheckCredentialsRequest = z.output<typeof checkCredentialsSchema>

/** Exported files, and the metadata and credentials in them. */
export const exportCalls = {
  /**
   * Encodes to `targetPath` through a temporary file next to it. `sign` returns the bare signature for `credentials`;
   * the key never enters this process.
   */
  exportImage: {
    input: exportSchema,
    output: exportOutcomeSchema,
    callbacks: { sign: { input: bytesSchema, output: bytesSchema } },
  },
  /**
   * Copies a file without its metadata, pixels untouched. @throws media/unsupported if its format does not allow that
   */
  stripOriginal: { input: stripSchema, output: z.void() },
  /** Counts the pixels an edit changed, on an exported file. */
  countFileChanges: {
    input: fileChangesSchema,
    output: outcomeSchema.pick({ changedInside: true, changedOutside: true }),
  },
  /** Checks the Content Credentials in a file; survives any content. @throws media/*, storage/* */
  checkCredentials: { input: checkCredentialsSchema, output: credentialsCheckSchema },
} as const satisfies CallMap

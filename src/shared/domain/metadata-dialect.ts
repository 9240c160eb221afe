import { z } from 'zod'
import { metadataDialects } from './searched-values.ts'

export const metadataDialectSchema = z.enum(metadataDialects)
export type MetadataDialect = z.output<typeof metadataDialectSchema>

/** A file's metadata, beyond the recipe read from it. */
export const fileDetailsSchema = z.object({
  dialect: metadataDialectSchema.nullable(),
  /** The program and its version as named by the file. */
  tool: z.string().nullable(),
  /** All fields of the dialect, under their own names. */
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The file contains a graph or workflow (ComfyUI, InvokeAI). */
  hasWorkflow: z.boolean(),
  /** Data of the camera and the photographer: exposure, lens, title, author, rights. */
  photo: z.array(z.object({ name: z.string(), value: z.string() })),
  hasLocation: z.boolean(),
  /** IPTC's digital source type, the last segment of its URL, such as `trainedAlgorithmicMedia`. */
  digitalSourceType: z.string().nullable(),
  /** Content Credentials (C2PA) in the file; null = none. */
  credentials: z
    .object({
      /** What made the file, according to the manifest. */
      generator: z.string().nullable(),
      /** Who signed it; not checked against a trust list. */
      issuer: z.string().nullable(),
      signedAtMs: z.int().nullable(),
      actions: z.array(z.string()),
    })
    .nullable(),
})
export type FileDetails = z.output<typeof fileDetailsSchema>

import { z } from 'zod'

/** The programs whose account of a picture is understood; `text`: only plain words (XMP, IPTC, EXIF) were found. */
export const dialects = [
  'atelier',
  'a1111',
  'comfyui',
  'invokeai',
  'swarmui',
  'fooocus',
  'novelai',
  'krita-ai',
  'text',
  'easydiffusion',
  'drawthings',
  'ruinedfooocus',
  'huggingface',
] as const
export const dialectSchema = z.enum(dialects)
export type Dialect = z.output<typeof dialectSchema>

/** What a file says about itself, beyond the recipe that was read out of it. */
export const fileDetailsSchema = z.object({
  dialect: dialectSchema.nullable(),
  /** The program and its version as the file names it. */
  tool: z.string().nullable(),
  /** Everything the dialect says, in its own words. */
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  /** A graph or workflow is in the file (ComfyUI, InvokeAI). */
  hasWorkflow: z.boolean(),
  /** The camera's and the photographer's words: exposure, lens, title, author, rights. */
  photo: z.array(z.object({ name: z.string(), value: z.string() })),
  hasLocation: z.boolean(),
  /** IPTC's kind of source, the last part of its address, such as `trainedAlgorithmicMedia`. */
  digitalSourceType: z.string().nullable(),
  /** Content Credentials (C2PA) in the file; null = none. */
  credentials: z
    .object({
      /** What the manifest says made the file. */
      generator: z.string().nullable(),
      /** Who signed it; not checked against a list of trust. */
      issuer: z.string().nullable(),
      signedAtMs: z.int().nullable(),
      actions: z.array(z.string()),
    })
    .nullable(),
})
export type FileDetails = z.output<typeof fileDetailsSchema>

import { z } from 'zod'
import { dialectSchema } from './dialect.ts'
import { editRecordSchema } from './edit.ts'
import { controlSchema, loraSchema, seedSchema, warningSchema } from './generation.ts'
import { assetIdSchema } from './ids.ts'
import { localRecordSchema } from './local-record.ts'
import { annotationsSchema } from './annotations.ts'
import { optionValueSchema, qualitySchema } from './model-card.ts'
import { safetyCheckSchema } from './safety.ts'

export const operations = [
  'import',
  'fill',
  'generate',
  'edit',
  'variations',
  'compose',
  'crop',
  'expand',
  'merge',
  'external',
] as const

/** How a picture came to be. `import`: brought in from outside; the others name the engine or provider that made it. */
export const recipeSchema = z.object({
  /**
   * What was done. `fill` is content-aware, `compose` the layers of a document in one, `crop` a part, `expand` the same
   * picture with more around it, `merge` a part of another picture taken in, `external` saved by another program.
   */
  operation: z.enum(operations),
  /** Engine or provider id, for example `content-aware-fill`; null for an import. */
  provider: z.string().nullable(),
  model: z.string().nullable(),
  seed: seedSchema.nullable(),
  prompt: z.string().nullable(),
  /** Pixels by which the painted mask was grown, and the width of its soft edge beyond that. */
  growPx: z.number().nonnegative().nullable(),
  featherPx: z.number().nonnegative().nullable(),
  /** How strongly colors were evened out across the seam. Absent where nothing was filled. */
  colourAdaptation: z.number().min(0).max(1).nullish(),
  /** Where a fill copied from: the whole picture, or only a painted part of it. */
  sampling: z.enum(['automatic', 'painted']).nullish(),
  /** Measured after compositing: pixels that differ from the parent where the effective mask is > 0, and where it is 0. */
  changedInside: z.int().nonnegative().nullable(),
  changedOutside: z.int().nonnegative().nullable(),
  /** How an edit was sent and laid back. Absent where nothing was. */
  edit: editRecordSchema.nullish(),
  /** Where the parent's top-left corner lies in this picture: after a crop or an expansion. */
  parentAt: z.object({ x: z.int(), y: z.int() }).nullish(),
  /** The picture a part was taken from (`merge`). */
  takenFromId: assetIdSchema.nullish(),
  /** What one click asked for has the same one. Absent where nothing was asked of a service. */
  runId: z.string().max(40).nullish(),
  timingMs: z.number().nonnegative().nullable(),
  costUsd: z.number().nonnegative().nullable(),
  /** What a provider was asked for and said. Absent where no provider was asked. */
  generation: z
    .object({
      negativePrompt: z.string().nullable(),
      /** The prompt as the model rewrote it. */
      revisedPrompt: z.string().nullable(),
      /** `1024x1024` or `16:9`, as asked. */
      requestedSize: z.string().nullable(),
      quality: qualitySchema.nullable(),
      stylePreset: z.string().nullable(),
      guidance: z.number().nullable(),
      steps: z.number().nullable(),
      strength: z.number().nullable(),
      loras: z.array(loraSchema),
      options: z.record(z.string(), optionValueSchema),
      referenceIds: z.array(assetIdSchema),
      control: controlSchema.nullish(),
      warnings: z.array(warningSchema),
      estimateUsd: z.number().nullable(),
      requestId: z.string().nullable(),
      /** Tokens, credits or seconds in the vendor's unit. */
      usage: z.record(z.string(), z.number()),
      trace: z.record(z.string(), z.string()),
      /** Of images drawn on this computer. */
      local: localRecordSchema.nullish(),
    })
    .nullish(),
})
export type Recipe = z.output<typeof recipeSchema>

/** A picture in the library. Its pixels are at `asset://<id>/<size>`, never in this record. */
export const assetSchema = z.object({
  id: assetIdSchema,
  /** For people: the imported file's name, or what was done to which picture. No extension. */
  name: z.string(),
  /** Path below the library folder, with forward slashes. */
  relativePath: z.string(),
  mime: z.string(),
  /** Size as shown: after the orientation in the file has been applied. */
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  fileBytes: z.int().nonnegative(),
  hasAlpha: z.boolean(),
  /** SHA-256 of the file, hexadecimal. */
  sha256: z.string(),
  /** Milliseconds since 1970. */
  createdAtMs: z.int(),
  trashedAtMs: z.int().nullable(),
  /** The picture this one was made from. */
  parentId: assetIdSchema.nullable(),
  /** Whether a mask is kept with it: then `asset://<id>/mask` is the effective mask it was made with. */
  hasMask: z.boolean(),
  /** Whether the service's answer as it came is kept beside the picture that was made of it. */
  hasRawAnswer: z.boolean().default(false),
  /** The file is not where the library left it (moved or deleted outside Atelier). */
  isMissing: z.boolean(),
  /** What the local check said of it; null = nobody has looked. */
  safetyCheck: safetyCheckSchema.nullish(),
  marks: annotationsSchema,
  /** Whose account of the picture was found in an imported file; null = nobody's, or it was made here. */
  dialect: dialectSchema.nullish(),
  /** Content Credentials (C2PA) are in the file. Absent = nobody has looked. */
  hasCredentials: z.boolean().nullish(),
  recipe: recipeSchema,
})
export type Asset = z.output<typeof assetSchema>

import { z } from 'zod'
import { recordedBackgroundSchema } from './background.ts'
import { metadataDialectSchema } from './metadata-dialect.ts'
import { editRecordSchema } from './edit.ts'
import { operations } from './searched-values.ts'
import { agentNameSchema, controlSchema, loraSchema, seedSchema, warningSchema } from './generation.ts'
import { assetIdSchema, threadIdSchema } from './ids.ts'
import { localRecordSchema } from './local-record.ts'
import { annotationsSchema } from './annotations.ts'
import { marksSchema } from './markup.ts'
import { optionValueSchema, qualitySchema } from './model-card.ts'
import { referenceUseSchema } from './named-reference.ts'
import { safetyCheckSchema } from './safety.ts'
import { mapNumberSettings } from './number-settings.ts'

/** How an image was made. `import`: imported from outside; the others name the engine or provider that made it. */
export const recipeSchema = z.object({
  /**
   * The operation. `fill` is content-aware, `compose` flattens the layers of a document, `crop` takes a part, `expand`
   * adds space around the image, `merge` copies in a part of another image, `cutout` has its background removed or replaced,
   * `external` was saved by another program, `depth` is the depth map of its parent,
   * `pose` the skeletons of the people in it.
   */
  operation: z.enum(operations),
  /** Engine or provider id, for example `content-aware-fill`; null for an import. */
  provider: z.string().nullable(),
  model: z.string().nullable(),
  seed: seedSchema.nullable(),
  prompt: z.string().nullable(),
  /** Pixels by which the painted mask was grown, and the width of its feather beyond that. */
  growPx: z.number().nonnegative().nullable(),
  featherPx: z.number().nonnegative().nullable(),
  /** How strongly colors were matched across the seam. Absent where nothing was filled. */
  colourAdaptation: z.number().min(0).max(1).nullish(),
  /** Where a fill copied from: the whole image, or only a painted part of it. */
  sampling: z.enum(['automatic', 'painted']).nullish(),
  /**
   * Measured after compositing: pixels that differ from the parent where the effective mask is > 0 and where it is 0.
   */
  changedInside: z.int().nonnegative().nullable(),
  changedOutside: z.int().nonnegative().nullable(),
  /** How an edit was sent and blended back. Absent for other operations. */
  edit: editRecordSchema.nullish(),
  /** Position of the parent's top-left corner in this image, after a crop or an expansion. */
  parentAt: z.object({ x: z.int(), y: z.int() }).nullish(),
  /** What was put behind the subject (`cutout`). Absent where the background is transparent. */
  background: recordedBackgroundSchema.nullish(),
  /** The image a part (`merge`) or the background (`cutout`) was taken from. */
  takenFromId: assetIdSchema.nullish(),
  /** Shared by everything requested with one click. Absent where no service was called. */
  runId: z.string().max(40).nullish(),
  /** The program that asked for it through a tool. Absent = a person did. */
  agent: agentNameSchema.nullish(),
  timingMs: z.number().nonnegative().nullable(),
  costUsd: z.number().nonnegative().nullable(),
  /** The request to a provider and its response. Absent where no provider was called. */
  generation: z
    .object({
      negativePrompt: z.string().nullable(),
      /** The prompt as the model rewrote it. */
      revisedPrompt: z.string().nullable(),
      /** `1024x1024` or `16:9`, as requested. */
      requestedSize: z.string().nullable(),
      quality: qualitySchema.nullable(),
      stylePreset: z.string().nullable(),
      // What is stored lacks a setting that came later.
      ...mapNumberSettings(() => z.number().nullable().default(null)),
      loras: z.array(loraSchema),
      options: z.record(z.string(), optionValueSchema),
      /** Every reference image that was sent, those of named references included. */
      referenceIds: z.array(assetIdSchema),
      /** The named references in the prompt. */
      named: z.array(referenceUseSchema).nullish(),
      /** As sent, where named references, marks or earlier turns changed the prompt. */
      sentPrompt: z.string().nullish(),
      /** It is a step of this thread: it goes on from its parent, by its prompt. */
      threadId: threadIdSchema.nullish(),
      /** The marks over the source. */
      markup: marksSchema.nullish(),
      /** The mask was made from the marks. Absent = it was painted, or there was none. */
      isMaskOfMarks: z.boolean().nullish(),
      control: controlSchema.nullish(),
      warnings: z.array(warningSchema),
      estimateUsd: z.number().nullable(),
      requestId: z.string().nullable(),
      /** The model that the service names in its response. Absent = as requested, or not named. */
      servedModel: z.string().nullish(),
      /** Tokens, credits or seconds in the vendor's unit. */
      usage: z.record(z.string(), z.number()),
      trace: z.record(z.string(), z.string()),
      /** Of images generated on this computer. */
      local: localRecordSchema.nullish(),
    })
    .nullish(),
})
export type Recipe = z.output<typeof recipeSchema>

/** An image in the library. Its pixels are at `asset://<id>/<size>`, never in this record. */
export const assetSchema = z.object({
  id: assetIdSchema,
  /** For display: the imported file's name, or what was done to which image. No extension. */
  name: z.string(),
  /** Path below the library folder, with forward slashes. */
  relativePath: z.string(),
  mime: z.string(),
  /** Size as shown, after applying the file's orientation. */
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  fileBytes: z.int().nonnegative(),
  hasAlpha: z.boolean(),
  /** SHA-256 of the file, hexadecimal. */
  sha256: z.string(),
  /** Milliseconds since 1970. */
  createdAtMs: z.int(),
  trashedAtMs: z.int().nullable(),
  /** The image this one was made from. */
  parentId: assetIdSchema.nullable(),
  /** Whether its mask is stored: then `asset://<id>/mask` is the effective mask it was made with. */
  hasMask: z.boolean(),
  /** Whether the service's raw response is kept beside the image made from it. */
  hasRawAnswer: z.boolean().default(false),
  /** Absolute path of the original in a shared folder. Absent or null = it is in the library folder. */
  sharedPath: z.string().nullish(),
  /** The file is not where the library stored it (moved or deleted outside Atelier). */
  isMissing: z.boolean(),
  /** Part of the file cannot be decoded: the image is what could be read of it. */
  isDamaged: z.boolean(),
  /** The result of the local check; null = not checked. */
  safetyCheck: safetyCheckSchema.nullish(),
  annotations: annotationsSchema,
  /** The dialect of the metadata found in an imported file; null = none, or it was made here. */
  dialect: metadataDialectSchema.nullish(),
  /** Content Credentials (C2PA) are in the file. Absent = not checked. */
  hasCredentials: z.boolean().nullish(),
  recipe: recipeSchema,
})
export type Asset = z.output<typeof assetSchema>

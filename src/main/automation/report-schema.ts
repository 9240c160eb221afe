import { z } from 'zod'
import { seedSchema } from '../../shared/domain/generation.ts'
import { errorCodeSchema } from '../../shared/errors/index.ts'
import { ledgerRowSchema } from '../ledger/index.ts'
import { reportedGridSchema } from './scripts/reported-grid.ts'
import { reportedPlanSchema } from './scripts/reported-plan.ts'
import { reportedReferenceSchema } from './generate/reported-reference.ts'
import { reportedValueSchema } from './reported-value.ts'

/** Facts as the program has them: scripts may read them, and they may change with a version. */
const facts = z.custom<object>((value) => typeof value === 'object' && value !== null)
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const text = z.string()
const count = z.int().nonnegative()
const textOrNull = z.string().nullable()
const numberOrNull = z.number().nullable()

const reportedSizeSchema = z.object({ width: z.number(), height: z.number() }).readonly()
const reportedRectSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).readonly()

/** The outcome of a masked edit, measured on the delivered file. */
const reportedEditSchema = z
  .object({
    intent: z.string(),
    changed_inside: z.number().nullable(),
    changed_outside: z.number().nullable(),
    /** Pixels of the image inside and outside the effective mask. */
    inside_px: z.number(),
    outside_px: z.number(),
    alignment: z
      .object({
        shift_x: z.number(),
        shift_y: z.number(),
        scale: z.number(),
        rotation_deg: z.number(),
        correlation: z.number(),
        basis: z.string(),
      })
      .nullable(),
    /** `kept`, `ignored`, `nothing` or `unknown`: how the model treated the mask. */
    mask_verdict: z.string(),
    /** The response did not fit and was not pasted: the image is the response as received. */
    refused: z.boolean(),
    /** The part of the image that was sent, the size it was sent at, and its position within that. */
    sent: z.object({ box: reportedRectSchema, frame: reportedSizeSchema, placed: reportedRectSchema }),
    answer: reportedSizeSchema,
    reblend_of: z.string().nullable(),
  })
  .readonly()
export type ReportedEdit = z.output<typeof reportedEditSchema>

const imageFields = {
  id: textOrNull,
  mime: text,
  path: text,
  url: textOrNull,
  b64: textOrNull,
  seed_used: seedSchema.nullable(),
  revised_prompt: textOrNull,
  /** The program whose metadata was found in the image's file (`a1111`, `comfyui`, …); null = none. */
  dialect: textOrNull,
  /** For a masked edit: what was sent, and the outcome. */
  edit: reportedEditSchema.nullable(),
}
const reportedImageSchema = z.object(imageFields).readonly()
export type ReportedImage = z.output<typeof reportedImageSchema>

/** Additional facts about an image in `list` and `search`, for scripts to select by. */
const listedImageSchema = z
  .object({
    ...imageFields,
    name: text,
    prompt: textOrNull,
    provider: textOrNull,
    model: textOrNull,
    /** A string of digits where a JSON number would lose precision. */
    seed: seedSchema.nullable(),
    width: count,
    height: count,
    bytes: count,
    /** 0 to 5 stars. */
    rating: count,
    /** Cosine of the angle to what was searched for, 1 = the same; `search --like` and `--looks` only. */
    likeness: z.number().optional(),
    /** ISO 8601, UTC. */
    created_at: text,
  })
  .readonly()
export type ListedImage = z.output<typeof listedImageSchema>

const objectSchema = z.object({
  /** x, y, width and height in image pixels. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly(),
  /** From 0 to 1. */
  score: z.number(),
})
export type ReportedObject = z.output<typeof objectSchema>

const modelsSchema = z.object({
  models: list(facts),
  /** Neither models nor parts of them: LoRAs, ControlNets, upscalers. */
  others: list(facts),
  /** Models for local vision. */
  vision: list(z.object({ id: text, name: text, task: text })),
  refused: list(z.object({ path: text, error: text, error_code: text })),
})
export type ReportedModels = z.output<typeof modelsSchema>

const pagesSchema = z.object({
  paths: list(text),
  /** Images missing from the pages. */
  left_out: list(z.object({ id: text, name: text })),
  /** Characters of a contact sheet's title and captions that no installed font has. */
  missing_characters: list(text),
})

/** Problems with the library's files. */
const checkSchema = z.object({
  files: count,
  bytes: count,
  database_sound: z.boolean(),
  /** Number of masks and responses missing beside their images. */
  lost_companions: count,
  /** `is`: types of `fileProblemSchema`. */
  problems: list(z.object({ id: text, path: text, is: text })),
  /** Shared folders that cannot be reached, and how many originals there were not checked. */
  unreachable: list(z.object({ folder: text, files: count })),
})

/** Originals of this library that are in shared folders. */
const originalsSchema = z.object({
  shared: count,
  /** The folder of one of them; null = there are none. */
  folder: text.nullable(),
  /** Only with `--move-back`. */
  moved_back: count.optional(),
  not_moved_back: list(z.object({ id: text, message: text })).optional(),
  /** Folders that could not be reached: what is there was not moved. */
  unreachable: list(text).optional(),
})

const backupSchema = z.object({
  path: text,
  bytes: count,
  /** null where it was only written. */
  pictures: numberOrNull,
  files: numberOrNull,
  created_at: textOrNull,
})

/** A unit vector; only vectors of the same model can be compared. */
const embeddingSchema = z.object({
  /** The image or text, as given. */
  of: text,
  model: text,
  dimension: count,
  vector: list(z.number()),
})
export type ReportedEmbedding = z.output<typeof embeddingSchema>

/** Parts that were not asked for are absent. */
const descriptionSchema = z.object({
  /** The image, as given. */
  of: text,
  model: text,
  caption: text.optional(),
  description: text.optional(),
  tags: list(text).optional(),
})
export type ReportedImageDescription = z.output<typeof descriptionSchema>

/** File counts by outcome. `passed_over`: files in folders whose names are not image names. */
const importSchema = z.object({
  added: count,
  already_there: count,
  failed: count,
  passed_over: count,
  not_tried: count,
})
export type ImportCounts = z.output<typeof importSchema>

/** A call that waits or runs. */
const callSchema = z.object({
  id: text,
  job_ids: list(text),
  state: z.enum(['waiting', 'running']),
  provider: text,
  model: textOrNull,
  prompt: textOrNull,
  pictures: count,
  progress: numberOrNull,
  estimate_usd: numberOrNull,
  created_at: text,
  /** Why it is not progressing. */
  note: textOrNull,
})
export type ReportedCall = z.output<typeof callSchema>

/** Of every command. */
const commonFields = {
  success: z.boolean(),
  images: list(z.union([listedImageSchema, reportedImageSchema])),
  provider: textOrNull,
  model: textOrNull,
  timing_ms: numberOrNull,
  /**
   * USD: the estimate, and the cost that the service reported; of `batch`, `grid`, `plan` and `watched`, what was billed
   * or may have been. null = unknown, even in part: the part that is known is in these, beside its `unpriced`.
   */
  cost_estimate: numberOrNull,
  cost: numberOrNull,
  /** Tokens, credits or seconds in the vendor's unit. */
  usage: z.record(text, z.number()),
  changed_inside: numberOrNull,
  changed_outside: numberOrNull,
  error: textOrNull,
  error_code: errorCodeSchema.nullable(),
  /** Where a model is needed and none is installed: one to get, with `models download ID`. `about_bytes` is rounded. */
  missing_model: z.object({ id: text, name: text, about_bytes: z.number(), license: text }).optional(),
  /** Requested things that could not be done. */
  warnings: list(z.object({ code: text, message: text })),
}

const requestFields = {
  /** `done`, `refused`, `failed`, `timed out`, `expired`, `cancelled before sending`, `cancelled after sending`. */
  outcome: text.optional(),
  /** `yes`, `no` or `unknown`. */
  billed: textOrNull.optional(),
  request_id: textOrNull.optional(),
  /** Earlier attempts, and why each failed. */
  attempts: list(z.object({ provider: text, model: text, error: text, error_code: text })).optional(),
}

/** Each of the commands that its comment names. */
const commandFields = {
  /** `compile-prompt`, as are the next three. */
  prompt: text.optional(),
  /** null where the model has no such field: then it is part of the prompt. */
  negative_prompt: textOrNull.optional(),
  dialect: text.optional(),
  notes: list(text).optional(),
  /** `embed`. */
  embeddings: list(embeddingSchema).optional(),
  /** `select --words`: what the detector found, the selected one first. */
  found: list(objectSchema).optional(),
  /** `describe`. */
  descriptions: list(descriptionSchema).optional(),
  /** `describe --all`. */
  described: z.object({ described: count, failed: count }).optional(),
  /** `embed --all`. */
  indexed: z.object({ embedded: count, failed: count, total: count }).optional(),
  /** `import`. */
  imported: importSchema.optional(),
  /** `reference`: those that were listed, added, removed, exported or imported. */
  references: list(reportedReferenceSchema).optional(),
  /** `reference export`. */
  reference_file: text.optional(),
  /** `queue list`. */
  queue: list(callSchema).optional(),
  /** `queue cancel`: calls that have ended, and those that will end when the window is next open. */
  cancelled: list(text).optional(),
  marked: list(text).optional(),
  /** `providers`. */
  providers: list(facts).optional(),
  /** `models list`. */
  local_models: modelsSchema.optional(),
  /** `models catalog` and `models search`. */
  offered_models: list(facts).optional(),
  /** `models download` and `models add`. */
  download: facts.optional(),
  /** `models remove`. */
  removed_model: facts.optional(),
  /** `engine`. */
  engine: z
    .object({ path: text, version: text, devices: list(facts) })
    .nullable()
    .optional(),
  /** `engine list`: the library in use, even if it is a custom build; null = none chosen. */
  engine_path: textOrNull.optional(),
  /** `engine list`, `install` and `remove`. */
  engines: list(facts).optional(),
  release: z.object({ tag: text, reason: text, builds: list(facts) }).optional(),
  /** `engine test --thorough`. */
  trials: list(z.object({ name: text, ms: z.number(), note: text })).optional(),
  /** `models`. */
  model_folders: list(text).optional(),
  /** `ledger`. */
  ledger: list(ledgerRowSchema).optional(),
  originals: originalsSchema.optional(),
  /** `value`. */
  value: reportedValueSchema.optional(),
  /** `verify`. */
  verified: checkSchema.optional(),
  /** `show`. */
  shown: facts.optional(),
  /** `sheet` and `gallery`. */
  pages: pagesSchema.optional(),
  /** `models convert`: the possible conversions, or what was written. */
  conversions: z.object({ id: text, bytes: count, choices: list(facts) }).optional(),
  converted_model: z.object({ id: text, precision: text, path: text, bytes: count }).optional(),
  /** `backup` and `restore`. */
  backup: backupSchema.optional(),
  /** `recipe`: a tool call, and where it comes from. */
  recipe: facts.optional(),
  /** `run`: what the tool returned, and what the recipe could not repeat. */
  output: facts.optional(),
  differences: list(facts).optional(),
  /** `batch`: counts, cost and a result for each job. */
  batch: facts.optional(),
  /** `grid`: its axes, the state of each cell, and what it would cost or has cost. */
  grid: reportedGridSchema.optional(),
  /** `plan run`: the state of each image, and what it would cost or has cost. */
  plan: reportedPlanSchema.optional(),
  /** `watch`. */
  watched: facts.optional(),
  /** `completion`. */
  script: text.optional(),
  /** `schema`. */
  schema: facts.optional(),
  /** `config`. */
  configuration: facts.optional(),
  /** `keys list`. */
  keys: list(z.object({ id: text, source: textOrNull, ending: textOrNull })).optional(),
}

/** The output of `--json`, for every command and outcome; one each where several models were used. */
export const reportSchema = z.strictObject({ ...commonFields, ...requestFields, ...commandFields }).readonly()
export type Report = z.output<typeof reportSchema>

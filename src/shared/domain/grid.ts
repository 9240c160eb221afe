import { z } from 'zod'
import { admissionSchema } from './ledger.ts'
import { loraSchema, numberSettingSchemas, planRequestSchema, seedSchema } from './generation.ts'
import { gridIdSchema } from './ids.ts'
import { jobSnapshotSchema } from './job.ts'
import { nameSchema } from './name.ts'
import { modelRefSchema } from './provider.ts'
import { referenceNameSchema } from './named-reference.ts'
import { numberSettingNames } from './number-settings.ts'

/** Cells of one grid, all pages together. */
export const gridCellsMax = 1_000
/** Values of one axis. */
export const gridValuesMax = 100

const phraseSchema = z.string().max(2_000)

const values = <T extends z.ZodType>(value: T) => z.array(value).min(1).max(gridValuesMax)

/** What one axis of a grid varies, and its values in order. */
export const gridAxisSchema = z.discriminatedUnion('variable', [
  /** Replaces `search` in the prompt and the negative prompt by each value; `search` itself keeps the prompt. */
  z.object({ variable: z.literal('prompt'), search: phraseSchema.min(1), values: values(phraseSchema) }),
  z.object({ variable: z.literal('model'), values: values(modelRefSchema) }),
  z.object({ variable: z.literal('seed'), values: values(seedSchema) }),
  ...numberSettingNames.map((variable) =>
    z.object({ variable: z.literal(variable), values: values(numberSettingSchemas[variable]) }),
  ),
  /** Weight of one LoRA; 0 = without it. */
  z.object({ variable: z.literal('lora'), path: loraSchema.shape.path, values: values(loraSchema.shape.scale) }),
  /** Replaces the mention of `search` by each named reference; null = added behind the prompt. An empty name = none. */
  z.object({
    variable: z.literal('reference'),
    search: referenceNameSchema.nullable(),
    values: values(z.union([referenceNameSchema, z.literal('')])),
  }),
])
export type GridAxis = z.output<typeof gridAxisSchema>
export type GridVariable = GridAxis['variable']

export const gridOrderSchema = z.enum(['listed', 'cheapest'])
export type GridOrder = z.output<typeof gridOrderSchema>

/** X, Y and Z, in this order. */
export const gridAxesSchema = z
  .array(gridAxisSchema)
  .min(1)
  .max(3)
  .refine((axes) => axes.reduce((cells, axis) => cells * axis.values.length, 1) <= gridCellsMax, {
    message: `A grid has at most ${gridCellsMax} cells.`,
  })
  .refine((axes) => new Set(axes.map(axisKey)).size === axes.length, { message: 'Two axes vary the same.' })

/** Two axes with the same key would overwrite each other. */
function axisKey(axis: GridAxis): string {
  switch (axis.variable) {
    case 'prompt':
      return `prompt ${axis.search}`
    case 'lora':
      return `lora ${axis.path}`
    case 'reference':
      return `reference ${axis.search ?? ''}`
    default:
      return axis.variable
  }
}

/** What is needed to make a grid. The request holds everything that no axis varies, and makes one image per cell. */
export const gridDraftSchema = z.object({
  name: nameSchema,
  request: planRequestSchema,
  axes: gridAxesSchema,
  /** In which order cells are queued: row by row, or by price. */
  order: gridOrderSchema,
})
export type GridDraft = z.output<typeof gridDraftSchema>

/** A grid as stored: the seed of all cells where no axis and no request says one. */
export const gridSpecSchema = gridDraftSchema.omit({ name: true }).extend({ seed: seedSchema })
export type GridSpec = z.output<typeof gridSpecSchema>

/** Position in the grid: `x + y · columns + z · columns · rows`. */
export const gridCellSchema = z
  .int()
  .min(0)
  .max(gridCellsMax - 1)

/** What making cells would send and cost, before anything is sent. */
export const gridPlanSchema = z.object({
  /** Cells that would be made. */
  cells: z.int().nonnegative(),
  /** USD of the cells with a known price. */
  usd: z.number(),
  /** Cells whose price is not known beforehand. */
  unpriced: z.int().nonnegative(),
  /** Cells that cannot be made, by reason. */
  skipped: z.array(z.object({ reason: z.string(), cells: z.array(gridCellSchema) })),
  /** `cells`: how many it is about. */
  warnings: z.array(z.object({ model: z.string(), message: z.string(), cells: z.int().positive() })),
  /** What the spending limits say. */
  admission: admissionSchema,
})
export type GridPlan = z.output<typeof gridPlanSchema>

export const gridSummarySchema = z.object({
  id: gridIdSchema,
  name: nameSchema,
  cells: z.int().positive(),
  /** Cells with an image. */
  done: z.int().nonnegative(),
  /** Cells that wait or are being made. */
  open: z.int().nonnegative(),
  createdAtMs: z.int(),
})
export type GridSummary = z.output<typeof gridSummarySchema>

/** One cell that has been tried or cannot be made; the others have not been queued. */
export const gridCellStateSchema = z.object({
  cell: gridCellSchema,
  job: jobSnapshotSchema.nullable(),
  /** Why it cannot be made, for display. */
  problem: z.string().nullable(),
  /** Its image has been deleted, or the record of how it was made is lost. */
  isGone: z.boolean(),
})
export type GridCellState = z.output<typeof gridCellStateSchema>

export const gridViewSchema = gridSummarySchema.extend({
  order: gridOrderSchema,
  prompt: z.string(),
  /** Labels, ready for display. */
  axes: z
    .array(z.object({ label: z.string(), values: z.array(z.string()) }))
    .min(1)
    .max(3),
  states: z.array(gridCellStateSchema),
})
export type GridView = z.output<typeof gridViewSchema>

/** What became of the cells of one click. */
export const gridMadeSchema = z.object({
  queued: z.int().nonnegative(),
  /** Cells that could not be queued. */
  skipped: z.int().nonnegative(),
})

export const gridFormats = ['png', 'jpeg', 'webp', 'pdf'] as const

/** How a grid is exported: as one image with all pages below each other, or as a PDF with a page each. */
export const gridExportSchema = z.object({
  format: z.enum(gridFormats),
  /** Longest side of a cell's image, pixels. */
  cellPx: z.int().min(64).max(2_048),
})
export type GridExport = z.output<typeof gridExportSchema>

import { z } from 'zod'
import {
  documentPlanSchema,
  editPlanQuoteSchema,
  editPlanViewSchema,
  editStepsSchema,
  maskDigestSchema,
  batchImagesMax,
  planBatchQuoteSchema,
  planBatchViewSchema,
} from '../domain/edit-plan.ts'
import { maskPngSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema, editPlanBatchIdSchema, editPlanIdSchema } from '../domain/ids.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { command, event, query } from './define.ts'

const byId = z.object({ id: editPlanIdSchema })
const byBatch = z.object({ id: editPlanBatchIdSchema })
const batchImagesSchema = z.array(assetIdSchema).min(1).max(batchImagesMax)
const preparation = z.object({ runId: z.uuid() })
const draft = byId.extend({ sourceId: assetIdSchema, steps: editStepsSchema })

/** Several masked edits of one image, run as one. */
export const editPlans = {
  /** Returns the plan of a document; the first call creates it. */
  'editPlans.open': command('edit', z.object({ documentId: documentIdSchema }), editPlanViewSchema),
  'editPlans.view': query('read', byId, editPlanViewSchema),
  'editPlans.save': command('edit', byId.extend({ steps: editStepsSchema }), z.void()),
  /** Keeps a mask for the steps that use it. `bounds`: null = nothing is painted. */
  'editPlans.addMask': command(
    'edit',
    byId.extend({ sourceId: assetIdSchema, maskPng: maskPngSchema }),
    z.object({ digest: maskDigestSchema, bounds: rectSchema.nullable() }),
  ),
  /** Estimates the price of the steps without a result. Free, sends nothing. */
  'editPlans.quote': query('read', draft, editPlanQuoteSchema),
  /**
   * Makes the steps that have no result, in order, and merges all of them into one result of the document. Over a limit
   * that asks, main asks the user.
   */
  'editPlans.run': command('spend', draft, z.void()),
  /** Cancels what has not been sent. */
  'editPlans.stop': command('control', byId, z.void()),
  'editPlans.changed': event(byId),
  /** Saves the steps with their masks; main asks where. null = canceled. */
  'editPlans.chooseAndSave': command(
    'file dialog',
    byId.extend({ name: z.string().min(1).max(200), steps: editStepsSchema }),
    z.object({ path: z.string() }).nullable(),
  ),
  /** Reads a plan that main asks for: its masks are found or scaled for the image. null = canceled. */
  'editPlans.chooseAndOpen': command(
    'file dialog',
    byId.extend({ sourceId: assetIdSchema }),
    z.object({ name: z.string(), steps: editStepsSchema, warnings: z.array(z.string()) }).nullable(),
  ),
  /** Plans of documents that have steps, as last edited; newest first. */
  'editPlans.ofDocuments': query('read', z.object({}), z.array(documentPlanSchema)),
  /**
   * Prepares the steps for other images, without sending anything; `imageIds` null = of a folder that main asks for. The
   * `runId` names the preparation in `editPlans.preparing`. null = canceled.
   */
  'editPlans.prepareBatch': command(
    'file dialog',
    preparation.extend({
      id: editPlanIdSchema,
      name: z.string().min(1).max(200),
      steps: editStepsSchema,
      imageIds: batchImagesSchema.nullable(),
    }),
    planBatchViewSchema.nullable(),
  ),
  /** The same with a plan file that main asks for. */
  'editPlans.prepareFileBatch': command(
    'file dialog',
    preparation.extend({ imageIds: batchImagesSchema }),
    planBatchViewSchema.nullable(),
  ),
  'editPlans.preparing': event(preparation.extend({ done: z.int(), total: z.int() })),
  'editPlans.batch': query('read', byBatch, planBatchViewSchema),
  /** The newest one that was begun of a plan, or of any with `id` null; null = none. */
  'editPlans.latestBatch': query('read', z.object({ id: editPlanIdSchema.nullable() }), planBatchViewSchema.nullable()),
  /** What a start would make and cost; `again`: also of what may have been billed. */
  'editPlans.quoteBatch': query('read', byBatch.extend({ again: z.boolean() }), planBatchQuoteSchema),
  /** Makes what is missing. Over a limit that asks, main asks the user. */
  'editPlans.startBatch': command('spend', byBatch.extend({ again: z.boolean() }), z.void()),
  /** Begins nothing more, and cancels what has not been sent. */
  'editPlans.stopBatch': command('control', byBatch, z.void()),
  'editPlans.batchChanged': event(byBatch),
}

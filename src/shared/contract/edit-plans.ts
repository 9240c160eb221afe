import { z } from 'zod'
import { editPlanQuoteSchema, editPlanViewSchema, editStepsSchema, maskDigestSchema } from '../domain/edit-plan.ts'
import { maskPngSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema, editPlanIdSchema } from '../domain/ids.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { command, event, query } from './define.ts'

const byId = z.object({ id: editPlanIdSchema })
const draft = byId.extend({ sourceId: assetIdSchema, steps: editStepsSchema })

/** Several masked edits of one image, run as one. */
export const editPlans = {
  /** Returns the plan of a document; the first call creates it. */
  'editPlans.open': command(z.object({ documentId: documentIdSchema }), editPlanViewSchema),
  'editPlans.view': query(byId, editPlanViewSchema),
  'editPlans.save': command(byId.extend({ steps: editStepsSchema }), z.void()),
  /** Keeps a mask for the steps that use it. `bounds`: null = nothing is painted. */
  'editPlans.addMask': command(
    byId.extend({ sourceId: assetIdSchema, maskPng: maskPngSchema }),
    z.object({ digest: maskDigestSchema, bounds: rectSchema.nullable() }),
  ),
  /** Estimates the price of the steps without a result. Free, sends nothing. */
  'editPlans.quote': query(draft, editPlanQuoteSchema),
  /**
   * Makes the steps that have no result, in order, and merges all of them into one result of the document. Over a limit
   * that asks, main asks the user.
   */
  'editPlans.run': command(draft, z.void()),
  /** Cancels what has not been sent. */
  'editPlans.stop': command(byId, z.void()),
  'editPlans.changed': event(byId),
}

import { z } from 'zod'
import { maskPngSchema } from '../domain/generation.ts'
import {
  gridCellSchema,
  gridCellsMax,
  gridDraftSchema,
  gridExportSchema,
  gridMadeSchema,
  gridPlanSchema,
  gridSummarySchema,
  gridViewSchema,
} from '../domain/grid.ts'
import { gridIdSchema } from '../domain/ids.ts'
import { command, event, query } from './define.ts'

const byId = z.object({ id: gridIdSchema })
/** null = all cells that are missing and have certainly not been paid for. */
const cellsOf = byId.extend({ cells: z.array(gridCellSchema).min(1).max(gridCellsMax).nullable() })

/** Images that differ in one to three settings, in rows, columns and pages. */
export const grids = {
  /** Newest first. */
  'grids.list': query('read', z.object({}), z.array(gridSummarySchema)),
  'grids.view': query('read', byId, gridViewSchema),
  /** Estimates the price of a whole grid. Free, sends nothing. */
  'grids.plan': query('read', gridDraftSchema, gridPlanSchema),
  /** The same for cells of a grid that exists. */
  'grids.planCells': query('read', cellsOf, gridPlanSchema),
  /**
   * Stores the grid and queues its cells as one run. Over a limit that asks, main asks the user.
   * @throws request/cancelled if the user declines: then there is no grid
   */
  'grids.create': command(
    'spend',
    z.object({ draft: gridDraftSchema, maskPng: maskPngSchema.nullable() }),
    gridMadeSchema.extend({ id: gridIdSchema }),
  ),
  /** Queues cells that have no image and are not under way. Over a limit that asks, main asks the user. */
  'grids.make': command('spend', cellsOf, gridMadeSchema),
  /** Cancels cells that have not been sent yet; null = all of them. */
  'grids.stop': command('control', cellsOf, z.object({ stopped: z.int().nonnegative() })),
  'grids.rename': command('edit', byId.extend({ name: gridSummarySchema.shape.name }), z.void()),
  /** Cancels what has not been sent. Its images stay in the library; `restore` brings it back. */
  'grids.remove': command('edit', byId, z.void()),
  'grids.restore': command('edit', byId, z.void()),
  /**
   * Shows a dialog for a file and writes the grid with its labels; null = the dialog was canceled. `isReduced`: the image
   * would have been too large, so its cells are smaller than requested.
   */
  'grids.chooseAndExport': command(
    'file dialog',
    byId.extend({ options: gridExportSchema }),
    z.object({ path: z.string(), isReduced: z.boolean(), missingCharacters: z.array(z.string()) }).nullable(),
  ),
  'grids.changed': event(z.object({})),
}

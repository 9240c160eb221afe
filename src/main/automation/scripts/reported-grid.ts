import { z } from 'zod'
import type { GridCellState, GridView } from '../../../shared/domain/grid.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { cellPosition } from '../../../shared/prompting/index.ts'
import { addCosts, sumCosts, type CostSum } from '../../../shared/util/sum-costs.ts'
import { costOf } from './call-result.ts'
import { costFields, reportedCost } from './reported-cost.ts'

/** A grid as `grid` reports it. */
export const reportedGridSchema = z.object({
  /** null = nothing has been made. */
  id: z.string().nullable(),
  name: z.string(),
  /** USD; null = not known. */
  cost_estimate: z.number().nullable(),
  ...costFields,
  axes: z.array(z.object({ label: z.string(), values: z.array(z.string()).readonly() })).readonly(),
  cells: z
    .array(
      z.object({
        /** Label of its value on each axis. */
        position: z.array(z.string()).readonly(),
        state: z.enum(['done', 'refused', 'failed', 'canceled', 'unknown', 'impossible', 'deleted', 'missing']),
        /** Library ID. */
        image: z.string().nullable(),
        error: z.string().nullable(),
      }),
    )
    .readonly(),
})
export type ReportedGrid = z.output<typeof reportedGridSchema>
type CellState = ReportedGrid['cells'][number]['state']

/** @param requests all that were made for it, where cells may have been made again */
export function reportedGrid(grid: GridView, requests: readonly JobSnapshot[] = []): ReportedGrid {
  const byCell = new Map(grid.states.map((state) => [state.cell, state]))
  return {
    id: grid.id,
    name: grid.name,
    cost_estimate: null,
    ...reportedCost(gridCostOf(grid, requests)),
    axes: grid.axes,
    cells: Array.from({ length: grid.cells }, (_, cell) => {
      const at = cellPosition(grid, cell)
      const state = byCell.get(cell)
      return {
        position: grid.axes.map(({ values }, axis) => values[at[axis]!]!),
        state: stateOf(state),
        image: state?.isGone === false ? (state.job?.resultId ?? null) : null,
        error: state?.job?.error?.message ?? state?.job?.refusal?.words ?? state?.problem ?? null,
      }
    }),
  }
}

/** Only once nothing is under way. */
function stateOf(state: GridCellState | undefined): CellState {
  if (state === undefined) return 'missing'
  if (state.isGone) return 'deleted'
  if (state.job === null) return state.problem === null ? 'missing' : 'impossible'
  const { state: jobState, isBilled } = state.job
  if (jobState === 'done' || jobState === 'refused') return jobState
  if (isBilled !== 'no') return 'unknown'
  return jobState === 'cancelled' ? 'canceled' : jobState === 'failed' ? 'failed' : 'missing'
}

export function gridCostOf({ states }: Pick<GridView, 'states'>, requests: readonly JobSnapshot[] = []): CostSum {
  // Of these, the record of how they were made is lost, and what they cost.
  const lost = states.filter(({ job, isGone }) => isGone && job === null)
  const latest = states.flatMap(({ job }) => job ?? [])
  return addCosts(costOf(latest, requests), sumCosts(lost.map(() => null)))
}

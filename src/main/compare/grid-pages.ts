import type { GridCellState, GridSpec, GridView } from '../../shared/domain/grid.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { valueOf } from '../../shared/messages/en/grid-labels.ts'
import { countCells } from '../../shared/prompting/index.ts'
import type { LabeledPage, GridRun } from '../assets/exports.ts'

type Axis = GridView['axes'][number]

/** Lays the images of a grid out in labelled rows, columns and pages. */
export function gridPagesOf(
  { axes }: Pick<GridSpec, 'axes'>,
  states: readonly GridCellState[],
  labels: readonly Axis[],
): Pick<GridRun, 'columnsLabel' | 'rowsLabel' | 'pages'> {
  const images = new Map(states.map(({ cell, job, isGone }) => [cell, isGone ? null : (job?.resultId ?? null)]))
  const [columns, rows, pages] = labels as [Axis, Axis | undefined, Axis | undefined]
  const cellsPerPage = countCells(axes.slice(0, 2))
  const titles = pages === undefined ? [null] : pages.values.map((value) => valueOf({ label: pages.label, value }))
  return {
    columnsLabel: columns.label,
    rowsLabel: rows?.label ?? null,
    pages: titles.map((title, page): LabeledPage => ({
      title,
      columns: columns.values,
      rows: (rows?.values ?? [null]).map((label, row) => ({
        label,
        cells: columns.values.map((_, column): AssetId | null => {
          return images.get(page * cellsPerPage + row * columns.values.length + column) ?? null
        }),
      })),
    })),
  }
}

import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { GridView } from '../../../../shared/domain/grid.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { GridCell } from './grid-cell.tsx'
import { ColumnHead, RowHead } from './grid-heads.tsx'
import {
  columnHeadPx,
  extentOf,
  headWidthPx,
  isSameRange,
  offsetOf,
  rangeInView,
  type CellRange,
  type GridShape,
} from './grid-layout.ts'
import { joinList } from '../../../../shared/messages/formats.ts'

export type Axes = GridView['axes']

interface ScrollerProps {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly size: Size
  readonly axes: Axes
  readonly page: number
  readonly cellPx: number
  /** The selected cell; null = none. */
  readonly chosen: number | null
}

/** Rows and columns with labels that stay in view. Only cells in view exist. */
export function GridScroller(props: ScrollerProps) {
  const { scroller, size, axes, page, cellPx, chosen } = props
  const [columns, rows] = [axes[0]!.values, axes[1]?.values ?? null]
  const shape: GridShape = { columns: columns.length, rows: rows?.length ?? 1, hasRowHeads: rows !== null, cellPx }
  const range = useRangeInView(scroller, shape, size)
  const extent = extentOf(shape)
  const first = page * shape.columns * shape.rows
  const columnsShown = indexes(range.firstColumn, range.endColumn)
  return (
    <div className="grid-plane" style={{ width: extent.widthPx, height: extent.heightPx }}>
      <div role="row" aria-rowindex={1} className="grid-head-row" style={{ height: columnHeadPx }}>
        {rows !== null && (
          <div role="columnheader" aria-colindex={1} className="grid-corner" style={{ width: headWidthPx(shape) }}>
            <span>{`${axes[0]!.label} →`}</span>
            <span>{`${axes[1]!.label} ↓`}</span>
          </div>
        )}
        {columnsShown.map((column) => (
          <ColumnHead
            key={column}
            index={column}
            label={columns[column]!}
            leftPx={headWidthPx(shape) + offsetOf(shape, column)}
            widthPx={cellPx}
            hasRowHeads={shape.hasRowHeads}
            cells={indexes(0, shape.rows).map((row) => first + row * shape.columns + column)}
          />
        ))}
      </div>
      {indexes(range.firstRow, range.endRow).map((row) => (
        <div
          key={row}
          role="row"
          aria-rowindex={row + 2}
          className="grid-row"
          style={{ top: columnHeadPx + offsetOf(shape, row), height: cellPx }}
        >
          {rows !== null && (
            <RowHead
              label={rows[row]!}
              widthPx={headWidthPx(shape)}
              cells={indexes(0, shape.columns).map((column) => first + row * shape.columns + column)}
            />
          )}
          {columnsShown.map((column) => {
            const cell = first + row * shape.columns + column
            return (
              <GridCell
                key={cell}
                cell={cell}
                columnIndex={column + (rows === null ? 1 : 2)}
                position={positionOf(axes, { column, row, page })}
                leftPx={headWidthPx(shape) + offsetOf(shape, column)}
                isChosen={cell === chosen}
              />
            )
          })}
        </div>
      ))}
    </div>
  )
}

function indexes(first: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at)
}

export function positionOf(axes: Axes, at: { column: number; row: number; page: number }): string {
  const places = [at.column, at.row, at.page]
  return joinList(axes.map(({ label, values }, axis) => `${label} ${values[places[axis]!]}`))
}

function useRangeInView(scroller: RefObject<HTMLDivElement | null>, shape: GridShape, size: Size): CellRange {
  const [scroll, setScroll] = useState({ left: 0, top: 0 })
  const shown = useRef(scroll)
  const isSameView = useEffectEvent((before: typeof scroll, next: typeof scroll) =>
    isSameRange(rangeInView(shape, size, before), rangeInView(shape, size, next)),
  )
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    let frame: number | null = null
    const look = () => {
      frame = null
      const next = { left: element.scrollLeft, top: element.scrollTop }
      // Most frames of a scroll show the same cells.
      if (isSameView(shown.current, next)) return
      shown.current = next
      setScroll(next)
    }
    const handle = () => {
      frame ??= requestAnimationFrame(look)
    }
    handle()
    element.addEventListener('scroll', handle, { passive: true })
    return () => {
      element.removeEventListener('scroll', handle)
      if (frame !== null) cancelAnimationFrame(frame)
    }
  }, [scroller])
  return rangeInView(shape, size, scroll)
}

/** Returns where a key leads from a cell of the page; null = nowhere. */
export function stepByKey(
  { key }: Pick<KeyboardEvent, 'key'>,
  at: number,
  { columns, rows }: Pick<GridShape, 'columns' | 'rows'>,
): number | null {
  const [column, row] = [at % columns, Math.floor(at / columns)]
  switch (key) {
    case 'ArrowRight':
      return column < columns - 1 ? at + 1 : null
    case 'ArrowLeft':
      return column > 0 ? at - 1 : null
    case 'ArrowDown':
      return row < rows - 1 ? at + columns : null
    case 'ArrowUp':
      return row > 0 ? at - columns : null
    case 'Home':
      return row * columns
    case 'End':
      return row * columns + columns - 1
    default:
      return null
  }
}

import { useEffect, useMemo, useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react'
import { useStore } from 'zustand'
import { Grid3x3 } from 'lucide-react'
import type { GridId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Menu, type MenuEntry } from '../../../ui/menus/menu.tsx'
import { useCompare } from '../compare-context.ts'
import { useSize } from '../table/use-size.ts'
import { canMake, lookOf, type GridStore, createGridStore } from './create-grid-store.ts'
import { GridExportDialog } from './grid-export-dialog.tsx'
import { GridPageProvider } from './grid-context.ts'
import { scrollToCell } from './grid-layout.ts'
import { GridScroller, stepByKey, type Axes } from './grid-scroller.tsx'
import { GridToolbar } from './grid-toolbar.tsx'
import './grid.css'
import { MakeDialog } from './make-dialog.tsx'
import { useGridCamera } from './use-grid-camera.ts'

const usualCellPx = 220

/** One grid: its images as they are made, in labelled rows, columns and pages. */
export function GridPage({ id }: { readonly id: GridId }) {
  const { client } = useServices()
  const [grid] = useState(() => createGridStore(client, id))
  useEffect(() => grid.start(), [grid])
  const axes = useStore(grid.store, (state) => state.grid?.axes ?? null)
  const error = useStore(grid.store, (state) => state.error)
  if (axes !== null) return <GridPageParts id={id} grid={grid} axes={axes} />
  return error === null ? null : (
    <EmptyState icon={<Grid3x3 size={28} strokeWidth={1.5} />} title={messages.gridGone}>
      <Button onClick={() => grid.reload()}>{messages.tryAgain}</Button>
    </EmptyState>
  )
}

interface PartsProps {
  readonly id: GridId
  readonly grid: GridStore
  readonly axes: Axes
}

function GridPageParts({ id, grid, axes }: PartsProps) {
  const { ref: scroller, size } = useSize<HTMLDivElement>()
  const [cellPx, setCellPx] = useState(usualCellPx)
  const [page, setPage] = useState(0)
  const [asked, setAsked] = useState<readonly number[] | 'all' | null>(null)
  const [isExporting, setExporting] = useState(false)
  const { chosen, choose, open } = useChosenCell(id, grid)
  const camera = useGridCamera({ scroller, grid, cellPx })
  const { needsFull } = camera
  const model = useMemo(
    () => ({
      grid,
      cellPx,
      needsFull,
      askToMake: (cells: readonly number[] | null) => setAsked(cells ?? 'all'),
      askToExport: () => setExporting(true),
    }),
    [grid, cellPx, needsFull],
  )
  const menu = useCellMenu(id, grid, chosen, { open, make: model.askToMake })
  const keys = useGridKeys(scroller, { axes, page, cellPx, chosen, choose, open })
  const [columns, rows] = [axes[0]!.values.length, axes[1]?.values.length ?? 1]
  return (
    <GridPageProvider value={model}>
      <GridToolbar axes={axes} page={page} onPage={setPage} cellPx={cellPx} onCellPx={setCellPx} camera={camera} />
      <Menu groups={menu}>
        <div
          ref={scroller}
          className="grid-scroller"
          dir="ltr"
          data-part="image"
          data-zoomed={camera.zoom > 1}
          role="grid"
          tabIndex={0}
          aria-label={messages.grid}
          aria-rowcount={rows + 1}
          aria-colcount={columns + (axes[1] === undefined ? 0 : 1)}
          aria-activedescendant={chosen === null ? undefined : `grid-cell-${chosen}`}
          onKeyDown={keys}
          onClick={(event) => choose(cellOf(event))}
          onContextMenu={(event) => choose(cellOf(event))}
          onDoubleClick={(event) => open(cellOf(event))}
          style={{ '--cell': `${cellPx}px` } as Record<string, string>}
          {...camera.pan}
        >
          {size !== null && (
            <GridScroller scroller={scroller} size={size} axes={axes} page={page} cellPx={cellPx} chosen={chosen} />
          )}
        </div>
      </Menu>
      {asked !== null && <MakeDialog id={id} cells={asked === 'all' ? null : asked} onClose={() => setAsked(null)} />}
      {isExporting && <GridExportDialog id={id} onClose={() => setExporting(false)} />}
    </GridPageProvider>
  )
}

function cellOf(event: MouseEvent): number | null {
  const { target } = event
  const cell = target instanceof Element ? target.closest('[data-cell]')?.getAttribute('data-cell') : null
  return cell ? Number(cell) : null
}

/** The selected cell. Its image is the one that the commands of Compare act on. */
function useChosenCell(id: GridId, grid: GridStore) {
  const { store, actions } = useCompare()
  const [chosen, setChosen] = useState<number | null>(null)
  const imageOf = (cell: number | null) =>
    cell === null ? null : (grid.store.getState().cells.get(cell)?.job?.resultId ?? null)
  const resultId = useStore(grid.store, () => imageOf(chosen))
  useEffect(() => store.setState({ chosen: resultId }), [store, resultId])
  return {
    chosen,
    choose: (cell: number | null) => {
      if (cell !== null) setChosen(cell)
    },
    open: (cell: number | null) => {
      const image = imageOf(cell)
      if (image !== null) actions.viewCells([image], id)
    },
  }
}

interface KeyOptions {
  readonly axes: Axes
  readonly page: number
  readonly cellPx: number
  readonly chosen: number | null
  readonly choose: (cell: number) => void
  readonly open: (cell: number | null) => void
}

function useGridKeys(scroller: RefObject<HTMLDivElement | null>, options: KeyOptions) {
  const { axes, page, cellPx, chosen, choose, open } = options
  const [columns, rows] = [axes[0]!.values.length, axes[1]?.values.length ?? 1]
  const shape = { columns, rows, hasRowHeads: axes[1] !== undefined, cellPx }
  const first = page * columns * rows
  return (event: KeyboardEvent<HTMLDivElement>) => {
    const element = scroller.current
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (event.key === 'Enter') return open(chosen)
    const at = (chosen ?? -1) - first
    const isHere = at >= 0 && at < columns * rows
    const next = isHere ? stepByKey(event, at, shape) : event.key.startsWith('Arrow') ? 0 : null
    if (next === null) return
    event.preventDefault()
    event.stopPropagation()
    choose(first + next)
    const view = { widthPx: element.clientWidth, heightPx: element.clientHeight }
    const scroll = { left: element.scrollLeft, top: element.scrollTop }
    element.scrollTo(scrollToCell(shape, view, scroll, { column: next % columns, row: Math.floor(next / columns) }))
  }
}

interface CellActions {
  readonly open: (cell: number) => void
  readonly make: (cells: readonly number[]) => void
}

/** Entries of the menu of the selected cell. */
function useCellMenu(
  id: GridId,
  grid: GridStore,
  cell: number | null,
  { open, make }: CellActions,
): readonly (readonly MenuEntry[])[] {
  const { client, intents } = useServices()
  const state = useStore(grid.store, ({ cells }) => (cell === null ? undefined : cells.get(cell)))
  if (cell === null) return []
  const look = lookOf(state)
  const image = look === 'done' ? (state?.job?.resultId ?? null) : null
  if (image !== null) {
    return [
      [
        { label: messages.view, run: () => open(cell) },
        {
          label: messages.openInStudio,
          command: 'compare.open',
          run: () => intents.send({ type: 'open-in-studio', assetId: image }),
        },
        { label: messages.showInGallery, run: () => intents.send({ type: 'show-in-gallery', assetId: image }) },
      ],
      [{ label: messages.recallSettings, run: () => intents.send({ type: 'recall', assetId: image, part: 'all' }) }],
    ]
  }
  if (look === 'waiting') {
    const stop = () =>
      void client
        .call('grids.stop', { id, cells: [cell] })
        .catch((error: unknown) => intents.send({ type: 'report', error }))
    return [[{ label: messages.stop, run: stop }]]
  }
  return canMake(state) ? [[{ label: messages.make, run: () => make([cell]) }]] : []
}

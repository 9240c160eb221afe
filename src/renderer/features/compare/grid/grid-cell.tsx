import { memo } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { GridCellState } from '../../../../shared/domain/grid.ts'
import { assetUrl, previewUrl } from '../../../../shared/domain/image-url.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { canMake, lookOf, type CellLook } from './create-grid-store.ts'
import { useGridPage } from './grid-context.ts'

const lookLabels: Readonly<Record<CellLook, string>> = {
  done: messages.done,
  waiting: messages.waiting,
  running: messages.running,
  failed: messages.failed,
  refused: messages.refused,
  canceled: messages.canceled,
  impossible: messages.notPossible,
  gone: messages.imageDeleted,
  missing: messages.notMade,
}

interface GridCellProps {
  readonly cell: number
  /** Counts from 1, with the heads. */
  readonly columnIndex: number
  /** Its place in words. */
  readonly position: string
  readonly leftPx: number
  readonly isChosen: boolean
}

/** One image of a grid, or why there is none yet. */
export const GridCell = memo(function GridCell({ cell, columnIndex, position, leftPx, isChosen }: GridCellProps) {
  const { grid } = useGridPage()
  const state = useStore(grid.store, ({ cells }) => cells.get(cell))
  const look = lookOf(state)
  return (
    <div
      id={`grid-cell-${cell}`}
      role="gridcell"
      aria-colindex={columnIndex}
      aria-selected={isChosen}
      className="grid-cell"
      data-cell={cell}
      data-look={look}
      style={{ left: leftPx }}
    >
      {/* The name goes on with what is in the cell. */}
      <span className="visually-hidden">{messages.cellLabel({ position, state: lookLabels[look] })}</span>
      <CellContent cell={cell} state={state} look={look} />
    </div>
  )
})

interface ContentProps {
  readonly cell: number
  readonly state: GridCellState | undefined
  readonly look: CellLook
}

function CellContent({ cell, state, look }: ContentProps) {
  const job = state?.job ?? null
  if (look === 'done' && job?.resultId) return <CellImage id={job.resultId} />
  if (job !== null && (look === 'running' || look === 'waiting')) return <CellProgress job={job} look={look} />
  return <CellNote cell={cell} state={state} look={look} />
}

function CellImage({ id }: { readonly id: Asset['id'] }) {
  const { needsFull, cellPx } = useGridPage()
  const asset = useAsset(id)
  const cover = useCover(id)
  if (!asset) return null
  const rendition = needsFull ? 'full' : cellPx * window.devicePixelRatio > 256 ? 'thumb-512' : 'thumb-256'
  const scale = Math.min(1 / asset.widthPx, 1 / asset.heightPx)
  // Their product with the cell's side is the size of the fitted image, by which all images move alike.
  const fitted = { '--fit-x': asset.widthPx * scale, '--fit-y': asset.heightPx * scale } as Record<string, number>
  return (
    <>
      <img src={assetUrl(id, rendition)} alt="" draggable={false} decoding="async" style={fitted} />
      {cover !== null && <CoverVeil label={cover.label} />}
    </>
  )
}

function CellProgress({ job, look }: { readonly job: JobSnapshot; readonly look: CellLook }) {
  const { preview } = job
  // A preview of a part of an image has no place here.
  const isWhole = preview !== null && job.assetId === null
  return (
    <>
      {isWhole && <img src={previewUrl(job.id, preview.revision)} alt="" draggable={false} className="grid-preview" />}
      <div className="grid-cell-note">
        <p aria-hidden="true">{lookLabels[look]}</p>
        {look === 'running' && <ProgressBar label={messages.running} value={job.progress} />}
      </div>
    </>
  )
}

function CellNote({ cell, state, look }: ContentProps) {
  const { askToMake } = useGridPage()
  const job = state?.job ?? null
  const reason = look === 'gone' ? null : (job?.error?.message ?? job?.refusal?.words ?? state?.problem ?? null)
  const mayBeBilled = (look === 'failed' || look === 'canceled') && job !== null && job.isBilled !== 'no'
  return (
    <div className="grid-cell-note" title={reason ?? undefined}>
      <p aria-hidden="true">{lookLabels[look]}</p>
      {reason !== null && <small>{reason}</small>}
      {mayBeBilled && <small>{messages.maybeBilled}</small>}
      {canMake(state) && (
        <Button size="small" tabIndex={-1} onClick={() => askToMake([cell])}>
          {look === 'failed' || look === 'refused' || look === 'impossible' ? messages.retry : messages.make}
        </Button>
      )}
    </div>
  )
}

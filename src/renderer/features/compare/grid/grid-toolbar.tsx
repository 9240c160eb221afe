import { ArrowLeft, Download, List, Play, Square } from 'lucide-react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useServices } from '../../../client/index.ts'
import { formatPercent } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { SliderField } from '../../../ui/fields/slider-field.tsx'
import { useCompare } from '../compare-context.ts'
import { isMissing, lookOf } from './create-grid-store.ts'
import { useGridPage } from './grid-context.ts'
import type { Axes } from './grid-scroller.tsx'

interface ToolbarProps {
  readonly axes: Axes
  readonly page: number
  readonly onPage: (page: number) => void
  readonly cellPx: number
  readonly onCellPx: (px: number) => void
  readonly camera: { readonly zoom: number; readonly fit: () => void }
}

export function GridToolbar({ axes, page, onPage, cellPx, onCellPx, camera }: ToolbarProps) {
  const { actions } = useCompare()
  const { grid } = useGridPage()
  const name = useStore(grid.store, (state) => state.grid?.name ?? '')
  const pages = axes[2]
  return (
    <div className="compare-toolbar grid-toolbar" role="toolbar" aria-label={messages.grid}>
      <IconButton label={messages.closeGrid} command="compare.leave" onClick={() => actions.leave()}>
        <ArrowLeft size={16} aria-hidden="true" />
      </IconButton>
      <h2 title={name}>{name}</h2>
      {pages !== undefined && (
        <SelectField
          label={pages.label}
          value={String(page)}
          options={pages.values.map((label, at) => ({ value: String(at), label }))}
          onChange={(value) => onPage(Number(value))}
        />
      )}
      <Progress />
      <div className="compare-toolbar-end">
        <div className="grid-size">
          <SliderField label={messages.cellSize} min={96} max={512} unit="px" value={cellPx} onChange={onCellPx} />
        </div>
        <Button size="small" onClick={camera.fit}>
          {camera.zoom === 1 ? messages.fit : formatPercent(camera.zoom)} <Kbd command="compare.fit" />
        </Button>
        <ExportButton />
        <Button icon={<List size={15} />} onClick={() => actions.showGrid('list')}>
          {messages.grids}
        </Button>
      </div>
    </div>
  )
}

/** How far it is, with what stops or goes on. */
function Progress() {
  const { client, intents } = useServices()
  const { grid, askToMake } = useGridPage()
  const { id, total, done, open, waiting, missing } = useStore(
    grid.store,
    useShallow(({ grid: shown, cells }) => {
      const looks = [...cells.values()].map(lookOf)
      const count = (look: (typeof looks)[number]) => looks.filter((each) => each === look).length
      const cellCount = shown?.cells ?? 0
      return {
        id: shown?.id ?? null,
        total: cellCount,
        done: count('done'),
        open: count('waiting') + count('running'),
        waiting: count('waiting'),
        missing: cellCount - cells.size + [...cells.values()].filter(isMissing).length,
      }
    }),
  )
  const stop = () => {
    if (id === null) return
    client.call('grids.stop', { id, cells: null }).catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  return (
    <>
      <span className="grid-progress" role="status">
        {messages.madeOf({ done, count: total })}
        {open > 0 && ` · ${messages.underWay({ count: open })}`}
      </span>
      {waiting > 0 && (
        <Button size="small" icon={<Square size={12} />} onClick={stop}>
          {messages.stopAll({ count: waiting })}
        </Button>
      )}
      {missing > 0 && (
        <Button size="small" icon={<Play size={13} />} onClick={() => askToMake(null)}>
          {messages.makeMissing({ count: missing })}
        </Button>
      )}
    </>
  )
}

function ExportButton() {
  const { grid, askToExport } = useGridPage()
  const hasImage = useStore(grid.store, ({ cells }) => [...cells.values()].some((state) => lookOf(state) === 'done'))
  return (
    <Button icon={<Download size={15} />} disabled={!hasImage} onClick={askToExport}>
      {messages.exportLabel}
    </Button>
  )
}

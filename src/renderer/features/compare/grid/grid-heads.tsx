import { MoreHorizontal } from 'lucide-react'
import { memo } from 'react'
import type { GridCellState } from '../../../../shared/domain/grid.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useServices } from '../../../client/index.ts'
import { MenuButton } from '../../../ui/menus/menu-button.tsx'
import { isMissing, lookOf } from './create-grid-store.ts'
import { useGridPage } from './grid-context.ts'

interface ColumnHeadProps {
  readonly index: number
  readonly label: string
  readonly leftPx: number
  readonly widthPx: number
  readonly hasRowHeads: boolean
  readonly cells: readonly number[]
}

export const ColumnHead = memo(function ColumnHead(props: ColumnHeadProps) {
  const { index, label, leftPx, widthPx, hasRowHeads, cells } = props
  return (
    <div
      role="columnheader"
      aria-colindex={index + (hasRowHeads ? 2 : 1)}
      className="grid-column-head"
      style={{ left: leftPx, width: widthPx }}
    >
      <span title={label}>{label}</span>
      <HeadMenu
        name={messages.actionsForColumn({ label })}
        cells={cells}
        stopLabel={messages.stopColumn}
        makeLabel={messages.makeColumn}
      />
    </div>
  )
}, isSameHead)

interface RowHeadProps {
  readonly label: string
  readonly widthPx: number
  readonly cells: readonly number[]
}

export const RowHead = memo(function RowHead({ label, widthPx, cells }: RowHeadProps) {
  return (
    <div role="rowheader" aria-colindex={1} className="grid-row-head" style={{ width: widthPx }}>
      <span title={label}>{label}</span>
      <HeadMenu
        name={messages.actionsForRow({ label })}
        cells={cells}
        stopLabel={messages.stopRow}
        makeLabel={messages.makeRow}
      />
    </div>
  )
}, isSameHead)

/** Lists of the same cells are equal. */
function isSameHead<T extends { readonly cells: readonly number[] }>(before: T, after: T): boolean {
  const { cells: cellsBefore, ...restBefore } = before
  const { cells: cellsAfter, ...restAfter } = after
  const isSame = cellsBefore.length === cellsAfter.length && cellsBefore[0] === cellsAfter[0]
  return isSame && JSON.stringify(restBefore) === JSON.stringify(restAfter)
}

interface HeadMenuProps {
  /** Of the row or column. */
  readonly name: string
  readonly cells: readonly number[]
  readonly stopLabel: string
  readonly makeLabel: string
}

function HeadMenu({ name, cells, stopLabel, makeLabel }: HeadMenuProps) {
  const { client, intents } = useServices()
  const { grid, askToMake } = useGridPage()
  const cellsThat = (test: (state: GridCellState | undefined) => boolean) => {
    const states = grid.store.getState().cells
    return cells.filter((cell) => test(states.get(cell)))
  }
  const say = (text: string) => intents.send({ type: 'notify', notice: { level: 'info', text } })
  const stop = () => {
    const waiting = cellsThat((state) => lookOf(state) === 'waiting')
    const id = grid.store.getState().grid?.id
    if (id === undefined || waiting.length === 0) return say(messages.nothingWaiting)
    client.call('grids.stop', { id, cells: waiting }).catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  const make = () => {
    const missing = cellsThat(isMissing)
    if (missing.length === 0) say(messages.nothingMissing)
    else askToMake(missing)
  }
  return (
    <MenuButton
      label={name}
      groups={[
        [
          { label: stopLabel, run: stop },
          { label: makeLabel, run: make },
        ],
      ]}
    >
      <MoreHorizontal size={14} aria-hidden="true" />
    </MenuButton>
  )
}

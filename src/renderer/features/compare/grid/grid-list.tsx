import { ArrowLeft, Grid3x3, MoreHorizontal } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { GridSummary } from '../../../../shared/domain/grid.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useServices, useWork } from '../../../client/index.ts'
import { formatDate } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { MenuButton } from '../../../ui/menus/menu-button.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { useCompare } from '../compare-context.ts'
import './grid.css'

/** All grids, newest first. */
export function GridList() {
  const { actions } = useCompare()
  const grids = useGrids()
  const [renamed, setRenamed] = useState<GridSummary | null>(null)
  return (
    <>
      <div className="compare-toolbar" role="toolbar" aria-label={messages.grids}>
        <IconButton label={messages.closeGrids} command="compare.leave" onClick={() => actions.leave()}>
          <ArrowLeft size={16} aria-hidden="true" />
        </IconButton>
        <h2>{messages.grids}</h2>
      </div>
      {grids?.length === 0 ? (
        <NoGrids />
      ) : (
        <ul className="grid-list" data-part="image" tabIndex={-1} aria-label={messages.grids}>
          {grids?.map((each) => (
            <GridRow key={each.id} grid={each} onRename={() => setRenamed(each)} />
          ))}
        </ul>
      )}
      {renamed !== null && <RenameDialog grid={renamed} onClose={() => setRenamed(null)} />}
    </>
  )
}

function useGrids(): readonly GridSummary[] | null {
  const { client, intents } = useServices()
  const [grids, setGrids] = useState<readonly GridSummary[] | null>(null)
  const load = useCallback(
    () =>
      void client
        .call('grids.list', {})
        .then(setGrids)
        .catch((error: unknown) => intents.send({ type: 'report', error })),
    [client, intents],
  )
  useEffect(() => {
    load()
    return client.on('grids.changed', load)
  }, [client, load])
  return grids
}

function NoGrids() {
  const { actions } = useCompare()
  return (
    <EmptyState icon={<Grid3x3 size={32} strokeWidth={1.5} />} title={messages.noGrids} text={messages.howToMake}>
      <Button variant="primary" onClick={() => actions.goToStudio()}>
        {messages.goToStudio}
      </Button>
    </EmptyState>
  )
}

interface GridRowProps {
  readonly grid: GridSummary
  readonly onRename: () => void
}

function GridRow({ grid, onRename }: GridRowProps) {
  const { id, name, done, open, cells, createdAtMs } = grid
  const { client, intents } = useServices()
  const { actions } = useCompare()
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const remove = async () => {
    try {
      await client.call('grids.remove', { id })
      const action = { label: messages.undo, run: () => client.call('grids.restore', { id }) }
      // Nothing else brings it back, so the notice must not go by itself.
      intents.send({ type: 'notify', notice: { level: 'lasting', text: messages.deleted({ name }), action } })
    } catch (error) {
      report(error)
    }
  }
  return (
    <li>
      <button type="button" onClick={() => actions.showGrid(id)}>
        <strong>{name}</strong>
        <span>
          {messages.madeOf({ done, count: cells })}
          {open > 0 && ` · ${messages.underWay({ count: open })}`}
        </span>
        <time>{formatDate(createdAtMs)}</time>
      </button>
      <MenuButton
        label={messages.moreActions({ name })}
        groups={[
          [
            { label: messages.rename, run: onRename },
            { label: messages.deleteGrid, isDanger: true, run: () => void remove() },
          ],
        ]}
      >
        <MoreHorizontal size={15} aria-hidden="true" />
      </MenuButton>
    </li>
  )
}

function RenameDialog({ grid, onClose }: { readonly grid: GridSummary; readonly onClose: () => void }) {
  const { client } = useServices()
  const work = useWork()
  const [name, setName] = useState(grid.name)
  const save = async () => {
    if (await work.run(() => client.call('grids.rename', { id: grid.id, name }))) onClose()
  }
  const canSave = name.trim() !== '' && !work.isBusy
  const footer = (
    <>
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button variant="primary" disabled={!canSave} onClick={() => void save()}>
        {messages.save}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.renameTitle} footer={footer} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (canSave) void save()
        }}
      >
        <TextField
          label={messages.name}
          data-autofocus
          maxLength={200}
          problem={work.problem}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </form>
    </Dialog>
  )
}

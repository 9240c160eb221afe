import { useStore } from 'zustand'
import { useServices } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { settleConflicts, skipConflicts, type ExportStore } from './create-export-store.ts'

interface ExportConflictsProps {
  readonly store: ExportStore
  readonly newSignal: () => AbortSignal
}

export function ExportConflicts({ store, newSignal }: ExportConflictsProps) {
  const { client } = useServices()
  const conflicts = useStore(store, (state) => state.report.conflicts)
  const settle = (how: 'replace' | 'number') => void settleConflicts(store, client, how, newSignal())
  return (
    <>
      <div className="dialog-body" role="alert">
        <p>
          {conflicts.length === 1
            ? 'A file of this name is'
            : `${formatCount(conflicts.length, 'file')} of these names are`}{' '}
          already in the folder. Nothing has been overwritten.
        </p>
        <ul className="export-paths selectable">
          {conflicts.map(({ id, path }) => (
            <li key={id}>{path}</li>
          ))}
        </ul>
      </div>
      <footer className="dialog-footer">
        <Button onClick={() => skipConflicts(store)}>Leave them</Button>
        <Button onClick={() => settle('replace')}>Replace</Button>
        <Button look="primary" data-autofocus onClick={() => settle('number')}>
          Keep both
        </Button>
      </footer>
    </>
  )
}

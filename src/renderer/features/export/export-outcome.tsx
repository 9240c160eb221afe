import { CircleAlert, CircleCheck, FolderOpen } from 'lucide-react'
import { useStore } from 'zustand'
import { useServices } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { showExported, type ExportStore } from './create-export-store.ts'
import { ExportError } from './export-error.tsx'

interface ExportOutcomeProps {
  readonly store: ExportStore
  readonly onClose: () => void
}

export function ExportOutcome({ store, onClose }: ExportOutcomeProps) {
  const { client } = useServices()
  const { written, failed } = useStore(store, (state) => state.report)
  return (
    <>
      <div className="dialog-body" role="status">
        {written.length > 0 && (
          <p className="export-done">
            <CircleCheck size={16} aria-hidden="true" />
            {written.length === 1 ? 'Exported.' : `${formatCount(written.length, 'picture')} exported.`}
          </p>
        )}
        <ul className="export-paths selectable">
          {written.map(({ id, path }) => (
            <li key={id}>{path}</li>
          ))}
        </ul>
        {failed.length > 0 && <Failures store={store} />}
        <ExportError store={store} />
      </div>
      <footer className="dialog-footer">
        {written.length > 0 && (
          <Button icon={<FolderOpen size={14} />} onClick={() => void showExported(store, client)}>
            Show in folder
          </Button>
        )}
        {failed.length > 0 && <Button onClick={() => store.setState({ phase: 'form' })}>Back</Button>}
        <Button look="primary" data-autofocus onClick={onClose}>
          Done
        </Button>
      </footer>
    </>
  )
}

function Failures({ store }: { readonly store: ExportStore }) {
  const failed = useStore(store, (state) => state.report.failed)
  return (
    <div className="export-error" role="alert">
      <strong>
        <CircleAlert size={15} aria-hidden="true" /> {formatCount(failed.length, 'picture')} could not be exported
      </strong>
      <ul>
        {failed.map(({ id, error }) => (
          <li key={id} className="selectable">
            {error.message}
          </li>
        ))}
      </ul>
    </div>
  )
}

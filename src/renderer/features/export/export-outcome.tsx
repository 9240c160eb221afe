import { CircleAlert, CircleCheck, FolderOpen, TriangleAlert } from 'lucide-react'
import { useStore } from 'zustand'
import { describeMissingCharacters } from '../../../shared/domain/missing-characters.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { retryRest, showExported, type ExportKind, type ExportStore } from './create-export-store.ts'
import { ExportError } from './export-error.tsx'

interface ExportOutcomeProps {
  readonly store: ExportStore
  readonly newSignal: () => AbortSignal
  readonly onClose: () => void
}

/** A thousand lines would say no more than the first of them and a number. */
const linesMax = 200

export function ExportOutcome({ store, newSignal, onClose }: ExportOutcomeProps) {
  const { client } = useServices()
  const { written, skipped, failed, left, notes } = useStore(store, (state) => state.report)
  const what = useStore(store, (state) => state.what)
  const missing = useStore(store, (state) => state.missingCharacters)
  const asked = useStore(store, (state) => state.ids.length)
  const rest = what === 'pictures' ? failed.length + left.length : 0
  return (
    <>
      <div className="dialog-body" role="status">
        {written.length > 0 && (
          <p className="export-done">
            <CircleCheck size={16} aria-hidden="true" />
            {doneWords(what, written.length, asked)}
          </p>
        )}
        <Paths files={written} />
        {notes.map((note) => (
          <p key={note} className="export-hint">
            {note}
          </p>
        ))}
        {missing.length > 0 && (
          <p className="export-warning selectable">
            <TriangleAlert size={15} aria-hidden="true" />
            {describeMissingCharacters(missing)}
          </p>
        )}
        {skipped.length > 0 && (
          <>
            <p>{messages.skippedExisting({ count: skipped.length })}</p>
            <Paths files={skipped} />
          </>
        )}
        {left.length > 0 && <p>{messages.stopped({ count: left.length })}</p>}
        {failed.length > 0 && <Failures store={store} />}
        <ExportError store={store} />
      </div>
      <footer className="dialog-footer">
        {written.length > 0 && (
          <Button icon={<FolderOpen size={14} />} onClick={() => void showExported(store, client)}>
            {messages.showInFolder}
          </Button>
        )}
        {rest > 0 && <Button onClick={() => store.setState({ phase: 'form' })}>{messages.back}</Button>}
        {rest > 0 && (
          <Button onClick={() => void retryRest(store, client, newSignal())}>
            {failed.length > 0 ? messages.tryAgain : messages.continueLabel}
          </Button>
        )}
        <Button look="primary" data-autofocus onClick={onClose}>
          {messages.done}
        </Button>
      </footer>
    </>
  )
}

function doneWords(what: ExportKind, written: number, asked: number): string {
  if (what === 'sheet') return messages.contactSheetExported
  if (what === 'gallery') return messages.webGalleryExported
  return asked === 1 ? messages.exported : messages.imagesExported({ count: written })
}

function Paths({ files }: { readonly files: readonly { readonly path: string }[] }) {
  if (files.length === 0) return null
  return (
    <>
      <ul className="export-paths selectable">
        {files.slice(0, linesMax).map(({ path }) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
      {files.length > linesMax && (
        <p className="export-hint">{messages.moreFiles({ count: files.length - linesMax })}</p>
      )}
    </>
  )
}

function Failures({ store }: { readonly store: ExportStore }) {
  const { failed } = useStore(store, (state) => state.report)
  const what = useStore(store, (state) => state.what)
  const count = failed.length
  return (
    <div className="export-error" role="alert">
      <strong>
        <CircleAlert size={15} aria-hidden="true" />{' '}
        {what === 'pictures' ? messages.imagesNotExported({ count }) : messages.imagesNotShown({ count })}
      </strong>
      <ul>
        {failed.slice(0, linesMax).map(({ id, name, error }) => (
          <li key={id} className="selectable">
            {error.message.includes(name) ? error.message : `${name}: ${error.message}`}
          </li>
        ))}
      </ul>
    </div>
  )
}

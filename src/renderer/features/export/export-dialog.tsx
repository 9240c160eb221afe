import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { colon } from '../../../shared/messages/formats.ts'
import { useServices } from '../../client/index.ts'
import { formatNumber } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import {
  createExportStore,
  loadExample,
  loadRemembered,
  measureFile,
  remember,
  settleConflicts,
  skipConflicts,
  stopExport,
  type ExportState,
  type ExportStore,
  retryRest,
  showExported,
  type ExportKind,
} from './create-export-store.ts'
import './export-dialog.css'
import { ExportForm } from './export-form.tsx'
import { CircleAlert, CircleCheck, FolderOpen, TriangleAlert } from 'lucide-react'
import { describeMissingCharacters } from '../../../shared/domain/export-pages.ts'
import { ExportError } from './export-error.tsx'

/** Longer lists would add nothing beyond the first entries and a count. */
const linesMax = 200

interface ExportDialogProps {
  readonly ids: readonly AssetId[]
  readonly onClose: () => void
}

export function ExportDialog({ ids, onClose }: ExportDialogProps) {
  const { settings, client } = useServices()
  const [store] = useState(() => createExportStore(ids, settings.store.getState()))
  useEffect(() => void loadRemembered(store, client, settings.store.getState()), [store, client, settings])
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const newSignal = () => {
    abort.current = new AbortController()
    return abort.current.signal
  }
  const phase = useStore(store, (state) => state.phase)
  useLiveExample(store)
  useLiveSize(store)
  useToldOthers(store)
  useRememberedOptions(store)
  // Closing while writing first shows what was written and what was not.
  const close = () => (phase === 'writing' ? void stopExport(store, client) : onClose())
  return (
    <Dialog title={titleOf(phase, ids.length)} className="export-dialog" step={phase} onClose={close}>
      {phase === 'form' && <ExportForm store={store} newSignal={newSignal} onClose={onClose} />}
      {phase === 'writing' && <ExportProgress store={store} onStop={() => void stopExport(store, client)} />}
      {phase === 'conflicts' && <ExportConflicts store={store} newSignal={newSignal} />}
      {phase === 'done' && <ExportOutcome store={store} newSignal={newSignal} onClose={onClose} />}
    </Dialog>
  )
}

function titleOf(phase: ExportState['phase'], count: number): string {
  if (phase === 'conflicts') return messages.fileExists
  if (phase === 'done') return messages.exportLabel
  return count === 1 ? messages.exportLabel : messages.exportImages({ count })
}

/** Debounces template input. */
const exampleDelayMs = 120

function useLiveExample(store: ExportStore): void {
  const { client } = useServices()
  const options = useStore(store, (state) => state.options)
  useEffect(() => {
    const abort = new AbortController()
    const timer = setTimeout(() => void loadExample(store, client, options, abort.signal), exampleDelayMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, store, options])
}

/** Writing a file takes up to seconds: not while something is being changed. */
const measureDelayMs = 500

function useLiveSize(store: ExportStore): void {
  const { client } = useServices()
  const options = useStore(store, (state) => state.options)
  const isShown = useStore(store, ({ phase, what }) => phase === 'form' && what === 'pictures')
  useEffect(() => {
    store.setState({ fileBytes: null })
    if (!isShown) return undefined
    const abort = new AbortController()
    const timer = setTimeout(() => void measureFile(store, client, options, abort.signal), measureDelayMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, store, options, isShown])
}

/** Says in the window that files were written. */
function useToldOthers(store: ExportStore): void {
  const { intents } = useServices()
  const written = useStore(store, ({ phase, report }) => (phase === 'done' ? report.written : null))
  useEffect(() => {
    if (written !== null && written.length > 0) intents.send({ type: 'exported', ids: written.map(({ id }) => id) })
  }, [intents, written])
}

/** How an export was started is remembered for its images, and as the last one for others. */
function useRememberedOptions(store: ExportStore): void {
  const { settings, client } = useServices()
  const phase = useStore(store, (state) => state.phase)
  useEffect(() => {
    if (phase !== 'writing') return
    const { what, options, folder, preset, sheet, gallery } = store.getState()
    if (what === 'sheet') settings.change({ exportSheet: sheet, exportFolder: folder })
    if (what === 'gallery') settings.change({ exportGallery: gallery, exportFolder: folder })
    if (what !== 'pictures') return
    settings.change({ exportOptions: options, exportFolder: folder, exportPresetId: preset?.id ?? null })
    void remember(store, client)
  }, [store, settings, client, phase])
}

interface ExportProgressProps {
  readonly store: ExportStore
  readonly onStop: () => void
}

function ExportProgress({ store, onStop }: ExportProgressProps) {
  const progress = useStore(store, (state) => state.progress)
  const total = progress?.total ?? 0
  const done = progress?.done ?? 0
  const text = total > 1 ? messages.progress({ done: formatNumber(done), total }) : messages.writingFile
  return (
    <>
      <div className="dialog-body" aria-live="polite">
        <p>{text}</p>
        <ProgressBar label={messages.exportLabel} value={total > 1 ? done / total : null} />
      </div>
      <footer className="dialog-footer">
        <Button onClick={onStop}>{messages.stop}</Button>
      </footer>
    </>
  )
}

interface ExportConflictsProps {
  readonly store: ExportStore
  readonly newSignal: () => AbortSignal
}

function ExportConflicts({ store, newSignal }: ExportConflictsProps) {
  const { client } = useServices()
  const conflicts = useStore(store, (state) => state.report.conflicts)
  const settle = (how: 'replace' | 'number') => void settleConflicts(store, client, how, newSignal())
  return (
    <>
      <div className="dialog-body" role="alert">
        <p>{messages.filesExist({ count: conflicts.length })}</p>
        <ul className="export-paths selectable">
          {conflicts.map(({ id, path }) => (
            <li key={id}>{path}</li>
          ))}
        </ul>
      </div>
      <footer className="dialog-footer">
        <Button onClick={() => skipConflicts(store)}>{messages.skip}</Button>
        <Button onClick={() => settle('replace')}>{messages.replace}</Button>
        <Button variant="primary" data-autofocus onClick={() => settle('number')}>
          {messages.keepBoth}
        </Button>
      </footer>
    </>
  )
}

interface ExportOutcomeProps {
  readonly store: ExportStore
  readonly newSignal: () => AbortSignal
  readonly onClose: () => void
}

function ExportOutcome({ store, newSignal, onClose }: ExportOutcomeProps) {
  const { client } = useServices()
  const { written, skipped, failed, left, notes } = useStore(store, (state) => state.report)
  const what = useStore(store, (state) => state.what)
  const missing = useStore(store, (state) => state.missingCharacters)
  const requestedCount = useStore(store, (state) => state.ids.length)
  const rest = what === 'pictures' ? failed.length + left.length : 0
  return (
    <>
      <div className="dialog-body" role="status">
        {written.length > 0 && (
          <p className="export-done">
            <CircleCheck size={16} aria-hidden="true" />
            {exportedMessage(what, written.length, requestedCount)}
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
        <Button variant="primary" data-autofocus onClick={onClose}>
          {messages.done}
        </Button>
      </footer>
    </>
  )
}

function exportedMessage(what: ExportKind, written: number, requested: number): string {
  if (what === 'sheet') return messages.contactSheetExported
  if (what === 'gallery') return messages.webGalleryExported
  return requested === 1 ? messages.exported : messages.imagesExported({ count: written })
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
            {error.message.includes(name) ? error.message : `${name}${colon}${error.message}`}
          </li>
        ))}
      </ul>
    </div>
  )
}

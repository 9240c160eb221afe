import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { useServices } from '../../client/index.ts'
import { formatNumber } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import {
  createExportStore,
  loadExample,
  settleConflicts,
  skipConflicts,
  stopExport,
  type ExportStore,
} from './create-export-store.ts'
import './export-dialog.css'
import { ExportForm } from './export-form.tsx'
import { ExportOutcome } from './export-outcome.tsx'

interface ExportDialogProps {
  readonly ids: readonly AssetId[]
  readonly onClose: () => void
}

export function ExportDialog({ ids, onClose }: ExportDialogProps) {
  const { settings, client } = useServices()
  const [store] = useState(() => createExportStore(ids, settings.store.getState()))
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const newSignal = () => {
    abort.current = new AbortController()
    return abort.current.signal
  }
  const phase = useStore(store, (state) => state.phase)
  useLiveExample(store)
  useRememberedOptions(store)
  // Whoever closes it under way learns first what is written and what is not.
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

function titleOf(phase: 'form' | 'writing' | 'conflicts' | 'done', count: number): string {
  if (phase === 'conflicts') return messages.fileExists
  if (phase === 'done') return messages.exportLabel
  return count === 1 ? 'Export' : messages.exportImages({ count })
}

/** Long enough that typing a template does not ask for every letter. */
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

/** What was used for an export that started is how the next one begins. */
function useRememberedOptions(store: ExportStore): void {
  const { settings } = useServices()
  const phase = useStore(store, (state) => state.phase)
  useEffect(() => {
    if (phase !== 'writing') return
    const { what, options, folder, preset, sheet, gallery } = store.getState()
    if (what === 'sheet') settings.change({ exportSheet: sheet, exportFolder: folder })
    if (what === 'gallery') settings.change({ exportGallery: gallery, exportFolder: folder })
    if (what !== 'pictures') return
    settings.change({ exportOptions: options, exportFolder: folder, exportPresetId: preset?.id ?? null })
  }, [store, settings, phase])
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
        <Button look="primary" data-autofocus onClick={() => settle('number')}>
          {messages.keepBoth}
        </Button>
      </footer>
    </>
  )
}

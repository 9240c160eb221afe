import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { useServices } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { createExportStore, loadExample, stopExport, type ExportStore } from './create-export-store.ts'
import './export-dialog.css'
import { ExportConflicts } from './export-conflicts.tsx'
import { ExportForm } from './export-form.tsx'
import { ExportOutcome } from './export-outcome.tsx'
import { ExportProgress } from './export-progress.tsx'

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
  if (phase === 'conflicts') return 'Already there'
  if (phase === 'done') return 'Export'
  return count === 1 ? 'Export' : `Export ${formatCount(count, 'image')}`
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

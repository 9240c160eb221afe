import { ImageDown } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect } from 'react'
import { useStore } from 'zustand'
import { selectActiveDocument, useSettings } from '../client/index.ts'
import { IncomingImage, Studio } from '../features/studio/index.ts'
import { formatCount, formatNumber } from '../lib/format.ts'
import { Button } from '../ui/button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { ToastRegion } from '../ui/toast-region.tsx'
import { CommandPalette } from './command-palette.tsx'
import type { AppModel } from './create-app-model.ts'
import {
  Compare,
  ExportDialog,
  ExportPresets,
  Gallery,
  ImportFailuresDialog,
  Models,
  Settings,
  ShortcutsDialog,
  UpscaleDialog,
} from './deferred-parts.ts'
import { goTo } from './go-to.ts'
import { OpeningPage } from './opening-page.tsx'
import { Rail } from './rail.tsx'
import './shell.css'
import { useWindowEvents } from './use-window-events.ts'

/** The window: rail, the place that is shown, and what lies over it. */
export function Shell({ model }: { readonly model: AppModel }) {
  useTheme()
  useWindowEvents(model)
  useWindowTitle(model)
  const place = useStore(model.shell, (state) => state.place)
  const opening = useStore(model.shell, (state) => state.opening)
  return (
    <>
      <div className="shell" data-place={place} inert={opening !== null}>
        <Rail model={model} />
        <main className="shell-place" data-part={place === 'models' || place === 'settings' ? 'place' : undefined}>
          {/* The Studio stays: its canvas keeps zoom, history and pictures while the gallery is looked at. */}
          <div className="shell-page" hidden={place !== 'studio'}>
            <StudioPage model={model} />
          </div>
          {place === 'gallery' && <Gallery model={model.gallery} />}
          {place === 'compare' && <Compare model={model.compare} />}
          {place === 'models' && <Models store={model.models} />}
          {place === 'settings' && <Settings store={model.settings} renderExport={() => <ExportPresets />} />}
        </main>
        <DropTarget model={model} />
        <ImportProgress model={model} />
        <Overlay model={model} />
        <ToastRegion toasts={model.toasts} place={place} />
      </div>
      {opening !== null && <OpeningPage opening={opening} />}
    </>
  )
}

function StudioPage({ model }: { readonly model: AppModel }) {
  const { pool, studio } = model
  const { session, error } = useStore(pool.store)
  return (
    <Studio model={studio} canvas={session} openError={error} onRetryOpen={() => pool.retry()}>
      <Incoming model={model} />
    </Studio>
  )
}

function Incoming({ model }: { readonly model: AppModel }) {
  const incoming = useStore(model.shell, (state) => state.incoming)
  const dismiss = useCallback(() => model.shell.setState({ incoming: null }), [model])
  return incoming !== null && <IncomingImage key={incoming.url} url={incoming.url} onDismiss={dismiss} />
}

function Overlay({ model }: { readonly model: AppModel }) {
  const overlay = useStore(model.shell, (state) => state.overlay)
  const close = () => model.shell.setState({ overlay: { is: 'none' } })
  switch (overlay.is) {
    case 'none':
      return null
    case 'palette':
      return <CommandPalette registry={model.registry} onClose={close} />
    case 'shortcuts':
      return <ShortcutsDialog onChange={() => goTo(model, 'settings')} onClose={close} />
    case 'import-failures':
      return <ImportFailuresDialog report={overlay.report} onClose={close} />
    case 'export':
      return <ExportDialog ids={overlay.ids} onClose={close} />
    case 'upscale': {
      const { ids, documentId, factor } = overlay
      return <UpscaleDialog ids={ids} documentId={documentId} factor={factor} onClose={close} />
    }
  }
}

function DropTarget({ model }: { readonly model: AppModel }) {
  const isDraggedOver = useStore(model.shell, (state) => state.isDraggedOver)
  const place = useStore(model.shell, (state) => state.place)
  if (!isDraggedOver) return null
  return (
    <div className="shell-drop">
      <ImageDown size={32} strokeWidth={1.5} aria-hidden="true" />
      {place === 'studio' ? 'Drop to open in the Studio' : 'Drop to import'}
    </div>
  )
}

function ImportProgress({ model }: { readonly model: AppModel }) {
  const importing = useStore(model.shell, (state) => state.importing)
  if (importing === null || importing.total < 2) return null
  const { done, total } = importing
  return (
    <div className="shell-import" role="status">
      <p>
        Importing {formatNumber(done)} of {formatCount(total, 'file')}
      </p>
      <ProgressBar label="Import" value={done / total} />
      <Button size="small" onClick={() => void model.imports.cancel()}>
        Stop
      </Button>
    </div>
  )
}

const program = 'Atelier'

const placeNames = { gallery: 'Gallery', compare: 'Compare', models: 'Models', settings: 'Settings' } as const

/** The window's name in the system's own lists says what is open in it. */
function useWindowTitle({ shell, services }: Pick<AppModel, 'shell' | 'services'>): void {
  const place = useStore(shell, (state) => state.place)
  const picture = useStore(services.documents.store, (state) => selectActiveDocument(state)?.name)
  const subject = place === 'studio' ? picture : placeNames[place]
  useEffect(() => {
    document.title = subject === undefined ? program : `${subject} — ${program}`
  }, [subject])
}

const systemIsLight = '(prefers-color-scheme: light)'

/** Puts the chosen theme and canvas color on the page; `system` follows the system as it changes. */
function useTheme(): void {
  const theme = useSettings((settings) => settings.theme)
  // Before the first frame: an effect would show it in the other theme.
  useLayoutEffect(() => {
    const query = window.matchMedia(systemIsLight)
    const apply = () => {
      const isLight = theme === 'system' ? query.matches : theme === 'light'
      document.documentElement.dataset['theme'] = isLight ? 'light' : 'dark'
    }
    apply()
    query.addEventListener('change', apply)
    return () => query.removeEventListener('change', apply)
  }, [theme])
  const canvasGray = useSettings((settings) => settings.canvasGray)
  useLayoutEffect(() => {
    document.documentElement.dataset['canvas'] = canvasGray
  }, [canvasGray])
}

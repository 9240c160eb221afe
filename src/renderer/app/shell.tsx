import { ImageDown } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { selectActiveDocument, useSettings } from '../client/index.ts'
import {
  CanvasDialogs,
  CanvasPanels,
  CanvasStage,
  IncomingImage,
  MaskThumbnail,
  ToolBar,
  type CanvasSession,
} from '../features/canvas/index.ts'
import { Studio, type StageView } from '../features/studio/index.ts'
import { formatCount, formatNumber } from '../lib/format.ts'
import { Button } from '../ui/button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { ToastRegion } from '../ui/toast-region.tsx'
import { CommandPalette } from './command-palette.tsx'
import type { AppModel } from './create-app-model.ts'
import { noteSharp } from './create-shell-store.ts'
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
  const renderStage = useCallback(
    (view: StageView) => session !== null && <Stage model={model} session={session} view={view} />,
    [model, session],
  )
  const renderMask = useCallback(
    () => session !== null && <MaskThumbnail session={session} sizePx={72} label="The mask that is sent" />,
    [session],
  )
  const renderIncoming = useCallback(() => <Incoming model={model} />, [model])
  const renderToolBar = useCallback(() => session !== null && <ToolBar session={session} />, [session])
  const renderPanels = useCallback(
    ({ isMaskShown }: { readonly isMaskShown: boolean }) =>
      session !== null && <SidePanels model={model} session={session} isMaskShown={isMaskShown} />,
    [model, session],
  )
  const studioModel = useMemo(
    () => ({ ...studio, renderStage, renderIncoming, renderMask, renderToolBar, renderPanels }),
    [studio, renderStage, renderIncoming, renderMask, renderToolBar, renderPanels],
  )
  return <Studio model={studioModel} canvas={session} openError={error} onRetryOpen={() => pool.retry()} />
}

interface SidePanelsProps {
  readonly model: AppModel
  readonly session: CanvasSession
  readonly isMaskShown: boolean
}

function SidePanels({ model, session, isMaskShown }: SidePanelsProps) {
  const name = useStore(model.services.documents.store, (state) => selectActiveDocument(state)?.name ?? '')
  return <CanvasPanels session={session} fileActions={model.fileActions} pictureName={name} isMaskShown={isMaskShown} />
}

interface StageProps {
  readonly model: AppModel
  readonly session: CanvasSession
  readonly view: StageView
}

function Stage({ model, session, view }: StageProps) {
  const { services } = model
  const name = useStore(services.documents.store, (state) => selectActiveDocument(state)?.name ?? '')
  const { result, preview, heat, isComparing, isCovered } = view
  const handleSharp = (id: string) => model.shell.setState((state) => noteSharp(state, id))
  const handleFailure = () => {
    model.shell.setState({ incoming: null })
    const text = 'The image’s file is missing or cannot be read. What you painted is kept.'
    services.intents.send({ do: 'notify', notice: { level: 'error', text } })
  }
  return (
    <div className="shell-canvas" role="application" aria-label="Canvas">
      <CanvasStage
        session={session}
        label={name}
        result={result}
        preview={heat ?? preview}
        comparison={isComparing ? 'slider' : 'off'}
        isCovered={isCovered}
        isMac={services.isMac}
        input={model.input}
        commands={model.registry}
        onPictureFailure={handleFailure}
        onPictureSharp={handleSharp}
      />
      <CanvasDialogs session={session} />
    </div>
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

import { ImageDown } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../shared/messages/en/window.ts'
import { selectActiveDocument, useSettings } from '../client/index.ts'
import { loadQueuePanel } from '../features/queue/index.ts'
import {
  IncomingImage,
  LazyBackgroundDialog,
  LazyImagePicker,
  LazyRunPlanDialog,
  loadCanvasDialogs,
  loadStripCards,
  loadStudioParts,
  Studio,
} from '../features/studio/index.ts'
import { classNames } from '../lib/class-names.ts'
import { formatNumber } from '../lib/format.ts'
import { Button } from '../ui/button.tsx'
import { deferred } from '../ui/deferred.tsx'
import { loadMenu } from '../ui/menus/menu.tsx'
import { loadModelDetails } from '../ui/model-details-button.tsx'
import { loadPopover } from '../ui/menus/popover.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { ToastRegion } from '../ui/toast-region.tsx'
import { CommandPalette, loadCommandList } from './palette/command-palette.tsx'
import type { GridId } from '../../shared/domain/ids.ts'
import type { AppModel } from './create-app-model.ts'
import { type Route, goTo } from './create-shell-store.ts'
import { Rail } from './rail.tsx'
import './shell.css'
import { useWindowEvents } from './use-window-events.ts'

const gallery = deferred(() => import('../features/gallery/gallery.tsx').then((part) => part.Gallery))
const compare = deferred(() => import('../features/compare/compare.tsx').then((part) => part.Compare))
const models = deferred(() => import('../features/models/models.tsx').then((part) => part.Models))
const settingsScreen = deferred(() => import('../features/settings/settings.tsx').then((part) => part.SettingsScreen))
const exporting = deferred(() => import('../features/export/export-dialog.tsx').then((part) => part.ExportDialog))
const exportPresets = deferred(() => import('../features/export/export-presets.tsx').then((part) => part.ExportPresets))
const upscaling = deferred(() => import('../features/upscale/upscale-dialog.tsx').then((part) => part.UpscaleDialog))
const references = deferred(() =>
  import('../features/references/references-dialog.tsx').then((part) => part.ReferencesDialog),
)
const grid = deferred(() => import('../features/compare/grid/grid-dialog.tsx').then((part) => part.GridDialog))
const help = deferred(() => import('../features/help/help-dialog.tsx').then((part) => part.HelpDialog))
const tour = deferred(() => import('./tour.tsx').then((part) => part.AppTour))
const shortcuts = deferred(() => import('./shortcuts-dialog.tsx').then((part) => part.ShortcutsDialog))
const openingPage = deferred(() => import('./opening-page.tsx').then((part) => part.OpeningPage))
const importFailures = deferred(() =>
  import('./imports/import-failures-dialog.tsx').then((part) => part.ImportFailuresDialog),
)

/** Call when the first image is on the screen and the window is idle. */
export async function loadDeferredParts(): Promise<void> {
  const parts = [
    loadPopover,
    loadMenu,
    loadStripCards,
    loadStudioParts,
    loadQueuePanel,
    loadModelDetails,
    loadCommandList,
  ]
  for (const load of parts) await load()
  const places = [gallery, exporting, exportPresets, compare, models, settingsScreen]
  for (const part of [...places, upscaling, references, grid, shortcuts, help, importFailures]) await part.load()
  await loadCanvasDialogs()
}

/** The window: rail, current route and overlays. */
export function Shell({ model }: { readonly model: AppModel }) {
  useColors()
  useWindowEvents(model)
  useWindowTitle(model)
  const route = useStore(model.shell, (state) => state.route)
  const opening = useStore(model.shell, (state) => state.opening)
  const isTouring = useStore(model.studio.store, (state) => state.isTouring)
  return (
    <>
      <div className="shell" data-place={route} inert={opening !== null}>
        <Rail model={model} />
        <main className="shell-place" data-part={route === 'models' || route === 'settings' ? 'place' : undefined}>
          {/* The Studio stays mounted: its canvas keeps zoom, history and images while the gallery is shown. */}
          <div className="shell-page" hidden={route !== 'studio'}>
            <StudioPage model={model} />
          </div>
          {route === 'gallery' && <gallery.Part model={model.gallery} />}
          {route === 'compare' && <compare.Part model={model.compare} />}
          {route === 'models' && <models.Part store={model.models} />}
          {route === 'settings' && (
            <settingsScreen.Part store={model.settings} renderExport={() => <exportPresets.Part />} />
          )}
        </main>
        <DropTarget model={model} />
        <ImportProgress model={model} />
        <Overlay model={model} />
        {isTouring && <tour.Part model={model} />}
        <ToastRegion toasts={model.toasts} route={route} />
      </div>
      {opening !== null && <openingPage.Part opening={opening} />}
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
  const close = () => model.shell.setState({ overlay: { type: 'none' } })
  switch (overlay.type) {
    case 'none':
      return null
    case 'palette':
      return <CommandPalette registry={model.registry} onClose={close} />
    case 'shortcuts':
      return <shortcuts.Part onChange={() => goTo(model, 'settings')} onClose={close} />
    case 'help':
      return <help.Part at={overlay.at} onClose={close} />
    case 'import-failures':
      return <importFailures.Part report={overlay.report} onClose={close} />
    case 'export':
      return <exporting.Part ids={overlay.ids} onClose={close} />
    case 'background':
      return <LazyBackgroundDialog ids={overlay.ids} onClose={close} />
    case 'run-plan':
      return <LazyRunPlanDialog ids={overlay.ids} onClose={close} />
    case 'grid': {
      const showGrid = (id: GridId) => {
        close()
        model.compare.store.setState({ cameFrom: 'studio' })
        model.compare.actions.showGrid(id)
        goTo(model, 'compare')
      }
      return <grid.Part request={overlay.request} capture={overlay.capture} onMade={showGrid} onClose={close} />
    }
    case 'references':
      return (
        <references.Part at={overlay.at} renderPicker={(picker) => <LazyImagePicker {...picker} />} onClose={close} />
      )
    case 'upscale': {
      const { ids, documentId, factor } = overlay
      return <upscaling.Part ids={ids} documentId={documentId} factor={factor} onClose={close} />
    }
  }
}

function DropTarget({ model }: { readonly model: AppModel }) {
  const isDraggedOver = useStore(model.shell, (state) => state.isDraggedOver)
  const route = useStore(model.shell, (state) => state.route)
  if (!isDraggedOver) return null
  return (
    <div className="shell-drop">
      <ImageDown size={32} strokeWidth={1.5} aria-hidden="true" />
      {route === 'studio' ? messages.dropToOpen : messages.dropToImport}
    </div>
  )
}

function ImportProgress({ model }: { readonly model: AppModel }) {
  const importing = useStore(model.shell, (state) => state.importing)
  const isInStudio = useStore(model.shell, ({ route }) => route === 'studio')
  if (importing === null) return null
  const { done, total } = importing
  const isOne = total === 1
  return (
    <div className={classNames('shell-import', isOne && 'is-late')} role="status">
      <p>{isOne ? importingOne(isInStudio) : messages.importProgress({ done: formatNumber(done), total })}</p>
      <ProgressBar label={messages.importLabel} value={isOne ? null : done / total} />
      <Button size="small" onClick={() => void model.imports.cancel()}>
        {messages.stop}
      </Button>
    </div>
  )
}

function importingOne(isInStudio: boolean): string {
  return isInStudio ? messages.openingFile : messages.importingFile
}

const program = 'Atelier'

const placeNames: Readonly<Record<Exclude<Route, 'studio'>, string>> = {
  gallery: messages.gallery,
  compare: messages.compare,
  models: messages.models,
  settings: messages.settings,
}

/** Shows what is open in the window's title, for the system's window lists. */
function useWindowTitle({ shell, services }: Pick<AppModel, 'shell' | 'services'>): void {
  const route = useStore(shell, (state) => state.route)
  const image = useStore(services.documents.store, (state) => selectActiveDocument(state)?.name)
  const subject = route === 'studio' ? image : placeNames[route]
  useEffect(() => {
    document.title = subject === undefined ? program : messages.windowTitle({ subject })
  }, [subject])
}

/** Applies the chosen colors to the page. */
function useColors(): void {
  const theme = useSettings((settings) => settings.theme)
  const contrast = useSettings((settings) => settings.contrast)
  const canvasGray = useSettings((settings) => settings.canvasGray)
  useSystemChoice('theme', '(prefers-color-scheme: light)', ['light', 'dark'], theme)
  useSystemChoice('contrast', '(prefers-contrast: more)', ['high', 'normal'], contrast)
  useLayoutEffect(() => {
    document.documentElement.dataset['canvas'] = canvasGray
  }, [canvasGray])
}

/** Sets an attribute of the page as chosen; `system` follows a media query of the system, and its changes. */
function useSystemChoice(name: string, query: string, [ifSo, ifNot]: readonly [string, string], chosen: string): void {
  // Before the first frame: an effect would flash the other theme.
  useLayoutEffect(() => {
    const system = window.matchMedia(query)
    const apply = () => {
      const ofSystem = system.matches ? ifSo : ifNot
      document.documentElement.dataset[name] = chosen === 'system' ? ofSystem : chosen
    }
    apply()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [name, query, ifSo, ifNot, chosen])
}

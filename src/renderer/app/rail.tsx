import { Box, CircleQuestionMark, Columns2, Download, Images, Pencil, Settings, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ModelDownload } from '../../shared/domain/model-download.ts'
import * as messages from '../../shared/messages/en/window.ts'
import { QueueButton } from '../features/queue/index.ts'
import { IconButton } from '../ui/icon-button.tsx'
import type { AppModel } from './create-app-model.ts'
import { type Route, goTo } from './create-shell-store.ts'
import { describeDownloads, downloadNotices } from './vision/describe-downloads.ts'
import './rail.css'

interface PlaceEntry {
  readonly route: Route
  readonly label: string
  readonly icon: LucideIcon
}

const workPlaces: readonly PlaceEntry[] = [
  { route: 'studio', label: messages.studio, icon: Pencil },
  { route: 'gallery', label: messages.gallery, icon: Images },
  { route: 'compare', label: messages.compare, icon: Columns2 },
  { route: 'models', label: messages.models, icon: Box },
]
const settings: PlaceEntry = { route: 'settings', label: messages.settings, icon: Settings }

export function Rail({ model }: { readonly model: AppModel }) {
  return (
    <nav className="rail" aria-label={messages.mainNavigation} data-part="places">
      {workPlaces.map((entry) => (
        <RouteButton key={entry.route} model={model} entry={entry} />
      ))}
      <div className="rail-space" />
      <DownloadButton model={model} />
      <QueueButton view={model.queue} />
      <IconButton
        label={messages.help}
        word={messages.help}
        command="help.open"
        size="large"
        tooltipSide="right"
        onClick={() => model.registry.run('help.open')}
      >
        <CircleQuestionMark size={18} aria-hidden="true" />
      </IconButton>
      <RouteButton model={model} entry={settings} />
    </nav>
  )
}

function RouteButton({ model, entry }: { readonly model: AppModel; readonly entry: PlaceEntry }) {
  const isShown = useStore(model.shell, (state) => state.route === entry.route)
  const { route, label, icon: Icon } = entry
  return (
    <IconButton
      label={label}
      word={label}
      command={`view.${route}`}
      size="large"
      tooltipSide="right"
      aria-current={isShown ? 'page' : undefined}
      onClick={() => goTo(model, route)}
    >
      <Icon size={18} aria-hidden="true" />
    </IconButton>
  )
}

/** Rail item while a model is downloading or has failed: its progress, and a link to it. */
function DownloadButton({ model }: { readonly model: AppModel }) {
  const downloads = useDownloadNotices(model)
  const label = describeDownloads(downloads)
  if (label === null) return null
  return (
    <IconButton
      label={label.label}
      word={label.word}
      size="large"
      tooltipSide="right"
      onClick={() => goTo(model, 'models')}
    >
      <Download size={18} aria-hidden="true" />
    </IconButton>
  )
}

/**
 * Makes no request: events from the first download on are enough. Completed downloads are reported where they are not
 * visible.
 */
function useDownloadNotices(model: AppModel): readonly ModelDownload[] {
  const { client, intents } = model.services
  const [downloads, setDownloads] = useState<readonly ModelDownload[]>([])
  useEffect(() => {
    let previous: readonly ModelDownload[] = []
    return client.on('downloads.changed', (current) => {
      const notices = downloadNotices(previous, current)
      previous = current
      setDownloads(current)
      if (model.shell.getState().route === 'models') return
      const action = { label: messages.models, run: () => goTo(model, 'models') }
      for (const notice of notices) intents.send({ type: 'notify', notice: { ...notice, action } })
    })
  }, [client, intents, model])
  return downloads
}

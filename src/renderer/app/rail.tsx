import { Box, Columns2, Download, Images, Keyboard, Pencil, Settings, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ModelDownload } from '../../shared/domain/model-download.ts'
import { QueueButton } from '../features/queue/index.ts'
import { IconButton } from '../ui/icon-button.tsx'
import type { AppModel } from './create-app-model.ts'
import type { Route } from './create-shell-store.ts'
import { describeDownloads, newsOf } from './download-words.ts'
import { goTo } from './go-to.ts'
import './rail.css'

interface PlaceEntry {
  readonly place: Route
  readonly label: string
  readonly icon: LucideIcon
}

const workPlaces: readonly PlaceEntry[] = [
  { place: 'studio', label: 'Studio', icon: Pencil },
  { place: 'gallery', label: 'Gallery', icon: Images },
  { place: 'compare', label: 'Compare', icon: Columns2 },
  { place: 'models', label: 'Models', icon: Box },
]
const settings: PlaceEntry = { place: 'settings', label: 'Settings', icon: Settings }

export function Rail({ model }: { readonly model: AppModel }) {
  return (
    <nav className="rail" aria-label="Places" data-part="places">
      {workPlaces.map((entry) => (
        <PlaceButton key={entry.place} model={model} entry={entry} />
      ))}
      <div className="rail-space" />
      <DownloadButton model={model} />
      <QueueButton view={model.queue} />
      <IconButton
        label="Keyboard shortcuts"
        word="Shortcuts"
        command="help.shortcuts"
        size="large"
        tooltipSide="right"
        onClick={() => model.registry.run('help.shortcuts')}
      >
        <Keyboard size={18} aria-hidden="true" />
      </IconButton>
      <PlaceButton model={model} entry={settings} />
    </nav>
  )
}

function PlaceButton({ model, entry }: { readonly model: AppModel; readonly entry: PlaceEntry }) {
  const isShown = useStore(model.shell, (state) => state.place === entry.place)
  const { place, label, icon: Icon } = entry
  return (
    <IconButton
      label={label}
      word={label}
      command={`view.${place}`}
      size="large"
      tooltipSide="right"
      aria-current={isShown ? 'page' : undefined}
      onClick={() => goTo(model, place)}
    >
      <Icon size={18} aria-hidden="true" />
    </IconButton>
  )
}

/** In the rail, while a model is coming or could not be had: how far it is, and the way to it. */
function DownloadButton({ model }: { readonly model: AppModel }) {
  const downloads = useDownloadNews(model)
  const words = describeDownloads(downloads)
  if (words === null) return null
  return (
    <IconButton
      label={words.label}
      word={words.word}
      size="large"
      tooltipSide="right"
      onClick={() => goTo(model, 'models')}
    >
      <Download size={18} aria-hidden="true" />
    </IconButton>
  )
}

/** Asks for nothing: what is told from the first download on is enough. Ends are told where they cannot be seen. */
function useDownloadNews(model: AppModel): readonly ModelDownload[] {
  const { client, intents } = model.services
  const [downloads, setDownloads] = useState<readonly ModelDownload[]>([])
  useEffect(() => {
    let before: readonly ModelDownload[] = []
    return client.on('downloads.changed', (now) => {
      const news = newsOf(before, now)
      before = now
      setDownloads(now)
      if (model.shell.getState().place === 'models') return
      const action = { label: 'Models', run: () => goTo(model, 'models') }
      for (const notice of news) intents.send({ do: 'notify', notice: { ...notice, action } })
    })
  }, [client, intents, model])
  return downloads
}

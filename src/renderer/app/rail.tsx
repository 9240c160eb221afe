import { Box, Columns2, Images, Keyboard, Pencil, Settings, type LucideIcon } from 'lucide-react'
import { useStore } from 'zustand'
import { QueueButton } from '../features/queue/index.ts'
import { IconButton } from '../ui/icon-button.tsx'
import type { AppModel } from './create-app-model.ts'
import type { Route } from './create-shell-store.ts'
import { DownloadButton } from './download-button.tsx'
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

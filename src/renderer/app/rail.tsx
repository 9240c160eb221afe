import { Box, Images, Keyboard, Pencil, type LucideIcon } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../ui/icon-button.tsx'
import { goTo, type AppModel } from './create-app-model.ts'
import type { Place } from './create-shell-store.ts'
import './rail.css'

const places: readonly { readonly place: Place; readonly label: string; readonly icon: LucideIcon }[] = [
  { place: 'studio', label: 'Studio', icon: Pencil },
  { place: 'gallery', label: 'Gallery', icon: Images },
  { place: 'models', label: 'Models', icon: Box },
]

export function Rail({ model }: { readonly model: AppModel }) {
  const shown = useStore(model.shell, (state) => state.place)
  return (
    <nav className="rail" aria-label="Places">
      {places.map(({ place, label, icon: Icon }, at) => (
        <IconButton
          key={place}
          label={label}
          binding={`Mod+${at + 1}`}
          size="large"
          tooltipSide="right"
          aria-current={shown === place ? 'page' : undefined}
          onClick={() => goTo(model, place)}
        >
          <Icon size={17} aria-hidden="true" />
        </IconButton>
      ))}
      <div className="rail-space" />
      <IconButton
        label="Keyboard shortcuts"
        binding="?"
        size="large"
        tooltipSide="right"
        onClick={() => model.registry.run('help.shortcuts')}
      >
        <Keyboard size={17} aria-hidden="true" />
      </IconButton>
    </nav>
  )
}

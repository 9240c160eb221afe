import { Images, Keyboard, Pencil } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../ui/icon-button.tsx'
import { goTo, type AppModel } from './create-app-model.ts'
import './rail.css'

export function Rail({ model }: { readonly model: AppModel }) {
  const place = useStore(model.shell, (state) => state.place)
  return (
    <nav className="rail" aria-label="Places">
      <IconButton
        label="Studio"
        binding="Mod+1"
        size="large"
        tooltipSide="right"
        aria-current={place === 'studio' ? 'page' : undefined}
        onClick={() => goTo(model, 'studio')}
      >
        <Pencil size={17} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Gallery"
        binding="Mod+2"
        size="large"
        tooltipSide="right"
        aria-current={place === 'gallery' ? 'page' : undefined}
        onClick={() => goTo(model, 'gallery')}
      >
        <Images size={17} aria-hidden="true" />
      </IconButton>
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

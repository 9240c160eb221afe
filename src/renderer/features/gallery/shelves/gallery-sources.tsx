import { Images, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { useServices } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { showShelf, type GalleryState } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'

export function GallerySources() {
  return (
    <nav className="gallery-sources" aria-label="Shelves">
      <SourceButton shelf="library" label="Everything" icon={<Images size={15} aria-hidden="true" />} />
      <SourceButton shelf="trash" label="Trash" icon={<Trash2 size={15} aria-hidden="true" />} />
    </nav>
  )
}

interface SourceButtonProps {
  readonly shelf: GalleryState['shelf']
  readonly label: string
  readonly icon: ReactNode
}

function SourceButton({ shelf, label, icon }: SourceButtonProps) {
  const { store } = useGallery()
  const isShown = useGalleryState((state) => state.shelf === shelf)
  const count = useStore(useServices().order.store, (state) => state[shelf]?.length ?? null)
  return (
    <button
      type="button"
      className="gallery-source"
      aria-current={isShown ? 'page' : undefined}
      onClick={() => showShelf(store, shelf)}
    >
      {icon}
      <span>{label}</span>
      {count !== null && <span className="gallery-source-count">{formatNumber(count)}</span>}
    </button>
  )
}

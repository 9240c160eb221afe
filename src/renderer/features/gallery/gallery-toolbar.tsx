import { FolderDown, ImageUpscale, RotateCcw, Trash2, Upload } from 'lucide-react'
import type { CSSProperties } from 'react'
import { useServices, useSettings } from '../../client/index.ts'
import { formatCount, formatNumber } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { SearchBox } from './find/search-box.tsx'
import { useGallery, useGalleryState, useGalleryView } from './gallery-context.ts'

export function GalleryToolbar() {
  const { actions } = useGallery()
  const { intents } = useServices()
  const shelf = useGalleryState((state) => state.shelf)
  const selected = useGalleryState((state) => state.selected.size)
  return (
    <div className="gallery-toolbar" role="toolbar" aria-label="Gallery">
      <SearchBox />
      <ShelfCount />
      <div className="gallery-toolbar-actions">
        {shelf === 'library' ? (
          <>
            <Button icon={<FolderDown size={15} />} onClick={() => intents.send({ do: 'choose-and-open' })}>
              Import…
            </Button>
            <Button
              icon={<Upload size={15} />}
              disabled={selected === 0}
              onClick={() => intents.send({ do: 'export', ids: actions.chosen() })}
            >
              Export <Kbd command="gallery.export" />
            </Button>
          </>
        ) : (
          <TrashButtons selected={selected} />
        )}
      </div>
      <TileSizeSlider />
    </div>
  )
}

function TrashButtons({ selected }: { readonly selected: number }) {
  const { actions } = useGallery()
  const { intents } = useServices()
  const report = (error: unknown) => intents.send({ do: 'report', error })
  return (
    <>
      <Button
        icon={<RotateCcw size={15} />}
        disabled={selected === 0}
        onClick={() => void actions.restore(actions.chosen()).catch(report)}
      >
        Bring back
      </Button>
      <Button
        icon={<Trash2 size={15} />}
        disabled={selected === 0}
        onClick={() => actions.askToPurge(actions.chosen())}
      >
        Delete for good…
      </Button>
      <Button look="quiet" onClick={() => actions.askToPurge(actions.order())}>
        Empty the trash…
      </Button>
    </>
  )
}

function ShelfCount() {
  const selected = useGalleryState((state) => state.selected.size)
  const count = useGalleryView((view) => view.ids?.length ?? null)
  if (count === null) return <p className="gallery-count" />
  return (
    <p className="gallery-count" role="status">
      {formatCount(count, 'picture')}
      {selected > 1 && <span>{formatNumber(selected)} selected</span>}
    </p>
  )
}

const smallest = 96
const largest = 512

function TileSizeSlider() {
  const { settings } = useServices()
  const thumbnailPx = useSettings((each) => each.thumbnailPx)
  const filled = { '--filled': `${((thumbnailPx - smallest) / (largest - smallest)) * 100}%` } as CSSProperties
  return (
    <label className="gallery-tile-size">
      <ImageUpscale size={15} aria-hidden="true" />
      <span className="visually-hidden">Thumbnail size</span>
      <input
        type="range"
        min={smallest}
        max={largest}
        step={8}
        value={thumbnailPx}
        style={filled}
        onChange={(event) => settings.change({ thumbnailPx: Number(event.target.value) })}
        onPointerUp={(event) => event.currentTarget.blur()}
      />
    </label>
  )
}

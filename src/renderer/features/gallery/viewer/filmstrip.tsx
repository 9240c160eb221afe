import { useLayoutEffect, useEffect, useRef, useState } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { classNames } from '../../../lib/class-names.ts'
import { Image } from '../../../ui/image.tsx'
import { clampFilmstrip, filmstripAround, filmstripPitchPx, filmstripWindow } from './filmstrip-window.ts'
import './filmstrip.css'

interface FilmstripProps {
  readonly order: IdList
  readonly index: number
  readonly onChoose: (id: AssetId) => void
}

/** The images before and after, following the current one. */
export function Filmstrip({ order, index, onChoose }: FilmstripProps) {
  const { assets } = useServices()
  const strip = useRef<HTMLDivElement>(null)
  const widthPx = useWidth(strip)
  // Scrolled by the wheel; moving to another image recenters the strip.
  const [moved, setMoved] = useState<{ readonly index: number; readonly first: number } | null>(null)
  const requestedFirst = moved?.index === index ? moved.first : filmstripAround(index, widthPx, order.length)
  const first = clampFilmstrip(requestedFirst, widthPx, order.length)
  const { from, to, offsetPx } = filmstripWindow(first, widthPx, order.length)
  useEffect(() => assets.request(order.slice(from, to)), [assets, order, from, to])
  return (
    <div
      ref={strip}
      className="filmstrip"
      dir="ltr"
      role="listbox"
      aria-label={messages.filmstrip}
      aria-orientation="horizontal"
      onWheel={({ deltaX, deltaY }) => setMoved({ index, first: first + (deltaX + deltaY) / filmstripPitchPx })}
    >
      <div className="filmstrip-row" role="presentation" style={{ transform: `translateX(${offsetPx}px)` }}>
        {widthPx > 0 &&
          order
            .slice(from, to)
            .map((id, at) => (
              <FilmstripTile
                key={id}
                id={id}
                position={from + at + 1}
                count={order.length}
                isShown={from + at === index}
                onChoose={onChoose}
              />
            ))}
      </div>
    </div>
  )
}

interface FilmstripTileProps {
  readonly id: AssetId
  readonly position: number
  readonly count: number
  readonly isShown: boolean
  readonly onChoose: (id: AssetId) => void
}

function FilmstripTile({ id, position, count, isShown, onChoose }: FilmstripTileProps) {
  const asset = useAsset(id)
  const cover = useCover(id)
  return (
    <div
      className="filmstrip-tile"
      role="option"
      aria-selected={isShown}
      aria-label={asset?.name ?? messages.loading}
      aria-posinset={position}
      aria-setsize={count}
      onClick={() => onChoose(id)}
    >
      <Image className={classNames(cover && 'is-covered')} src={assetUrl(id, 'thumb-256')} alt="" />
    </div>
  )
}

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [widthPx, setWidthPx] = useState(0)
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const measure = () => setWidthPx(target.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return widthPx
}

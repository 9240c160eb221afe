import { ImageOff } from 'lucide-react'
import { memo, type DragEvent, type PointerEvent } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import { formatSize } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/price-words.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { clickTile, selectOnly } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { useOrigin } from '../info/use-origin.ts'
import { useTileMenu } from './use-tile-menu.ts'

export const tileElementId = (id: AssetId) => `tile-${id}`

interface GalleryTileProps {
  readonly id: AssetId
  readonly index: number
  readonly count: number
  readonly sizePx: number
}

export const GalleryTile = memo(function GalleryTile({ id, index, count, sizePx }: GalleryTileProps) {
  const { store, actions, organise } = useGallery()
  const { isMac } = useServices()
  const originOf = useOrigin()
  const asset = useAsset(id)
  const isSelected = useGalleryState((state) => state.selected.has(id))
  const isCursor = useGalleryState((state) => state.cursor === id)
  const cover = useCover(id)
  const menu = useTileMenu(id)
  const handlePointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    const keys = { isRange: event.shiftKey, isToggle: isMac ? event.metaKey : event.ctrlKey }
    // A press on the selection may begin a drag of all of it: the click decides when the button comes up.
    if (isSelected && !keys.isRange && !keys.isToggle) return
    clickTile(store, id, actions.order(), keys)
  }
  const handleDragStart = (event: DragEvent) => {
    event.preventDefault()
    const ids = actions.chosen()
    organise.store.setState({ dragged: ids })
    actions.startDrag(ids)
  }
  return (
    <Menu groups={menu} onOpen={() => !isSelected && selectOnly(store, id)}>
      <div
        id={tileElementId(id)}
        className="gallery-tile"
        role="option"
        aria-selected={isSelected}
        aria-label={asset ? tileName(asset, originOf(asset), cover !== null) : 'Loading'}
        aria-setsize={count}
        aria-posinset={index + 1}
        data-cursor={isCursor}
        data-id={id}
        draggable
        style={{ width: sizePx, height: sizePx }}
        onPointerDown={handlePointerDown}
        onClick={(event) => {
          if (!event.shiftKey && !event.ctrlKey && !event.metaKey) selectOnly(store, id)
        }}
        onDoubleClick={() => store.setState({ isViewing: true, cursor: id })}
        onDragStart={handleDragStart}
      >
        {asset && <TilePicture asset={asset} origin={originOf(asset)} sizePx={sizePx} />}
        {asset === null && <MissingPicture text="No longer in the library" />}
      </div>
    </Menu>
  )
})

interface TilePictureProps {
  readonly asset: Asset
  readonly origin: string
  readonly sizePx: number
}

function TilePicture({ asset, origin, sizePx }: TilePictureProps) {
  const cover = useCover(asset.id)
  const rendition = sizePx * window.devicePixelRatio <= 256 ? 'thumb-256' : 'thumb-512'
  return (
    <>
      <Picture src={assetUrl(asset.id, rendition)} alt="" whenFailed={<MissingPicture text="No thumbnail" />} />
      {cover !== null && <CoverVeil words={cover.words} />}
      {asset.isMissing && <span className="gallery-tile-missing">File missing</span>}
      <div className="gallery-tile-label">
        <span>{origin}</span>
        <span>{tileDetail(asset)}</span>
      </div>
    </>
  )
}

function MissingPicture({ text }: { readonly text: string }) {
  return (
    <div className="gallery-tile-gone">
      <ImageOff size={20} aria-hidden="true" />
      {text}
    </div>
  )
}

function tileName(asset: Asset, origin: string, isCovered: boolean): string {
  const state = `${asset.isMissing ? ', file missing' : ''}${isCovered ? ', covered' : ''}`
  return `${asset.name}, ${origin}, ${formatSize(asset)}${state}`
}

function tileDetail(asset: Asset): string {
  if (asset.recipe.costUsd !== null) return formatUsd(asset.recipe.costUsd)
  return asset.mime.replace('image/', '').toUpperCase()
}

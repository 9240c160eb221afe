import { Flag as FlagIcon, ImageOff, Layers, X } from 'lucide-react'
import { memo, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import type { Flag } from '../../../../shared/domain/annotations.ts'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import type { GalleryLayout } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { joinList } from '../../../../shared/messages/formats.ts'
import { formatDate, formatSize } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/models/price-labels.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { formatRating, labelMessages } from '../annotations/annotation-messages.ts'
import { timeInTrash } from '../collections/time-in-trash.ts'
import type { TileBox } from './grid-layout.ts'

/** What is wrong with the file; null = nothing. */
const troubleOf = ({ isMissing, isDamaged }: Asset) =>
  isMissing ? messages.fileMissing : isDamaged ? messages.damaged : null

export const tileElementId = (id: AssetId) => `tile-${id}`

export interface TileProps extends TileBox {
  readonly id: AssetId
  readonly kind: GalleryLayout
  readonly index: number
  readonly count: number
  /** Undefined while loading, null if it is no longer in the library. */
  readonly asset: Asset | null | undefined
  readonly origin: string
  /** Why it is blurred; null = it is not. */
  readonly coverLabel: string | null
  /** What a model said of it, for screen readers; only looked up for the tile with the cursor. */
  readonly description: string | undefined
  readonly isSelected: boolean
  readonly isCursor: boolean
  /** 0 if it is not a stack's cover. */
  readonly stackSize: number
  /** Set if it is part of an expanded stack. */
  readonly stackPart: 'head' | 'member' | null
}

export const GalleryTile = memo(function GalleryTile(props: TileProps) {
  const { id, kind, index, count, x, y, widthPx, heightPx, asset, isSelected, isCursor } = props
  return (
    <div
      id={tileElementId(id)}
      className="gallery-tile"
      role="option"
      aria-selected={isSelected}
      aria-label={asset ? tileName(props, asset) : messages.loading}
      aria-description={props.description}
      aria-setsize={count}
      aria-posinset={index + 1}
      data-cursor={isCursor}
      data-id={id}
      data-label={asset?.annotations.label ?? undefined}
      data-flag={asset?.annotations.flag}
      data-stack={props.stackPart ?? (props.stackSize > 1 ? 'closed' : undefined)}
      draggable
      style={{ width: widthPx, height: heightPx, transform: `translate(${x}px, ${y}px)` }}
    >
      {asset !== null &&
        (kind === 'list' ? <ListLine {...props} asset={asset} /> : <TileFace {...props} asset={asset} />)}
      {asset === null && <MissingImage text={messages.noLongerInLibrary} />}
    </div>
  )
})

/** The image is shown before its record is loaded. */
type FaceProps = TileProps & { readonly asset: Asset | undefined }

function TileFace(props: FaceProps) {
  const { id, asset, origin, coverLabel, widthPx, heightPx } = props
  const name = asset && caption(asset, origin)
  return (
    <>
      <Thumbnail id={id} longestSidePx={Math.max(widthPx, heightPx)} />
      {coverLabel !== null && <CoverVeil label={coverLabel} />}
      {asset && (
        <>
          <div className="gallery-tile-label">
            <span className="gallery-tile-label-name" title={name}>
              {name}
            </span>{' '}
            <span>{tileDetail(asset)}</span>
          </div>
          <TileBadges {...props} asset={asset} />
        </>
      )}
    </>
  )
}

function TileBadges({ asset, stackSize, stackPart }: TileProps & { readonly asset: Asset }) {
  const { rating, flag } = asset.annotations
  const hasBadge = stackSize > 1 || stackPart === 'head'
  const trouble = troubleOf(asset)
  if (trouble === null && rating === 0 && flag === 'none' && !hasBadge) return null
  return (
    <div className="gallery-tile-marks">
      {trouble !== null && <span className="gallery-tile-trouble">{trouble}</span>}
      {rating > 0 && <Stars rating={rating} />}
      <FlagBadge flag={flag} />
      {hasBadge && <StackBadge size={stackSize} isOpen={stackPart === 'head'} />}
    </div>
  )
}

function ListLine(props: FaceProps) {
  const { id, asset, origin, coverLabel, heightPx, stackSize, stackPart } = props
  return (
    <>
      <div className="gallery-line-image">
        <Thumbnail id={id} longestSidePx={heightPx} />
        {coverLabel !== null && <CoverVeil label={coverLabel} />}
      </div>
      {asset && (
        <ListCells asset={asset} origin={origin}>
          {(stackSize > 1 || stackPart === 'head') && <StackBadge size={stackSize} isOpen={stackPart === 'head'} />}
        </ListCells>
      )}
    </>
  )
}

/** Pointer only: a listbox cannot contain buttons. Keyboard and menu do the same. */
function StackBadge({ size, isOpen }: { readonly size: number; readonly isOpen: boolean }) {
  return (
    <span
      className="gallery-stack-badge"
      data-part="stack"
      data-open={isOpen}
      data-size={size > 1 ? size : undefined}
      aria-hidden="true"
    >
      <Layers size={12} />
    </span>
  )
}

interface ThumbnailProps {
  readonly id: AssetId
  readonly longestSidePx: number
}

function Thumbnail({ id, longestSidePx }: ThumbnailProps) {
  const image = useRef<HTMLImageElement>(null)
  const rendition = longestSidePx * window.devicePixelRatio <= 256 ? 'thumb-256' : 'thumb-512'
  const src = assetUrl(id, rendition)
  const [failed, setFailed] = useState<string | null>(null)
  useLayoutEffect(() => {
    const element = image.current
    element?.setAttribute('src', src)
    // Clearing src makes Chromium cancel a pending load, so images scrolled past do not delay others.
    return () => element?.removeAttribute('src')
  }, [src])
  if (failed === src) return <MissingImage text={messages.noThumbnail} />
  return <img ref={image} alt="" decoding="async" draggable={false} onError={() => setFailed(src)} />
}

function MissingImage({ text }: { readonly text: string }) {
  return (
    <div className="gallery-tile-gone">
      <ImageOff size={20} aria-hidden="true" />
      {text}
    </div>
  )
}

/** Starts with the tile's visible text, in order, so that voice control can find it. */
function tileName(props: TileProps, asset: Asset): string {
  const { kind, origin, coverLabel, stackSize, stackPart } = props
  const { rating, flag, label } = asset.annotations
  const trouble = troubleOf(asset)
  const name = asset.name
  const lines = [
    ...(kind === 'list' ? [name, trouble, ...lineTexts(asset, origin)] : tileTexts(asset, origin, trouble)),
    rating > 0 && formatRating(rating),
    flag === 'pick' && messages.picked,
    flag === 'reject' && messages.rejected,
    label !== null && labelMessages[label],
    stackSize > 1 && messages.stackOf({ count: stackSize }),
    stackPart === 'member' && messages.inExpandedStack,
    coverLabel !== null && messages.hidden,
  ]
  return joinList(lines.filter(Boolean))
}

function tileTexts(asset: Asset, origin: string, trouble: string | null): readonly (string | null)[] {
  const shown = [tileDetail(asset), trouble]
  const ownCaption = caption(asset, origin)
  return ownCaption === asset.name
    ? [asset.name, ...shown, origin, formatSize(asset)]
    : [asset.name, ownCaption, ...shown, formatSize(asset)]
}

/** "Imported" under every second image would not distinguish them. */
function caption({ name, recipe }: Asset, origin: string): string {
  return recipe.operation === 'import' && recipe.model === null ? name : origin
}

function tileDetail(asset: Asset): string {
  if (asset.trashedAtMs !== null) return timeInTrash(asset.trashedAtMs, Date.now())
  if (asset.recipe.costUsd !== null) return formatUsd(asset.recipe.costUsd)
  return asset.mime.replace('image/', '').toUpperCase()
}

interface ListCellsProps {
  readonly asset: Asset
  readonly origin: string
  /** Next to the name. */
  readonly children: ReactNode
}

/** Returns the text of the columns after the name. */
function lineTexts({ createdAtMs, recipe, annotations, ...size }: Asset, origin: string): readonly string[] {
  const cost = recipe.costUsd === null ? '' : formatUsd(recipe.costUsd)
  return [origin, formatSize(size), formatDate(createdAtMs), cost, joinList(annotations.tags)]
}

/** The columns after the image, in the same order as `ListHead`. */
function ListCells({ asset, origin, children }: ListCellsProps) {
  const { annotations } = asset
  const trouble = troubleOf(asset)
  const [model, size, date, cost, tags] = lineTexts(asset, origin)
  return (
    <>
      <span className="gallery-line-name">
        <span>{asset.name}</span>
        {children} {trouble !== null && <span className="gallery-tile-trouble">{trouble}</span>}
      </span>
      <span className="gallery-line-stars">
        <Stars rating={annotations.rating} />
        <FlagBadge flag={annotations.flag} />
      </span>{' '}
      <span className="gallery-line-model">{model}</span> <span className="gallery-line-size">{size}</span>{' '}
      <span className="gallery-line-date" title={date}>
        {date}
      </span>{' '}
      <span className="gallery-line-cost">{cost}</span> <span className="gallery-line-tags">{tags}</span>
    </>
  )
}

/** The user's rating; its text is in the tile's accessible name. */
function Stars({ rating }: { readonly rating: number }) {
  return (
    <span className="gallery-stars" aria-hidden="true">
      {'★'.repeat(rating)}
    </span>
  )
}

function FlagBadge({ flag }: { readonly flag: Flag }) {
  if (flag === 'none') return null
  return (
    <span className="gallery-flag" data-flag={flag} aria-hidden="true">
      {flag === 'pick' ? <FlagIcon size={11} strokeWidth={2.5} /> : <X size={11} strokeWidth={3} />}
    </span>
  )
}

import { GalleryHorizontalEnd } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useCover, useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatBytes, formatDate, formatSize } from '../../../lib/format.ts'
import { loadRegion } from '../../../lib/image/load-image.ts'
import { Button } from '../../../ui/button.tsx'
import { Image } from '../../../ui/image.tsx'
import { useGallery } from '../gallery-context.ts'
import { formatFacetValue } from '../search/facet-messages.ts'
import { clearWinner, sharpness } from './sharpness.ts'
import { useVisibleRange } from './use-visible-range.ts'

/**
 * Sharpness is compared at this size at most, and never above the smallest image, so larger images gain no advantage.
 */
const comparedPx = 768

/** Of more images than this, the largest and sharpest are not determined: each would have to be read. */
const comparedMax = 24

/** Width of a card including its gap, CSS pixels; also in `duplicates.css`. */
const cardPx = 214

const nothing: readonly Asset[] = []

interface DuplicateGroupProps {
  readonly ids: readonly AssetId[]
  readonly number: number
}

/** The images of a group, side by side. Renders only the visible ones: a group may have hundreds. */
export function DuplicateGroup({ ids, number }: DuplicateGroupProps) {
  const { intents } = useServices()
  const row = useRef<HTMLDivElement>(null)
  const { from, to } = useVisibleRange(row, cardPx, 'horizontal')
  const isCompared = ids.length <= comparedMax
  const shown = useMemo(() => ids.slice(from, to), [ids, from, to])
  const assets = useAssets(isCompared ? ids : shown)
  const sharpest = useSharpest(isCompared ? assets : nothing)
  const largest = isCompared ? findLargest(assets) : null
  return (
    <section className="duplicate-group" aria-label={messages.groupLabel({ number })}>
      <header>
        <h3>{messages.imageCount({ count: ids.length })}</h3>
        <Button
          size="small"
          variant="quiet"
          icon={<GalleryHorizontalEnd size={13} />}
          onClick={() => intents.send({ type: 'compare', ids: ids.slice(0, 9) })}
        >
          {messages.compare}
        </Button>
      </header>
      <div ref={row} className="duplicate-row" dir="ltr">
        <div style={{ width: ids.length * cardPx, paddingLeft: from * cardPx }}>
          {assets
            .filter(({ id }) => shown.includes(id))
            .map((asset) => (
              <DuplicateCard
                key={asset.id}
                asset={asset}
                badges={[
                  asset === largest ? messages.largest : null,
                  asset.id === sharpest ? messages.sharpest : null,
                ].filter((badge) => badge !== null)}
                ids={ids}
              />
            ))}
        </div>
      </div>
    </section>
  )
}

interface DuplicateCardProps {
  readonly asset: Asset
  readonly badges: readonly string[]
  /** The group. */
  readonly ids: readonly AssetId[]
}

function DuplicateCard({ asset, badges, ids }: DuplicateCardProps) {
  const { intents } = useServices()
  const { actions, duplicates } = useGallery()
  const cover = useCover(asset.id)
  const keep = () => {
    const others = ids.filter((id) => id !== asset.id)
    actions.trash(others).then(
      () => duplicates.drop(others),
      (error: unknown) => intents.send({ type: 'report', error }),
    )
  }
  return (
    <figure className="duplicate-card" aria-label={asset.name}>
      <Image className={classNames(cover && 'is-covered')} src={assetUrl(asset.id, 'thumb-512')} alt="" />
      <figcaption>
        <strong title={asset.name}>{asset.name}</strong>
        <span>
          {formatSize(asset)} · {asset.mime.replace('image/', '').toUpperCase()} · {formatBytes(asset.fileBytes)}
        </span>
        <span>{formatDate(asset.createdAtMs)}</span>
        <span className="duplicate-marks">
          {formatAnnotations(asset)}
          {badges.map((badge) => (
            <em key={badge}>{badge}</em>
          ))}
        </span>
      </figcaption>
      <Button size="small" onClick={keep} aria-label={messages.keepDeleteRest({ name: asset.name })}>
        {messages.keepOnlyThis}
      </Button>
    </figure>
  )
}

function formatAnnotations({ annotations: { rating, flag, label, tags } }: Asset): string {
  const parts = [
    rating > 0 ? '★'.repeat(rating) : null,
    flag === 'pick' ? messages.picked : flag === 'reject' ? messages.rejected : null,
    label === null ? null : formatFacetValue('label', label),
    tags.length > 0 ? messages.tagCount({ count: tags.length }) : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

function useAssets(ids: readonly AssetId[]): readonly Asset[] {
  const { assets } = useServices()
  const records = useStore(assets.store, (state) => state.records)
  useEffect(() => assets.request(ids), [assets, ids])
  return useMemo(() => ids.flatMap((id) => records.get(id) ?? []), [ids, records])
}

/** Computed once per group; returns no winner until every image is loaded. */
function useSharpest(assets: readonly Asset[]): AssetId | null {
  const [found, setFound] = useState<{ readonly of: string; readonly id: AssetId | null }>({ of: '', id: null })
  const key = assets.map(({ id }) => id).join()
  useEffect(() => {
    const abort = new AbortController()
    // An unreadable file gives no verdict on the others.
    findSharpest(assets, abort.signal).then(
      (sharpest) => !abort.signal.aborted && setFound({ of: key, id: sharpest?.id ?? null }),
      () => undefined,
    )
    return () => abort.abort()
  }, [assets, key])
  return found.of === key ? found.id : null
}

/** Returns the image with clearly the most detail; null if none stands out or one cannot be read. */
async function findSharpest(assets: readonly Asset[], signal: AbortSignal): Promise<Asset | null> {
  const longest = Math.min(comparedPx, ...assets.map(({ widthPx, heightPx }) => Math.max(widthPx, heightPx)))
  const values: number[] = []
  for (const asset of assets) {
    const scale = longest / Math.max(asset.widthPx, asset.heightPx)
    const level = Math.max(0, Math.floor(Math.log2(1 / scale)))
    const whole = { x: 0, y: 0, widthPx: asset.widthPx, heightPx: asset.heightPx }
    const bitmap = await createImageBitmap(await loadRegion(asset.id, whole, level, signal))
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(asset.widthPx * scale)),
      Math.max(1, Math.round(asset.heightPx * scale)),
    )
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) return null
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    values.push(sharpness(context.getImageData(0, 0, canvas.width, canvas.height)))
  }
  return assets[clearWinner(values) ?? -1] ?? null
}

/** Returns the image with clearly the most pixels. */
function findLargest(assets: readonly Asset[]): Asset | null {
  return assets[clearWinner(assets.map(({ widthPx, heightPx }) => widthPx * heightPx)) ?? -1] ?? null
}

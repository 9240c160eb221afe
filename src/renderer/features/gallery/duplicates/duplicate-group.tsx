import { GalleryHorizontalEnd } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useCover, useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatBytes, formatDate, formatSize } from '../../../lib/format.ts'
import { loadRegion } from '../../../lib/picture/load-region.ts'
import { Button } from '../../../ui/button.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { useGallery } from '../gallery-context.ts'
import { formatFacetValue } from '../search/facet-messages.ts'
import { clearWinner, sharpness } from './sharpness.ts'

interface DuplicateGroupProps {
  readonly ids: readonly AssetId[]
  readonly number: number
}

export function DuplicateGroup({ ids, number }: DuplicateGroupProps) {
  const { intents } = useServices()
  const assets = useAssets(ids)
  const sharpest = useSharpest(assets)
  const largest = findLargest(assets)
  return (
    <section className="duplicate-group" aria-label={messages.groupLabel({ number })}>
      <header>
        <h3>{messages.imageCount({ count: ids.length })}</h3>
        <Button
          size="small"
          look="quiet"
          icon={<GalleryHorizontalEnd size={13} />}
          onClick={() => intents.send({ do: 'compare', ids: ids.slice(0, 9) })}
        >
          {messages.compare}
        </Button>
      </header>
      <div className="duplicate-row">
        {assets.map((asset) => (
          <DuplicateCard
            key={asset.id}
            asset={asset}
            badges={[
              asset === largest ? messages.largest : null,
              asset.id === sharpest ? messages.sharpest : null,
            ].filter((badge) => badge !== null)}
            others={ids.filter((id) => id !== asset.id)}
          />
        ))}
      </div>
    </section>
  )
}

interface DuplicateCardProps {
  readonly asset: Asset
  readonly badges: readonly string[]
  readonly others: readonly AssetId[]
}

function DuplicateCard({ asset, badges, others }: DuplicateCardProps) {
  const { intents } = useServices()
  const { actions } = useGallery()
  const cover = useCover(asset.id)
  const keep = () => {
    actions.trash(others).catch((error: unknown) => intents.send({ do: 'report', error }))
  }
  return (
    <figure className="duplicate-card" aria-label={asset.name}>
      <Picture className={classNames(cover && 'is-covered')} src={assetUrl(asset.id, 'thumb-512')} alt="" />
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

function formatAnnotations({ marks: { rating, flag, label, tags } }: Asset): string {
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

/** Looked at once per group; none is told before all are there. */
function useSharpest(assets: readonly Asset[]): AssetId | null {
  const [found, setFound] = useState<{ readonly of: string; readonly id: AssetId | null }>({ of: '', id: null })
  const key = assets.map(({ id }) => id).join()
  useEffect(() => {
    const abort = new AbortController()
    // A file that cannot be read says nothing of the others.
    findSharpest(assets, abort.signal).then(
      (sharpest) => !abort.signal.aborted && setFound({ of: key, id: sharpest?.id ?? null }),
      () => undefined,
    )
    return () => abort.abort()
  }, [assets, key])
  return found.of === key ? found.id : null
}

/** Detail is compared at this size at most, and never above that of the smallest: what is larger has no advantage. */
const comparedPx = 768

/** Which of them has clearly the most detail; null where none has, or where one cannot be read. */
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

/** The one with clearly the most pixels. */
function findLargest(assets: readonly Asset[]): Asset | null {
  return assets[clearWinner(assets.map(({ widthPx, heightPx }) => widthPx * heightPx)) ?? -1] ?? null
}

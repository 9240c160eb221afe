import { CircleAlert, CopyCheck, X, GalleryHorizontalEnd } from 'lucide-react'
import { useLayoutEffect, useRef, useState, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useServices, useCover } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SliderField } from '../../../ui/slider-field.tsx'
import { useGallery } from '../gallery-context.ts'
import './duplicates.css'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatBytes, formatDate, formatSize } from '../../../lib/format.ts'
import { loadRegion } from '../../../lib/image/load-region.ts'
import { Image } from '../../../ui/image.tsx'
import { formatFacetValue } from '../search/facet-messages.ts'
import { clearWinner, sharpness } from './sharpness.ts'

/**
 * Sharpness is compared at this size at most, and never above the smallest image, so larger images gain no advantage.
 */
const comparedPx = 768

/** Height of a group including its gap, CSS pixels; also in `duplicates.css`. */
const groupPx = 292
const mostDifferent = 16

/** Groups of visually identical images, side by side, to keep one of each. */
export function DuplicatesPanel() {
  const { duplicates } = useGallery()
  const { maxDistance, found } = useStore(duplicates.store)
  return (
    <section className="duplicates" aria-label={messages.duplicates} data-part="over">
      <header className="duplicates-bar">
        <h2>{messages.duplicates}</h2>
        {found && (
          <p role="status">
            {messages.groupCount({ count: found.groups.length })}
            {found.pending > 0 && ` · ${messages.imagesNotAnalyzedYet({ count: found.pending })}`}
          </p>
        )}
        <div className="duplicates-distance">
          <SliderField
            label={messages.threshold}
            name={messages.similarityThreshold}
            hint={messages.thresholdHint}
            value={maxDistance}
            min={0}
            max={mostDifferent}
            onChange={(value) => duplicates.setDistance(value)}
          />
        </div>
        <IconButton label={messages.closeDuplicates} command="duplicates.close" onClick={() => duplicates.close()}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <DuplicatesBody />
    </section>
  )
}

function DuplicatesBody() {
  const { describeError } = useServices()
  const { duplicates } = useGallery()
  const { found, error, maxDistance } = useStore(duplicates.store)
  if (error !== null) {
    const { title, text } = describeError(error)
    return (
      <EmptyState icon={<CircleAlert size={32} />} title={title} text={text}>
        <Button onClick={() => void duplicates.load()}>{messages.tryAgain}</Button>
      </EmptyState>
    )
  }
  if (found === null) return <div className="duplicates-list" role="status" aria-label={messages.findingDuplicates} />
  if (found.groups.length > 0) return <GroupList groups={found.groups} />
  return (
    <EmptyState
      icon={<CopyCheck size={32} strokeWidth={1.5} />}
      title={messages.noDuplicates}
      text={maxDistance < mostDifferent ? messages.noCloseMatches : messages.noSimilarImages}
    />
  )
}

/** Renders only the visible groups; all have the same height. */
function GroupList({ groups }: { readonly groups: readonly (readonly AssetId[])[] }) {
  const list = useRef<HTMLDivElement>(null)
  const [range, setRange] = useState({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return undefined
    const measure = () => {
      const from = Math.max(0, Math.floor(element.scrollTop / groupPx) - 1)
      const to = Math.ceil((element.scrollTop + element.clientHeight) / groupPx) + 1
      setRange((now) => (now.from === from && now.to === to ? now : { from, to }))
    }
    measure()
    element.addEventListener('scroll', measure, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', measure)
      observer.disconnect()
    }
  }, [])
  return (
    <div ref={list} className="duplicates-list">
      <ul style={{ height: groups.length * groupPx }}>
        {groups.slice(range.from, range.to).map((ids, at) => (
          <li key={ids[0]} style={{ top: (range.from + at) * groupPx }}>
            <DuplicateGroup ids={ids} number={range.from + at + 1} />
          </li>
        ))}
      </ul>
    </div>
  )
}

interface DuplicateGroupProps {
  readonly ids: readonly AssetId[]
  readonly number: number
}

function DuplicateGroup({ ids, number }: DuplicateGroupProps) {
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
          onClick={() => intents.send({ type: 'compare', ids: ids.slice(0, 9) })}
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
    actions.trash(others).catch((error: unknown) => intents.send({ type: 'report', error }))
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

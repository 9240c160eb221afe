import { GalleryHorizontalEnd } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useCover, useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatBytes, formatCount, formatDate, formatSize } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { useGallery } from '../gallery-context.ts'
import { findLargest, findSharpest } from './duplicate-facts.ts'

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
    <section className="duplicate-group" aria-label={`Group ${number}`}>
      <header>
        <h3>{formatCount(ids.length, 'image')}</h3>
        <Button
          size="small"
          look="quiet"
          icon={<GalleryHorizontalEnd size={13} />}
          onClick={() => intents.send({ do: 'compare', ids: ids.slice(0, 9) })}
        >
          Compare
        </Button>
      </header>
      <div className="duplicate-row">
        {assets.map((asset) => (
          <DuplicateCard
            key={asset.id}
            asset={asset}
            badges={[asset === largest ? 'Largest' : null, asset.id === sharpest ? 'Sharpest' : null].filter(
              (badge) => badge !== null,
            )}
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
          {marksWords(asset)}
          {badges.map((badge) => (
            <em key={badge}>{badge}</em>
          ))}
        </span>
      </figcaption>
      <Button size="small" onClick={keep} aria-label={`Keep ${asset.name}, delete the rest`}>
        Keep only this
      </Button>
    </figure>
  )
}

function marksWords({ marks: { rating, flag, label, tags } }: Asset): string {
  const parts = [
    rating > 0 ? '★'.repeat(rating) : null,
    flag === 'pick' ? 'picked' : flag === 'reject' ? 'rejected' : null,
    label,
    tags.length > 0 ? formatCount(tags.length, 'tag') : null,
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

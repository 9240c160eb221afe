import { X } from 'lucide-react'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatCount } from '../../../lib/format.ts'
import { Picture } from '../../../ui/picture.tsx'
import { showScope } from '../create-gallery-store.ts'
import { useGallery, useGalleryState, useGalleryView } from '../gallery-context.ts'

/** In the search box while what looks like a picture is shown; away with it, and everything is there again. */
export function LikeChip() {
  const { store } = useGallery()
  const likeId = useGalleryState((state) => state.likeId)
  const madeFromId = useGalleryState((state) => state.madeFromId)
  const id = likeId ?? madeFromId
  const isAlone = useGalleryView(({ asked, ids }) => asked.likeId === likeId && ids?.length === 1)
  const pending = useGalleryView(({ asked, pending: count }) => (asked.likeId === null ? 0 : count))
  const asset = useAsset(id)
  const cover = useCover(id)
  if (id === null) return null
  return (
    <span className="like-chip">
      <Picture className={classNames(cover && 'is-covered')} src={assetUrl(id, 'thumb-256')} alt="" />
      <span className="shelf-name" title={asset?.name}>
        {likeId === null ? 'Made from' : isAlone ? 'Nothing similar to' : 'Similar to'} {asset?.name}
      </span>
      {pending > 0 && (
        <span className="like-chip-pending" role="status">
          {formatCount(pending, 'image')} still being looked at
        </span>
      )}
      <button type="button" aria-label="Show everything again" onClick={() => showScope(store, { query: '' })}>
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  )
}

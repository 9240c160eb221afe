import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { assetUrl, previewUrl } from '../../../shared/domain/picture-url.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { useAsset, useCover } from '../../client/index.ts'
import type { PlacedImage } from '../../editor/view/pictures/picture-stack.ts'
import { useBlendable } from './blend/use-blendable.ts'
import type { PreviewSource } from '../../lib/picture/load-preview.ts'
import { isSameSize } from '../../../shared/util/geometry.ts'
import { useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './use-cards.ts'

type JobPreview = NonNullable<JobSnapshot['preview']>

/** Where to load a first look from, and what it is seen through. */
export function previewSource(jobId: JobSnapshot['id'], { revision, maskRevision }: JobPreview): PreviewSource {
  const url = previewUrl(jobId, revision)
  return { url, ...(typeof maskRevision === 'number' && { maskUrl: previewUrl(jobId, maskRevision) }) }
}

/** A coarse look at a running job. The same object as long as it is the same: a new one is drawn anew. */
export function useJobPreview(job: JobSnapshot | null): PlacedImage | null {
  // What is expanded is looked at in its new extent, which does not lie over the old one.
  const isOver = job !== null && job.assetId !== null && job.resultId === null && job.operation !== 'expand'
  const shown = isOver ? job.preview : null
  const id = job?.id ?? null
  return useMemo(
    () => (shown === null || id === null ? null : { ...previewSource(id, shown), box: shown.box }),
    [id, shown],
  )
}

/** A coarse look at the blend that is being set. */
export function useBlendLook(): PlacedImage | null {
  const { blender } = useStudio()
  const edit = useBlendable()
  return useStore(blender.store, (state) => (state.assetId === edit?.id ? state.look : null))
}

/** The picture that a part is to be taken from, as long as it is looked at. */
export function useSourceLook({ widthPx, heightPx }: Size): PlacedImage | null {
  const id = useStudioState((state) => (state.isSourcePeeked ? (state.takingFrom?.sourceId ?? null) : null))
  const cover = useCover(id)
  const isCovered = cover !== null
  return useMemo(
    () => (id === null || isCovered ? null : { url: assetUrl(id, 'full'), box: { x: 0, y: 0, widthPx, heightPx } }),
    [id, isCovered, widthPx, heightPx],
  )
}

/** Whether a result can be compared, pixel by pixel, with what it was made of. */
export function canHaveHeat(asset: Asset | null | undefined, size: Size): asset is Asset {
  if (!asset || asset.recipe.changedInside === null || asset.recipe.parentAt) return false
  return isSameSize(asset, size)
}

/** Where the chosen result, or else the newest, differs from what it was made of. */
export function useHeat(size: Size): PlacedImage | null {
  const isShown = useStudioState((state) => state.isHeatOn || state.isHeatPeeked)
  const shown = useShownCard()
  const asset = useAsset(shown?.resultId ?? null)
  const { widthPx, heightPx } = size
  const id = isShown && canHaveHeat(asset, size) ? asset.id : null
  return useMemo(
    () => (id === null ? null : { url: assetUrl(id, 'heat'), box: { x: 0, y: 0, widthPx, heightPx } }),
    [id, widthPx, heightPx],
  )
}

/** The card that the line above the strip tells of. */
export function useShownCard(): JobSnapshot | null {
  const { cards, selected } = useCards()
  return selected ?? cards.findLast((card) => card.state === 'done') ?? null
}

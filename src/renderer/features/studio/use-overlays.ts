import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../shared/domain/asset.ts'
import { assetUrl, previewUrl } from '../../../shared/domain/image-url.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { type Size, isSameSize } from '../../../shared/util/geometry.ts'
import { useAsset, useCover, useSettings } from '../../client/index.ts'
import type { PlacedImage } from '../../editor/view/images/image-stack.ts'
import type { PreviewSource } from '../../lib/image/load-preview.ts'
import { useBlendable } from './blend/use-blendable.ts'
import { isLocal } from './create-studio-store.ts'
import { useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './results/use-cards.ts'

type JobPreview = NonNullable<JobSnapshot['preview']>

/** URL of a preview, and its mask. */
export function previewSource(jobId: JobSnapshot['id'], { revision, maskRevision }: JobPreview): PreviewSource {
  const url = previewUrl(jobId, revision)
  return { url, ...(typeof maskRevision === 'number' && { maskUrl: previewUrl(jobId, maskRevision) }) }
}

/** A low-resolution preview of a running job. The same object while unchanged, because a new one triggers a redraw. */
export function useJobPreview(job: JobSnapshot | null): PlacedImage | null {
  // An expansion is shown in its new extent, which does not align with the old one.
  const isOver = job !== null && job.assetId !== null && job.resultId === null && job.operation !== 'expand'
  const shown = isOver ? job.preview : null
  const id = job?.id ?? null
  return useMemo(
    () => (shown === null || id === null ? null : { ...previewSource(id, shown), box: shown.box }),
    [id, shown],
  )
}

/** A low-resolution preview of the blend being adjusted. */
export function useBlendPreview(): PlacedImage | null {
  const { blender } = useStudio()
  const edit = useBlendable()
  return useStore(blender.store, (state) => (state.assetId === edit?.id ? state.look : null))
}

/** The source image of a merge, while it is shown. */
export function useMergeSource({ widthPx, heightPx }: Size): PlacedImage | null {
  const id = useStudioState((state) => (state.isSourcePeeked ? (state.takingFrom?.sourceId ?? null) : null))
  const cover = useCover(id)
  const isCovered = cover !== null
  return useMemo(
    () => (id === null || isCovered ? null : { url: assetUrl(id, 'full'), box: { x: 0, y: 0, widthPx, heightPx } }),
    [id, isCovered, widthPx, heightPx],
  )
}

/** Whether a result can be compared, pixel by pixel, with its source. */
export function canHaveHeat(asset: Asset | null | undefined, size: Size): asset is Asset {
  if (!asset || asset.recipe.changedInside === null || asset.recipe.parentAt) return false
  return isSameSize(asset, size)
}

/** Differences between the selected, or else the newest, result and its source. */
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

/** The card described by the line above the strip. */
export function useShownCard(): JobSnapshot | null {
  const { cards, selected } = useCards()
  return selected ?? cards.findLast((card) => card.state === 'done') ?? null
}

/** A service's previews are replaced before they could be checked. */
export function useIsPreviewCovered(job: JobSnapshot): boolean {
  const isOn = useSettings((settings) => settings.safety.blockNsfw)
  return isOn && !isLocal(job)
}

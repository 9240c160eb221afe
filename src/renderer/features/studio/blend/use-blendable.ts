import type { Asset } from '../../../../shared/domain/asset.ts'
import { useActiveDocument, useAsset } from '../../../client/index.ts'
import { useCards } from '../results/use-cards.ts'
import { canBlend } from './create-blender.ts'

/** The edit that can be blended again: the selected result, or the image itself if it is an edit. */
export function useBlendable(): Asset | null {
  const { selected } = useCards()
  const baseId = useActiveDocument()?.baseId ?? null
  const asset = useAsset(selected === null ? baseId : selected.resultId)
  return canBlend(asset) ? asset : null
}

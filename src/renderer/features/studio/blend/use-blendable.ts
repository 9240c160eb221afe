import type { Asset } from '../../../../shared/domain/asset.ts'
import { useActiveDocument, useAsset } from '../../../client/index.ts'
import { useCards } from '../use-cards.ts'
import { canBlend } from './create-blender.ts'

/** The edit that can be blended anew: the selected result, or the picture itself where it is one. */
export function useBlendable(): Asset | null {
  const { selected } = useCards()
  const baseId = useActiveDocument()?.baseId ?? null
  const asset = useAsset(selected === null ? baseId : selected.resultId)
  return canBlend(asset) ? asset : null
}

import { useCallback } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { useMakerName } from '../../../client/index.ts'

/** Says under a picture what made it, or that it came from outside. */
export function useOrigin(): (asset: Asset) => string {
  const nameOf = useMakerName()
  return useCallback(
    ({ recipe }) => {
      if (recipe.operation === 'import' || recipe.provider === null) return 'Imported'
      return nameOf(recipe.provider, recipe.model).model
    },
    [nameOf],
  )
}

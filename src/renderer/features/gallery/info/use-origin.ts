import { useCallback } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { useDeveloperName } from '../../../client/index.ts'
import { describeStep } from '../lineage/step-messages.ts'

/** Says under a picture what made it, or what was done where nothing did. */
export function useOrigin(): (asset: Asset) => string {
  const nameOf = useDeveloperName()
  return useCallback(
    ({ recipe }) => {
      // Another program's account names its model as that program did.
      if (recipe.operation === 'import') return recipe.model ?? describeStep({ recipe })
      if (recipe.provider === null) return describeStep({ recipe })
      return nameOf(recipe.provider, recipe.model).model
    },
    [nameOf],
  )
}

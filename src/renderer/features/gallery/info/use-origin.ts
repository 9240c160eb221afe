import { useCallback } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { useDeveloperName } from '../../../client/index.ts'
import { describeStep } from '../lineage/step-messages.ts'

/** Returns a function that describes what made an image, or what was done if nothing did. */
export function useOrigin(): (asset: Asset) => string {
  const nameOf = useDeveloperName()
  return useCallback(
    ({ recipe }) => {
      // Imported metadata names its model as the other program did.
      if (recipe.operation === 'import') return recipe.model ?? describeStep({ recipe })
      if (recipe.provider === null) return describeStep({ recipe })
      return nameOf(recipe.provider, recipe.model).model
    },
    [nameOf],
  )
}

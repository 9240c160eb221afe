import { TriangleAlert } from 'lucide-react'
import type { Asset } from '../../../../shared/domain/asset.ts'

/** What the model did otherwise than asked. */
export function RecipeWarnings({ asset }: { readonly asset: Asset }) {
  const warnings = asset.recipe.generation?.warnings ?? []
  if (warnings.length === 0) return null
  return (
    <ul className="info-warnings" aria-label="Otherwise than asked">
      {warnings.map(({ code, message }) => (
        <li key={code}>
          <TriangleAlert size={13} aria-hidden="true" /> {message}
        </li>
      ))}
    </ul>
  )
}

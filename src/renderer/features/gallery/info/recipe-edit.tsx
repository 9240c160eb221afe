import type { Asset } from '../../../../shared/domain/asset.ts'
import { InfoRow } from './info-row.tsx'
import { editFacts } from './recipe-facts.ts'

/** How an edit was sent to the service and laid back. */
export function RecipeEdit({ asset }: { readonly asset: Asset }) {
  const { edit } = asset.recipe
  if (!edit) return null
  return (
    <dl className="info-list">
      {editFacts(edit).map(([name, value]) => (
        <InfoRow key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

import type { Asset } from '../../../../shared/domain/asset.ts'

/** The words it was made from: as written, what was to be left out, and how the model rewrote them. */
export function RecipePrompt({ asset }: { readonly asset: Asset }) {
  const { prompt, generation } = asset.recipe
  if (prompt === null || prompt === '') return null
  return (
    <div className="info-prompt">
      <p className="selectable">{prompt}</p>
      {generation?.negativePrompt && (
        <p>
          <span className="info-prompt-label">leave out</span>{' '}
          <span className="selectable">{generation.negativePrompt}</span>
        </p>
      )}
      {generation?.revisedPrompt && (
        <p>
          <span className="info-prompt-label">the model made of it</span>{' '}
          <span className="selectable">{generation.revisedPrompt}</span>
        </p>
      )}
    </div>
  )
}

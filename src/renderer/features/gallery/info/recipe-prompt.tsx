import type { Asset } from '../../../../shared/domain/asset.ts'
import { LongText } from './long-text.tsx'

/** The words it was made from: as written, what was to be left out, and how the model rewrote them. */
export function RecipePrompt({ asset }: { readonly asset: Asset }) {
  const { prompt, generation } = asset.recipe
  if (prompt === null || prompt === '') return null
  return (
    <div className="info-prompt">
      <p>
        <LongText key={asset.id} text={prompt} what="the prompt" />
      </p>
      {generation?.negativePrompt && (
        <p>
          <span className="info-prompt-label">leave out</span>{' '}
          <LongText key={asset.id} text={generation.negativePrompt} what="what to leave out" />
        </p>
      )}
      {generation?.revisedPrompt && (
        <p>
          <span className="info-prompt-label">the model made of it</span>{' '}
          <LongText key={asset.id} text={generation.revisedPrompt} what="the rewritten prompt" />
        </p>
      )}
    </div>
  )
}

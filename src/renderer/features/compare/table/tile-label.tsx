import { Flag, Star, X } from 'lucide-react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Annotations } from '../../../../shared/domain/annotations.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { useFoundModel, useDeveloperName } from '../../../client/index.ts'
import { formatSeconds, formatSize } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/models/price-labels.ts'
import { ModelDetailsButton } from '../../../ui/model-details-button.tsx'

/** What made the image, its cost, and its annotations. */
export function TileLabel({ asset }: { readonly asset: Asset }) {
  const nameOf = useDeveloperName()
  const found = useFoundModel(asset.recipe.provider, asset.recipe.model)
  const { recipe } = asset
  const isMade = recipe.operation !== 'import' && recipe.provider !== null
  const source = isMade && recipe.provider !== null ? nameOf(recipe.provider, recipe.model) : null
  const facts = [
    source?.provider,
    recipe.costUsd !== null && formatUsd(recipe.costUsd),
    recipe.timingMs !== null && isMade && formatSeconds(recipe.timingMs),
    recipe.seed !== null && messages.seed({ seed: recipe.seed }),
    formatSize(asset),
  ].filter((fact) => typeof fact === 'string')
  return (
    <div className="compare-label">
      <strong>{source?.model ?? asset.name}</strong>
      {found !== null && <ModelDetailsButton found={found} />}
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      <AnnotationBadges annotations={asset.annotations} />
    </div>
  )
}

function AnnotationBadges({ annotations: { rating, flag, label } }: { readonly annotations: Annotations }) {
  return (
    <>
      {rating > 0 && (
        <span className="compare-stars" role="img" aria-label={messages.ratingStars({ rating })}>
          {Array.from({ length: rating }, (_, at) => (
            <Star key={at} size={11} fill="currentColor" aria-hidden="true" />
          ))}
        </span>
      )}
      {flag === 'pick' && <Flag size={12} role="img" aria-label={messages.picked} className="compare-picked" />}
      {flag === 'reject' && <X size={12} role="img" aria-label={messages.rejected} className="compare-rejected" />}
      {label !== null && (
        <i className="compare-color" data-label={label} role="img" aria-label={messages.colorLabel({ label })} />
      )}
    </>
  )
}

import type { Asset } from '../../../../shared/domain/asset.ts'
import type { ReferenceUse } from '../../../../shared/domain/named-reference.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import * as referenceMessages from '../../../../shared/messages/en/named-references.ts'
import { useFoundModel, useDeveloperName, useReferences, useServices } from '../../../client/index.ts'
import { formatDate, formatNumber } from '../../../lib/format.ts'
import { ModelDetailsButton } from '../../../ui/model-details-button.tsx'
import { InfoRow } from './info-row.tsx'
import { originFact, priceFact, settingFacts, sizeFact } from './recipe-facts.ts'

/** How an image was made, as name–value rows. */
export function RecipeList({ asset }: { readonly asset: Asset }) {
  const { recipe } = asset
  const { generation } = recipe
  const price = priceFact(recipe)
  return (
    <dl className="info-list">
      <InfoRow name={messages.image} value={<span className="selectable">{asset.name}</span>} />
      <SourceRows asset={asset} />
      {recipe.seed !== null && (
        <InfoRow name={messages.seed} value={<span className="selectable">{recipe.seed}</span>} />
      )}
      {recipe.growPx !== null && recipe.featherPx !== null && (
        <InfoRow
          name={messages.maskEdge}
          value={messages.maskEdgeValue({ expandPx: recipe.growPx, featherPx: recipe.featherPx })}
        />
      )}
      {typeof recipe.colourAdaptation === 'number' && (
        <InfoRow
          name={messages.color}
          value={messages.matchedPercent({ percent: Math.round(recipe.colourAdaptation * 100) })}
        />
      )}
      {recipe.sampling === 'painted' && <InfoRow name={messages.copiedFrom} value={messages.paintedArea} />}
      {recipe.changedInside !== null && <ChangedRow inside={recipe.changedInside} outside={recipe.changedOutside} />}
      <InfoRow name={messages.size} value={sizeFact(asset)} />
      {generation?.named && generation.named.length > 0 && (
        <InfoRow name={messages.namedReferences} value={<NamedReferences uses={generation.named} />} />
      )}
      {generation &&
        settingFacts(generation).map(([name, value]) => <InfoRow key={`${name} ${value}`} name={name} value={value} />)}
      {price !== '' && <InfoRow name={recipe.provider === null ? messages.time : messages.price} value={price} />}
      {recipe.agent && <InfoRow name={messages.agent} value={<span className="selectable">{recipe.agent}</span>} />}
      {generation?.requestId && (
        <InfoRow name={messages.request} value={<span className="selectable">{generation.requestId}</span>} />
      )}
      {generation?.servedModel && (
        <InfoRow name={messages.servedModel} value={<span className="selectable">{generation.servedModel}</span>} />
      )}
      <InfoRow
        name={recipe.operation === 'import' ? messages.added : messages.createdOn}
        value={formatDate(asset.createdAtMs)}
      />
    </dl>
  )
}

function SourceRows({ asset: { recipe } }: { readonly asset: Asset }) {
  const nameOf = useDeveloperName()
  const origin = originFact(recipe)
  if (origin !== null || recipe.provider === null) {
    return (
      <>
        <InfoRow name={messages.origin} value={origin ?? messages.imported} />
        {recipe.operation === 'import' && recipe.model !== null && (
          <InfoRow name={messages.model} value={<span className="selectable">{recipe.model}</span>} />
        )}
      </>
    )
  }
  const { model, provider } = nameOf(recipe.provider, recipe.model)
  if (provider === null) return <InfoRow name={messages.method} value={model} />
  return (
    <>
      <InfoRow name={messages.model} value={<RecipeModel model={model} recipe={recipe} />} />
      <InfoRow name={messages.provider} value={provider} />
    </>
  )
}

function RecipeModel({ model, recipe }: { readonly model: string; readonly recipe: Asset['recipe'] }) {
  const found = useFoundModel(recipe.provider, recipe.model)
  return (
    <>
      <span className="selectable">{model}</span>
      {found !== null && <ModelDetailsButton found={found} className="info-model-details" />}
    </>
  )
}

function ChangedRow({ inside, outside }: { readonly inside: number; readonly outside: number | null }) {
  const isClean = outside === 0
  return (
    <InfoRow
      name={messages.changed}
      value={
        <span className={isClean ? 'info-clean' : 'info-alarm'}>
          {messages.changedPx({ inside: formatNumber(inside), outside: formatNumber(outside ?? 0) })}
        </span>
      }
    />
  )
}

/** The named references in its prompt; a click opens one that still exists. */
function NamedReferences({ uses }: { readonly uses: readonly ReferenceUse[] }) {
  const { intents } = useServices()
  const all = useReferences()
  return (
    <ul className="info-references">
      {uses.map(({ id, name, form, imageIds }) => {
        const current = all?.find((each) => each.id === id)
        const way = form === 'words' ? referenceMessages.inWords : referenceMessages.images({ count: imageIds.length })
        return (
          <li key={id}>
            {current === undefined ? (
              `@${name}`
            ) : (
              <button
                type="button"
                className="info-link"
                onClick={() => intents.send({ type: 'edit-references', at: { type: 'one', id } })}
              >
                @{name}
              </button>
            )}{' '}
            <span className="info-references-way">{way}</span>
          </li>
        )
      })}
    </ul>
  )
}

import type { Asset } from '../../../../shared/domain/asset.ts'
import { useFoundModel, useDeveloperName } from '../../../client/index.ts'
import { formatDate, formatNumber } from '../../../lib/format.ts'
import { ModelDetailsButton } from '../../../ui/model-details-button.tsx'
import { InfoRow } from './info-row.tsx'
import { originFact, priceFact, settingFacts, sizeFact } from './recipe-facts.ts'

/** How a picture was made, as rows of name and value. */
export function RecipeList({ asset }: { readonly asset: Asset }) {
  const { recipe } = asset
  const { generation } = recipe
  const price = priceFact(recipe)
  return (
    <dl className="info-list">
      <InfoRow name="Image" value={<span className="selectable">{asset.name}</span>} />
      <MakerRows asset={asset} />
      {recipe.seed !== null && <InfoRow name="Seed" value={<span className="selectable">{recipe.seed}</span>} />}
      {recipe.growPx !== null && recipe.featherPx !== null && (
        <InfoRow name="Mask edge" value={`grown ${recipe.growPx} px, soft ${recipe.featherPx} px`} />
      )}
      {typeof recipe.colourAdaptation === 'number' && (
        <InfoRow name="Color" value={`matched ${Math.round(recipe.colourAdaptation * 100)} %`} />
      )}
      {recipe.sampling === 'painted' && <InfoRow name="Copied from" value="a painted area" />}
      {recipe.changedInside !== null && <ChangedRow inside={recipe.changedInside} outside={recipe.changedOutside} />}
      <InfoRow name="Size" value={sizeFact(asset)} />
      {generation &&
        settingFacts(generation).map(([name, value]) => <InfoRow key={`${name} ${value}`} name={name} value={value} />)}
      {price !== '' && <InfoRow name={recipe.provider === null ? 'Time' : 'Price'} value={price} />}
      {generation?.requestId && (
        <InfoRow name="Request" value={<span className="selectable">{generation.requestId}</span>} />
      )}
      <InfoRow name={recipe.operation === 'import' ? 'Added' : 'Made'} value={formatDate(asset.createdAtMs)} />
    </dl>
  )
}

function MakerRows({ asset: { recipe } }: { readonly asset: Asset }) {
  const nameOf = useDeveloperName()
  const origin = originFact(recipe)
  if (origin !== null || recipe.provider === null) {
    return (
      <>
        <InfoRow name="Origin" value={origin ?? 'Imported'} />
        {recipe.operation === 'import' && recipe.model !== null && (
          <InfoRow name="Model" value={<span className="selectable">{recipe.model}</span>} />
        )}
      </>
    )
  }
  const { model, provider } = nameOf(recipe.provider, recipe.model)
  if (provider === null) return <InfoRow name="Engine" value={model} />
  return (
    <>
      <InfoRow name="Model" value={<RecipeModel model={model} recipe={recipe} />} />
      <InfoRow name="Provider" value={provider} />
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
      name="Changed"
      value={
        <span className={isClean ? 'info-clean' : 'info-alarm'}>
          {formatNumber(inside)} px · outside {formatNumber(outside ?? 0)}
        </span>
      }
    />
  )
}

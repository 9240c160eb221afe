import { findByName, listedReferenceIds, withUpscaler } from '../../../shared/domain/recalled-recipe.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import type { ProgramServices } from '../program/command.ts'
import { badInput } from '../read-options.ts'
import { toolCallOf, type RepeatableImage } from './recipe-call.ts'
import { differencesOf, type RecipeDifference, type RepeatFacts } from './recipe-differences.ts'

/** A tool call that makes an image again, and what will differ. */
export interface RecipeCall {
  readonly tool: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly differences: readonly RecipeDifference[]
}

/** Returns how an image of the library was made. @throws request/invalid if no tool made it, storage/not-found */
export async function readRecipeCall(id: AssetId, services: ProgramServices): Promise<RecipeCall> {
  const stored = await services.assets.records.require(id)
  const facts = await factsOf(stored, services)
  const made = toolCallOf(facts)
  if (made === null) throw badInput(messages.noRecipe({ name: stored.name, id }))
  return { ...made, differences: differencesOf(facts) }
}

async function factsOf(stored: Asset, services: ProgramServices): Promise<RepeatFacts> {
  const located = await locateFiles(stored, services)
  const { recipe } = stored
  const current = withUpscaler({ ...recipe, model: located?.modelId ?? recipe.model }, located?.upscalerId ?? null)
  const { view, card } = await findProvider({ ...stored, recipe: current }, services)
  const named = card === null || view === null ? {} : { provider: view.id, model: card.id }
  // Another program's names mean nothing here, unless a model has the same one.
  const isForeign = recipe.operation === 'import' && card === null
  const asset = { ...stored, recipe: { ...current, ...named, ...(isForeign && { provider: null, model: null }) } }
  const { records } = services.assets
  const [source = null] = stored.parentId === null ? [] : await records.load([stored.parentId])
  const inputs = await records.load(inputIdsOf(recipe))
  return {
    asset,
    source: isUsableImage(source) ? source : null,
    mask: await findMask(stored, services),
    inputIds: inputs.filter(isUsableImage).map((each) => each.id),
    named: recipe.generation?.named ? await services.assets.references.list() : [],
    card,
    view,
    missingFiles: located?.missing ?? [],
  }
}

function inputIdsOf({ generation, takenFromId }: Asset['recipe']): AssetId[] {
  const ids = [...listedReferenceIds(generation), generation?.control?.imageId, takenFromId]
  return ids.filter((id) => id !== null && id !== undefined)
}

function isUsableImage(asset: Asset | null): asset is Asset {
  return asset !== null && !asset.isMissing && asset.trashedAtMs === null
}

/** Finds a local model by its hash: its name or folder may have changed. null = not made by a local model. */
async function locateFiles({ recipe: { operation, generation } }: Asset, { local }: ProgramServices) {
  const record = generation?.local
  return record && operation !== 'import' ? (await local()).locate(record) : null
}

async function findProvider(
  { recipe }: Asset,
  { openProviders }: ProgramServices,
): Promise<{ view: ProviderView | null; card: ModelCard | null }> {
  if (!recipe.generation) return { view: null, card: null }
  const { manager } = await openProviders()
  const views = await manager.list()
  if (recipe.operation === 'import') {
    const match = findByName(views, recipe.model)
    return { view: match?.provider ?? null, card: match?.card ?? null }
  }
  const view = views.find(({ id }) => id === recipe.provider) ?? null
  return { view, card: view?.models.find(({ id }) => id === recipe.model) ?? null }
}

async function findMask(asset: Asset, { assets }: ProgramServices): Promise<RepeatableImage['mask']> {
  for (const rendition of ['painted', 'mask'] as const) {
    try {
      await assets.files.locate(asset.id, rendition)
      return rendition
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'storage/not-found') throw thrown
    }
  }
  return null
}

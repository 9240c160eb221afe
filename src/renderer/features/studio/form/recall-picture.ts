import type { Asset, Recipe } from '../../../../shared/domain/asset.ts'
import type { Output } from '../../../../shared/contract/index.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/form-parts.ts'
import type { RecalledPart, Services } from '../../../client/index.ts'
import { findModel } from '../../../lib/model-ref.ts'
import type { StudioStore } from '../create-studio-store.ts'
import { findByName, foreignForm, withoutLoraTags } from '../prompt/foreign-form.ts'
import { readRecipe, recalledForm, type Recalled } from '../prompt/recall.ts'
import { unusedSettings, unusedMessage } from '../prompt/unused-settings.ts'
import type { PromptEditor } from '../prompt/create-prompt-editor.ts'
import type { Make } from './derive-make.ts'

interface RecallOptions {
  readonly services: Services
  readonly store: StudioStore
}
/** The form that is filled in. */
interface Form {
  readonly prompt: PromptEditor
  make(): Make
  chooseTask(task: StudioTask): void
  chooseEngine(ref: ModelRef): void
  useModel(ref: ModelRef): void
}

/** Fills the form with the settings of an image, and lists those that the chosen model does not support. */
export async function recallPicture(
  options: RecallOptions,
  { id, part }: { readonly id: AssetId; readonly part: RecalledPart },
  form: Form,
): Promise<void> {
  const { client, providers, intents } = options.services
  const [kept] = await client.call('library.assets', { ids: [id] })
  const located = kept && part !== 'prompt' ? await locateModel(options.services, kept.recipe) : null
  const asset = kept && { ...kept, recipe: withUpscaler(kept.recipe, located?.upscalerId ?? null) }
  const listed = providers.store.getState().providers
  const found =
    asset &&
    readRecipe(asset, part, (provider, model) => findModel(listed, { provider, model: located?.modelId ?? model }))
  if (!asset || !found) {
    const text = messages.noGenerationDetails
    return intents.send({ do: 'notify', notice: { level: 'warning', text } })
  }
  if (found.task !== null) fillInOwn(options, form, { asset, found })
  // The content-aware fill has no prompt.
  if (form.make().model === null) form.chooseTask('generate')
  const isForeign = asset.recipe.operation === 'import' && part !== 'prompt'
  if (isForeign) fillInForeign(options, form, { asset, found })
  const { words } = found
  form.prompt.write(isForeign ? { ...words, prompt: withoutLoraTags(words.prompt) } : words)
  form.prompt.resume()
  const gone = located && goneMessage(located)
  if (gone) intents.send({ do: 'notify', notice: { level: 'warning', text: gone, topic: 'recalled' } })
  else if (part !== 'prompt') tellUnused(options, form, { asset, part })
}

/** Finds a local model by its hash: its name or folder may have changed. null = not made by a local model. */
async function locateModel({ client }: RecallOptions['services'], { operation, generation }: Recipe) {
  const record = generation?.local
  return record && operation !== 'import' ? client.call('local.locate', { record }) : null
}

/** The same for the upscaler of the second pass. */
function withUpscaler(recipe: Recipe, upscalerId: string | null): Recipe {
  const { generation } = recipe
  if (upscalerId === null || generation?.options['hires_upscaler'] === undefined) return recipe
  return { ...recipe, generation: { ...generation, options: { ...generation.options, hires_upscaler: upscalerId } } }
}

function goneMessage({ missing }: Output<'local.locate'>): string | null {
  const gone = missing.find(({ part }) => part === 'model' || part === 'diffusion')
  return gone === undefined ? null : messages.modelFileMissing({ name: gone.name, sha256: gone.sha256 })
}

interface Filling {
  readonly asset: Asset
  readonly found: Recalled
}

function fillInOwn({ store }: RecallOptions, form: Form, { asset, found }: Filling): void {
  if (found.task !== null) form.chooseTask(found.task)
  store.setState(({ form: before }) => ({ form: recalledForm(before, asset.recipe, found.ref) }))
  if (found.ref !== null) form.chooseEngine(found.ref)
  store.setState(found.seed === null ? { seedMode: 'random' } : { seedMode: 'fixed', fixedSeed: found.seed })
}

/** Uses the model of that name if there is one, else the chosen model. */
function fillInForeign({ services, store }: RecallOptions, form: Form, { asset, found }: Filling): void {
  const named = findByName(services.providers.store.getState().providers, asset.recipe.model)
  if (named !== null) form.useModel({ provider: named.provider.id, model: named.card.id })
  const chosen = form.make().model
  if (chosen !== null) {
    store.setState(({ form: before }) => ({ form: foreignForm(before, asset.recipe, chosen) }))
  }
  if (found.seed !== null) store.setState({ seedMode: 'fixed', fixedSeed: found.seed })
}

function tellUnused(
  { services }: RecallOptions,
  { make }: Form,
  { asset, part }: { readonly asset: Asset; readonly part: RecalledPart },
): void {
  const chosen = make().model
  const unused = unusedSettings({ recipe: asset.recipe, withSeed: part === 'all' }, chosen)
  const text = unusedMessage(unused, chosen?.card.label ?? null)
  if (text !== null) services.intents.send({ do: 'notify', notice: { level: 'info', text, topic: 'recalled' } })
}

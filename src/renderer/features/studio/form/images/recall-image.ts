import type { Output } from '../../../../../shared/contract/index.ts'
import type { Asset, Recipe } from '../../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../../shared/domain/ids.ts'
import { moveMark } from '../../../../../shared/domain/mark-geometry.ts'
import type { ModelCard } from '../../../../../shared/domain/model-card.ts'
import type { ModelRef } from '../../../../../shared/domain/provider.ts'
import {
  findByName,
  nameOfFile,
  withoutLoraTags,
  reportedOnlyOptions,
  withUpscaler,
} from '../../../../../shared/domain/recalled-recipe.ts'
import { wrapSeed } from '../../../../../shared/domain/seed.ts'
import type { StudioTask } from '../../../../../shared/domain/settings.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import * as promptToolsMessages from '../../../../../shared/messages/en/prompt-tools.ts'
import { joinList } from '../../../../../shared/messages/formats.ts'
import type { Rect } from '../../../../../shared/util/geometry.ts'
import type { RecalledPart, Services } from '../../../../client/index.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { findModel } from '../../../../lib/models/model-ref.ts'
import { settingName } from '../../../../lib/setting-names.ts'
import type { StudioStore } from '../../create-studio-store.ts'
import type { PromptEditor } from '../../prompt/create-prompt-editor.ts'
import { foreignForm } from '../../prompt/foreign-form.ts'
import { matchOptions } from '../../prompt/match-options.ts'
import { readRecipe, recalledForm, type Recalled } from '../../prompt/recall.ts'
import type { GenerateState } from '../derive-generate-state.ts'
import type { ModelValues } from '../generate-form.ts'
import { numberSettingNames } from '../../../../../shared/domain/number-settings.ts'

const fieldNames = { ...promptToolsMessages.numberSettings, quality: promptToolsMessages.quality } as const

const namedMost = 14

interface RecallOptions {
  readonly services: Services
  readonly store: StudioStore
  readonly canvas: () => CanvasSession | null
}
/** The form to fill in. */
interface Form {
  readonly prompt: PromptEditor
  state(): GenerateState
  chooseTask(task: StudioTask): void
  chooseModel(ref: ModelRef): void
  useModel(ref: ModelRef): void
}

/** Fills the form with the settings of an image, and lists those that the chosen model does not support. */
export async function recallImage(
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
    return intents.send({ type: 'notify', notice: { level: 'warning', text } })
  }
  if (found.task !== null) fillInOwn(options, form, { asset, found })
  // The content-aware fill has no prompt.
  if (form.state().model === null) form.chooseTask('generate')
  const isForeign = asset.recipe.operation === 'import' && part !== 'prompt'
  if (isForeign) fillInForeign(options, form, { asset, found })
  if (part !== 'prompt') await restoreMarks(options, asset)
  const { prompts } = found
  form.prompt.write(isForeign ? { ...prompts, prompt: withoutLoraTags(prompts.prompt) } : prompts)
  form.prompt.resume()
  const missingMessage = located && goneMessage(located)
  if (missingMessage)
    intents.send({ type: 'notify', notice: { level: 'warning', text: missingMessage, topic: 'recalled' } })
  else if (part !== 'prompt') reportUnused(options, form, { asset, part })
}

/** Finds a local model by its hash: its name or folder may have changed. null = not made by a local model. */
async function locateModel({ client }: RecallOptions['services'], { operation, generation }: Recipe) {
  const record = generation?.local
  return record && operation !== 'import' ? client.call('local.locate', { record }) : null
}

function goneMessage({ missing }: Output<'local.locate'>): string | null {
  const missingModel = missing.find(({ part }) => part === 'model' || part === 'diffusion')
  return missingModel === undefined
    ? null
    : messages.modelFileMissing({ name: missingModel.name, sha256: missingModel.sha256 })
}

/** Puts the marks over the open image if that is the one they were drawn on. */
async function restoreMarks({ services, canvas, store }: RecallOptions, { recipe, parentId }: Asset): Promise<void> {
  const marks = recipe.generation?.markup ?? []
  const open = canvas()
  if (marks.length === 0 || open === null || parentId === null) return
  const frame = parentId === open.store.getState().baseId ? null : await frameOf(services, parentId, open)
  if (frame === undefined) return
  const markup = await open.markup()
  // Marks of an expansion are in the expanded image.
  markup.restore(frame === null ? marks : marks.map((mark) => moveMark(mark, frame)))
  if (frame !== null) open.extent.changeFrame(frame)
  store.setState(({ form }) => ({ form: { ...form, usesMarkup: true } }))
}

/** How the open image was expanded to another one; undefined = it was not. */
async function frameOf({ client }: Services, id: AssetId, open: CanvasSession): Promise<Rect | undefined> {
  const [expanded] = await client.call('library.assets', { ids: [id] })
  const { recipe, parentId, widthPx, heightPx } = expanded ?? { parentId: null }
  const isOfOpen = recipe?.operation === 'expand' && parentId === open.store.getState().baseId
  if (!isOfOpen || !recipe.parentAt || !widthPx || !heightPx) return undefined
  return { x: -recipe.parentAt.x, y: -recipe.parentAt.y, widthPx, heightPx }
}

interface Filling {
  readonly asset: Asset
  readonly found: Recalled
}

function fillInOwn({ store }: RecallOptions, form: Form, { asset, found }: Filling): void {
  if (found.task !== null) form.chooseTask(found.task)
  store.setState(({ form: before }) => ({ form: recalledForm(before, asset.recipe, found.ref) }))
  if (found.ref !== null) form.chooseModel(found.ref)
  store.setState(found.seed === null ? { seedMode: 'random' } : { seedMode: 'fixed', fixedSeed: found.seed })
}

/** Uses the model of that name if there is one, else the chosen model. */
function fillInForeign({ services, store }: RecallOptions, form: Form, { asset, found }: Filling): void {
  const named = findByName(services.providers.store.getState().providers, asset.recipe.model)
  if (named !== null) form.useModel({ provider: named.provider.id, model: named.card.id })
  const chosen = form.state().model
  if (chosen !== null) {
    store.setState(({ form: before }) => ({ form: foreignForm(before, asset.recipe, chosen) }))
  }
  if (found.seed !== null) store.setState({ seedMode: 'fixed', fixedSeed: found.seed })
}

function reportUnused(
  { services }: RecallOptions,
  { state: currentState }: Form,
  { asset, part }: { readonly asset: Asset; readonly part: RecalledPart },
): void {
  const chosen = currentState().model
  const unused = unusedSettings({ recipe: asset.recipe, withSeed: part === 'all' }, chosen)
  const text = unusedMessage(unused, chosen?.card.label ?? null)
  if (text !== null) services.intents.send({ type: 'notify', notice: { level: 'info', text, topic: 'recalled' } })
}

/** The current request to the model; null = no model is selected. */
interface Chosen {
  readonly card: ModelCard
  readonly values: ModelValues
}

interface ImageRecall {
  readonly recipe: Recipe
  /** Whether the seed is to be reused. */
  readonly withSeed: boolean
}

/** Returns the names of an image's settings that the form cannot take over. */
export function unusedSettings({ recipe, withSeed }: ImageRecall, chosen: Chosen | null): readonly string[] {
  const { generation, seed } = recipe
  const values = chosen?.values ?? null
  const { card } = chosen ?? {}
  const isSeedUsed = card !== undefined && seed !== null && card.seed !== 'no' && wrapSeed(seed, card.seedMax) === seed
  const unused = [
    ...modelOf(recipe, chosen),
    ...(withSeed && seed !== null && !isSeedUsed ? [promptToolsMessages.seedValue({ seed })] : []),
  ]
  if (!generation) return unused
  if (generation.requestedSize !== null && (values?.size ?? null) === null) {
    unused.push(promptToolsMessages.sizeValue({ size: generation.requestedSize.replace('x', ' × ') }))
  }
  for (const field of [...numberSettingNames, 'quality'] as const) {
    if (generation[field] !== null && values?.[field] !== generation[field])
      unused.push(promptToolsMessages.settingValue({ name: fieldNames[field], value: generation[field] }))
  }
  if (generation.stylePreset !== null && values?.stylePreset !== generation.stylePreset) {
    unused.push(promptToolsMessages.styleValue({ style: generation.stylePreset }))
  }
  const taken = new Set((values?.loras ?? []).map(({ path }) => nameOfFile(path)))
  for (const { path } of generation.loras)
    if (!taken.has(nameOfFile(path))) unused.push(promptToolsMessages.loraValue({ path }))
  if (generation.control && card?.control === undefined) unused.push(promptToolsMessages.controlImage)
  for (const { name, value, field } of matchOptions(chosen?.card.options ?? [], generation.options)) {
    if (field === null && !reportedOnlyOptions.has(name))
      unused.push(promptToolsMessages.settingValue({ name: inSentence(settingName(name)), value: String(value) }))
  }
  return unused
}

function modelOf({ model }: Recipe, chosen: Chosen | null): string[] {
  const { id, label } = chosen?.card ?? { id: '', label: '' }
  const isChosen =
    model === null || [id, label].some((each) => nameOfFile(each).toLowerCase() === nameOfFile(model).toLowerCase())
  return isChosen ? [] : [promptToolsMessages.modelValue({ model })]
}

/** `Clip skip` in the middle of a sentence is lowercased; `VAE` is unchanged. */
function inSentence(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name
}

/** The message after a form was filled in; null if everything was used. */
export function unusedMessage(unused: readonly string[], model: string | null): string | null {
  if (unused.length === 0) return null
  const named = unused.slice(0, namedMost).map((each) => (each.length > 60 ? `${each.slice(0, 59)}…` : each))
  const rest = unused.length - named.length
  const text = joinList(named)
  const list = rest > 0 ? promptToolsMessages.listAndMore({ list: text, count: rest }) : text
  return model === null ? promptToolsMessages.selectModelToUse({ list }) : promptToolsMessages.notUsed({ model, list })
}

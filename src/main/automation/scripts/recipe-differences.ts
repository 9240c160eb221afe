import type { EditRecord } from '../../../shared/domain/edit.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import { providerIdSchema } from '../../../shared/domain/provider-id.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { chosenReferenceIds } from '../../../shared/domain/recalled-recipe.ts'
import { wrapSeed } from '../../../shared/domain/seed.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { usualBlend } from '../edit-options.ts'
import { isUpscaling, isUsable, type RepeatableImage } from './recipe-call.ts'

/** Why repeating a recipe will not give the same image. */
export interface RecipeDifference {
  readonly code: DifferenceCode
  readonly message: string
}

export type DifferenceCode =
  | 'seed-unknown'
  | 'seed-ignored'
  | 'seed-best-effort'
  | 'model-unknown'
  | 'model-retired'
  | 'model-retiring'
  | 'provider-unknown'
  | 'provider-not-configured'
  | 'model-file-missing'
  | 'source-missing'
  | 'reference-missing'
  | 'mask-missing'
  | 'control-omitted'
  | 'blend-omitted'
  | 'sampling-omitted'
  | 'color-adaptation-omitted'
  | 'prompt-revised'
  | 'other-program'
  | 'option-omitted'

/** What is known of the provider, beyond the image. */
export interface RepeatFacts extends RepeatableImage {
  /** null = there is no such provider. */
  readonly view: ProviderView | null
  /** Model files of this computer that are gone. */
  readonly missingFiles: readonly LocalRecord['files'][number][]
}

/** Names everything that could not be put down, or will not be the same. */
export function differencesOf(facts: RepeatFacts): RecipeDifference[] {
  return [...providerDifferences(facts), ...seedDifferences(facts), ...inputDifferences(facts), ...lostSettings(facts)]
}

const difference = (code: DifferenceCode, message: string): RecipeDifference => ({ code, message })

function* providerDifferences({ asset, view, card, missingFiles }: RepeatFacts): Generator<RecipeDifference> {
  const { provider, model, operation, generation } = asset.recipe
  if (operation === 'import')
    yield difference('other-program', messages.otherProgram({ program: asset.dialect ?? messages.unknownProgram }))
  for (const { name, sha256 } of missingFiles)
    yield difference('model-file-missing', messages.modelFileMissing({ name, sha256 }))
  if (!generation) return
  if (view === null) {
    if (provider !== null && !providerIdSchema.safeParse(provider).success)
      yield difference('provider-unknown', messages.providerUnknown({ provider }))
  } else if (!view.isEnabled)
    yield difference('provider-not-configured', messages.providerOff({ provider: view.label }))
  else if (view.key.need === 'required' && view.key.source === null)
    yield difference('provider-not-configured', messages.providerWithoutKey({ provider: view.label, id: view.id }))
  if (card === null) {
    if (model !== null && missingFiles.length === 0) yield difference('model-unknown', messages.modelUnknown({ model }))
  } else if (card.state.type === 'retired')
    yield difference('model-retired', messages.modelRetired({ model: card.label }))
  else if (card.state.type === 'retiring')
    yield difference('model-retiring', messages.modelRetiring({ model: card.label, date: card.state.on }))
}

function* seedDifferences(facts: RepeatFacts): Generator<RecipeDifference> {
  const { asset, card } = facts
  const { seed, generation } = asset.recipe
  if (!generation || isUpscaling(facts)) return
  if (card?.seed === 'no') yield difference('seed-ignored', messages.seedNotSupported({ model: card.label }))
  else if (seed === null) yield difference('seed-unknown', messages.seedUnknown)
  else if (card !== null && wrapSeed(seed, card.seedMax) !== seed)
    yield difference('seed-ignored', messages.seedNotSupported({ model: card.label }))
  else if (card?.seed === 'best-effort')
    yield difference('seed-best-effort', messages.seedBestEffort({ model: card.label }))
}

function* inputDifferences({ asset, source, mask, referenceIds }: RepeatFacts): Generator<RecipeDifference> {
  const { operation, generation, edit } = asset.recipe
  if (source === null && operation !== 'generate' && operation !== 'import')
    yield difference('source-missing', messages.sourceMissing)
  if (mask === null && (operation === 'fill' || edit)) yield difference('mask-missing', messages.maskMissing)
  for (const id of chosenReferenceIds(generation))
    if (!referenceIds.includes(id)) yield difference('reference-missing', messages.referenceMissing({ id }))
}

const usualAdaptation = 0.5

function* lostSettings({ asset, card, mask }: RepeatFacts): Generator<RecipeDifference> {
  const { generation, edit, sampling, colourAdaptation, model } = asset.recipe
  const label = card?.label ?? model ?? ''
  if (generation?.control) yield difference('control-omitted', messages.controlLeftOut({ net: generation.control.net }))
  if (generation?.revisedPrompt) yield difference('prompt-revised', messages.promptRevised({ model: label }))
  for (const [name, value] of Object.entries(generation?.options ?? {}))
    if (asset.recipe.operation === 'import' && !isUsable(name, asset, card))
      yield difference('option-omitted', messages.settingLeftOut({ name, value: String(value), model: label }))
  if (edit && !isUsualBlend(edit, asset.recipe, mask)) yield difference('blend-omitted', messages.blendLeftOut)
  if (sampling === 'painted') yield difference('sampling-omitted', messages.samplingLeftOut)
  if (typeof colourAdaptation === 'number' && colourAdaptation !== usualAdaptation)
    yield difference('color-adaptation-omitted', messages.adaptationLeftOut({ value: colourAdaptation }))
}

function isUsualBlend(
  { intent, blend }: EditRecord,
  { growPx, featherPx, provider }: RepeatableImage['asset']['recipe'],
  mask: RepeatableImage['mask'],
): boolean {
  // The demo always blends its own way.
  if (provider === 'fake') return true
  const edge = mask === 'painted' ? { growPx: growPx ?? 0, featherPx: featherPx ?? 0 } : { growPx: 0, featherPx: 0 }
  const usual = usualBlend(intent, edge)
  return Object.entries(usual).every(([name, value]) => blend[name as keyof typeof blend] === value)
}

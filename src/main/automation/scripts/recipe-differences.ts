import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import type { NamedReference } from '../../../shared/domain/named-reference.ts'
import { providerIdSchema } from '../../../shared/domain/provider-id.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { listedReferenceIds } from '../../../shared/domain/recalled-recipe.ts'
import { wrapSeed } from '../../../shared/domain/seed.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { referenceKey } from '../../../shared/prompting/index.ts'
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
  | 'named-reference-missing'
  | 'named-reference-changed'
  | 'mask-missing'
  | 'control-missing'
  | 'background-missing'
  | 'sampling-omitted'
  | 'prompt-revised'
  | 'other-program'
  | 'option-omitted'

/** What is known of the provider, beyond the image. */
export interface RepeatFacts extends RepeatableImage {
  /** null = there is no such provider. */
  readonly view: ProviderView | null
  /** The named references of today, if it was made with some. */
  readonly named: readonly Pick<NamedReference, 'name' | 'imageIds'>[]
  /** Model files of this computer that are gone. */
  readonly missingFiles: readonly LocalRecord['files'][number][]
}

/** Names everything that could not be put down, or will not be the same. */
export function differencesOf(facts: RepeatFacts): RecipeDifference[] {
  return [
    ...providerDifferences(facts),
    ...seedDifferences(facts),
    ...inputDifferences(facts),
    ...namedDifferences(facts),
    ...lostSettings(facts),
  ]
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

function* inputDifferences({ asset, source, mask, inputIds }: RepeatFacts): Generator<RecipeDifference> {
  const { operation, generation, edit, background, takenFromId } = asset.recipe
  const isGone = (id: string | null | undefined) => !inputIds.some((each) => each === id)
  if (source === null && operation !== 'generate' && operation !== 'import')
    yield difference('source-missing', messages.sourceMissing)
  if (mask === null && (operation === 'fill' || edit)) yield difference('mask-missing', messages.maskMissing)
  for (const id of listedReferenceIds(generation))
    if (isGone(id)) yield difference('reference-missing', messages.referenceMissing({ id }))
  if (generation?.control && isGone(generation.control.imageId))
    yield difference('control-missing', messages.controlMissing)
  if (background?.type === 'image' && isGone(takenFromId))
    yield difference('background-missing', messages.backgroundMissing)
}

/** The prompt names them, so that they are used as they are today. */
function* namedDifferences({ asset, named }: RepeatFacts): Generator<RecipeDifference> {
  for (const { name, imageIds } of asset.recipe.generation?.named ?? []) {
    const today = named.find((reference) => referenceKey(reference.name) === referenceKey(name))
    if (today === undefined) yield difference('named-reference-missing', messages.namedReferenceMissing({ name }))
    else if (imageIds.some((id, at) => today.imageIds[at] !== id))
      yield difference('named-reference-changed', messages.namedReferenceChanged({ name }))
  }
}

function* lostSettings({ asset, card }: RepeatFacts): Generator<RecipeDifference> {
  const { generation, sampling, model } = asset.recipe
  const label = card?.label ?? model ?? ''
  if (generation?.revisedPrompt) yield difference('prompt-revised', messages.promptRevised({ model: label }))
  for (const [name, value] of Object.entries(generation?.options ?? {}))
    if (asset.recipe.operation === 'import' && !isUsable(name, asset, card))
      yield difference('option-omitted', messages.settingLeftOut({ name, value: String(value), model: label }))
  if (sampling === 'painted') yield difference('sampling-omitted', messages.samplingLeftOut)
}

import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import type { Control } from '../../../shared/domain/generation.ts'
import { engineLabel, type LocalRecord, describeSavings } from '../../../shared/domain/local-record.ts'
import type { Seed } from '../../../shared/domain/seed.ts'
import type { FileDetails } from '../../../shared/domain/metadata-dialect.ts'
import type { Annotations } from '../../../shared/domain/annotations.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { numberSettingNames } from '../../../shared/domain/number-settings.ts'
import * as messages from '../../../shared/messages/en/cli-library.ts'
import { labels } from '../../../shared/messages/en/number-settings.ts'

/** Everything known about an image. */
export interface DescribedImage {
  readonly asset: Asset
  /** Metadata from the file; null where it could not be read. */
  readonly details: FileDetails | null
  /** The images it was made from, each with its role. */
  readonly made_from: readonly { id: AssetId; name: string; how: string }[]
  readonly made_into: readonly { id: AssetId; name: string; how: string }[]
  readonly collections: readonly { id: string; name: string }[]
}

type Fact = readonly [name: string, value: string | null | undefined]

const nameWidth = 15

/** Formats an image for people, one fact per line; unknown facts are omitted. */
export function formatAsset(image: DescribedImage, path: string): string[] {
  const { asset, details } = image
  const state = [
    asset.trashedAtMs !== null && messages.inTrash,
    asset.isMissing && messages.fileMissing,
    asset.isDamaged && messages.partDamaged,
  ].filter(Boolean)
  const facts: Fact[] = [
    [messages.idLabel, asset.id],
    [messages.file, path],
    [
      messages.image,
      `${asset.widthPx} × ${asset.heightPx}, ${asset.mime.replace('image/', '')}, ${inBytes(asset.fileBytes)}`,
    ],
    [messages.created, atMinute(asset.createdAtMs)],
    [messages.status, state.join(', ')],
    ...annotationFacts(asset.annotations),
    ...recipeFacts(asset.recipe),
    [messages.metadataOf, asset.dialect],
    ...(details === null ? [] : fileFacts(details)),
    ...image.made_from.map(({ id, name, how }): Fact => [sourceLabels[how] ?? how, `${id}  ${name}`]),
    ...image.made_into.map(({ id, name, how }): Fact => [messages.madeInto, `${id}  ${inRole(name, how)}`]),
    ...image.collections.map(({ name }): Fact => [messages.collection, name]),
  ]
  return [asset.name, ...facts.flatMap(toLines)]
}

const sourceLabels: Readonly<Record<string, string>> = {
  parent: messages.madeFrom,
  'taken-from': messages.madeWithArea,
  reference: messages.reference,
  control: messages.controlImage,
}

/** Adds the source's role in the image made from it. */
function inRole(name: string, role: string): string {
  if (role === 'taken-from') return messages.asArea({ name })
  if (role === 'reference') return messages.asReference({ name })
  return role === 'control' ? messages.asControlImage({ name }) : name
}

function annotationFacts({ rating, flag, label, notes, tags }: Annotations): Fact[] {
  return [
    [messages.rating, rating === 0 ? null : `${'★'.repeat(rating)}${'☆'.repeat(5 - rating)}`],
    [messages.flag, flag === 'none' ? null : flag],
    [messages.label, label],
    [messages.tags, tags.join(', ')],
    [messages.notes, notes],
  ]
}

function recipeFacts(recipe: Recipe): Fact[] {
  const { operation, provider, model, seed, prompt, timingMs, costUsd, generation } = recipe
  const source = [provider, model].filter((part) => part !== null).join('/')
  return [
    [messages.task, operation],
    [messages.model, source],
    [messages.servedModel, generation?.servedModel],
    [messages.prompt, prompt],
    [messages.negativePrompt, generation?.negativePrompt],
    [messages.revisedPrompt, generation?.revisedPrompt],
    [messages.seed, written(seed)],
    ...numberSettingNames.map((name): Fact => [labels[name], written(generation?.[name])]),
    [messages.controlNet, generation?.control && describeControl(generation.control)],
    [messages.time, timingMs === null ? null : messages.seconds({ seconds: (timingMs / 1000).toFixed(1) })],
    [messages.cost, costUsd === null ? null : formatMoney(costUsd)],
    [messages.changed, changedPixels(recipe)],
    ...(generation?.local ? localFacts(generation.local) : []),
  ]
}

function describeControl({ imageId, net, strength, findsEdges }: Control): string {
  const facts = { net, strength, image: imageId }
  return findsEdges ? messages.controlledByEdges(facts) : messages.controlledBy(facts)
}

function localFacts({ engine, device, saving, files }: LocalRecord): Fact[] {
  return [
    [messages.engine, engineLabel(engine)],
    [messages.device, device],
    [messages.memorySaving, saving && describeSavings(saving).join(', ')],
    ...files.map(({ name, sha256 }): Fact => [messages.modelFile, `${name}  sha256 ${sha256}`]),
  ]
}

function written(value: Seed | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

function changedPixels({ changedInside, changedOutside }: Recipe): string | null {
  if (changedInside === null || changedOutside === null) return null
  return messages.changedPixels({ inside: changedInside, outside: changedOutside })
}

function fileFacts({
  tool,
  fields,
  photo,
  hasWorkflow,
  hasLocation,
  digitalSourceType,
  credentials,
}: FileDetails): Fact[] {
  return [
    [messages.app, tool],
    [messages.sourceType, digitalSourceType],
    [messages.workflow, hasWorkflow ? messages.inFile : null],
    [messages.location, hasLocation ? messages.inFile : null],
    [messages.credentials, credentials && describeCredentials(credentials.generator)],
    ...[...fields, ...photo].map(({ name, value }): Fact => [name, value]),
  ]
}

function describeCredentials(generator: string | null): string {
  return generator === null ? messages.credentialsByUnknown : messages.credentialsBy({ generator })
}

/** Indents continuation lines below the value's start. Strips control characters that a terminal would interpret. */
function toLines([name, value]: Fact): string[] {
  if (value === null || value === undefined || value === '') return []
  const [firstLine, ...otherLines] = value.split(/\r?\n/).map((line) => line.replaceAll(/\p{Cc}/gu, ' ').trimEnd())
  const indent = ' '.repeat(nameWidth + 3)
  const title = name.replaceAll(/\p{Cc}/gu, ' ')
  return [`  ${title.padEnd(nameWidth)} ${firstLine}`, ...otherLines.map((line) => `${indent}${line}`)]
}

function inBytes(bytes: number): string {
  if (bytes < 1_000) return messages.bytes({ count: bytes })
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function atMinute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}

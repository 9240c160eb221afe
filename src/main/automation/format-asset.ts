import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type { Control } from '../../shared/domain/generation.ts'
import type { LocalRecord } from '../../shared/domain/local-record.ts'
import { describeSavings } from '../../shared/domain/memory-savings.ts'
import type { Seed } from '../../shared/domain/seed.ts'
import type { FileDetails } from '../../shared/domain/dialect.ts'
import type { Annotations } from '../../shared/domain/annotations.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import type { AssetId } from '../../shared/domain/ids.ts'

/** Everything that is known of one picture. */
export interface DescribedPicture {
  readonly asset: Asset
  /** What the file itself says; null where it could not be read. */
  readonly details: FileDetails | null
  /** What it was made of, and in which way. */
  readonly made_from: readonly { id: AssetId; name: string; how: string }[]
  readonly made_into: readonly { id: AssetId; name: string; how: string }[]
  readonly collections: readonly { id: string; name: string }[]
}

type Fact = readonly [name: string, value: string | null | undefined]

const nameWidth = 14

/** A picture for people, a fact a line; what is not known is left out. */
export function formatAsset(shown: DescribedPicture, path: string): string[] {
  const { asset, details } = shown
  const state = [asset.trashedAtMs !== null && 'in the trash', asset.isMissing && 'its file is missing'].filter(Boolean)
  const facts: Fact[] = [
    ['id', asset.id],
    ['file', path],
    ['image', `${asset.widthPx} × ${asset.heightPx}, ${asset.mime.replace('image/', '')}, ${inBytes(asset.fileBytes)}`],
    ['since', atMinute(asset.createdAtMs)],
    ['state', state.join(', ')],
    ...markFacts(asset.marks),
    ...recipeFacts(asset.recipe),
    ['told by', asset.dialect],
    ...(details === null ? [] : fileFacts(details)),
    ...shown.made_from.map(({ id, name, how }): Fact => [ways[how] ?? how, `${id}  ${name}`]),
    ...shown.made_into.map(({ id, name, how }): Fact => ['made into', `${id}  ${name}${roles[how] ?? ''}`]),
    ...shown.collections.map(({ name }): Fact => ['collection', name]),
  ]
  return [asset.name, ...facts.flatMap(toLines)]
}

const ways: Readonly<Record<string, string>> = {
  parent: 'made from',
  'taken-from': 'with a part of',
  reference: 'with reference',
  control: 'control image',
}

/** What it was to what was made with it. */
const roles: Readonly<Record<string, string>> = {
  'taken-from': ' (by a part)',
  reference: ' (as reference)',
  control: ' (as control image)',
}

function markFacts({ rating, flag, label, notes, tags }: Annotations): Fact[] {
  return [
    ['stars', rating === 0 ? null : `${'★'.repeat(rating)}${'☆'.repeat(5 - rating)}`],
    ['flag', flag === 'none' ? null : flag],
    ['label', label],
    ['tags', tags.join(', ')],
    ['notes', notes],
  ]
}

function recipeFacts(recipe: Recipe): Fact[] {
  const { operation, provider, model, seed, prompt, timingMs, costUsd, generation } = recipe
  const maker = [provider, model].filter((part) => part !== null).join('/')
  return [
    ['operation', maker === '' ? operation : `${operation} by ${maker}`],
    ['prompt', prompt],
    ['negative', generation?.negativePrompt],
    ['rewritten', generation?.revisedPrompt],
    ['seed', written(seed)],
    ['steps', written(generation?.steps)],
    ['guidance', written(generation?.guidance)],
    ['strength', written(generation?.strength)],
    ['control', generation?.control && controlWords(generation.control)],
    ['took', timingMs === null ? null : `${(timingMs / 1000).toFixed(1)} s`],
    ['cost', costUsd === null ? null : formatMoney(costUsd)],
    ['changed', changedPixels(recipe)],
    ...(generation?.local ? localFacts(generation.local) : []),
  ]
}

function controlWords({ imageId, net, strength, findsEdges }: Control): string {
  return `${net} × ${strength}, ${findsEdges ? 'edges of ' : ''}${imageId}`
}

function localFacts({ engine, device, saving, files }: LocalRecord): Fact[] {
  return [
    ['engine', `stable-diffusion.cpp ${engine.version} ${engine.commit}`.trim()],
    ['device', device],
    ['memory saved', saving && describeSavings(saving).join(', ')],
    ...files.map(({ name, sha256 }): Fact => ['drawn with', `${name}  sha256 ${sha256}`]),
  ]
}

function written(value: Seed | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

function changedPixels({ changedInside, changedOutside }: Recipe): string | null {
  if (changedInside === null || changedOutside === null) return null
  return `${changedInside} pixels inside of the mask, ${changedOutside} outside`
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
    ['tool', tool],
    ['source type', digitalSourceType],
    ['workflow', hasWorkflow ? 'in the file' : null],
    ['location', hasLocation ? 'in the file' : null],
    [
      'credentials',
      credentials === null ? null : `Content Credentials of ${credentials.generator ?? 'an unnamed program'}`,
    ],
    ...[...fields, ...photo].map(({ name, value }): Fact => [name, value]),
  ]
}

/** What goes over several lines stays below its own beginning. Of control characters a terminal would obey none is printed. */
function toLines([name, value]: Fact): string[] {
  if (value === null || value === undefined || value === '') return []
  const [first, ...rest] = value.split(/\r?\n/).map((line) => line.replaceAll(/\p{Cc}/gu, ' ').trimEnd())
  const indent = ' '.repeat(nameWidth + 3)
  const title = name.replaceAll(/\p{Cc}/gu, ' ')
  return [`  ${title.padEnd(nameWidth)} ${first}`, ...rest.map((line) => `${indent}${line}`)]
}

function inBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function atMinute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}

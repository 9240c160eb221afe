import { basename } from 'node:path/posix'
import { isOverLine } from '../../../shared/domain/cover-reason.ts'
import type { SafetyCheck } from '../../../shared/domain/safety.ts'
import { toSeed, type Seed } from '../../../shared/domain/seed.ts'
import { closedFields } from '../../../shared/search/index.ts'
import { textOf } from '../queries/statement.ts'
import { bitOf, type Bit, type Facts } from './facts.ts'
import { spacedOut } from './search-text.ts'
import { storedColor } from '../stored-color.ts'

type Row = Record<string, unknown>

/** The parts of a recipe that can be looked for. It was checked when it was filed; of a damaged one there are none. */
interface SearchedRecipe {
  readonly operation?: string
  readonly provider?: string | null
  readonly model?: string | null
  readonly seed?: Seed | null
  readonly prompt?: string | null
  readonly costUsd?: number | null
  readonly runId?: string | null
  readonly generation?: {
    readonly negativePrompt?: string | null
    readonly revisedPrompt?: string | null
    readonly loras?: readonly { readonly path: string }[]
    readonly options?: Readonly<Record<string, unknown>>
  } | null
}

/** All of a picture that can be looked for, as one row; `a` are the pictures. */
export const searchedColumns = `a.id, a.name, a.relative_path, a.mime, a.width_px, a.height_px, a.created_at_ms,
  a.trashed_at_ms, a.parent_id, a.has_mask, a.is_missing, a.is_purging, a.raw_answer_mime, a.recipe, a.safety_check, a.rating,
  a.flag, a.label, a.notes, a.dialect, a.has_credentials,
  (SELECT json_extract(details, '$.hasLocation') FROM asset_details WHERE asset_id = a.id) AS has_location,
  (SELECT json_extract(details, '$.hasWorkflow') FROM asset_details WHERE asset_id = a.id) AS has_workflow,
  EXISTS (SELECT 1 FROM assets AS c WHERE c.parent_id = a.id AND c.trashed_at_ms IS NULL AND c.is_purging = 0) AS has_children,
  (SELECT colour FROM asset_looks WHERE asset_id = a.id) AS colours,
  (SELECT group_concat(tag || ',', '') FROM asset_tags WHERE asset_id = a.id) AS tag_numbers`

export function readSearchedRecipe(row: Row): SearchedRecipe {
  return JSON.parse(String(row['recipe'])) as SearchedRecipe
}

/** `numberOf` gives the number that stands for the name of a provider or model. */
export function readFacts(row: Row, recipe: SearchedRecipe, numberOf: (field: string, value: string) => number): Facts {
  const { operation = '', provider, model, seed, costUsd, runId } = recipe
  const parentId = row['parent_id'] as string | null
  const mime = String(row['mime'])
  return {
    createdAtMs: Number(row['created_at_ms']),
    stackKey: stackKey(String(row['id']), parentId, operation, runId ?? null),
    costUsd: costUsd ?? Number.NaN,
    ...seedHalves(toSeed(seed) ?? 0),
    widthPx: Number(row['width_px']),
    heightPx: Number(row['height_px']),
    bits: readBits(row, recipe),
    provider: provider ? numberOf('provider', provider) : 0,
    model: model ? numberOf('model', model) : 0,
    colors: colorBits(row['colours']),
    rating: Number(row['rating']),
    operation: placeIn(closedFields.operation, operation),
    format: placeIn(closedFields.format, mime.replace('image/', '')),
    tool: placeIn(closedFields.tool, textOf(row['dialect'])),
    flag: placeIn(closedFields.flag, String(row['flag'])),
    label: placeIn(closedFields.label, textOf(row['label']) || 'none'),
  }
}

function seedHalves(seed: Seed): Pick<Facts, 'seedHigh' | 'seedLow'> {
  const bits = BigInt(seed)
  return { seedHigh: Number(bits >> 32n), seedLow: Number(bits & 0xffffffffn) }
}

const placeIn = (list: readonly string[], value: string) => list.indexOf(value) + 1

function colorBits(colors: unknown): number {
  const names = typeof colors === 'string' ? colors.split(',') : []
  return closedFields.color.reduce((sum, color, bit) => (names.includes(storedColor(color)) ? sum + 2 ** bit : sum), 0)
}

const askedOfServices: readonly string[] = ['generate', 'edit', 'variations']

function readBits(row: Row, { operation = '', prompt, seed, generation }: SearchedRecipe): number {
  const check = typeof row['safety_check'] === 'string' ? (JSON.parse(row['safety_check']) as SafetyCheck) : null
  const has: Partial<Record<Bit, boolean>> = {
    mask: row['has_mask'] === 1,
    answer: row['raw_answer_mime'] !== null,
    parent: row['parent_id'] !== null,
    children: row['has_children'] === 1,
    notes: row['notes'] !== '',
    prompt: Boolean(prompt),
    negative: Boolean(generation?.negativePrompt),
    seed: toSeed(seed) !== null,
    credentials: row['has_credentials'] === 1,
    location: row['has_location'] === 1,
    workflow: row['has_workflow'] === 1,
    missing: row['is_missing'] === 1,
    trashed: row['trashed_at_ms'] !== null,
    purging: row['is_purging'] === 1,
    edited: row['parent_id'] !== null && operation !== 'import',
    'over-low': check !== null && isOverLine(check.scores, 'low'),
    'over-moderate': check !== null && isOverLine(check.scores, 'moderate'),
    'over-strict': check !== null && isOverLine(check.scores, 'strict'),
    unchecked: check === null && askedOfServices.includes(operation),
  }
  let sum = 0
  for (const [bit, isSet] of Object.entries(has)) if (isSet) sum += bitOf(bit as Bit)
  return sum
}

/** What was loaded with the model has names of its own; those of samplers are ordinary words and would be found everywhere. */
function loadedBeside(generation: SearchedRecipe['generation']): unknown[] {
  const { vae, embeddings, refiner } = generation?.options ?? {}
  return [...(generation?.loras ?? []).map(({ path }) => path), vae, embeddings, refiner]
}

/** In the order of the columns of `asset_text`. */
export function readTexts(row: Row, { prompt, provider, model, generation }: SearchedRecipe): string[] {
  const texts = [
    prompt,
    generation?.negativePrompt,
    generation?.revisedPrompt,
    [provider, model, ...loadedBeside(generation)].join(' '),
    row['notes'],
    `${String(row['name'])} ${basename(String(row['relative_path']))}`,
  ]
  return texts.map((text) => (typeof text === 'string' ? spacedOut(text) : ''))
}

/**
 * Pictures with the same key are a stack: what was made from one picture, with that picture; what one click asked for. A hash of
 * 53 bits (cyrb53) of that picture's or that click's id: among a million, two in ten thousand libraries would share one by chance.
 */
function stackKey(id: string, parentId: string | null, operation: string, runId: string | null): number {
  if (parentId !== null && operation !== 'import') return hash53(parentId)
  return hash53(runId ?? id)
}

function hash53(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0)
}

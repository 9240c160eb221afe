import { basename } from 'node:path/posix'
import type { DatabaseSync } from 'node:sqlite'
import type { Recipe } from '../../../shared/domain/asset.ts'
import { isOverLine } from '../../../shared/domain/cover-reason.ts'
import type { SafetyCheck } from '../../../shared/domain/safety.ts'
import { toSeed, type Seed } from '../../../shared/domain/seed.ts'
import { closedFields } from '../../../shared/search/index.ts'
import type { OnOpening } from '../protocol.ts'
import { allRows, change, insertRow, oneRow, toText } from '../queries/statement.ts'
import { storedColor } from '../queries/library/fingerprints.ts'
import { inTransaction } from '../worker/transaction.ts'
import { packFacts, bitOf, type Bit, type Facts } from './facts.ts'
import { nameKey, spacedOut } from './search-text.ts'

/** Everything searchable about an image, as one row; `a` is the images table. */
const searchedColumns = `a.id, a.name, a.relative_path, a.mime, a.width_px, a.height_px, a.created_at_ms,
  a.trashed_at_ms, a.parent_id, a.has_mask, a.is_missing, a.is_purging, a.raw_answer_mime, a.recipe, a.safety_check, a.rating,
  a.flag, a.label, a.notes, a.dialect, a.has_credentials, a.is_damaged,
  (SELECT json_extract(details, '$.hasLocation') FROM asset_details WHERE asset_id = a.id) AS has_location,
  (SELECT json_extract(details, '$.hasWorkflow') FROM asset_details WHERE asset_id = a.id) AS has_workflow,
  EXISTS (SELECT 1 FROM assets AS c WHERE c.parent_id = a.id AND c.trashed_at_ms IS NULL AND c.is_purging = 0) AS has_children,
  (SELECT caption || char(10) || description || char(10) || tags FROM asset_descriptions WHERE asset_id = a.id) AS described,
  (SELECT colour FROM asset_looks WHERE asset_id = a.id) AS colours,
  (SELECT group_concat(tag || ',', '') FROM asset_tags WHERE asset_id = a.id) AS tag_numbers`

const placeIn = (list: readonly string[], value: string) => list.indexOf(value) + 1

const askedOfServices: readonly string[] = ['generate', 'edit', 'variations']

const atOnce = 10_000

/** Whether the search index is out of date. */
export function isSearchBehind(db: DatabaseSync): boolean {
  return oneRow(db, 'SELECT 1 FROM asset_touched LIMIT 1') !== null
}

/** Updates the search index within the transaction that changed the images. */
export function refreshSearch(db: DatabaseSync): void {
  const numberOf = createValueNumbers(db)
  while (isSearchBehind(db)) refreshSome(db, numberOf)
}

/**
 * Indexes what other programs left behind, perhaps the whole library: one transaction per ten thousand, so that the log
 * stays small and a kill costs little. `onOpening` gets the progress.
 */
export function settleSearch(db: DatabaseSync, onOpening: OnOpening = () => undefined): void {
  if (!isSearchBehind(db)) return
  const total = Number(oneRow(db, 'SELECT count(*) AS count FROM asset_touched')?.['count'])
  for (let done = 0; isSearchBehind(db);) {
    onOpening({ done: Math.min(done, total), total: Math.max(1, total) })
    done += inTransaction(db, () => refreshSome(db, createValueNumbers(db)))
  }
}

type NumberOf = (field: string, value: string) => number

/** Returns how many there were. */
function refreshSome(db: DatabaseSync, numberOf: NumberOf): number {
  const rows = allRows(
    db,
    `SELECT t.asset_id AS touched_id, t.has_text, n.number, ${searchedColumns}
     FROM (SELECT * FROM asset_touched ORDER BY asset_id LIMIT ?) AS t
     LEFT JOIN assets AS a ON a.id = t.asset_id LEFT JOIN asset_index AS n ON n.asset_id = t.asset_id
     ORDER BY t.asset_id`,
    atOnce,
  )
  const last = rows.at(-1)
  if (last === undefined) return 0
  // The rows of a deleted image are gone already.
  const existing = rows.filter((row) => row['id'] !== null)
  // All facts first, then all texts: each row written in between makes FTS5 flush its buffer to disk.
  const written = existing.flatMap((row) => writeFacts(db, row, numberOf) ?? [])
  for (const text of written) writeText(db, text)
  change(db, 'DELETE FROM asset_touched WHERE asset_id <= ?', toText(last['touched_id']))
  return rows.length
}

interface Text {
  readonly number: number
  readonly isNew: boolean
  readonly texts: readonly string[]
}

/** Returns the text to be written too, where it may have changed. */
function writeFacts(db: DatabaseSync, row: Record<string, unknown>, numberOf: NumberOf): Text | null {
  const recipe = readSearchedRecipe(row)
  const ownValues = [packFacts(readFacts(row, recipe, numberOf)), toText(row['tag_numbers'])]
  const known = row['number'] as number | null
  if (known !== null && row['has_text'] !== 1) {
    change(db, 'UPDATE asset_index SET facts = ?, tags = ? WHERE number = ?', ...ownValues, known)
    return null
  }
  ownValues.push(nameKey(String(row['name'])))
  const texts = readTexts(row, recipe)
  if (known !== null) {
    change(db, 'UPDATE asset_index SET facts = ?, tags = ?, name_key = ? WHERE number = ?', ...ownValues, known)
    return { number: known, isNew: false, texts }
  }
  const insert = `INSERT INTO asset_index (asset_id, facts, tags, name_key) VALUES (?, ?, ?, ?)`
  return { number: insertRow(db, insert, String(row['id']), ...ownValues), isNew: true, texts }
}

function writeText(db: DatabaseSync, { number, isNew, texts }: Text): void {
  if (!isNew) change(db, 'DELETE FROM asset_text WHERE rowid = ?', number)
  const sql = `INSERT INTO asset_text (rowid, prompt, negative, revised, model, notes, name, description)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  change(db, sql, number, ...texts)
}

/** Names of providers and models repeat: each is looked up once. */
function createValueNumbers(db: DatabaseSync): NumberOf {
  const known = new Map<string, number>()
  return (field, value) => {
    const key = `${field} ${value}`
    let number = known.get(key)
    if (number === undefined) known.set(key, (number = valueNumber(db, field, value)))
    return number
  }
}

function valueNumber(db: DatabaseSync, field: string, value: string): number {
  const found = oneRow(db, 'SELECT number FROM search_values WHERE field = ? AND value = ?', field, value)
  if (found !== null) return Number(found['number'])
  const added = oneRow(db, 'INSERT INTO search_values (field, value) VALUES (?, ?) RETURNING number', field, value)
  return Number(added?.['number'])
}

type Row = Record<string, unknown>

/** The searchable parts of a recipe. It was validated when it was filed; a damaged one has none. */
interface SearchedRecipe extends Partial<Pick<Recipe, 'provider' | 'model' | 'seed' | 'prompt' | 'costUsd' | 'runId'>> {
  readonly operation?: string
  readonly generation?: Partial<
    Pick<NonNullable<Recipe['generation']>, 'negativePrompt' | 'revisedPrompt' | 'loras' | 'options'>
  > | null
}

function readSearchedRecipe(row: Row): SearchedRecipe {
  return JSON.parse(String(row['recipe'])) as SearchedRecipe
}

/** `numberOf` returns the number stored for the name of a provider or model. */
function readFacts(row: Row, recipe: SearchedRecipe, numberOf: (field: string, value: string) => number): Facts {
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
    tool: placeIn(closedFields.tool, toText(row['dialect'])),
    flag: placeIn(closedFields.flag, String(row['flag'])),
    label: placeIn(closedFields.label, toText(row['label']) || 'none'),
  }
}

function seedHalves(seed: Seed): Pick<Facts, 'seedHigh' | 'seedLow'> {
  const bits = BigInt(seed)
  return { seedHigh: Number(bits >> 32n), seedLow: Number(bits & 0xffffffffn) }
}

function colorBits(colors: unknown): number {
  const names = typeof colors === 'string' ? colors.split(',') : []
  return closedFields.color.reduce((sum, color, bit) => (names.includes(storedColor(color)) ? sum + 2 ** bit : sum), 0)
}

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
    description: row['described'] !== null,
    missing: row['is_missing'] === 1,
    trashed: row['trashed_at_ms'] !== null,
    purging: row['is_purging'] === 1,
    edited: row['parent_id'] !== null && operation !== 'import',
    'over-low': check !== null && isOverLine(check.scores, 'low'),
    'over-moderate': check !== null && isOverLine(check.scores, 'moderate'),
    'over-strict': check !== null && isOverLine(check.scores, 'strict'),
    unchecked: check === null && askedOfServices.includes(operation),
    damaged: row['is_damaged'] === 1,
  }
  let sum = 0
  for (const [bit, isSet] of Object.entries(has)) if (isSet) sum += bitOf(bit as Bit)
  return sum
}

/**
 * Models loaded besides the main one have distinctive names; samplers' names are ordinary words and would match
 * everywhere.
 */
function loadedBeside(generation: SearchedRecipe['generation']): unknown[] {
  const { vae, embeddings, refiner } = generation?.options ?? {}
  return [...(generation?.loras ?? []).map(({ path }) => path), vae, embeddings, refiner]
}

/** In the order of the columns of `asset_text`. */
function readTexts(row: Row, { prompt, provider, model, generation }: SearchedRecipe): string[] {
  const texts = [
    prompt,
    generation?.negativePrompt,
    generation?.revisedPrompt,
    [provider, model, ...loadedBeside(generation)].join(' '),
    row['notes'],
    `${String(row['name'])} ${basename(String(row['relative_path']))}`,
    row['described'],
  ]
  return texts.map((text) => (typeof text === 'string' ? spacedOut(text) : ''))
}

/**
 * Images with the same key are a stack: an image with those made from it, or the images of one run. A 53-bit hash
 * (cyrb53) of that image's or run's id: among libraries of a million images, two in ten thousand would contain a
 * collision.
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

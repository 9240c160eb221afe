import type { AssetRecord } from '../../src/main/database/index.ts'
import { parseQuery, type RangeTerm, type Term, type TextTerm, type ValueTerm } from '../../src/shared/search/index.ts'

/** Reference implementation of search: evaluates a query record by record. */
export function naiveSearch(records: readonly AssetRecord[], query: string, nowMs: number): AssetRecord[] {
  const { terms } = parseQuery(query, nowMs)
  const parents = new Set(
    records.flatMap(({ parentId, trashedAtMs }) => (parentId !== null && trashedAtMs === null ? [parentId] : [])),
  )
  return records
    .filter((record) => record.trashedAtMs === null)
    .filter((record) => terms.every((term) => meets(record, term, parents.has(record.id)) !== term.isNegated))
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1))
}

function meets(record: AssetRecord, term: Term, hasChildren: boolean): boolean {
  if (term.type === 'text') return meetsText(record, term)
  if (term.type === 'range') return meetsRange(record, term)
  return term.values.some((value) => meetsValue(record, term.field, value, hasChildren))
}

function meetsText({ name, annotations, recipe, relativePath }: AssetRecord, { field, texts }: TextTerm): boolean {
  const prompts = [recipe.prompt, recipe.generation?.revisedPrompt]
  const names = [`${name} ${relativePath.split('/').at(-1)}`]
  const negative = [recipe.generation?.negativePrompt]
  const written = { name: names, prompt: prompts, negative, notes: [annotations.notes], description: [] }
  const all = [...Object.values(written).flat(), `${recipe.provider} ${recipe.model}`, ...annotations.tags]
  const fields = (field === null ? all : written[field]).map((text) => words(text ?? ''))
  return texts.some(({ text, isPhrase }) => fields.some((value) => holds(value, words(text), isPhrase)))
}

function words(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.match(/\p{Script=Han}|[[\p{L}\p{N}]--\p{Script=Han}]+/gv) ?? []
}

function holds(field: readonly string[], wanted: readonly string[], isPhrase: boolean): boolean {
  return field.some((_, from) =>
    wanted.every((word, n) => {
      const found = field[from + n] ?? ''
      return isPhrase || n < wanted.length - 1 ? found === word : found.startsWith(word)
    }),
  )
}

function meetsRange(record: AssetRecord, { field, ranges }: RangeTerm): boolean {
  const { widthPx, heightPx, recipe, annotations, createdAtMs } = record
  const values: Partial<Record<RangeTerm['field'], number | bigint | null>> = {
    rating: annotations.rating,
    cost: recipe.costUsd,
    width: widthPx,
    height: heightPx,
    megapixels: (widthPx * heightPx) / 1e6,
    seed: typeof recipe.seed === 'string' ? BigInt(recipe.seed) : recipe.seed,
  }
  const value = field in values ? (values[field] ?? null) : createdAtMs
  if (value === null) return false
  return ranges.some(
    ({ min, max, hasMin, hasMax }) =>
      (value > min || (hasMin && value === min)) && (value < max || (hasMax && value === max)),
  )
}

function meetsValue(record: AssetRecord, field: ValueTerm['field'], value: string, hasChildren: boolean): boolean {
  const { recipe, annotations, mime, widthPx, heightPx, parentId } = record
  const isValue = (text: string | null) => text?.toLowerCase() === value.toLowerCase()
  switch (field) {
    case 'provider':
      return isValue(recipe.provider)
    case 'model':
      return value.endsWith('*')
        ? (recipe.model ?? '').startsWith(value.slice(0, -1)) && recipe.model !== null
        : isValue(recipe.model)
    case 'operation':
      return recipe.operation === value
    case 'flag':
      return annotations.flag === value
    case 'label':
      return (annotations.label ?? 'none') === value
    case 'looks':
    case 'likeness':
      return true
    case 'tag':
      return annotations.tags.some((tag) => isValue(tag))
    case 'format':
      return mime === `image/${value}`
    case 'shape':
      return value === (widthPx === heightPx ? 'square' : widthPx > heightPx ? 'landscape' : 'portrait')
    case 'is':
      return (value === 'edited' && parentId !== null && recipe.operation !== 'import') || annotations.flag === value
    case 'has': {
      const has: Record<string, boolean> = {
        mask: record.hasMask,
        parent: parentId !== null,
        children: hasChildren,
        notes: annotations.notes !== '',
        prompt: recipe.prompt !== null,
        seed: recipe.seed !== null,
        negative: Boolean(recipe.generation?.negativePrompt),
      }
      return has[value] ?? false
    }
    case 'id':
      return record.id === value
    case 'collection':
    case 'reference':
    case 'color':
    case 'tool':
      return false
  }
}

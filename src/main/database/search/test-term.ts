import { closedFields, type RangeTerm, type Term, type TextTerm, type ValueTerm } from '../../../shared/search/index.ts'
import type { ContentFilter } from '../../../shared/domain/generation.ts'
import { allRows, oneRow } from '../queries/statement.ts'
import { collectionMembers, collectionsNamed } from './collection-members.ts'
import type { Columns } from './columns.ts'
import { numbersWithReferences } from './reference-uses.ts'
import { bitOf, type Bit } from './facts.ts'
import type { MatchContext } from './search-input.ts'
import { markTagged, matchWords } from './match-words.ts'
import { stackNumbers } from './stacks.ts'
import { createNameTest, readNames } from './value-names.ts'

export type ImageTest = (number: number) => boolean

/** Returns a test of whether an image matches the term, ignoring a leading `-`. */
export function createTest(context: MatchContext, term: Term): ImageTest {
  if (term.type === 'text') return testText(context, term)
  if (term.type === 'range') return testRange(context.memory.columns, term)
  return testValue(context, term)
}

function testText({ db, memory }: MatchContext, term: TextTerm): ImageTest {
  const mask = matchWords(db, memory, term)
  return mask === null ? () => true : (number) => mask[number] === 1
}

function testMask({ size }: Columns, lists: readonly Iterable<number>[]): ImageTest {
  const mask = new Uint8Array(size)
  for (const numbers of lists) for (const number of numbers) mask[number] = 1
  return (number) => mask[number] === 1
}

function testRange(columns: Columns, { field, ranges }: RangeTerm): ImageTest {
  const valueOf = numberReader(columns, field)
  return (number) => {
    const value = valueOf(number)
    for (const { min, max, hasMin, hasMax } of ranges) {
      if ((hasMin ? value >= min : value > min) && (hasMax ? value <= max : value < max)) return true
    }
    return false
  }
}

/** NaN, which is in no range, where there is no such number. */
function numberReader(columns: Columns, field: RangeTerm['field']): (number: number) => number | bigint {
  const { rating, costUsd, widthPx, heightPx, createdAtMs } = columns
  const none = Number.NaN
  switch (field) {
    case 'rating':
      return (number) => rating[number] ?? none
    case 'cost':
      return (number) => costUsd[number] ?? none
    case 'width':
      return (number) => widthPx[number] ?? none
    case 'height':
      return (number) => heightPx[number] ?? none
    case 'megapixels':
      return (number) => ((widthPx[number] ?? none) * (heightPx[number] ?? none)) / 1e6
    case 'seed':
      return seedReader(columns)
    case 'before':
    case 'after':
    case 'on':
    case 'month':
      return (number) => createdAtMs[number] ?? none
  }
}

/** Numbers and bigints compare exactly; few seeds need the latter. */
function seedReader({ seedHigh, seedLow, bits }: Columns): (number: number) => number | bigint {
  const hasSeed = bitOf('seed')
  return (number) => {
    if (((bits[number] ?? 0) & hasSeed) === 0) return Number.NaN
    const [high, low] = [seedHigh[number] ?? 0, seedLow[number] ?? 0]
    return high < 2 ** 21 ? high * 2 ** 32 + low : (BigInt(high) << 32n) + BigInt(low)
  }
}

function testValue(context: MatchContext, { field, values }: ValueTerm): ImageTest {
  const { db, memory } = context
  const { columns } = memory
  switch (field) {
    case 'provider':
    case 'model':
      return testNamed(columns[field], readNames(db, field), values)
    case 'operation':
    case 'flag':
    case 'label':
    case 'format':
    case 'tool':
      return testPlace(columns[field], closedFields[field], values)
    case 'has':
      return testBits(columns, values as Bit[])
    case 'color':
      return testColors(columns, values)
    case 'shape':
      return testPlace(columns.shape, closedFields.shape, values, 0)
    case 'is':
      return testState(context, values)
    case 'tag':
      return testTags(columns, readNames(db, 'tag'), values)
    case 'collection': {
      const mask = context.maskOf(collectionMembers(db, collectionsNamed(db, values)))
      return (number) => mask[number] === 1
    }
    case 'reference':
      return testMask(columns, [numbersWithReferences(db, values)])
    case 'looks':
    case 'likeness':
      // Ranks, and does not exclude: who searches by meaning compares vectors (vision/find-by-meaning.ts).
      return () => true
    case 'id':
      return testMask(
        columns,
        values.map((value) => numbersOfIds(context, value)),
      )
  }
}

function testNamed(column: Uint16Array, names: ReadonlyMap<number, string>, values: readonly string[]): ImageTest {
  const isWanted = createNameTest(values)
  const wanted = new Uint8Array(65_536)
  for (const [number, name] of names) if (isWanted(name)) wanted[number] = 1
  return (number) => wanted[column[number] ?? 0] === 1
}

/** `from`: the column value of the list's first entry. */
function testPlace(column: Uint8Array, list: readonly string[], values: readonly string[], from = 1): ImageTest {
  const wanted = new Uint8Array(256)
  for (const value of values) wanted[list.indexOf(value) + from] = 1
  return (number) => wanted[column[number] ?? 0] === 1
}

function testBits({ bits }: Columns, wanted: readonly Bit[]): ImageTest {
  const mask = [...new Set(wanted)].reduce((sum, bit) => sum + bitOf(bit), 0)
  return (number) => ((bits[number] ?? 0) & mask) !== 0
}

function testColors({ colors }: Columns, values: readonly string[]): ImageTest {
  const known: readonly string[] = closedFields.color
  const mask = [...new Set(values)].reduce((sum, value) => sum + 2 ** known.indexOf(value), 0)
  return (number) => ((colors[number] ?? 0) & mask) !== 0
}

function testTags(columns: Columns, names: ReadonlyMap<number, string>, values: readonly string[]): ImageTest {
  const isWanted = createNameTest(values)
  const wanted = new Set([...names].flatMap(([tag, name]) => (isWanted(name) ? [tag] : [])))
  const mask = new Uint8Array(columns.size)
  markTagged(mask, columns, wanted)
  return (number) => mask[number] === 1
}

const lineBits = {
  off: 'over-low',
  low: 'over-low',
  moderate: 'over-moderate',
  strict: 'over-strict',
} as const satisfies Record<ContentFilter, Bit>

/** Any of the values of `is:`. */
function testState({ memory, input }: MatchContext, values: readonly string[]): ImageTest {
  const { columns } = memory
  const wanted = new Set<Bit>()
  if (values.includes('missing')) wanted.add('missing')
  if (values.includes('damaged')) wanted.add('damaged')
  if (values.includes('edited')) wanted.add('edited')
  if (values.includes('covered') && input.covering !== null) wanted.add('unchecked').add(lineBits[input.covering])
  const tests = [testBits(columns, [...wanted]), testPlace(columns.flag, closedFields.flag, flagsIn(values))]
  if (values.includes('stacked')) tests.push(testStacked({ memory, input }))
  return (number) => tests.some((test) => test(number))
}

const flagsIn = (values: readonly string[]) => values.filter((value) => value === 'pick' || value === 'reject')

/** Stacked with other images of the same section. */
function testStacked({ memory, input }: Pick<MatchContext, 'memory' | 'input'>): ImageTest {
  const { stackOf, count } = stackNumbers(memory)
  const { size, isThere, bits } = memory.columns
  const sizes = new Int32Array(count)
  const query = bitOf('trashed') + bitOf('purging')
  const inSection = input.section === 'trash' ? bitOf('trashed') : 0
  for (let number = 0; number < size; number++) {
    if (isThere[number] === 1 && ((bits[number] ?? 0) & query) === inSection) sizes[stackOf[number] ?? 0]! += 1
  }
  return (number) => (sizes[stackOf[number] ?? 0] ?? 0) > 1
}

/** Matches an id exactly, or by prefix. */
function numbersOfIds({ db }: MatchContext, value: string): Int32Array {
  const id = value.toUpperCase()
  if (!id.endsWith('*')) {
    const row = oneRow(db, 'SELECT number FROM asset_index WHERE asset_id = ?', id)
    return row === null ? new Int32Array(0) : Int32Array.of(Number(row['number']))
  }
  const from = id.slice(0, -1)
  const sql = 'SELECT number FROM asset_index WHERE asset_id >= ? AND asset_id < ?'
  return Int32Array.from(allRows(db, sql, from, `${from}~`), (row) => Number(row['number']))
}

import { closedFields, type RangeTerm, type Term, type TextTerm, type ValueTerm } from '../../../shared/search/index.ts'
import type { ContentFilter } from '../../../shared/domain/generation.ts'
import { allRows, oneRow } from '../queries/statement.ts'
import { collectionMembers, collectionsNamed } from './collection-members.ts'
import type { Columns } from './columns.ts'
import { bitOf, type Bit } from './facts.ts'
import type { MatchContext } from './search-input.ts'
import { markTagged, matchWords } from './match-words.ts'
import { stackNumbers } from './stacks.ts'
import { createNameTest, readNames } from './value-names.ts'

export type PictureTest = (number: number) => boolean

/** Whether a picture meets the term, `-` before it aside. */
export function createTest(context: MatchContext, term: Term): PictureTest {
  if (term.is === 'text') return testText(context, term)
  if (term.is === 'range') return testRange(context.memory.columns, term)
  return testValue(context, term)
}

function testText({ db, memory }: MatchContext, term: TextTerm): PictureTest {
  const mask = matchWords(db, memory, term)
  return mask === null ? () => true : (number) => mask[number] === 1
}

function testMask({ size }: Columns, lists: readonly Iterable<number>[]): PictureTest {
  const mask = new Uint8Array(size)
  for (const numbers of lists) for (const number of numbers) mask[number] = 1
  return (number) => mask[number] === 1
}

function testRange(columns: Columns, { field, ranges }: RangeTerm): PictureTest {
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

/** Numbers and big integers compare exactly with one another; few seeds need the latter. */
function seedReader({ seedHigh, seedLow, bits }: Columns): (number: number) => number | bigint {
  const hasSeed = bitOf('seed')
  return (number) => {
    if (((bits[number] ?? 0) & hasSeed) === 0) return Number.NaN
    const [high, low] = [seedHigh[number] ?? 0, seedLow[number] ?? 0]
    return high < 2 ** 21 ? high * 2 ** 32 + low : (BigInt(high) << 32n) + BigInt(low)
  }
}

function testValue(context: MatchContext, { field, values }: ValueTerm): PictureTest {
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
    case 'id':
      return testMask(
        columns,
        values.map((value) => numbersOfIds(context, value)),
      )
  }
}

function testNamed(column: Uint16Array, names: ReadonlyMap<number, string>, values: readonly string[]): PictureTest {
  const isWanted = createNameTest(values)
  const wanted = new Uint8Array(65_536)
  for (const [number, name] of names) if (isWanted(name)) wanted[number] = 1
  return (number) => wanted[column[number] ?? 0] === 1
}

/** `from`: what the first of the list is in the column. */
function testPlace(column: Uint8Array, list: readonly string[], values: readonly string[], from = 1): PictureTest {
  const wanted = new Uint8Array(256)
  for (const value of values) wanted[list.indexOf(value) + from] = 1
  return (number) => wanted[column[number] ?? 0] === 1
}

function testBits({ bits }: Columns, wanted: readonly Bit[]): PictureTest {
  const mask = [...new Set(wanted)].reduce((sum, bit) => sum + bitOf(bit), 0)
  return (number) => ((bits[number] ?? 0) & mask) !== 0
}

function testColors({ colors }: Columns, values: readonly string[]): PictureTest {
  const known: readonly string[] = closedFields.color
  const mask = [...new Set(values)].reduce((sum, value) => sum + 2 ** known.indexOf(value), 0)
  return (number) => ((colors[number] ?? 0) & mask) !== 0
}

function testTags(columns: Columns, names: ReadonlyMap<number, string>, values: readonly string[]): PictureTest {
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

/** Any of what a picture `is:`. */
function testState({ memory, input }: MatchContext, values: readonly string[]): PictureTest {
  const { columns } = memory
  const wanted = new Set<Bit>()
  if (values.includes('missing')) wanted.add('missing')
  if (values.includes('edited')) wanted.add('edited')
  if (values.includes('covered') && input.covering !== null) wanted.add('unchecked').add(lineBits[input.covering])
  const tests = [testBits(columns, [...wanted]), testPlace(columns.flag, closedFields.flag, flagsIn(values))]
  if (values.includes('stacked')) tests.push(testStacked({ memory, input }))
  return (number) => tests.some((test) => test(number))
}

const flagsIn = (values: readonly string[]) => values.filter((value) => value === 'pick' || value === 'reject')

/** With others on the same shelf. */
function testStacked({ memory, input }: Pick<MatchContext, 'memory' | 'input'>): PictureTest {
  const { stackOf, count } = stackNumbers(memory)
  const { size, isThere, bits } = memory.columns
  const sizes = new Int32Array(count)
  const asked = bitOf('trashed') + bitOf('purging')
  const onShelf = input.shelf === 'trash' ? bitOf('trashed') : 0
  for (let number = 0; number < size; number++) {
    if (isThere[number] === 1 && ((bits[number] ?? 0) & asked) === onShelf) sizes[stackOf[number] ?? 0]! += 1
  }
  return (number) => (sizes[stackOf[number] ?? 0] ?? 0) > 1
}

/** One by its whole id, or all whose ids begin so. */
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

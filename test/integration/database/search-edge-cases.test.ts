import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { buildAsset, fillRecipe } from '../../support/build-asset.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

let db: DatabaseSync
beforeEach(() => {
  db = openMemoryDatabase()
})

const whole = { section: 'library', collectionId: null, nowMs: 0, covering: null } as const
const newest = { sort: 'relevance', isStacked: false, withShapes: false } as const

function add(changes: Partial<AssetRecord>): AssetRecord {
  const record = buildAsset(changes)
  allOperations['assets.add'].run(db, { record })
  return record
}

function find(query: string): string[] {
  const { order } = allOperations['search.find'].run(db, { ...whole, ...newest, query })
  return (order.match(/.{26}/g) ?? []).map((id) =>
    String(db.prepare('SELECT name FROM assets WHERE id = ?').get(id)?.['name']),
  )
}

const facets = (query: string) => allOperations['search.facets'].run(db, { ...whole, query })
const tag = (record: AssetRecord, name: string) =>
  allOperations['marks.change'].run(db, { ids: [record.id], change: { addTags: [name] } })

describe('search in other alphabets', () => {
  test.each([
    ['İstanbul', 'istanbul'],
    ['İstanbul', 'İstanbul'],
    ['İstanbul', 'İSTANBUL'],
    ['ılık', 'ılık'],
    ['Straße', 'straße'],
    ['Straße', 'STRAẞE'],
    ['Cafe\u0301', 'café'],
    ['Café', 'cafe\u0301'],
    ['Café', 'CAFE'],
    ['A\u030Angstro\u0308m', 'angström'],
    ['Việt Nam', 'viet'],
    ['ภาพแมว', 'แมว'],
    ['カタカナ', 'タカ'],
    ['한국어 그림', '한국'],
    ['한국어', '한국어'.normalize('NFD')],
    ['ＦＵＬＬ', 'ＦＵＬＬ'],
    ['Ωμέγα', 'ωμέγα'],
    ['Йод', 'йод'],
    ['नमस्ते', 'नमस्ते'],
    ['שָׁלוֹם', 'שָׁלוֹם'],
    ['heron🦩', 'heron'],
    ['𠮷野家', '𠮷'],
  ])('finds an image named %s by %s', (name, query) => {
    add({ name })
    expect(find(query)).toEqual([name])
    expect(find(`-${query}`)).toEqual([])
  })

  test.each([
    ['İstanbul', 'tag:İSTANBUL'],
    ['Straße', 'tag:STRAẞE'],
    ['Cafe\u0301', 'tag:café'],
    ['Café', 'tag:cafe\u0301'],
    ['ΣΊΣΥΦΟΣ', 'tag:σίσυφος'],
    ['Möwe', 'tag:mö*'],
    ['Möwe', 'tag:mo\u0308*'],
  ])('finds an image tagged %s by %s', (name, query) => {
    tag(add({ name: 'one' }), name)
    expect(find(query)).toEqual(['one'])
  })
})

/** A time relative to the start of a month; years below 100 are not moved to the 20th century. */
function monthStart(year: number, month: number, offsetMs: number): number {
  const date = new Date(2000, 0, 1)
  date.setFullYear(year, month - 1, 1)
  return date.getTime() + offsetMs
}

test('month facets follow local time, to the millisecond, in any century', () => {
  add({ name: 'of old', createdAtMs: monthStart(95, 3, 0) })
  add({ name: 'later', createdAtMs: monthStart(1995, 3, 0) })
  add({ name: 'march', createdAtMs: monthStart(2026, 4, -1) })
  add({ name: 'april', createdAtMs: monthStart(2026, 4, 0) })
  const months = facets('').facets.find(({ field }) => field === 'month')?.values
  expect(months?.map(({ value }) => value)).toEqual(['2026-04', '2026-03', '1995-03', '0095-03'])
  for (const { value, count } of months ?? []) expect(facets(`month:${value}`).count).toBe(count)
  expect(find('on:2026-03-31')).toEqual(['march'])
})

describe('unusual queries', () => {
  beforeEach(() => {
    add({ name: 'heron', recipe: { ...fillRecipe, prompt: 'a "quoted" heron* AND (fog) NOT rain NEAR sea' } })
    add({ name: 'gull' })
  })

  test.each([
    ['"quoted"', ['heron']],
    ['heron*', ['heron']],
    ['her*', ['heron']],
    ['*', ['gull', 'heron']],
    ['""', ['gull', 'heron']],
    ['"', ['gull', 'heron']],
    ['-', ['gull', 'heron']],
    ['-""', ['gull', 'heron']],
    ['AND', ['heron']],
    ['NOT', ['heron']],
    ['(fog)', ['heron']],
    ['fog)', ['heron']],
    ['^heron', ['heron']],
    ['heron+fog', []],
    ['her"on', []],
    ['🦩', ['gull', 'heron']],
    ['-heron', ['gull']],
    ['-heron -gull', []],
    ['heron -heron', []],
    ['rating:0 -rating:0', []],
    ['rating:1 rating:2', []],
    ['id:', ['gull', 'heron']],
    ['id:rubbish', []],
    ["id:'", []],
    ['id:%', []],
    ['id:-1', []],
    ['id:*', ['gull', 'heron']],
    ['id:🦩*', []],
    ['-id:rubbish', ['gull', 'heron']],
    ['tag:*', []],
    ['tag:""', ['gull', 'heron']],
    ['\0', ['gull', 'heron']],
    ['her\0on', []],
    ['\ud800', ['gull', 'heron']],
  ])('%j finds %j', (query, names) => {
    expect(find(query).toSorted()).toEqual(names)
    expect(facets(query).count).toBe(names.length)
  })

  test('accepts as many terms and as long a word as a query can hold', () => {
    expect(find('h '.repeat(1_000).trim())).toEqual(['heron'])
    expect(find('-x '.repeat(666).trim()).toSorted()).toEqual(['gull', 'heron'])
    expect(find('x'.repeat(2_000))).toEqual([])
    expect(find(`tag:${'a,'.repeat(990)}`)).toEqual([])
    expect(find('猫'.repeat(2_000))).toEqual([])
  })

  test('indexes and finds a word of 100,000 letters in a prompt', () => {
    const word = 'w'.repeat(100_000)
    add({ name: 'long', recipe: { ...fillRecipe, prompt: `${word} end` } })
    expect(find('end')).toEqual(['long'])
    expect(find('w'.repeat(1_999))).toEqual(['long'])
  })
})

import { describe, expect, it } from 'vitest'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { dropPlace, pathOf, stepInTree, treeRows } from './tree-rows.ts'
import { isWithin, neighborsOf, placeForDrop, placesFor } from './place-in-tree.ts'

const id = (name: string) => `id ${name}` as CollectionId

function collection(name: string, parent: string | null, position: number, kind: Collection['kind'] = 'folder') {
  const query = kind === 'smart' ? 'rating:5' : null
  return { id: id(name), parentId: parent === null ? null : id(parent), name, kind, query, position, count: 0 }
}

const all: readonly Collection[] = [
  collection('b', null, 2),
  collection('a', null, 1),
  collection('a2', 'a', 2, 'manual'),
  collection('a1', 'a', 1),
  collection('a1x', 'a1', 1, 'manual'),
  collection('s', null, 3, 'smart'),
]
const find = (name: string) => all.find((each) => each.name === name)!
const rows = (...open: string[]) => treeRows(all, new Set(open.map(id)))
const names = (...open: string[]) => rows(...open).map(({ collection: { name }, level }) => `${level}${name}`)

const step = (from: string, move: Parameters<typeof stepInTree>[2], ...open: string[]) =>
  stepInTree(rows(...open), id(from), move)

describe('tree rows', () => {
  it('are sorted by position and include children of expanded rows', () => {
    expect(names()).toEqual(['1a', '1b', '1s'])
    expect(names('a')).toEqual(['1a', '2a1', '2a2', '1b', '1s'])
    expect(names('a', 'a1')).toEqual(['1a', '2a1', '3a1x', '2a2', '1b', '1s'])
    // Rows expanded inside a collapsed one stay hidden.
    expect(names('a1')).toEqual(['1a', '1b', '1s'])
  })

  it('carry position and set size for screen readers, and whether they are expanded', () => {
    const [a, a1, a2, b] = rows('a')
    expect([a?.place, a?.siblings, a?.isOpen]).toEqual([1, 3, true])
    expect([a1?.place, a1?.siblings, a1?.isOpen]).toEqual([1, 2, false])
    expect([a2?.isOpen, b?.isOpen]).toEqual([undefined, undefined])
  })
})

describe('arrow keys', () => {
  it('move through the visible rows', () => {
    expect(step('a', 'down', 'a')).toEqual({ goTo: id('a1') })
    expect(step('b', 'up', 'a')).toEqual({ goTo: id('a2') })
    expect([step('a', 'up'), step('s', 'down')]).toEqual([null, null])
    expect([step('b', 'first'), step('b', 'last')]).toEqual([{ goTo: id('a') }, { goTo: id('s') }])
  })

  it('expand, enter, collapse and leave rows', () => {
    expect(step('a', 'in')).toEqual({ toggle: id('a') })
    expect(step('a', 'in', 'a')).toEqual({ goTo: id('a1') })
    expect(step('a1', 'out', 'a')).toEqual({ goTo: id('a') })
    expect(step('a', 'out', 'a')).toEqual({ toggle: id('a') })
    expect([step('b', 'in'), step('b', 'out'), step('nobody', 'up')]).toEqual([null, null, null])
  })
})

describe('drop', () => {
  it('goes inside a folder in its middle, else before or after the row', () => {
    expect([0.1, 0.5, 0.9].map((at) => dropPlace(find('a'), at))).toEqual(['before', 'inside', 'after'])
    expect([0.4, 0.6].map((at) => dropPlace(find('s'), at))).toEqual(['before', 'after'])
  })

  it('sets parent and position between the neighbors', () => {
    expect(placeForDrop(all, id('s'), find('b'), 'before')).toEqual({ parentId: null, position: 1.5 })
    expect(placeForDrop(all, id('b'), find('a'), 'before')).toEqual({ parentId: null, position: 0 })
    expect(placeForDrop(all, id('a'), find('s'), 'after')).toEqual({ parentId: null, position: 4 })
    expect(placeForDrop(all, id('s'), find('a'), 'inside')).toEqual({ parentId: id('a'), position: 3 })
    expect(placeForDrop(all, id('s'), find('b'), 'inside')).toEqual({ parentId: id('b'), position: 1 })
  })

  it('is rejected on the collection itself and its descendants', () => {
    expect(placeForDrop(all, id('a'), find('a1'), 'inside')).toBeNull()
    expect(placeForDrop(all, id('a'), find('a1x'), 'before')).toBeNull()
    expect(placeForDrop(all, id('a'), find('a'), 'before')).toBeNull()
    expect(isWithin(all, id('a1x'), id('a'))).toBe(true)
    expect(isWithin(all, id('b'), id('a'))).toBe(false)
  })
})

it('formats the path of a collection', () => {
  expect(pathOf(all, find('a1x'))).toBe('a › a1 › a1x')
})

const placesOf = (name: string) => placesFor(all, find(name)).map((each) => each.name)

function neighborNames(name: string) {
  const { above, below } = neighborsOf(all, find(name))
  return [above?.name, below?.name]
}

describe('moving without dragging', () => {
  it('goes into what holds collections, but not into itself, what is in it, or where it is', () => {
    expect(placesOf('a')).toEqual(['b'])
    expect(placesOf('a1x')).toEqual(['b', 'a', 'a2'])
    expect(placesOf('s')).toEqual(['b', 'a', 'a2', 'a1', 'a1x'])
  })

  it('goes past its neighbors on its level', () => {
    expect(['a', 'b', 's', 'a1x'].map(neighborNames)).toEqual([
      [undefined, 'b'],
      ['a', 's'],
      ['b', undefined],
      [undefined, undefined],
    ])
  })
})

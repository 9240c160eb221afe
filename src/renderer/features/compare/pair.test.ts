import { beforeEach, describe, expect, it } from 'vitest'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { createCompareStore, layDown, layOutTable, moveTo, takeOff, type CompareStore } from './create-compare-store.ts'
import { makeReference, pairOf, shownIds, step } from './pair.ts'

const id = (name: string) => name.padStart(26, '0') as AssetId
const [a, b, c, d] = ['A', 'B', 'C', 'D'].map(id) as [AssetId, AssetId, AssetId, AssetId]

let store: CompareStore
const pair = () => pairOf(store.getState())
beforeEach(() => {
  store = createCompareStore()
  layOutTable(store, [a, b, c, d], 'gallery')
})

describe('compared images', () => {
  it('holds at most nine distinct images and returns the number left out', () => {
    const many = Array.from({ length: 12 }, (_, at) => id(String(at + 1)))
    expect(layDown(store, [a, ...many])).toBe(7)
    expect(store.getState().ids).toHaveLength(9)
  })

  it('moves a tile to an index', () => {
    moveTo(store, d, 0)
    expect(store.getState().ids).toEqual([d, a, b, c])
    moveTo(store, d, 9)
    expect(store.getState().ids).toEqual([a, b, c, d])
  })

  it('selects a neighbor when the selected image is removed, and shows the grid when one image remains', () => {
    store.setState({ chosen: d, view: 'slider', referenceId: a })
    takeOff(store, [d])
    expect(store.getState().chosen).toBe(c)
    takeOff(store, [a, c])
    expect(store.getState()).toMatchObject({ ids: [b], view: 'grid', referenceId: null })
  })
})

describe('pair', () => {
  it('consists of the first image and the selected one', () => {
    expect(pair()).toEqual({ reference: a, other: b })
    store.setState({ chosen: c })
    expect(pair()).toEqual({ reference: a, other: c })
    expect(shownIds(store.getState())).toHaveLength(4)
    store.setState({ view: 'overlay' })
    expect(shownIds(store.getState())).toEqual([a, c])
  })

  it('keeps the reference while stepping through the others', () => {
    makeReference(store, b)
    store.setState({ view: 'blink', chosen: a })
    const seen = [1, 1, 1, -1].map((by) => {
      step(store, by)
      return pair()
    })
    expect(seen.map((each) => each?.reference)).toEqual([b, b, b, b])
    expect(seen.map((each) => each?.other)).toEqual([c, d, a, d])
  })

  it('swaps when the other image becomes the reference', () => {
    store.setState({ view: 'slider' })
    makeReference(store, b)
    expect(pair()).toEqual({ reference: b, other: a })
  })

  it('is null for fewer than two images', () => {
    layOutTable(store, [a], 'studio')
    expect(pair()).toBeNull()
    step(store, 1)
    expect(store.getState().chosen).toBe(a)
  })
})

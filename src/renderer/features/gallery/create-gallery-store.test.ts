import { describe, expect, it } from 'vitest'
import { assetId } from '../../../../test/support/window/sample-records.ts'
import { layoutGrid } from './grid/even-layout.ts'
import {
  chosenIds,
  clickTile,
  createGalleryStore,
  foldInto,
  invertSelection,
  moveCursor,
  reconcile,
  selectAll,
  selectOnly,
  showView,
} from './create-gallery-store.ts'

const order = Array.from({ length: 10 }, (_, number) => assetId(number))
const plain = { isRange: false, isToggle: false }
const range = { isRange: true, isToggle: false }
const toggle = { isRange: false, isToggle: true }

/** Four columns. */
const grid = { layout: layoutGrid(10, 400, 96), heightPx: 300 }

const without = (...gone: number[]) => order.filter((_, number) => !gone.includes(number))

function setUp() {
  const store = createGalleryStore()
  const numbers = () => chosenIds(store.getState(), order).map((id) => order.indexOf(id))
  const cursor = () => order.indexOf(store.getState().cursor!)
  const click = (number: number, keys = plain) => clickTile(store, order[number]!, order, keys)
  return { store, numbers, cursor, click }
}

describe('selection', () => {
  it('selects one image by click, a range with Shift, and toggles with Mod', () => {
    const { click, numbers } = setUp()
    click(2)
    click(5, range)
    expect(numbers()).toEqual([2, 3, 4, 5])
    click(1, range)
    expect(numbers()).toEqual([1, 2])
    click(7, toggle)
    click(1, toggle)
    expect(numbers()).toEqual([2, 7])
  })

  it('follows the arrow keys and extends from the anchor with Shift', () => {
    const { store, click, numbers, cursor } = setUp()
    store.setState({ grid })
    click(1)
    moveCursor(store, 'down', order, false)
    expect(numbers()).toEqual([5])
    moveCursor(store, 'right', order, true)
    moveCursor(store, 'right', order, true)
    moveCursor(store, 'left', order, true)
    expect(numbers()).toEqual([5, 6])
    expect(cursor()).toBe(6)
  })

  it('moves image by image in the viewer and contains only the shown image', () => {
    const { store, numbers, cursor } = setUp()
    selectAll(store, order)
    store.setState({ grid, cursor: order[3]!, isViewing: true })
    expect(numbers()).toEqual([3])
    moveCursor(store, 'down', order, false)
    expect(cursor()).toBe(4)
  })

  it('caches a large sorted selection until the order changes', () => {
    const { store } = setUp()
    const many = Array.from({ length: 100 }, (_, number) => assetId(number))
    selectAll(store, many)
    const ids = chosenIds(store.getState(), many)
    expect(ids).toEqual(many)
    expect(chosenIds(store.getState(), many)).toBe(ids)
    expect(chosenIds(store.getState(), many.toReversed())).toEqual(many.toReversed())
    expect(chosenIds(store.getState(), many.slice(40))).toEqual(many.slice(40))
  })

  it('can be inverted', () => {
    const { store, click, numbers } = setUp()
    click(2)
    click(7, range)
    invertSelection(store, order)
    expect(numbers()).toEqual([0, 1, 8, 9])
  })

  it('moves to the stack cover when the stack is collapsed', () => {
    const { store, click, numbers, cursor } = setUp()
    click(1)
    click(5, range)
    foldInto(store, order[3]!, [order[3]!, order[4]!, order[5]!])
    expect(numbers()).toEqual([1, 2, 3])
    expect(cursor()).toBe(3)
  })

  it('is cleared when the section changes', () => {
    const { store, click, numbers } = setUp()
    click(2)
    showView(store, 'trash')
    expect(numbers()).toEqual([])
    expect(store.getState().cursor).toBeNull()
  })
})

describe('reconcile', () => {
  it('selects the neighbor of a removed image', () => {
    const { store, cursor, numbers } = setUp()
    selectOnly(store, order[4]!)
    reconcile(store, order, without(4))
    expect(cursor()).toBe(5)
    expect(numbers()).toEqual([5])
  })

  it('selects the new last image when the last is removed, and closes the viewer when none remains', () => {
    const { store, cursor } = setUp()
    selectOnly(store, order[9]!)
    store.setState({ isViewing: true })
    reconcile(store, order, without(9))
    expect(cursor()).toBe(8)
    expect(store.getState().isViewing).toBe(true)
    reconcile(store, [order[8]!], [])
    expect(store.getState()).toMatchObject({ cursor: null, isViewing: false })
  })

  it('keeps the remaining selection and ignores new images', () => {
    const { store, click, numbers } = setUp()
    click(2)
    click(4, range)
    reconcile(store, order, [assetId(99), ...without(3)])
    expect(numbers()).toEqual([2, 4])
  })
})

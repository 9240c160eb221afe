import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createGridScroll, type ScrolledElement, type GridScroll } from './create-grid-scroll.ts'
import { shownLength } from './scroll-map.ts'

const million = { totalPx: 45_000_000, viewPx: 700 }

/** Clamps its scroll position, as a browser does. */
class FakeElement extends EventTarget implements ScrolledElement {
  readonly clientWidth = 900
  #top = 0
  readonly mostPx: number
  constructor(mostPx: number) {
    super()
    this.mostPx = mostPx
  }
  get scrollTop() {
    return this.#top
  }
  set scrollTop(px: number) {
    this.#top = Math.min(this.mostPx, Math.max(0, px))
  }
  getBoundingClientRect = () => ({ left: 100 })
  /** Scrolls by wheel or key. */
  move(px: number) {
    this.dispatchEvent(new Event('wheel'))
    this.scrollTop += px
    this.dispatchEvent(new Event('scroll'))
  }
  takeBar() {
    this.dispatchEvent(Object.assign(new Event('pointerdown'), { clientX: 1_005 }))
  }
  dragTo(share: number) {
    this.scrollTop = this.mostPx * share
    this.dispatchEvent(new Event('scroll'))
  }
  rest() {
    this.dispatchEvent(new Event('scroll'))
    this.dispatchEvent(new Event('scrollend'))
  }
}

describe('grid scroll', () => {
  let element: FakeElement
  let scroll: GridScroll
  const onScroll = vi.fn()
  beforeEach(() => {
    onScroll.mockReset()
    element = new FakeElement(shownLength(million) - million.viewPx)
    scroll = createGridScroll()
    scroll.attach(element)
    scroll.setFrame(million)
    scroll.onScroll(onScroll)
  })

  it('scrolls by wheel pixels and corrects the scrollbar at rest without moving the images', () => {
    scroll.scrollTo(20_000_000)
    const barPx = element.scrollTop
    for (let turn = 0; turn < 50; turn++) element.move(120)
    expect(scroll.top()).toBe(20_006_000)
    expect(element.scrollTop).toBe(barPx + 6_000)
    element.rest()
    expect(scroll.top()).toBe(20_006_000)
    expect(element.scrollTop).toBeLessThan(barPx + 2_000)
    expect(scroll.top() - scroll.shift()).toBe(element.scrollTop)
  })

  it('follows a dragged scrollbar, then the wheel again', () => {
    element.takeBar()
    element.dragTo(0.5)
    expect(scroll.top() / million.totalPx).toBeCloseTo(0.5, 2)
    element.dragTo(1)
    expect(scroll.top()).toBe(million.totalPx - million.viewPx)
    element.dragTo(0.25)
    const topPx = scroll.top()
    element.move(90)
    expect(scroll.top()).toBe(topPx + 90)
  })

  it('distinguishes user scrolling from corrections', () => {
    element.move(120)
    expect(onScroll.mock.calls).toEqual([[false]])
    scroll.scrollTo(30_000_000)
    element.dispatchEvent(new Event('scroll'))
    expect(onScroll.mock.calls).toEqual([[false], [true]])
  })

  it('clamps when the content shrinks, and then scrolls natively', () => {
    scroll.scrollTo(30_000_000)
    scroll.setFrame({ totalPx: 13_000_000, viewPx: 700 })
    expect(scroll.top()).toBe(12_999_300)
    scroll.setFrame({ totalPx: 5_000, viewPx: 700 })
    scroll.scrollTo(1_200)
    expect([scroll.top(), element.scrollTop, scroll.shift()]).toEqual([1_200, 1_200, 0])
  })
})

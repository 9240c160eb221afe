import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isBarStuck,
  isMapped,
  placeAfter,
  scrollPlaceAt,
  shownLength,
  type ScrollFrame,
  type ScrollPlace,
} from './scroll-map.ts'

const frames = fc.record({
  totalPx: fc.oneof(fc.integer({ min: 100, max: 11_000_000 }), fc.integer({ min: 12_000_001, max: 600_000_000 })),
  viewPx: fc.integer({ min: 200, max: 2_000 }),
})
const shares = fc.double({ min: 0, max: 1, noNaN: true })
const mostTop = ({ totalPx, viewPx }: ScrollFrame) => Math.max(0, totalPx - viewPx)
const mostBar = (frame: ScrollFrame) => Math.max(0, shownLength(frame) - frame.viewPx)

/** Simulates the element: clamped like a browser's, resynced by the hook's own rule. */
function scrollBy(frame: ScrollFrame, place: ScrollPlace, deltaPx: number, isBarHeld = false): ScrollPlace {
  const barPx = Math.min(mostBar(frame), Math.max(0, place.barPx + deltaPx))
  const next = placeAfter(frame, place, barPx, isBarHeld)
  return isBarStuck(frame, next) ? scrollPlaceAt(frame, next.topPx) : next
}

describe('scroll map for content taller than an element can be', () => {
  it('is the identity for content that fits an element', () => {
    fc.assert(
      fc.property(frames, shares, fc.boolean(), (frame, share, isBarHeld) => {
        fc.pre(!isMapped(frame))
        const barPx = Math.round(share * mostBar(frame))
        expect(placeAfter(frame, { topPx: 0, barPx: 0 }, barPx, isBarHeld)).toEqual({ topPx: barPx, barPx })
        expect(scrollPlaceAt(frame, barPx)).toEqual({ topPx: barPx, barPx })
      }),
    )
  })

  it('moves by exact wheel pixels from any position up to the ends', () => {
    // No wheel step is larger than the view.
    const turns = fc.array(fc.integer({ min: -200, max: 200 }), { maxLength: 60 })
    fc.assert(
      fc.property(frames, shares, turns, fc.boolean(), (frame, share, deltas, restsBetween) => {
        let place = scrollPlaceAt(frame, Math.round(share * mostTop(frame)))
        let wanted = place.topPx
        for (const deltaPx of deltas) {
          place = scrollBy(frame, place, deltaPx)
          wanted = Math.min(mostTop(frame), Math.max(0, wanted + deltaPx))
          expect(place.topPx).toBe(wanted)
          if (restsBetween) place = scrollPlaceAt(frame, place.topPx)
        }
      }),
    )
  })

  it('reaches both ends by wheel alone, even without a pause', () => {
    fc.assert(
      fc.property(frames, fc.constantFrom(-1, 1), (frame, way) => {
        const from = way < 0 ? Math.min(50_000, mostTop(frame)) : Math.max(0, mostTop(frame) - 50_000)
        let place = scrollPlaceAt(frame, from)
        for (let turn = 0; turn < 600; turn++) place = scrollBy(frame, place, way * 120)
        expect(place.topPx).toBe(way < 0 ? 0 : mostTop(frame))
      }),
      { numRuns: 30 },
    )
  })

  it('follows a dragged scrollbar proportionally, including both ends', () => {
    fc.assert(
      fc.property(frames, shares, shares, (frame, from, share) => {
        fc.pre(isMapped(frame))
        const start = scrollPlaceAt(frame, from * mostTop(frame))
        const barPx = share * mostBar(frame)
        fc.pre(Math.abs(barPx - start.barPx) > frame.viewPx)
        const { topPx } = placeAfter(frame, start, barPx, true)
        // Near the ends, the bar moves 1:1.
        expect(Math.abs(topPx / mostTop(frame) - share)).toBeLessThan(0.002)
        if (start.barPx > frame.viewPx) expect(placeAfter(frame, start, 0, true).topPx).toBe(0)
      }),
    )
  })

  it('does not move the images when the scrollbar is corrected', () => {
    fc.assert(
      fc.property(frames, shares, (frame, share) => {
        const topPx = share * mostTop(frame)
        expect(scrollPlaceAt(frame, topPx).topPx).toBe(topPx)
        expect(scrollPlaceAt(frame, topPx).barPx).toBeLessThanOrEqual(mostBar(frame))
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { chooseObjects, preferByPlace } from './choose-objects.ts'

const area = { widthPx: 200, heightPx: 100 }
const box = (score: number, left: number, top: number, right: number, bottom: number) => ({
  score,
  left,
  top,
  right,
  bottom,
})

describe('chooseObjects', () => {
  it('keeps the best box of each object, the best object first', () => {
    const boxes = [box(0.4, 0.5, 0, 1, 1), box(0.6, 0, 0, 0.4, 1), box(0.9, 0.02, 0, 0.42, 1), box(0.3, 0.52, 0, 1, 1)]
    expect(chooseObjects(boxes, area, area)).toEqual([
      { box: { x: 4, y: 0, widthPx: expect.closeTo(80), heightPx: 100 }, score: 0.9 },
      { box: { x: 100, y: 0, widthPx: 100, heightPx: 100 }, score: 0.4 },
    ])
  })

  it('keeps objects that overlap, such as a handle on a cup', () => {
    const boxes = [box(0.9, 0, 0, 0.6, 1), box(0.8, 0.4, 0, 1, 1), box(0.7, 0.1, 0.1, 0.3, 0.3)]
    expect(chooseObjects(boxes, area, area)).toHaveLength(3)
  })

  it('drops what is in the padding, and cuts boxes at the edge of the image', () => {
    const square = { widthPx: 200, heightPx: 200 }
    const boxes = [box(0.9, 0.1, 0.6, 0.4, 0.9), box(0.8, -0.1, 0.25, 0.5, 0.75), box(0.7, 0.9, 0.1, 0.2, 0.4)]
    expect(chooseObjects(boxes, square, area)).toEqual([
      { box: { x: 0, y: 50, widthPx: 100, heightPx: 50 }, score: 0.8 },
    ])
  })

  it('returns no more objects than can be shown', () => {
    const boxes = Array.from({ length: 900 }, (_, at) => {
      const [x, y] = [(at % 30) / 30, Math.floor(at / 30) / 30]
      return box(at / 900, x, y, x + 1 / 30, y + 1 / 30)
    })
    const found = chooseObjects(boxes, area, area)
    expect(found).toHaveLength(30)
    expect(found[0]!.score).toBeCloseTo(899 / 900)
  })
})

const at = (x: number, y: number, sidePx: number, score: number) => ({
  box: { x, y, widthPx: sidePx, heightPx: sidePx },
  score,
})

describe('preferByPlace', () => {
  const [middle, left, low, faint] = [at(50, 50, 20, 0.8), at(10, 20, 10, 0.5), at(60, 90, 5, 0.6), at(0, 0, 50, 0.3)]
  const objects = [middle, low, left, faint]

  it.each([
    ['the left cup', left],
    ['Leftmost cup', left],
    ['cup on the right', low],
    ['top cup', left],
    ['the bottom cup', low],
    ['biggest cup', middle],
    ['smallest cup', low],
    ['cup', middle],
    ['leftovers', middle],
  ])('“%s” puts the object first that is meant, but none that hardly fits', (words, first) => {
    const preferred = preferByPlace(words, objects)
    expect(preferred[0]).toBe(first)
    expect(preferred.toSorted((a, b) => b.score - a.score)).toEqual(objects)
  })

  it('nothing stays nothing', () => expect(preferByPlace('left cup', [])).toEqual([]))
})

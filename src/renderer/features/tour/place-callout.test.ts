import { assert, integer, property, record } from 'fast-check'
import { expect, it } from 'vitest'
import { placeCallout } from './place-callout.ts'

const page = { widthPx: 1280, heightPx: 800 }
const size = { widthPx: 300, heightPx: 140 }

it('stands beside its anchor on the first side with room', () => {
  const anchor = { x: 600, y: 300, widthPx: 100, heightPx: 50 }
  expect(placeCallout(anchor, size, page, ['bottom', 'top'])).toEqual({ x: 500, y: 364 })
  expect(placeCallout({ ...anchor, y: 740 }, size, page, ['bottom', 'top'])).toEqual({ x: 500, y: 586 })
  expect(placeCallout(anchor, size, page, ['right'])).toEqual({ x: 714, y: 255 })
})

it('is in the lower right corner where there is no anchor, or no room beside it', () => {
  const corner = { x: 968, y: 648 }
  expect(placeCallout(null, size, page, ['top'])).toEqual(corner)
  expect(placeCallout({ x: 0, y: 0, ...page }, size, page, ['top', 'right', 'bottom', 'left'])).toEqual(corner)
})

it('is always inside the window and never covers what it stands beside', () => {
  const rect = record({
    x: integer({ min: 0, max: 1280 }),
    y: integer({ min: 0, max: 800 }),
    widthPx: integer({ min: 1, max: 400 }),
    heightPx: integer({ min: 1, max: 300 }),
  })
  assert(
    property(rect, (anchor) => {
      const { x, y } = placeCallout(anchor, size, page, ['bottom', 'right', 'left', 'top'])
      expect(x).toBeGreaterThanOrEqual(12)
      expect(y).toBeGreaterThanOrEqual(12)
      expect(x + size.widthPx).toBeLessThanOrEqual(1268)
      expect(y + size.heightPx).toBeLessThanOrEqual(788)
      const covers =
        x < anchor.x + anchor.widthPx &&
        anchor.x < x + size.widthPx &&
        y < anchor.y + anchor.heightPx &&
        anchor.y < y + size.heightPx
      expect(covers).toBe(false)
    }),
  )
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileMap } from '../../document/raster.ts'
import { tilesSource } from '../shapes/tiles-source.ts'
import { selectSimilar } from './select-pixels.ts'
import type { SimilarRequest } from './strips.ts'

type Color = readonly [number, number, number, number]
const none = new AbortController().signal

function image(size: Size, colorAt: (x: number, y: number) => Color) {
  const areas: Rect[] = []
  const read = (area: Rect): Promise<Uint8ClampedArray> => {
    areas.push(area)
    const pixels = new Uint8ClampedArray(area.widthPx * area.heightPx * 4)
    for (let i = 0; i < pixels.length / 4; i++) {
      pixels.set(colorAt(area.x + (i % area.widthPx), area.y + Math.floor(i / area.widthPx)), i * 4)
    }
    return Promise.resolve(pixels)
  }
  return { size, read, areas }
}

function pixelsOf(size: Size, tiles: TileMap): Uint8Array {
  const read = tilesSource(size, tiles).read({ x: 0, y: 0, ...size })
  return typeof read === 'string' ? new Uint8Array(size.widthPx * size.heightPx) : read
}

const wand: SimilarRequest = {
  at: { x: 0, y: 0 },
  color: null,
  tolerance: 0,
  isContiguous: true,
  isAntialiased: false,
}

async function select(of: ReturnType<typeof image>, request: Partial<SimilarRequest>): Promise<Uint8Array> {
  return pixelsOf(of.size, await selectSimilar(of.size, of.read, { ...wand, ...request }, none))
}

function show(pixels: Uint8Array, { widthPx, heightPx }: Size): string[] {
  return Array.from({ length: heightPx }, (_, y) =>
    Array.from(pixels.subarray(y * widthPx, (y + 1) * widthPx), (value) => (value >> 4).toString(16)).join(''),
  )
}

/** An image of letters; `.` is black. */
function letters(rows: readonly string[]) {
  const colors: Record<string, Color> = {
    '.': [0, 0, 0, 255],
    a: [200, 100, 50, 255],
    b: [210, 95, 50, 255],
    o: [0, 0, 0, 0],
    p: [90, 40, 7, 0],
  }
  return image({ widthPx: rows[0]!.length, heightPx: rows.length }, (x, y) => colors[rows[y]![x]!]!)
}

const isSnake = (x: number, y: number) =>
  (x >= 5 && x < 9 && y > 100 && y < 800) ||
  (y >= 790 && y < 800 && x >= 5 && x < 300) ||
  (x >= 290 && x < 300 && y > 20 && y < 800)

describe('selectSimilar', () => {
  const drawn = letters(['aa.a', 'bb.a', '...a', 'aaoo', 'aapo'])

  it('selects connected pixels within the tolerance', async () => {
    expect(show(await select(drawn, {}), drawn.size)).toEqual(['ff00', '0000', '0000', '0000', '0000'])
    expect(show(await select(drawn, { tolerance: 10 }), drawn.size)).toEqual(['ff00', 'ff00', '0000', '0000', '0000'])
    expect(show(await select(drawn, { tolerance: 9 }), drawn.size)).toEqual(['ff00', '0000', '0000', '0000', '0000'])
  })

  it('selects matching pixels everywhere if not contiguous', async () => {
    const everywhere = await select(drawn, { isContiguous: false })
    expect(show(everywhere, drawn.size)).toEqual(['ff0f', '000f', '000f', 'ff00', 'ff00'])
    const range = await select(drawn, { at: null, color: [209, 96, 50, 255], tolerance: 1, isContiguous: false })
    expect(show(range, drawn.size)).toEqual(['0000', 'ff00', '0000', '0000', '0000'])
  })

  it('treats all transparent pixels as equal regardless of their color', async () => {
    expect(show(await select(drawn, { at: { x: 3, y: 3 } }), drawn.size)).toEqual([
      '0000',
      '0000',
      '0000',
      '00ff',
      '00ff',
    ])
  })

  it('antialiases the border by half a pixel except along the image edge', async () => {
    const square = letters(['......', '......', '..aaaa', '..aaaa', '..aaaa', '..aaaa'])
    const soft = await select(square, { at: { x: 3, y: 3 }, isAntialiased: true })
    expect(show(soft, square.size)).toEqual(['000000', '013444', '038bbb', '04bfff', '04bfff', '04bfff'])
  })

  it('selects nothing for a point outside the image', async () => {
    expect(await selectSimilar(drawn.size, drawn.read, { ...wand, at: { x: 4, y: 0 } }, none)).toEqual(new Map())
  })

  it('agrees with a naive flood fill', async () => {
    const size = { widthPx: 24, heightPx: 18 }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(0, 0, 10, 30), { minLength: 432, maxLength: 432 }),
        fc.integer({ min: 0, max: 431 }),
        fc.constantFrom(0, 10, 20),
        async (grays, start, tolerance) => {
          const of = image(size, (x, y) => [grays[y * 24 + x]!, 0, 0, 255])
          const at = { x: start % 24, y: Math.floor(start / 24) }
          const expected = new Uint8Array(432)
          const todo = [start]
          while (todo.length > 0) {
            const i = todo.pop()!
            if (expected[i] === 255 || Math.abs(grays[i]! - grays[start]!) > tolerance) continue
            expected[i] = 255
            if (i % 24 > 0) todo.push(i - 1)
            if (i % 24 < 23) todo.push(i + 1)
            if (i >= 24) todo.push(i - 24)
            if (i < 408) todo.push(i + 24)
          }
          expect(await select(of, { at, tolerance })).toEqual(expected)
        },
      ),
    )
  })

  describe('in a large image', () => {
    // Strips of 256 rows; a snake that goes down, and back up three strips later.
    const size = { widthPx: 12_000, heightPx: 1_500 }
    const snake = image(size, (x, y) => (isSnake(x, y) ? [9, 9, 9, 255] : [99, 0, 0, 255]))

    it('reads only the strips it reaches, about 4 megapixels at a time, and returns to earlier ones', async () => {
      const found = await select(snake, { at: { x: 6, y: 300 } })
      expect(found.reduce((sum, value) => sum + value / 255, 0)).toBe(4 * 699 + 291 * 10 + 10 * 769)
      expect(found[25 * size.widthPx + 295]).toBe(255)
      expect(snake.areas.map(({ y }) => y).toSorted((a, b) => a - b)).toEqual([0, 256, 512, 768])
      expect(Math.max(...snake.areas.map(({ widthPx, heightPx }) => widthPx * heightPx))).toBeLessThan(4.2e6)
    })

    it('stops when aborted', async () => {
      const controller = new AbortController()
      const read = (area: Rect) => {
        controller.abort()
        return snake.read(area)
      }
      await expect(selectSimilar(size, read, wand, controller.signal)).rejects.toMatchObject({
        code: 'request/cancelled',
      })
    })
  })
})

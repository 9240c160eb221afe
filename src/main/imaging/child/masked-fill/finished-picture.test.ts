import { describe, expect, it } from 'vitest'
import type { DecodedPicture } from '../source/decode-picture.ts'
import { finishedPicture } from './finished-picture.ts'

const widthPx = 8
const heightPx = 6

function sourceWith(hasAlpha: boolean): DecodedPicture {
  const rgba = Uint8Array.from({ length: widthPx * heightPx * 4 }, (_, i) => (i % 4 === 3 && !hasAlpha ? 255 : i % 251))
  return { widthPx, heightPx, hasAlpha, rgba }
}

/** A patch at 2, 1 of 4 × 3 that differs from the source in the red of the pixels listed. */
function patchOf(source: DecodedPicture, changed: readonly (readonly [x: number, y: number])[], channel = 0) {
  const patch = { x: 2, y: 1, widthPx: 4, heightPx: 3, rgba: new Uint8Array(4 * 3 * 4) }
  for (let y = 0; y < 3; y++) {
    const from = ((y + 1) * widthPx + 2) * 4
    patch.rgba.set(source.rgba.subarray(from, from + 16), y * 16)
  }
  for (const [x, y] of changed) patch.rgba[((y - 1) * 4 + (x - 2)) * 4 + channel]! ^= 1
  return patch
}

function render(finished: ReturnType<typeof finishedPicture>): Uint8Array {
  const { pixels } = finished
  const rows = Array.from({ length: heightPx }, (_, y) => {
    const row = new Uint8Array(widthPx * pixels.channels)
    pixels.readRow(y, row)
    return row
  })
  return Uint8Array.from(Buffer.concat(rows))
}

describe('finishedPicture', () => {
  it('counts by comparing, inside and outside of the effective mask', () => {
    const source = sourceWith(true)
    const mask = new Uint8Array(widthPx * heightPx)
    mask[1 * widthPx + 2] = 255
    mask[2 * widthPx + 3] = 1
    mask[2 * widthPx + 4] = 255
    const finished = finishedPicture(
      source,
      patchOf(source, [
        [2, 1],
        [3, 2],
        [5, 3],
      ]),
      mask,
    )
    const expected = source.rgba.slice()
    for (const [x, y] of [
      [2, 1],
      [3, 2],
      [5, 3],
    ] as const)
      expected[(y * widthPx + x) * 4]! ^= 1
    expect(render(finished)).toEqual(expected)
    expect(finished.change).toEqual({ changedInside: 2, changedOutside: 1 })
  })

  it('counts nothing where the patch is the source', () => {
    const source = sourceWith(true)
    const finished = finishedPicture(source, patchOf(source, []), new Uint8Array(widthPx * heightPx).fill(255))
    expect(render(finished)).toEqual(source.rgba)
    expect(finished.change).toEqual({ changedInside: 0, changedOutside: 0 })
  })

  it('counts changed alpha where the file has alpha, and only there', () => {
    const mask = new Uint8Array(widthPx * heightPx)
    const changes = [true, false].map((hasAlpha) => {
      const source = sourceWith(hasAlpha)
      const finished = finishedPicture(source, patchOf(source, [[3, 2]], 3), mask)
      render(finished)
      return finished.change.changedOutside
    })
    expect(changes).toEqual([1, 0])
  })

  it('drops alpha from a picture that has none', () => {
    const source = sourceWith(false)
    const finished = finishedPicture(source, patchOf(source, []), new Uint8Array(widthPx * heightPx))
    expect(render(finished)).toEqual(source.rgba.filter((_, i) => i % 4 !== 3))
  })
})

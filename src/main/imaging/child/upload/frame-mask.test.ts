import { expect, it } from 'vitest'
import { frameMask } from './frame-mask.ts'

/** One character a pixel: `#` is to be repainted. */
function draw(mask: Uint8Array, widthPx: number): string[] {
  return Array.from({ length: mask.length / widthPx }, (_, row) =>
    Array.from(mask.subarray(row * widthPx, (row + 1) * widthPx), (value) => (value === 255 ? '#' : '.')).join(''),
  )
}

function paint(...rows: string[]): Uint8Array {
  return Uint8Array.from(rows.join(''), (character) => (character === '.' ? 0 : Number(character) * 28))
}

it('marks every pixel that the effective mask touches, however faintly', () => {
  const size = { widthPx: 4, heightPx: 2 }
  const mask = frameMask(paint('1..9', '....'), size, { frame: size, box: { x: 0, y: 0, ...size } })
  expect(draw(mask, 4)).toEqual(['#..#', '....'])
})

it('leaves the padding unmarked', () => {
  const size = { widthPx: 2, heightPx: 2 }
  const frame = { widthPx: 4, heightPx: 3 }
  const mask = frameMask(paint('99', '.9'), size, { frame, box: { x: 1, y: 0, ...size } })
  expect(draw(mask, 4)).toEqual(['.##.', '..#.', '....'])
})

it('loses no painted pixel when reduced and spreads none when enlarged', () => {
  const small = frameMask(
    paint('.....9', '......'),
    { widthPx: 6, heightPx: 2 },
    {
      frame: { widthPx: 4, heightPx: 1 },
      box: { x: 0, y: 0, widthPx: 4, heightPx: 1 },
    },
  )
  expect(draw(small, 4)).toEqual(['...#'])
  const large = frameMask(
    paint('.9', '..'),
    { widthPx: 2, heightPx: 2 },
    {
      frame: { widthPx: 4, heightPx: 4 },
      box: { x: 0, y: 0, widthPx: 4, heightPx: 4 },
    },
  )
  expect(draw(large, 4)).toEqual(['..##', '..##', '....', '....'])
})

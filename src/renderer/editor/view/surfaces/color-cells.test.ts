import { describe, expect, it } from 'vitest'
import { writeColor } from './color-cells.ts'

const red = 0xff0000ff
const halfBlue = 0x80ff0000
const tile = Uint32Array.from({ length: 65_536 }, (_, i) => (i % 2 === 0 ? red : halfBlue))

describe('writeColor', () => {
  it('gives the very pixels where they are seen one by one, and only in the part', () => {
    const words = new Uint32Array(65_536).fill(7)
    writeColor(words, { x: 3, y: 2, widthPx: 2, heightPx: 1 }, 0, tile)
    expect([...words.subarray(2 * 256 + 2, 2 * 256 + 6)]).toEqual([7, halfBlue, red, 7])
  })

  it('averages by opacity', () => {
    const words = new Uint32Array(65_536)
    writeColor(words, { x: 0, y: 0, widthPx: 1, heightPx: 1 }, 1, tile)
    const bytes = new Uint8Array(words.buffer, 0, 4)
    expect([...bytes]).toEqual([169, 0, 85, 191])
  })

  it('clears where there is no tile', () => {
    const words = new Uint32Array(65_536).fill(7)
    writeColor(words, { x: 0, y: 0, widthPx: 1, heightPx: 1 }, 3, null)
    expect([words[0], words[1]]).toEqual([0, 7])
  })
})

import { describe, expect, it } from 'vitest'
import { writeColor } from './color-cells.ts'

const red = 0xff0000ff
const halfBlue = 0x80ff0000
const tile = Uint32Array.from({ length: 65_536 }, (_, i) => (i % 2 === 0 ? red : halfBlue))

describe('writeColor', () => {
  it('copies pixels exactly at full resolution, only within the area', () => {
    const packed = new Uint32Array(65_536).fill(7)
    writeColor(packed, { x: 3, y: 2, widthPx: 2, heightPx: 1 }, 0, tile)
    expect([...packed.subarray(2 * 256 + 2, 2 * 256 + 6)]).toEqual([7, halfBlue, red, 7])
  })

  it('averages colors weighted by alpha', () => {
    const packed = new Uint32Array(65_536)
    writeColor(packed, { x: 0, y: 0, widthPx: 1, heightPx: 1 }, 1, tile)
    const bytes = new Uint8Array(packed.buffer, 0, 4)
    expect([...bytes]).toEqual([169, 0, 85, 191])
  })

  it('clears cells without a tile', () => {
    const packed = new Uint32Array(65_536).fill(7)
    writeColor(packed, { x: 0, y: 0, widthPx: 1, heightPx: 1 }, 3, null)
    expect([packed[0], packed[1]]).toEqual([0, 7])
  })
})

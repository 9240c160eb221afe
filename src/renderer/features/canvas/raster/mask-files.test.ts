/// <reference types="node" />
import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { areSameBytes } from './coverage-math.ts'
import { deflate } from './deflate.ts'
import { encodeMaskPng } from './mask-png.ts'
import { renderMaskThumbnail } from './mask-thumbnail.ts'
import { TileRaster } from './tile-raster.ts'
import { encodeTiles, openRaster } from './tile-storage.ts'

function paintedRaster(widthPx: number, heightPx: number) {
  const raster = new TileRaster({ widthPx, heightPx })
  const open = raster.beginStroke(raster.empty(), { mode: 'paint', hardness: 0.3 })
  open.add([
    { x: 20, y: 30, radiusPx: 40, strength: 0.9 },
    { x: widthPx - 10, y: heightPx - 10, radiusPx: 60, strength: 0.9 },
  ])
  return { raster, mask: open.commit(), all: { x: 0, y: 0, widthPx, heightPx } }
}

/** Reads a PNG by the book, without the encoder's code. */
function readPng(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset)
  const data: Uint8Array[] = []
  const types: string[] = []
  let header = { widthPx: 0, heightPx: 0, kind: [0] }
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    const body = png.subarray(at + 8, at + 8 + length)
    expect(view.getUint32(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)))
    if (type === 'IHDR')
      header = { widthPx: view.getUint32(at + 8), heightPx: view.getUint32(at + 12), kind: [...body.subarray(8)] }
    if (type === 'IDAT') data.push(body)
    types.push(type)
    at += 12 + length
  }
  const lines = inflateSync(Buffer.concat(data))
  const pixels = new Uint8Array(header.widthPx * header.heightPx)
  for (let y = 0; y < header.heightPx; y++) {
    const from = y * (header.widthPx + 1)
    expect(lines[from]).toBe(0)
    pixels.set(lines.subarray(from + 1, from + 1 + header.widthPx), y * header.widthPx)
  }
  return { ...header, pixels, types }
}

const open = (deflated: Uint8Array<ArrayBuffer>) =>
  openRaster({ widthPx: 300, heightPx: 300 }, [{ layer: 'mask', column: 0, row: 0, deflated }])

describe('encodeMaskPng', () => {
  it('writes an 8-bit grey PNG with exactly the painted pixels', async () => {
    const { raster, mask, all } = paintedRaster(613, 529)
    const png = await encodeMaskPng(raster, mask)
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
    const read = readPng(png)
    expect(read).toMatchObject({ widthPx: 613, heightPx: 529, kind: [8, 0, 0, 0, 0] })
    expect(read.types.at(-1)).toBe('IEND')
    expect(Buffer.compare(read.pixels, raster.read(mask, all))).toBe(0)
  })

  it('handles a picture of one pixel', async () => {
    const raster = new TileRaster({ widthPx: 1, heightPx: 1 })
    const read = readPng(await encodeMaskPng(raster, raster.invert(raster.empty())))
    expect([...read.pixels]).toEqual([255])
  })
})

describe('stored tiles', () => {
  it('come back as they were', async () => {
    const { raster, mask, all } = paintedRaster(700, 600)
    const stored = await encodeTiles(raster, 'mask', raster.tiles(mask), [])
    const opened = await openRaster(raster.size, stored)
    expect(areSameBytes(opened.raster.read(opened.layers.mask, all), raster.read(mask, all))).toBe(true)
  })

  it('keep the layers apart', async () => {
    const { raster, mask, all } = paintedRaster(700, 600)
    const other = raster.paintRect(raster.empty(), { x: 100, y: 100, widthPx: 300, heightPx: 300 }, 'paint')
    const stored = [
      ...(await encodeTiles(raster, 'sampling', raster.tiles(other), [])),
      ...(await encodeTiles(raster, 'mask', raster.tiles(mask), [])),
    ]
    const { raster: opened, layers } = await openRaster(raster.size, stored)
    expect(areSameBytes(opened.read(layers.mask, all), raster.read(mask, all))).toBe(true)
    expect(areSameBytes(opened.read(layers.sampling, all), raster.read(other, all))).toBe(true)
  })

  it('hold only what changed; an emptied tile is null', async () => {
    const { raster, mask } = paintedRaster(700, 600)
    const erased = raster.paintRect(mask, { x: 0, y: 0, widthPx: 256, heightPx: 256 }, 'erase')
    const stored = await encodeTiles(raster, 'mask', raster.tiles(erased), raster.tiles(mask))
    expect(stored).toEqual([{ layer: 'mask', column: 0, row: 0, deflated: null }])
  })

  it('are zlib streams of one tile each', async () => {
    const { raster, mask } = paintedRaster(300, 300)
    const [tile] = await encodeTiles(raster, 'mask', raster.tiles(mask), [])
    expect(inflateSync(tile!.deflated!)).toHaveLength(65_536)
  })

  it('refuse damaged and oversized data', async () => {
    await expect(open(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: 'storage/corrupt' })
    await expect(open(await deflate(new Uint8Array(100)))).rejects.toMatchObject({ code: 'storage/corrupt' })
    await expect(open(await deflate(new Uint8Array(10_000_000)))).rejects.toMatchObject({ code: 'storage/corrupt' })
  })
})

describe('renderMaskThumbnail', () => {
  const signal = new AbortController().signal

  it('averages the effective mask, its grown edge included', async () => {
    const raster = new TileRaster({ widthPx: 1000, heightPx: 500 })
    const mask = raster.paintRect(raster.empty(), { x: 500, y: 0, widthPx: 500, heightPx: 500 }, 'paint')
    const plain = await renderMaskThumbnail(raster, mask, { growPx: 0, featherPx: 0 }, 20, signal)
    expect(plain).toMatchObject({ widthPx: 20, heightPx: 10 })
    expect([...plain.coverage.subarray(8, 12)]).toEqual([0, 0, 255, 255])
    const grown = await renderMaskThumbnail(raster, mask, { growPx: 25, featherPx: 0 }, 20, signal)
    expect(grown.coverage[9]).toBeGreaterThan(110)
    const wide = await renderMaskThumbnail(raster, mask, { growPx: 200, featherPx: 100 }, 20, signal)
    expect([wide.coverage[6], wide.coverage[3]]).toEqual([255, 0])
  })

  it('shows even the smallest spot', async () => {
    const raster = new TileRaster({ widthPx: 4000, heightPx: 4000 })
    const mask = raster.paintRect(raster.empty(), { x: 2000, y: 2000, widthPx: 1, heightPx: 1 }, 'paint')
    const small = await renderMaskThumbnail(raster, mask, { growPx: 0, featherPx: 0 }, 40, signal)
    expect(Math.max(...small.coverage)).toBe(1)
  })
})

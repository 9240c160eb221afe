/// <reference types="node" />
import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { effectiveMask } from '../../../shared/util/mask/effective-mask.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { CoverageSource } from '../document/raster.ts'
import { areSameBytes } from './pixel-math.ts'
import { deflate } from './deflate.ts'
import { encodeMaskPng } from './mask-png.ts'
import { PackingWork } from './off-thread/packing-work.ts'
import { MaskThumbnails, type WeightedMask } from './mask-thumbnail.ts'
import { TileRaster } from './tile-raster.ts'
import { decodeStoredTiles, encodeTiles } from './tile-storage.ts'
import { rectSource } from './shapes/rect-source.ts'

function paintedRaster(widthPx: number, heightPx: number) {
  const raster = new TileRaster()
  const size = { widthPx, heightPx }
  const open = raster.beginStroke(raster.empty(size, 1), { mode: 'paint', hardness: 0.3 })
  open.add([
    { x: 20, y: 30, radiusPx: 40, strength: 0.9 },
    { x: widthPx - 10, y: heightPx - 10, radiusPx: 60, strength: 0.9 },
  ])
  return { raster, mask: open.commit(), size, all: { x: 0, y: 0, widthPx, heightPx } }
}

/** Reads a PNG according to the specification, without the encoder's code. */
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

const work = new PackingWork()

const open = (deflated: Uint8Array<ArrayBuffer>) =>
  decodeStoredTiles(
    [{ surfaceId: 'mask-1', column: 0, row: 0, deflated }],
    'mask-1',
    { widthPx: 300, heightPx: 300 },
    1,
  )

describe('encodeMaskPng', () => {
  it('writes an 8-bit gray PNG with exactly the painted pixels', async () => {
    const { raster, mask, size, all } = paintedRaster(613, 529)
    const png = await encodeMaskPng(size, (area) => raster.read(mask, area))
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
    const read = readPng(png)
    expect(read).toMatchObject({ widthPx: 613, heightPx: 529, kind: [8, 0, 0, 0, 0] })
    expect(read.types.at(-1)).toBe('IEND')
    expect(Buffer.compare(read.pixels, raster.read(mask, all))).toBe(0)
  })

  it('handles a one-pixel image', async () => {
    const png = await encodeMaskPng({ widthPx: 1, heightPx: 1 }, () => Uint8Array.of(255))
    expect([...readPng(png).pixels]).toEqual([255])
  })
})

describe('stored tiles', () => {
  it('round-trip coverage and color tiles', async () => {
    const { raster, mask, size, all } = paintedRaster(700, 600)
    const paint = raster.beginColorStroke(
      raster.empty(size, 4),
      { mode: 'paint', hardness: 0.5 },
      { read: (part) => new Uint8Array(part.widthPx * part.heightPx * 4).fill(200) },
    )
    paint.add([{ x: 300, y: 300, radiusPx: 100, strength: 0.8 }])
    for (const ref of [mask, paint.commit()]) {
      const stored = await encodeTiles(raster, 'a', size, raster.tiles(ref), [], work)
      const opened = raster.fromTiles(size, ref.channels, await decodeStoredTiles(stored, 'a', size, ref.channels))
      expect(areSameBytes(raster.read(opened, all), raster.read(ref, all))).toBe(true)
    }
  })

  it('stay separate per surface', async () => {
    const { raster, mask, size, all } = paintedRaster(700, 600)
    const square = rectSource({ x: 100, y: 100, widthPx: 300, heightPx: 300 }, false)
    const other = raster.combine(raster.empty(size, 1), square, 'add')
    const stored = [
      ...(await encodeTiles(raster, 'sampling', size, raster.tiles(other), [], work)),
      ...(await encodeTiles(raster, 'mask-1', size, raster.tiles(mask), [], work)),
    ]
    const read = async (id: string) =>
      raster.read(raster.fromTiles(size, 1, await decodeStoredTiles(stored, id, size, 1)), all)
    expect(areSameBytes(await read('mask-1'), raster.read(mask, all))).toBe(true)
    expect(areSameBytes(await read('sampling'), raster.read(other, all))).toBe(true)
  })

  it('contain only changed tiles, with null for an emptied one', async () => {
    const { raster, mask, size } = paintedRaster(700, 600)
    const corner = rectSource({ x: 0, y: 0, widthPx: 256, heightPx: 256 }, false)
    const erased = raster.combine(mask, corner, 'subtract')
    const stored = await encodeTiles(raster, 'mask-1', size, raster.tiles(erased), raster.tiles(mask), work)
    expect(stored).toEqual([{ surfaceId: 'mask-1', column: 0, row: 0, deflated: null }])
  })

  it('contain one zlib stream per tile', async () => {
    const { raster, mask, size } = paintedRaster(300, 300)
    const [tile] = await encodeTiles(raster, 'mask-1', size, raster.tiles(mask), [], work)
    expect(inflateSync(tile!.deflated!)).toHaveLength(65_536)
  })

  it('reject damaged and oversized data', async () => {
    await expect(open(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: 'storage/corrupt' })
    await expect(open(await deflate(new Uint8Array(100)))).rejects.toMatchObject({ code: 'storage/corrupt' })
    await expect(open(await deflate(new Uint8Array(10_000_000)))).rejects.toMatchObject({ code: 'storage/corrupt' })
  })
})

function maskOf(raster: TileRaster, size: Size, source: CoverageSource): WeightedMask {
  return { pixels: raster.combine(raster.empty(size, 1), source, 'add'), strength: 1 }
}

describe('MaskThumbnails', () => {
  const signal = new AbortController().signal
  const noEdge = { growPx: 0, featherPx: 0 }
  const rightHalf = rectSource({ x: 500, y: 0, widthPx: 500, heightPx: 500 }, false)

  it('average the effective mask including its grown edge', async () => {
    const raster = new TileRaster()
    const size = { widthPx: 1000, heightPx: 500 }
    const mask = maskOf(raster, size, rightHalf)
    const thumbnails = new MaskThumbnails(raster, 20)
    const plain = await thumbnails.render(size, [mask], noEdge, signal)
    expect(plain).toMatchObject({ widthPx: 20, heightPx: 10 })
    expect([...plain.coverage.subarray(8, 12)]).toEqual([0, 0, 255, 255])
    const grown = await thumbnails.render(size, [mask], { growPx: 25, featherPx: 0 }, signal)
    expect(grown.coverage[9]).toBeGreaterThan(110)
    expect(grown.coverage[9]).toBeLessThan(145)
    const wide = await thumbnails.render(size, [mask], { growPx: 200, featherPx: 100 }, signal)
    expect([wide.coverage[6], wide.coverage[2]]).toEqual([255, 0])
  })

  it('equal the effective mask for a small image', async () => {
    const { raster, mask, size, all } = paintedRaster(300, 200)
    const edge = { growPx: 5, featherPx: 10 }
    const { coverage } = await new MaskThumbnails(raster, 400).render(
      size,
      [{ pixels: mask, strength: 1 }],
      edge,
      signal,
    )
    expect(coverage).toEqual(effectiveMask({ rect: all, coverage: raster.read(mask, all) }, all, edge))
  })

  it('show the maximum of several masks, each scaled by its strength', async () => {
    const raster = new TileRaster()
    const size = { widthPx: 1000, heightPx: 500 }
    const all = rectSource({ x: 0, y: 0, ...size }, false)
    const masks = [
      { ...maskOf(raster, size, rightHalf), strength: 0.8 },
      { ...maskOf(raster, size, all), strength: 0.4 },
    ]
    const { coverage } = await new MaskThumbnails(raster, 20).render(size, masks, noEdge, signal)
    expect([coverage[0], coverage[19]]).toEqual([102, 204])
  })

  it('update after painting and after a size change', async () => {
    const raster = new TileRaster()
    const size = { widthPx: 1000, heightPx: 500 }
    const thumbnails = new MaskThumbnails(raster, 20)
    const { pixels } = maskOf(raster, size, rightHalf)
    await thumbnails.render(size, [{ pixels, strength: 1 }], noEdge, signal)
    const more = raster.combine(pixels, rectSource({ x: 0, y: 0, widthPx: 50, heightPx: 500 }, false), 'add')
    const after = await thumbnails.render(size, [{ pixels: more, strength: 1 }], noEdge, signal)
    expect([...after.coverage.subarray(0, 2), after.coverage[19]]).toEqual([255, 0, 255])
    const turned = { widthPx: 500, heightPx: 1000 }
    const rotated = await thumbnails.render(turned, [maskOf(raster, turned, rightHalf)], noEdge, signal)
    expect([rotated.widthPx, rotated.heightPx, Math.max(...rotated.coverage)]).toEqual([10, 20, 0])
  })

  it('yield to the event loop while rendering many cells', async () => {
    let tasks = 0
    const Channel = MessageChannel
    vi.stubGlobal('MessageChannel', function countTask() {
      tasks++
      return new Channel()
    })
    let nowMs = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 100))
    try {
      const raster = new TileRaster()
      const size = { widthPx: 512, heightPx: 512 }
      const spot = maskOf(raster, size, rectSource({ x: 0, y: 0, widthPx: 9, heightPx: 9 }, false))
      await new MaskThumbnails(raster, 512).render(size, [spot], noEdge, signal)
    } finally {
      vi.unstubAllGlobals()
      vi.restoreAllMocks()
    }
    // One tile is painted; 512 rows of cells are dilated, then averaged.
    expect(tasks).toBeGreaterThan(30)
  })

  it('show even the smallest spot', async () => {
    const raster = new TileRaster()
    const size = { widthPx: 4000, heightPx: 4000 }
    const spot = maskOf(raster, size, rectSource({ x: 2000, y: 2000, widthPx: 1, heightPx: 1 }, false))
    const small = await new MaskThumbnails(raster, 40).render(size, [spot], noEdge, signal)
    expect(Math.max(...small.coverage)).toBe(1)
  })
})

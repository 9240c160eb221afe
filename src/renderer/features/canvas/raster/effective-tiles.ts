import { maskTilePx } from '../../../../shared/domain/canvas-document.ts'
import { effectiveMask, maskReachPx, type MaskEdge } from '../../../../shared/util/effective-mask.ts'
import { growRect, intersectRects, type Rect } from '../../../../shared/util/geometry.ts'
import type { MaskRaster } from '../document/mask-raster.ts'
import type { RasterRef } from '../document/model.ts'

/** Distances up to here are measured pixel by pixel; wider edges on a coarser grid, as they only serve to be looked at. */
const mostExactReachPx = 64

/** The effective mask of a part of the picture; `null` where it is nothing all over. */
export function readEffective(raster: MaskRaster, ref: RasterRef, area: Rect, edge: MaskEdge): Uint8Array | null {
  const reach = maskReachPx(edge)
  const around = intersectRects(growRect(area, reach), { x: 0, y: 0, ...raster.size })
  if (!hasPaint(raster, ref, around)) return null
  if (reach === 0) return raster.read(ref, area)
  if (reach <= mostExactReachPx) {
    return effectiveMask({ rect: around, coverage: raster.read(ref, around) }, area, edge)
  }
  return readCoarse(raster, ref, area, around, edge, Math.ceil(reach / mostExactReachPx))
}

export function hasPaint(raster: MaskRaster, ref: RasterRef, area: Rect): boolean {
  const tiles = raster.tiles(ref)
  const lastColumn = Math.floor((area.x + area.widthPx - 1) / maskTilePx)
  const lastRow = Math.floor((area.y + area.heightPx - 1) / maskTilePx)
  for (let row = Math.floor(area.y / maskTilePx); row <= lastRow; row++) {
    for (let column = Math.floor(area.x / maskTilePx); column <= lastColumn; column++) {
      if (tiles[row * raster.columns + column]) return true
    }
  }
  return false
}

/** Distances in cells of `step` pixels; a cell is painted where any pixel is, so the edge never looks too small. */
function readCoarse(
  raster: MaskRaster,
  ref: RasterRef,
  area: Rect,
  around: Rect,
  edge: MaskEdge,
  step: number,
): Uint8Array {
  const columns = Math.ceil(around.widthPx / step)
  const rows = Math.ceil(around.heightPx / step)
  const rect = { x: 0, y: 0, widthPx: columns, heightPx: rows }
  const coverage = new Uint8Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    const heightPx = Math.min(step, around.heightPx - row * step)
    const band = { x: around.x, y: around.y + row * step, widthPx: around.widthPx, heightPx }
    if (hasPaint(raster, ref, band)) poolBand(raster.read(ref, band), band, step, coverage, row * columns)
  }
  const coarse = effectiveMask({ rect, coverage }, rect, {
    growPx: edge.growPx / step,
    featherPx: edge.featherPx / step,
  })
  const result = raster.read(ref, area)
  for (let y = 0; y < area.heightPx; y++) {
    const from = Math.floor((area.y - around.y + y) / step) * columns
    for (let x = 0; x < area.widthPx; x++) {
      const value = coarse[from + Math.floor((area.x - around.x + x) / step)]!
      if (value > result[y * area.widthPx + x]!) result[y * area.widthPx + x] = value
    }
  }
  return result
}

function poolBand(pixels: Uint8Array, band: Rect, step: number, coverage: Uint8Array, to: number): void {
  for (let y = 0; y < band.heightPx; y++) {
    for (let x = 0; x < band.widthPx; x++) {
      const value = pixels[y * band.widthPx + x]!
      const cell = to + Math.floor(x / step)
      if (value > coverage[cell]!) coverage[cell] = value
    }
  }
}

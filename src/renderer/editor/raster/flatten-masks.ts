import { uniteRects, type Rect } from '../../../shared/util/geometry.ts'
import type { CanvasDoc, MaskEntry } from '../document/model.ts'
import type { Raster } from '../document/raster.ts'

/** Masks that count: shown, sent and measured. */
export function masksThatCount(doc: CanvasDoc): readonly MaskEntry[] {
  return doc.masks.filter((mask) => mask.isOn)
}

/**
 * A part of all masks that are on in one, each up to its strength, row by row; where several lie over one another the
 * strongest counts. A part at a time: together they may be more than the document itself holds.
 */
export function flattenMasks(doc: CanvasDoc, raster: Pick<Raster, 'read'>, area: Rect): Uint8Array {
  const [first, ...others] = masksThatCount(doc)
  if (first === undefined) return new Uint8Array(area.widthPx * area.heightPx)
  const flat = raster.read(first.pixels, area)
  if (first.strength < 1) for (let i = 0; i < flat.length; i++) flat[i] = Math.round(flat[i]! * first.strength)
  for (const { pixels, strength } of others) layStrongest(flat, raster.read(pixels, area), strength)
  return flat
}

function layStrongest(flat: Uint8Array, pixels: Uint8Array, strength: number): void {
  for (let i = 0; i < pixels.length; i++) {
    const value = Math.round(pixels[i]! * strength)
    if (value > flat[i]!) flat[i] = value
  }
}

/** Around everything painted on masks that are on; null = nothing. */
export function boundsOfMasks(doc: CanvasDoc, raster: Raster): Rect | null {
  let all: Rect | null = null
  for (const { pixels } of masksThatCount(doc)) {
    const bounds = raster.bounds(pixels)
    if (bounds !== null) all = all === null ? bounds : uniteRects(all, bounds)
  }
  return all
}

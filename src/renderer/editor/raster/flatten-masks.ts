import { uniteRects, type Rect } from '../../../shared/util/geometry.ts'
import type { CanvasDoc, MaskEntry } from '../document/model.ts'
import type { Raster } from '../document/raster.ts'

/** Masks in effect: shown, sent and measured. */
export function enabledMasks(doc: CanvasDoc): readonly MaskEntry[] {
  return doc.masks.filter((mask) => mask.isOn)
}

/**
 * Merges an area of all enabled masks into one, each scaled by its strength, row by row; where masks overlap, the
 * strongest wins. Works area by area because together they may exceed the document itself.
 */
export function flattenMasks(doc: CanvasDoc, raster: Pick<Raster, 'read'>, area: Rect): Uint8Array {
  const [first, ...others] = enabledMasks(doc)
  if (first === undefined) return new Uint8Array(area.widthPx * area.heightPx)
  const flat = raster.read(first.pixels, area)
  if (first.strength < 1) for (let i = 0; i < flat.length; i++) flat[i] = Math.round(flat[i]! * first.strength)
  for (const { pixels, strength } of others) raiseTo(flat, raster.read(pixels, area), strength)
  return flat
}

function raiseTo(flat: Uint8Array, pixels: Uint8Array, strength: number): void {
  for (let i = 0; i < pixels.length; i++) {
    const value = Math.round(pixels[i]! * strength)
    if (value > flat[i]!) flat[i] = value
  }
}

/** Bounds of everything painted on enabled masks; null = nothing. */
export function boundsOfMasks(doc: CanvasDoc, raster: Raster): Rect | null {
  let all: Rect | null = null
  for (const { pixels } of enabledMasks(doc)) {
    const bounds = raster.bounds(pixels)
    if (bounds !== null) all = all === null ? bounds : uniteRects(all, bounds)
  }
  return all
}

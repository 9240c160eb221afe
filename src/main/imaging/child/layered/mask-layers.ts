import { deflateSync } from 'node:zlib'
import type { StoredTile } from '../../../../shared/domain/canvas-document.ts'
import { maskTints, tilePx } from '../../../../shared/domain/surfaces.ts'
import { mask } from '../../../../shared/messages/en/layered-files.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { LayerRows } from './layer-rows.ts'
import { tileBounds, tileRows, type PlacedTile } from './paint-rows.ts'
import type { DrawnImage } from './image-rows.ts'

/**
 * A mask is written as a hidden layer in its tint whose transparency is the mask: every program can turn a layer's
 * transparency into a selection with one click, and no mask type is readable by all of them.
 */
const prefix = 'Mask: '

export function maskLayerName(name: string): string {
  return `${prefix}${name}`
}

export function isMaskLayer({ name, isVisible }: { readonly name: string; readonly isVisible: boolean }): boolean {
  return !isVisible && name.startsWith(prefix)
}

export function maskNameOf(layerName: string): string {
  return layerName.slice(prefix.length, prefix.length + 100) || mask
}

/** Renders a mask's coverage as the transparency of its tint. */
export function maskRows(tiles: readonly PlacedTile[], tint: string, document: Size): LayerRows {
  const bounds = tileBounds(tiles, document)
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(tint.slice(at, at + 2), 16))
  const readTiles = tileRows(tiles, 1)
  return {
    bounds,
    readRow(y, into) {
      into.fill(0)
      for (const { column, pixels, from } of readTiles(y)) {
        const left = column * tilePx - bounds.x
        for (let n = 0; n < tilePx && left + n < bounds.widthPx; n++) {
          const coverage = pixels[from + n]!
          if (coverage > 0) into.set([red!, green!, blue!, coverage], (left + n) * 4)
        }
      }
    },
  }
}

/** `#rrggbb` of the first pixel that is not fully transparent. */
export function tintOf({ rgba }: DrawnImage): string {
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3]! > 0) return `#${Buffer.from(rgba.subarray(at, at + 3)).toString('hex')}`
  }
  return maskTints[0]
}

/** Extracts a mask's tiles from a layer's transparency, omitting empty ones. */
export function maskTiles(
  drawn: DrawnImage,
  at: { readonly x: number; readonly y: number },
  document: Size,
  surfaceId: string,
): StoredTile[] {
  const tiles: StoredTile[] = []
  for (let row = 0; row * tilePx < document.heightPx; row++) {
    for (let column = 0; column * tilePx < document.widthPx; column++) {
      const tile = cutTile(drawn, column * tilePx - at.x, row * tilePx - at.y, {
        widthPx: document.widthPx - at.x,
        heightPx: document.heightPx - at.y,
      })
      if (tile !== null) tiles.push({ surfaceId, column, row, deflated: Uint8Array.from(deflateSync(tile)) })
    }
  }
  return tiles
}

function cutTile({ widthPx, heightPx, rgba }: DrawnImage, left: number, top: number, end: Size): Uint8Array | null {
  const tile = new Uint8Array(tilePx * tilePx)
  let isEmpty = true
  for (let y = Math.max(0, -top); y < tilePx && top + y < Math.min(heightPx, end.heightPx); y++) {
    for (let x = Math.max(0, -left); x < tilePx && left + x < Math.min(widthPx, end.widthPx); x++) {
      const coverage = rgba[((top + y) * widthPx + left + x) * 4 + 3]!
      tile[y * tilePx + x] = coverage
      isEmpty &&= coverage === 0
    }
  }
  return isEmpty ? null : tile
}

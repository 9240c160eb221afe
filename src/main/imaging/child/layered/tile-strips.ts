import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import type { StoredTile } from '../../../../shared/domain/canvas-document.ts'
import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { decodeStrip, encodeStrip } from './strip-png.ts'
import { inflateTile } from './tile-pixels.ts'

const pack = promisify(deflate)

/** One row of tiles of a surface, as stored in a project file. */
export interface TileStrip {
  readonly row: number
  /** Column of the first tile. */
  readonly column: number
  /** Number of tiles from there on; unpainted ones in between are empty. */
  readonly count: number
}

export interface StripPng extends TileStrip {
  readonly png: Buffer
}

/** Encodes a surface's tiles as one PNG per nonempty row of tiles, from the top. */
export async function* encodeStrips(tiles: readonly StoredTile[], channels: 1 | 4): AsyncGenerator<StripPng> {
  const rows = Map.groupBy(tiles, ({ row }) => row)
  for (const [row, inRow] of [...rows].toSorted(([a], [b]) => a - b)) {
    const columns = inRow.map(({ column }) => column)
    const column = Math.min(...columns)
    const count = Math.max(...columns) - column + 1
    const widthPx = count * tilePx
    const pixels = new Uint8Array(widthPx * tilePx * channels)
    for (const tile of inRow) {
      if (tile.deflated !== null) {
        copyTile(inflateTile(tile.deflated, channels), pixels, tile.column - column, count, channels, 'in')
      }
    }
    yield { row, column, count, png: await encodeStrip({ widthPx, heightPx: tilePx, channels, pixels }) }
  }
}

/** Decodes the tiles of one strip, omitting empty ones; null if the image is not as expected. */
export async function decodeTiles(
  png: Uint8Array,
  { row, column, count }: TileStrip,
  surfaceId: string,
  channels: 1 | 4,
): Promise<StoredTile[] | null> {
  const pixels = await decodeStrip(png, { widthPx: count * tilePx, heightPx: tilePx, channels })
  if (pixels === null) return null
  const tiles: StoredTile[] = []
  for (let n = 0; n < count; n++) {
    const tile = new Uint8Array(tilePx * tilePx * channels)
    copyTile(tile, pixels, n, count, channels, 'out')
    if (tile.every((value) => value === 0)) continue
    tiles.push({ surfaceId, row, column: column + n, deflated: Uint8Array.from(await pack(tile, { level: 3 })) })
  }
  return tiles
}

function copyTile(
  tile: Uint8Array,
  strip: Uint8Array,
  n: number,
  count: number,
  channels: number,
  direction: 'in' | 'out',
): void {
  const tileBytes = tilePx * channels
  for (let y = 0; y < tilePx; y++) {
    const at = (y * count + n) * tileBytes
    if (direction === 'in') strip.set(tile.subarray(y * tileBytes, (y + 1) * tileBytes), at)
    else tile.set(strip.subarray(at, at + tileBytes), y * tileBytes)
  }
}

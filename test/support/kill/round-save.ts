import { deflateSync } from 'node:zlib'
import type { DocumentState, StoredTile } from '../../../src/shared/domain/canvas-document.ts'
import { tilePx } from '../../../src/shared/domain/surfaces.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'

/** Size of the images in these saves: four by three tiles. */
export const roundImagePx = { widthPx: 1_000, heightPx: 700 }

const surfaces = [
  ['mask-1', 1],
  ['paint-1', 4],
  ['sampling', 1],
] as const

/** Returns what is saved in a round: every part identifies the round, so that parts of two saves cannot be mixed up. */
export function roundSave(round: number, state: DocumentState, bases: readonly AssetId[]) {
  const layer = { id: 'paint-1', kind: 'paint', name: `Guide ${round}`, isVisible: true } as const
  return {
    baseId: bases[round % bases.length]!,
    isWhole: round % 7 === 0,
    tiles: surfaces.flatMap(([surfaceId, channels]) => tilesOf(surfaceId, channels, round)),
    state: {
      ...state,
      layers: [{ ...layer, opacity: (round % 10) / 10 }],
      frame: { x: -round, y: 0, widthPx: roundImagePx.widthPx + round, heightPx: roundImagePx.heightPx },
      words: { prompt: String(round), negativePrompt: 'x'.repeat(round % 5_000) },
    } satisfies DocumentState,
  }
}

/** Stored uncompressed, so that a save takes several megabytes and a kill hits the middle of it. */
function tilesOf(surfaceId: string, channels: number, round: number): StoredTile[] {
  const pixels = new Uint8Array(tilePx * tilePx * channels).fill(round % 251)
  const deflated = Uint8Array.from(deflateSync(pixels, { level: 0 }))
  return [0, 1, 2].flatMap((row) => [0, 1, 2, 3].map((column) => ({ surfaceId, row, column, deflated })))
}

import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { healPixels, type HealRequest } from '../ink/heal-pixels.ts'
import { refineTiles, type RefineOperation } from '../refine/refine-tiles.ts'
import { SimilarSearch } from '../select/similar-search.ts'
import type { PixelStrip, StripSearch, StripSearchInput } from '../select/strips.ts'
import { SubjectSearch } from '../select/subject-search.ts'
import { CoverageTiles, type SentTile, type TileChange } from './coverage-tiles.ts'

/**
 * Tasks that run in a worker. A unit of work calls several in order: large images and masks are transferred in parts,
 * so that the window never copies a whole one at once.
 */
export interface PixelTasks {
  'refine.begin': (size: Size) => null
  'refine.tiles': (tiles: readonly SentTile[]) => null
  'refine.run': (operation: RefineOperation) => readonly TileChange[]
  /** Returns the first part of the image to read. */
  'search.begin': (input: StripSearchInput) => Rect | null
  /** Returns the next part to read; null when done. */
  'search.strip': (strip: PixelStrip) => Rect | null
  'search.end': () => readonly TileChange[]
  heal: (request: HealRequest) => Uint8ClampedArray
}

/** The tasks of one unit of work, with the state they keep between calls. */
export function createPixelTasks(): PixelTasks {
  let tiles = new CoverageTiles({ widthPx: 0, heightPx: 0 })
  let search: StripSearch | null = null
  return {
    'refine.begin': (size) => {
      tiles = new CoverageTiles(size)
      return null
    },
    'refine.tiles': (sent) => {
      tiles.add(sent)
      return null
    },
    'refine.run': (operation) => refineTiles(tiles, operation),
    'search.begin': (input) => {
      search = startSearch(input)
      return search.wanted
    },
    'search.strip': (strip) => {
      search?.take(strip)
      return search?.wanted ?? null
    },
    'search.end': () => search?.finish() ?? [],
    heal: healPixels,
  }
}

function startSearch(input: StripSearchInput): StripSearch {
  switch (input.type) {
    case 'similar':
      return new SimilarSearch(input.size, input.request)
    case 'subject':
      return new SubjectSearch(input.size)
  }
}

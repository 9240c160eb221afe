import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { healPixels, type HealRequest } from '../ink/heal-pixels.ts'
import type { RefineOperation } from '../refine/refine-operation.ts'
import { refineTiles } from '../refine/refine-tiles.ts'
import { SimilarSearch } from '../select/similar-search.ts'
import type { PixelStrip, StripSearch, StripSearchInput } from '../select/strips.ts'
import { SubjectSearch } from '../select/subject-search.ts'
import { CoverageTiles, type SentTile, type TileChange } from './coverage-tiles.ts'

/**
 * What is done outside the window's thread. One piece of work calls several in order: big pictures and masks come in
 * parts, so that the window never copies all of one at once.
 */
export interface PixelTasks {
  'refine.begin': (size: Size) => null
  'refine.tiles': (tiles: readonly SentTile[]) => null
  'refine.run': (operation: RefineOperation) => readonly TileChange[]
  /** Returns the part of the picture that is needed first. */
  'search.begin': (input: StripSearchInput) => Rect | null
  /** Returns the part that is needed next; null when nothing more is. */
  'search.strip': (strip: PixelStrip) => Rect | null
  'search.end': () => readonly TileChange[]
  heal: (request: HealRequest) => Uint8ClampedArray
}

/** The tasks of one piece of work, with what they keep between calls. */
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
  switch (input.is) {
    case 'similar':
      return new SimilarSearch(input.size, input.request)
    case 'subject':
      return new SubjectSearch(input.size)
  }
}

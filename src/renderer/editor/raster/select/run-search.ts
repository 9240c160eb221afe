import { AppError } from '../../../../shared/errors/index.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { TileMap } from '../../document/raster.ts'
import { openWork } from '../off-thread/open-work.ts'
import type { StripSearchInput } from './strips.ts'

/** Reads the parts a search requests until it needs nothing more. */
export async function runSearch(
  input: StripSearchInput,
  read: (area: Rect) => Promise<Uint8ClampedArray>,
  signal: AbortSignal,
): Promise<TileMap> {
  const work = openWork(signal)
  try {
    let wanted = await work.call('search.begin', input)
    while (wanted !== null) {
      const pixels = await read(wanted)
      if (signal.aborted) throw AppError.cancelled()
      wanted = await work.call('search.strip', { area: wanted, pixels })
    }
    return new Map(await work.call('search.end'))
  } finally {
    work.close()
  }
}

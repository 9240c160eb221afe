import type { MaskRaster } from '../document/mask-raster.ts'
import type { RasterRef } from '../document/model.ts'

/** Reads a state that stays as it is now, however long the reading takes. */
export async function withFrozen<T>(
  raster: MaskRaster,
  ref: RasterRef,
  read: (frozen: RasterRef) => Promise<T>,
): Promise<T> {
  const frozen = raster.freeze(ref)
  try {
    return await read(frozen)
  } finally {
    raster.release(frozen)
  }
}

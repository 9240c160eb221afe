import type { RasterRef } from '../document/model.ts'
import type { CoverageSource, Raster } from '../document/raster.ts'

/** A surface of coverage as a shape, for laying one mask over another. Read while `ref` is held. */
export function surfaceSource(raster: Raster, ref: RasterRef): CoverageSource {
  return { bounds: { x: 0, y: 0, ...ref.size }, read: (part) => raster.read(ref, part) }
}

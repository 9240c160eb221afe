import type { CanvasDoc } from '../document/model.ts'
import type { Raster } from '../document/raster.ts'
import { mapSurfaces, releaseDoc } from '../document/surfaces.ts'

/** Reads a frozen copy of the document, however long the read takes. */
export async function withFrozen<T>(
  raster: Raster,
  doc: CanvasDoc,
  read: (frozen: CanvasDoc) => Promise<T>,
): Promise<T> {
  const frozen = mapSurfaces(doc, (ref) => raster.freeze(ref))
  try {
    return await read(frozen)
  } finally {
    releaseDoc(frozen, raster)
  }
}

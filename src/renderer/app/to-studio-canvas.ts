import { maskTilePx } from '../../shared/domain/canvas-document.ts'
import type { CanvasSession } from '../features/canvas/index.ts'
import type { StudioCanvas } from '../features/studio/index.ts'
import { makeSmallMask } from '../lib/small-mask.ts'

/** The canvas session as the Studio's panels see it. */
export function toStudioCanvas(session: CanvasSession): StudioCanvas {
  return {
    id: session.id,
    size: session.size,
    store: session.store,
    chooseTool: (tool) => session.chooseTool(tool),
    changeBrush: (change) => session.changeBrush(change),
    changeEdge: (change) => session.changeEdge(change),
    toggleOverlay: () => session.toggleOverlay(),
    holdOriginal: (isHeld) => session.holdOriginal(isHeld),
    invertMask: () => session.invertMask(),
    clearMask: () => session.clearMask(),
    restoreMask: () => session.restoreMask(),
    keepResult: (baseId) => session.keepResult(baseId),
    exportMaskPng: () => session.exportMaskPng(),
    readSmallMask(longestPx) {
      const { raster, doc } = session
      const tiles = raster.tiles(doc.mask).map((tile) => (tile === null ? null : raster.coverage(tile)))
      const mask = { ...session.size, tiles, columns: raster.columns, tilePx: maskTilePx }
      return makeSmallMask(mask, session.store.getState().edge, longestPx)
    },
  }
}

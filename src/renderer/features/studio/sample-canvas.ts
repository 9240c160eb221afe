import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import type { CanvasState } from '../../editor/session/create-canvas-store.ts'
import { openPaint } from '../../editor/session/paint-driver.ts'
import { rectSource } from '../../editor/raster/shapes/rect-source.ts'

/** The id of the first sample image. */
const firstId = assetIdSchema.parse(`01A${'1'.padStart(23, '0')}`)

/**
 * The first sample image, open, with a rectangle masked unless `hasMask` says otherwise, for tests. Where it is composed to
 * another image, a layer lies over it.
 */
export async function openSampleCanvas(
  change: Partial<CanvasState> = {},
  composedId = firstId,
): Promise<CanvasSession> {
  const { hasMask = true, hasSampling = false, sampling = 'automatic', ...rest } = change
  const { session } = await openPaint({
    widthPx: 600,
    heightPx: 400,
    baseId: firstId,
    edge: { growPx: 4, featherPx: 8 },
    onCompose: () => Promise.resolve({ assetId: composedId }),
  })
  const { targetId } = session.store.getState()
  if (composedId !== firstId) session.layers.addPaint()
  if (hasSampling) paint(session, samplingSurfaceId)
  session.masks.changeSampling(sampling)
  if (hasMask) paint(session, targetId)
  await session.flush()
  session.chooseTarget(targetId)
  session.store.setState(rest)
  return session
}

function paint(session: CanvasSession, targetId: string): void {
  session.chooseTarget(targetId)
  const rect = { x: 100, y: 100, widthPx: 200, heightPx: 100 }
  session.masks.combine('Rectangle', rectSource(rect, false), 'replace')
}

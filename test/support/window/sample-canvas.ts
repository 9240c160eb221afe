import { assetIdSchema } from '../../../src/shared/domain/ids.ts'
import { samplingSurfaceId } from '../../../src/shared/domain/surfaces.ts'
import type { CanvasSession } from '../../../src/renderer/editor/session/canvas-session.ts'
import type { CanvasState } from '../../../src/renderer/editor/session/create-canvas-store.ts'
import { openPaint } from './paint-driver.ts'
import { rectSource } from '../../../src/renderer/editor/raster/shapes/rect-source.ts'

/** The id of the first sample image. */
const firstId = assetIdSchema.parse(`01A${'1'.padStart(23, '0')}`)

/**
 * Opens the first sample image, with a rectangle masked unless `hasMask` says otherwise, for tests. If composed to
 * another image, a layer covers it.
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

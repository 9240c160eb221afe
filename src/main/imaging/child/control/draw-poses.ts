import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { writePngFile } from '../../../platform/pure/png/write-png.ts'
import type { DrawPosesRequest } from '../../imaging.ts'
import { nextTurn, rowsPerTurn } from '../turns.ts'
import { skeletonOf, spanAt, type Ellipse } from './skeleton.ts'

/** Draws people as the skeletons that ControlNets for poses were trained with, on black. */
export async function drawPoses(request: DrawPosesRequest, signal: AbortSignal): Promise<void> {
  const { poses, widthPx, heightPx, resultPath } = request
  const shapes = poses.flatMap((pose) => skeletonOf(pose, { widthPx, heightPx }))
  const readRow = (y: number, into: Uint8Array): void => {
    into.fill(0)
    for (const shape of shapes) paint(shape, y, into, widthPx)
  }
  const prepare = async (y: number): Promise<void> => {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
  }
  const pixels = { widthPx, heightPx, channels: 3, prepare, readRow } as const
  await replaceWithTemporary(resultPath, (temporaryPath) => writePngFile(temporaryPath, pixels, signal))
}

function paint(shape: Ellipse, y: number, into: Uint8Array, widthPx: number): void {
  const span = spanAt(shape, y)
  if (span === null) return
  for (let x = Math.max(0, span.first), last = Math.min(widthPx - 1, span.last); x <= last; x++) {
    into.set(shape.color, x * 3)
  }
}

import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { writePngFile } from '../../../platform/pure/png/write-png.ts'
import type { DepthMapRequest } from '../../imaging.ts'
import { nextTurn, rowsPerTurn } from '../turns.ts'
import { BicubicRows } from './bicubic-rows.ts'

/** Differences as small as rounding errors would be spread over the whole range, too. */
const flat = 1e-6

/**
 * Writes how near everything is as a gray PNG of the image's size, white where it is nearest: interpolated first, then
 * spread over the whole range, as transformers' depth estimation pipeline does.
 */
export async function writeDepthMap(request: DepthMapRequest, signal: AbortSignal): Promise<void> {
  const { nearness, widthPx, heightPx, resultPath } = request
  const rows = new BicubicRows(nearness, { widthPx, heightPx })
  const line = new Float32Array(widthPx)
  const { least, most } = await untilAborted(measure(rows, line, heightPx, signal), signal)
  const isFlat = most - least <= flat * Math.max(Math.abs(least), Math.abs(most))
  const scale = isFlat ? 0 : 255 / (most - least)
  const readRow = (y: number, into: Uint8Array): void => {
    rows.read(y, line)
    for (let x = 0; x < widthPx; x++) into[x] = Math.trunc((line[x]! - least) * scale)
  }
  // A row takes as long as its compression: without a pause nothing else would get a turn.
  const prepare = async (y: number): Promise<void> => {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
  }
  const pixels = { widthPx, heightPx, channels: 1, prepare, readRow } as const
  await replaceWithTemporary(resultPath, (temporaryPath) => writePngFile(temporaryPath, pixels, signal))
}

async function measure(rows: BicubicRows, line: Float32Array, heightPx: number, signal: AbortSignal) {
  let [least, most] = [Infinity, -Infinity]
  for (let y = 0; y < heightPx; y++) {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
    rows.read(y, line)
    for (const value of line) {
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  return { least, most }
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../../../shared/errors/index.ts'
import type { ComposeLayer, ComposeRequest, PictureFacts } from '../../imaging.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { finishedPixels } from '../verify/finished-picture.ts'
import { withProfile, type ProfileColors } from '../verify/profile-colors.ts'
import { writePngFile } from '../../../platform/pure/png/write-png.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { inspectPicture } from '../source/inspect-picture.ts'
import { decodeOriginal, originalBytes } from '../source/original-picture.ts'
import { fileSource, holdSource } from '../source/picture-source.ts'
import { blendOver, type Ground } from './blend-over.ts'
import { largestLayerBytes, withLayer } from './open-layer.ts'

/**
 * Base and layers in one PNG of the base's size, depth and colors. Where no layer lies the base's numbers are the very
 * same.
 */
export async function compose(request: ComposeRequest, budget: ByteBudget, signal: AbortSignal): Promise<PictureFacts> {
  const base = await inspectPicture(fileSource(request.originalPath))
  const neededBytes = originalBytes(base) * 2 + (await largestLayerBytes(request.layers))
  await budget.run(neededBytes, signal, async () => {
    const held = { ...base, source: await holdSource(base.source) }
    const ground = await decodeOriginal(held, signal)
    await withProfile(ground.colors.profile, async (profile) => {
      for (const layer of request.layers) await layOver(ground, layer, profile, signal)
    })
    await replaceWithTemporary(request.resultPath, async (temporaryPath) => {
      if (signal.aborted) throw AppError.cancelled()
      await writePngFile(temporaryPath, finishedPixels(ground, []), signal)
    })
  })
  return (await inspectPicture(fileSource(request.resultPath))).facts
}

/** Rows laid in one go: long enough to be worth a conversion, short enough to answer a cancel at once. */
const bandRows = 64

/** Lays one layer over the ground, in place. */
async function layOver(
  ground: Ground,
  layer: ComposeLayer,
  profile: ProfileColors | null,
  signal: AbortSignal,
): Promise<void> {
  await withLayer(layer, ground, signal, async ({ bounds, readRow }) => {
    const rowLength = bounds.widthPx * 4
    for (let top = 0; top < bounds.heightPx; top += bandRows) {
      // Other calls, and a cancel of this one, come in between.
      await nextTurn()
      if (signal.aborted) throw AppError.cancelled()
      const rows = Math.min(bandRows, bounds.heightPx - top)
      const band = new Uint8Array(rows * rowLength)
      const rowOf = <T extends Uint8Array | Float32Array>(values: T, row: number) =>
        values.subarray(row * rowLength, (row + 1) * rowLength)
      for (let row = 0; row < rows; row++) readRow(bounds.y + top + row, rowOf(band, row) as Uint8Array)
      const colors = profile === null ? band : await inProfile(band, profile)
      for (let row = 0; row < rows; row++) {
        blendOver(ground, (bounds.y + top + row) * ground.widthPx + bounds.x, rowOf(colors, row), layer.opacity)
      }
    }
  })
}

/** The same pixels in the ground's colors; only what shows is converted. */
async function inProfile(rgba: Uint8Array, profile: ProfileColors): Promise<Float32Array> {
  const converted = Float32Array.from(rgba)
  const shown: number[] = []
  for (let at = 0; at < rgba.length; at += 4) if (rgba[at + 3]! > 0) shown.push(at)
  const planes = [0, 1, 2].map((channel) => Float32Array.from(shown, (at) => rgba[at + channel]!))
  await profile.convert(planes[0]!, planes[1]!, planes[2]!)
  for (const [channel, plane] of planes.entries()) {
    for (const [n, at] of shown.entries()) converted[at + channel] = plane[n]!
  }
  return converted
}

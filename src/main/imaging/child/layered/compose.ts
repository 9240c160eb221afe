import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ComposeLayer, ComposeRequest, ImageFacts } from '../../imaging.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { finishedPixels } from '../verify/finished-image.ts'
import { withProfile, type ProfileColors } from '../verify/profile-colors.ts'
import { writePngFile } from '../../../platform/pure/png/write-png.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { inspectImage } from '../source/inspect-image.ts'
import { decodeOriginal, originalBytes } from '../source/original-image.ts'
import { fileSource, holdSource } from '../source/image-source.ts'
import { blendOver, type Ground } from './blend-over.ts'
import { largestLayerBytes, withLayer } from './open-layer.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

/**
 * Renders base and layers into one PNG of the base's size, depth and color space. Where no layer lies, the base's exact
 * values are kept.
 */
export async function compose(request: ComposeRequest, budget: ByteBudget, signal: AbortSignal): Promise<ImageFacts> {
  const base = await inspectImage(fileSource(request.originalPath))
  const neededBytes = originalBytes(base) * 2 + (await largestLayerBytes(request.layers))
  await budget.run(neededBytes, signal, async () => {
    const held = { ...base, source: await holdSource(base.source) }
    const ground = await decodeOriginal(held, signal)
    await withProfile(ground.colors.profile, async (profile) => {
      for (const layer of request.layers) await composite(ground, layer, profile, signal)
    })
    await replaceWithTemporary(request.resultPath, async (temporaryPath) => {
      throwIfAborted(signal)
      await writePngFile(temporaryPath, finishedPixels(ground, []), signal)
    })
  })
  return (await inspectImage(fileSource(request.resultPath))).facts
}

/** Rows blended at a time: enough to be worth a conversion, few enough to react to cancellation at once. */
const bandRows = 64

/** Blends one layer over the ground, in place. */
async function composite(
  ground: Ground,
  layer: ComposeLayer,
  profile: ProfileColors | null,
  signal: AbortSignal,
): Promise<void> {
  await withLayer(layer, ground, signal, async ({ bounds, readRow }) => {
    const rowLength = bounds.widthPx * 4
    for (let top = 0; top < bounds.heightPx; top += bandRows) {
      // Yields to other calls and to cancellation of this one.
      await nextTurn()
      throwIfAborted(signal)
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

/** Returns the pixels in the ground's color space; converts only visible ones. */
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

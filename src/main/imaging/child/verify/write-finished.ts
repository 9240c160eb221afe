import { rm } from 'node:fs/promises'
import type { Size } from '../../../../shared/util/geometry.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import type { FillOutcome } from '../../imaging.ts'
import { writePngFile, type PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { checkOutside, countChanges, type PixelChange, type ProofReference } from './count-changes.ts'
import { channelsOf, finishedPixels, packRow, type FinishedPatch } from './finished-image.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

export interface FinishTargets {
  readonly resultPath: string
  readonly effectiveMaskPath: string
}

/**
 * Writes the finished image and the effective mask, both or neither, and returns the differences found in the written
 * image file.
 * @throws internal/bug if it differs outside the mask
 */
export async function writeFinished(
  targets: FinishTargets,
  original: OriginalImage,
  patches: readonly FinishedPatch[],
  effective: Uint8Array,
  signal: AbortSignal,
): Promise<FillOutcome> {
  const { widthPx, heightPx, hasAlpha } = original
  const pixels = finishedPixels(original, patches)
  const change = await writeProven(targets, pixels, referenceOf(original, effective), signal)
  return { widthPx, heightPx, hasAlpha, ...change }
}

function referenceOf(original: OriginalImage, effective: Uint8Array): ProofReference {
  const { widthPx, heightPx, bitDepth, rgba } = original
  const channels = channelsOf(original)
  const pack = (y: number, into: Uint8Array): void =>
    packRow(rgba.subarray(y * widthPx * 4, (y + 1) * widthPx * 4), channels, into)
  return { widthPx, heightPx, channels, bitDepth, effective, packRow: pack }
}

/** Writes the mask first; if the image fails, the mask is removed. */
export async function writeProven(
  { resultPath, effectiveMaskPath }: FinishTargets,
  pixels: PngPixels,
  reference: ProofReference,
  signal: AbortSignal,
): Promise<PixelChange> {
  await writeMask(effectiveMaskPath, reference.effective, reference, signal)
  try {
    return await writeResult(resultPath, pixels, reference, signal)
  } catch (thrown) {
    await rm(effectiveMaskPath, { force: true })
    throw thrown
  }
}

/** Verified before the file gets its name: a file that differs outside the mask never appears under it. */
async function writeResult(
  path: string,
  pixels: PngPixels,
  reference: ProofReference,
  signal: AbortSignal,
): Promise<PixelChange> {
  let change: PixelChange = { changedInside: 0, changedOutside: 0 }
  await replaceWithTemporary(path, async (temporaryPath) => {
    throwIfAborted(signal)
    await writePngFile(temporaryPath, pixels, signal)
    change = await countChanges(temporaryPath, reference, signal)
    checkOutside(change)
  })
  return change
}

/** Writes coverage as an 8-bit gray PNG, atomically. */
async function writeMask(
  path: string,
  coverage: Uint8Array,
  { widthPx, heightPx }: Size,
  signal: AbortSignal,
): Promise<void> {
  const readRow = (y: number, into: Uint8Array): void => into.set(coverage.subarray(y * widthPx, (y + 1) * widthPx))
  await replaceWithTemporary(path, async (temporaryPath) => {
    throwIfAborted(signal)
    await writePngFile(temporaryPath, { widthPx, heightPx, channels: 1, readRow }, signal)
  })
}

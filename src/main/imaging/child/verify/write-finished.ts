import { rm } from 'node:fs/promises'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import type { FillOutcome } from '../../imaging.ts'
import { writePngFile, type PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { OriginalPicture } from '../source/original-picture.ts'
import { checkOutside, countChanges, type PixelChange, type ProofReference } from './count-changes.ts'
import { channelsOf, finishedPixels, packRow, type FinishedPatch } from './finished-picture.ts'

export interface FinishTargets {
  readonly resultPath: string
  readonly effectiveMaskPath: string
}

/**
 * Writes the finished picture and the effective mask, both whole or not at all, and says what the picture's file, read
 * again, differs by.
 * @throws internal/bug where it differs outside of the mask
 */
export async function writeFinished(
  targets: FinishTargets,
  original: OriginalPicture,
  patches: readonly FinishedPatch[],
  effective: Uint8Array,
  signal: AbortSignal,
): Promise<FillOutcome> {
  const { widthPx, heightPx, hasAlpha } = original
  const pixels = finishedPixels(original, patches)
  const change = await writeProven(targets, pixels, referenceOf(original, effective), signal)
  return { widthPx, heightPx, hasAlpha, ...change }
}

function referenceOf(original: OriginalPicture, effective: Uint8Array): ProofReference {
  const { widthPx, heightPx, bitDepth, rgba } = original
  const channels = channelsOf(original)
  const pack = (y: number, into: Uint8Array): void =>
    packRow(rgba.subarray(y * widthPx * 4, (y + 1) * widthPx * 4), channels, into)
  return { widthPx, heightPx, channels, bitDepth, effective, packRow: pack }
}

/** The mask first; should the picture fail, the mask goes again. */
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

/** The proof reads the file before it gets its name: what differs outside is never seen under it. */
async function writeResult(
  path: string,
  pixels: PngPixels,
  reference: ProofReference,
  signal: AbortSignal,
): Promise<PixelChange> {
  let change: PixelChange = { changedInside: 0, changedOutside: 0 }
  await replaceWithTemporary(path, async (temporaryPath) => {
    if (signal.aborted) throw AppError.cancelled()
    await writePngFile(temporaryPath, pixels, signal)
    change = await countChanges(temporaryPath, reference, signal)
    checkOutside(change)
  })
  return change
}

/** Writes coverage as an 8-bit gray PNG, whole or not at all. */
async function writeMask(
  path: string,
  coverage: Uint8Array,
  { widthPx, heightPx }: Size,
  signal: AbortSignal,
): Promise<void> {
  const readRow = (y: number, into: Uint8Array): void => into.set(coverage.subarray(y * widthPx, (y + 1) * widthPx))
  await replaceWithTemporary(path, async (temporaryPath) => {
    if (signal.aborted) throw AppError.cancelled()
    await writePngFile(temporaryPath, { widthPx, heightPx, channels: 1, readRow }, signal)
  })
}

import { rm } from 'node:fs/promises'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import type { FillOutcome, FillRequest } from '../../imaging.ts'
import type { FillPatch } from '../fill/index.ts'
import { writePngFile, type PngPixels } from '../png/write-png.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { decodeCoverage } from '../source/decode-coverage.ts'
import { decodePicture, type DecodedPicture } from '../source/decode-picture.ts'
import type { DecodedCache } from '../source/decoded-cache.ts'
import { decodedBytes, inspectPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import { applyEffectiveMask } from './effective-area.ts'
import { finishedPicture } from './finished-picture.ts'

export interface SourceServices {
  readonly cache: DecodedCache
  readonly budget: ByteBudget
}

export async function loadSource(path: string, { cache, budget }: SourceServices): Promise<DecodedPicture> {
  return cache.load(path, async () => {
    const picture = await inspectPicture(fileSource(path))
    // Not tied to one job's signal: another job may be waiting for the same picture.
    return budget.run(2 * decodedBytes(picture), undefined, () => decodePicture(picture))
  })
}

/** `area`: what the mask can reach. @throws fill/empty-mask */
export async function loadEffectiveMask(
  request: Pick<FillRequest, 'maskPng' | 'growPx' | 'featherPx'>,
  picture: DecodedPicture,
): Promise<{ effective: Uint8Array; area: Rect }> {
  const effective = await decodeCoverage(request.maskPng, picture, 'mask')
  const area = applyEffectiveMask(effective, picture, request)
  if (area === null) throw emptyMask()
  return { effective, area }
}

export function emptyMask(): AppError {
  return new AppError('fill/empty-mask', 'Paint over what should go first: nothing is marked yet.')
}

/** Writes the finished picture and the effective mask, both whole or not at all, and says what changed. */
export async function writeMaskedResult(
  targets: Pick<FillRequest, 'resultPath' | 'effectiveMaskPath'>,
  source: DecodedPicture,
  patch: FillPatch,
  effective: Uint8Array,
  signal: AbortSignal,
): Promise<FillOutcome> {
  const { pixels, change } = finishedPicture(source, patch, effective)
  await writeAtomically(targets.effectiveMaskPath, greyPixels(effective, source), signal)
  try {
    await writeAtomically(targets.resultPath, pixels, signal)
  } catch (thrown) {
    await rm(targets.effectiveMaskPath, { force: true })
    throw thrown
  }
  const { widthPx, heightPx, hasAlpha } = source
  return { widthPx, heightPx, hasAlpha, ...change }
}

function greyPixels(coverage: Uint8Array, { widthPx, heightPx }: DecodedPicture): PngPixels {
  const readRow = (y: number, into: Uint8Array): void => into.set(coverage.subarray(y * widthPx, (y + 1) * widthPx))
  return { widthPx, heightPx, channels: 1, readRow }
}

async function writeAtomically(path: string, pixels: PngPixels, signal: AbortSignal): Promise<void> {
  await replaceWithTemporary(path, async (temporaryPath) => {
    if (signal.aborted) throw AppError.cancelled()
    await writePngFile(temporaryPath, pixels, signal)
  })
}

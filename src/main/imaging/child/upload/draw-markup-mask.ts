import { coverMarkRegions } from '../../../../shared/domain/mark-regions.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { sharp } from '../source/sharp-engine.ts'

/** The mask that a model gets in place of marks: an 8-bit gray PNG of the image's size, white = repaint. */
export async function drawMarkupMask(
  { marks, size }: { readonly marks: readonly Mark[]; readonly size: Size },
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const coverage = coverMarkRegions(marks, size, { x: 0, y: 0, ...size })
  const raw = { width: size.widthPx, height: size.heightPx, channels: 1 as const }
  const png = sharp(coverage, { raw }).toColourspace('b-w').png({ compressionLevel: 3 }).toBuffer()
  return Uint8Array.from(await untilAborted(png, signal))
}

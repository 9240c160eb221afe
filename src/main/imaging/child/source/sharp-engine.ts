import { availableParallelism } from 'node:os'
import { sharp } from '../../../platform/pure/sharp.ts'
import { imageSidePxMax } from '../../../../shared/domain/library.ts'

export const pixelLimit = imageSidePxMax * imageSidePxMax

/**
 * The decoder's complaint that ends a decode. Below `error`, it would leave gray or black whatever it cannot read; above
 * it, harmless warnings count.
 */
export const failOn = 'error'

// Every image is read once or twice: sharp's own cache would only use memory.
sharp.cache(false)
sharp.concurrency(Math.min(4, availableParallelism()))

const warmUpSidePx = 256

/**
 * Loads decoder, resizer and encoder before the first image, and processes enough pixels for the WebAssembly engine to
 * optimize their loops: the first real decode then takes half as long. Stops when a real one arrives.
 */
export async function warmUpSharp(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const noise = Uint8Array.from({ length: warmUpSidePx * warmUpSidePx * 3 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24)
  const raw = { width: warmUpSidePx, height: warmUpSidePx, channels: 3 as const }
  const png = await sharp(noise, { raw }).png({ compressionLevel: 1 }).toBuffer()
  if (signal.aborted) return
  await sharp(png).ensureAlpha().raw().toBuffer()
  if (signal.aborted) return
  await sharp(png).resize(64).webp().toBuffer()
}

export { sharp }

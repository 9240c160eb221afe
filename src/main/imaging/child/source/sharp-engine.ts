import { availableParallelism } from 'node:os'
import sharp from 'sharp'

/** The longest side Atelier opens. */
export const sidePxLimit = 16_384
export const pixelLimit = sidePxLimit * sidePxLimit

// Every picture is read once or twice: sharp's own cache of decoded lines would only hold memory.
sharp.cache(false)
sharp.concurrency(Math.min(4, availableParallelism()))

/** Loads decoder, resizer and encoder before the first picture comes: about a tenth of a second in WebAssembly. */
export async function warmUpSharp(): Promise<void> {
  const pixel = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#777' } })
    .png()
    .toBuffer()
  await sharp(pixel).resize(4).webp().toBuffer()
}

export { sharp }

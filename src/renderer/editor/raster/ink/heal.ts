import { openWork } from '../off-thread/open-work.ts'
import type { HealRequest } from './heal-pixels.ts'

/**
 * Makes copied pixels fit where they come, outside the window's thread: see `healPixels`.
 * @param request its arrays are handed over and empty afterwards
 * @throws AppError request/cancelled when aborted
 */
export async function heal(request: HealRequest, signal: AbortSignal): Promise<Uint8ClampedArray> {
  const work = openWork(signal)
  try {
    return await work.call('heal', request)
  } finally {
    work.close()
  }
}

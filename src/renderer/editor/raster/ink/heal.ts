import { openWork } from '../off-thread/open-work.ts'
import type { HealRequest } from './heal-pixels.ts'

/**
 * Blends copied pixels into their new position in a worker: see `healPixels`.
 * @param request its arrays are transferred and empty afterwards
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

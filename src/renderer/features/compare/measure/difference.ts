import { formatFixed, withPercent } from '../../../../shared/messages/formats.ts'
import { useEffect, useState } from 'react'
import type { Difference } from '../../../../shared/domain/comparison.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { useServices, type ErrorText } from '../../../client/index.ts'

/** Returns the share of pixels, 0 to 1, in which a channel differs by more than the tolerance. */
export function changedShare({ counts, widthPx, heightPx }: Difference, tolerance: number): number {
  const changed = counts.reduce((sum, count, difference) => (difference > tolerance ? sum + count : sum), 0)
  return changed / (widthPx * heightPx)
}

/** Formats as "12.3 %", "under 0.1 %" if a few pixels differ, or "none". */
export function formatShare(share: number): string {
  if (share === 0) return messages.noDifference
  if (share === 1) return withPercent(100)
  const percent = share * 100
  if (percent < 0.1) return messages.lessThanTenthPercent
  return withPercent(formatFixed(percent > 99.9 ? 99.9 : percent, 1))
}

/** Yellow, orange, red, dark red, with opacity. Most changes are small, so the scale is a square root. */
const ramp = [
  [255, 232, 120, 120],
  [255, 176, 48, 170],
  [240, 84, 36, 210],
  [168, 12, 32, 240],
] as const

/** Returns the difference heat map: transparent up to the tolerance, then colored by size. */
export function colorMap(map: Uint8Array, tolerance: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint32Array(map.length)
  const table = colorTable(tolerance)
  for (let n = 0; n < map.length; n++) rgba[n] = table[map[n]!]!
  return new Uint8ClampedArray(rgba.buffer)
}

/** RGBA as one number per difference value. */
function colorTable(tolerance: number): Uint32Array {
  const bytes = new Uint8Array(256 * 4)
  for (let difference = tolerance + 1; difference < 256; difference++) {
    const position = Math.sqrt(difference / 255) * (ramp.length - 1)
    const low = Math.min(ramp.length - 2, Math.floor(position))
    for (let channel = 0; channel < 4; channel++) {
      const from = ramp[low]![channel]!
      bytes[difference * 4 + channel] = from + (ramp[low + 1]![channel]! - from) * (position - low) + 0.5
    }
  }
  return new Uint32Array(bytes.buffer)
}

export type Measured =
  | { readonly type: 'pending' }
  | { readonly type: 'known'; readonly difference: Difference }
  | { readonly type: 'failed'; readonly error: ErrorText }

const pending: Measured = { type: 'pending' }

/** Returns how two images differ. Leaving before it is ready cancels the measurement. */
export function useDifference(firstId: AssetId, secondId: AssetId): Measured {
  const { client, describeError } = useServices()
  const [measured, setMeasured] = useState<{ readonly key: string; readonly value: Measured } | null>(null)
  const key = `${firstId}/${secondId}`
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    client
      .call('compare.measure', { firstId, secondId }, { signal })
      .then((difference) => setMeasured({ key, value: { type: 'known', difference } }))
      .catch((error: unknown) => {
        if (signal.aborted || toErrorData(error).code === 'request/cancelled') return
        setMeasured({ key, value: { type: 'failed', error: describeError(error) } })
      })
    return () => abort.abort()
  }, [client, describeError, firstId, secondId, key])
  return measured?.key === key ? measured.value : pending
}

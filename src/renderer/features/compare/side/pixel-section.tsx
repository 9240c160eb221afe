import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { coverReason } from '../../../../shared/domain/cover-reason.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { useServices, type AssetRecordsById } from '../../../client/index.ts'
import { loadRegion } from '../../../lib/image/load-image.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useCompare } from '../compare-context.ts'
import type { PointedPlace } from '../create-compare-store.ts'
import { letterOf } from '../pair.ts'

interface PixelValue {
  readonly id: AssetId
  readonly x: number
  readonly y: number
  readonly rgba: readonly [number, number, number, number]
}

/** Colors of all images at the pixel under the pointer. */
export function PixelSection({ ids }: { readonly ids: readonly AssetId[] }) {
  const values = usePixelValues(ids)
  return (
    <PanelSection title={messages.color}>
      {values.length === 0 ? (
        <p className="compare-note">{messages.colorHint}</p>
      ) : (
        <table className="compare-pixels">
          <tbody>
            {values.map(({ id, x, y, rgba: [red, green, blue, alpha] }) => (
              <tr key={id}>
                <th scope="row">{letterOf(ids.indexOf(id))}</th>
                <td>
                  <i style={{ background: `rgb(${red} ${green} ${blue} / ${alpha / 255})` }} aria-hidden="true" />
                </td>
                <td>
                  {red} {green} {blue}
                  {alpha < 255 && ` · ${alpha}`}
                </td>
                <td className="compare-pixel-place">
                  {x}, {y}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </PanelSection>
  )
}

/** Delay until the pointer rests: each value is a request. */
const restMs = 90

function usePixelValues(ids: readonly AssetId[]): readonly PixelValue[] {
  const { store } = useCompare()
  const { assets, covers, settings } = useServices()
  const [values, setValues] = useState<readonly PixelValue[]>([])
  const safety = useStore(settings.store, (state) => state.safety)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let abort = new AbortController()
    let last: PointedPlace | null = null
    const stop = store.subscribe(({ pointed }) => {
      if (pointed === last) return
      last = pointed
      clearTimeout(timer)
      abort.abort()
      if (pointed === null) return setValues([])
      abort = new AbortController()
      const { signal } = abort
      timer = setTimeout(() => {
        const { records } = assets.store.getState()
        const { revealed } = covers.getState()
        const isShown = (id: AssetId) => {
          const asset = records.get(id)
          return asset !== undefined && asset !== null && (revealed.has(id) || coverReason(asset, safety) === null)
        }
        const shown = safety.blockNsfw ? ids.filter(isShown) : ids
        void readPixels(shown, pointed, records, signal).then((read) => {
          if (!signal.aborted) setValues(read)
        })
      }, restMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
      abort.abort()
    }
  }, [store, assets, covers, safety, ids])
  return values
}

async function readPixels(
  ids: readonly AssetId[],
  place: PointedPlace,
  records: AssetRecordsById,
  signal: AbortSignal,
): Promise<readonly PixelValue[]> {
  const read = await Promise.all(
    ids.map(async (id): Promise<PixelValue | null> => {
      const asset = records.get(id)
      if (!asset) return null
      const [x, y] = [Math.floor(place.x * asset.widthPx), Math.floor(place.y * asset.heightPx)]
      if (x < 0 || y < 0 || x >= asset.widthPx || y >= asset.heightPx) return null
      try {
        const { data } = await loadRegion(id, { x, y, widthPx: 1, heightPx: 1 }, 0, signal)
        return { id, x, y, rgba: [data[0] ?? 0, data[1] ?? 0, data[2] ?? 0, data[3] ?? 0] }
      } catch {
        // The pointer moved on, or the file is missing, which the tile reports.
        return null
      }
    }),
  )
  return read.filter((value) => value !== null)
}

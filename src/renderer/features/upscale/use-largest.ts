import { useEffect, useState } from 'react'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { useServices } from '../../client/index.ts'

/** One call asks for no more. */
const assetsMax = 500

/** The largest of these images, which decides what is possible; null until it is known. Of very many the first count. */
export function useLargest(ids: readonly AssetId[]): Asset | null {
  const { client } = useServices()
  const [largest, setLargest] = useState<Asset | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    client.call('library.assets', { ids: ids.slice(0, assetsMax) }, { signal: abort.signal }).then(
      (assets) => {
        if (!abort.signal.aborted) setLargest(assets.toSorted((a, b) => pixelsOf(b) - pixelsOf(a))[0] ?? null)
      },
      () => undefined,
    )
    return () => abort.abort()
  }, [client, ids])
  return largest
}

const pixelsOf = ({ widthPx, heightPx }: Asset) => widthPx * heightPx

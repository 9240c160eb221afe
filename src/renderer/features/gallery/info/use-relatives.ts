import { useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useServices, type Client } from '../../../client/index.ts'

interface LinkedAsset {
  readonly asset: Asset
  readonly how: Lineage['links'][number]['how']
}

/** Everything next to an image in its family but its parent. */
export interface Relatives {
  readonly children: readonly Asset[]
  readonly sources: readonly LinkedAsset[]
  /** The newest first. */
  readonly uses: readonly LinkedAsset[]
  /** It was used more often. */
  readonly isCut: boolean
}

const none: Relatives = { children: [], sources: [], uses: [], isCut: false }

export function useRelatives(asset: Asset): Relatives {
  const { client, assets, intents } = useServices()
  const [found, setFound] = useState<{ of: AssetId; relatives: Relatives } | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    const load = async () => {
      try {
        const relatives = await loadRelatives(client, asset.id, abort.signal)
        const { children, sources, uses } = relatives
        assets.put([...children, ...[...sources, ...uses].map((each) => each.asset)])
        setFound({ of: asset.id, relatives })
      } catch (error) {
        if (!abort.signal.aborted) intents.send({ do: 'report', error })
      }
    }
    void load()
    const stop = client.on('library.changed', () => void load())
    return () => {
      stop()
      abort.abort()
    }
  }, [client, assets, intents, asset])
  return found?.of === asset.id ? found.relatives : none
}

async function loadRelatives(client: Pick<Client, 'call'>, id: AssetId, signal: AbortSignal): Promise<Relatives> {
  const [children, { links, isCut }] = await Promise.all([
    client.call('library.children', { id }, { signal }),
    client.call('catalogue.uses', { id }, { signal }),
  ])
  const ids = [...new Set(links.flatMap(({ fromId, toId }) => [fromId, toId]))]
  const linked = ids.length === 0 ? [] : await client.call('library.assets', { ids }, { signal })
  const byId = new Map(linked.map((each) => [each.id, each]))
  const at = (other: AssetId, how: LinkedAsset['how']): LinkedAsset[] => {
    const asset = byId.get(other)
    return asset === undefined ? [] : [{ asset, how }]
  }
  return {
    children,
    sources: links.filter(({ toId }) => toId === id).flatMap(({ fromId, how }) => at(fromId, how)),
    uses: links.filter(({ fromId }) => fromId === id).flatMap(({ toId, how }) => at(toId, how)),
    isCut,
  }
}

import { ArrowRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { colon } from '../../../../shared/messages/formats.ts'
import { useAsset, useCover, useServices, type Client } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { Button } from '../../../ui/button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { Image } from '../../../ui/image.tsx'
import { selectOnly } from '../create-gallery-store.ts'
import { sourceMessages, usageMessages } from '../lineage/relation-messages.ts'
import { useGallery } from '../gallery-context.ts'

/**
 * What it was made from and what was made from it, including references and control images; nothing if it has neither.
 */
export function ImageFamily({ asset }: { readonly asset: Asset }) {
  const parent = useAsset(asset.parentId)
  const relatives = useRelatives(asset)
  const { children, sources, uses } = relatives
  const cover = useCover(asset.id)
  const above = [...(parent ? [{ asset: parent, how: 'parent' as const }] : []), ...sources]
  const below = [...children.map((child) => ({ asset: child, how: 'parent' as const })), ...uses]
  if (above.length + below.length === 0) return null
  return (
    <PanelSection title={messages.relatedImages} aside={<FamilyButton id={asset.id} />}>
      <div className="family">
        {above.map((source) => (
          <FamilyMember
            key={`${source.asset.id} ${source.how}`}
            asset={source.asset}
            label={sourceMessages[source.how]}
          />
        ))}
        {above.length > 0 && <ArrowRight size={14} aria-hidden="true" />}
        <Image
          className={classNames('family-self', cover && 'is-covered')}
          src={assetUrl(asset.id, 'thumb-256')}
          alt=""
        />
        {below.length > 0 && <ArrowRight size={14} aria-hidden="true" />}
        {below.map((use) => (
          <FamilyMember key={`${use.asset.id} ${use.how}`} asset={use.asset} label={usageMessages[use.how]} />
        ))}
      </div>
      <p className="family-text">{familyText(parent ?? null, relatives)}</p>
    </PanelSection>
  )
}

function FamilyButton({ id }: { readonly id: AssetId }) {
  const { family } = useGallery()
  return (
    <Button size="small" variant="quiet" onClick={() => family.show(id)}>
      {messages.showLineage} <Kbd command="gallery.family" />
    </Button>
  )
}

function FamilyMember({ asset, label }: { readonly asset: Asset; readonly label: string }) {
  const cover = useCover(asset.id)
  const { store } = useGallery()
  const handleClick = () => {
    store.setState({ section: asset.trashedAtMs === null ? 'library' : 'trash' })
    selectOnly(store, asset.id)
  }
  return (
    <button
      type="button"
      className="family-member"
      aria-label={`${label} ${asset.name}`}
      title={`${label} ${asset.name}`}
      onClick={handleClick}
    >
      <Image className={classNames(cover && 'is-covered')} src={assetUrl(asset.id, 'thumb-256')} alt="" />
    </button>
  )
}

function familyText(parent: Asset | null, { children, sources, uses, isCut }: Relatives): string {
  const used = (how: Kinship) => uses.filter((use) => use.how === how).length
  const parts = [
    ...(parent === null ? [] : [messages.madeFromImage({ name: parent.name })]),
    ...sources.map(({ asset, how }) => `${sourceMessages[how]}${colon}${asset.name}`),
    ...(children.length === 0 ? [] : [messages.sourceOf({ count: children.length })]),
    ...(['taken-from', 'reference', 'control'] as const).flatMap((how) =>
      used(how) === 0 ? [] : [usageCounts[how]({ count: used(how) })],
    ),
    ...(isCut ? [messages.moreNotShown] : []),
  ]
  return parts.join(' · ')
}

type Kinship = keyof typeof usageMessages

const usageCounts = {
  'taken-from': messages.areaUsedInCount,
  reference: messages.referenceForCount,
  control: messages.controlImageForCount,
} as const

interface LinkedAsset {
  readonly asset: Asset
  readonly how: Lineage['links'][number]['how']
}

/** Everything adjacent to an image in its lineage except its parent. */
interface Relatives {
  readonly children: readonly Asset[]
  readonly sources: readonly LinkedAsset[]
  /** Newest first. */
  readonly uses: readonly LinkedAsset[]
  /** There are more uses than listed. */
  readonly isCut: boolean
}

const none: Relatives = { children: [], sources: [], uses: [], isCut: false }

function useRelatives(asset: Asset): Relatives {
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
        if (!abort.signal.aborted) intents.send({ type: 'report', error })
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
  const linkTo = (memberId: AssetId, how: LinkedAsset['how']): LinkedAsset[] => {
    const asset = byId.get(memberId)
    return asset === undefined ? [] : [{ asset, how }]
  }
  return {
    children,
    sources: links.filter(({ toId }) => toId === id).flatMap(({ fromId, how }) => linkTo(fromId, how)),
    uses: links.filter(({ fromId }) => fromId === id).flatMap(({ toId, how }) => linkTo(toId, how)),
    isCut,
  }
}

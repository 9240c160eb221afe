import { ArrowRight } from 'lucide-react'
import { Fragment, useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatCount } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { selectOnly } from '../create-gallery-store.ts'
import { useGallery } from '../gallery-context.ts'

/** What it was made from and what was made from it; nothing where it stands alone. */
export function PictureFamily({ asset }: { readonly asset: Asset }) {
  const parent = useAsset(asset.parentId)
  const children = useChildren(asset)
  const cover = useCover(asset.id)
  if (!parent && children.length === 0) return null
  return (
    <PanelSection title="Family" aside={<FamilyButton id={asset.id} />}>
      <div className="family">
        {parent && (
          <>
            <FamilyMember asset={parent} label="Made from" />
            <ArrowRight size={14} aria-hidden="true" />
          </>
        )}
        <Picture
          className={classNames('family-self', cover && 'is-covered')}
          src={assetUrl(asset.id, 'thumb-256')}
          alt=""
        />
        {children.map((child, index) => (
          <Fragment key={child.id}>
            {index === 0 && <ArrowRight size={14} aria-hidden="true" />}
            <FamilyMember asset={child} label="Used in" />
          </Fragment>
        ))}
      </div>
      <p className="family-text">{familyText(parent ?? null, children.length)}</p>
    </PanelSection>
  )
}

function FamilyButton({ id }: { readonly id: AssetId }) {
  const { family } = useGallery()
  return (
    <Button size="small" look="quiet" onClick={() => family.show(id)}>
      Tree <Kbd command="gallery.family" />
    </Button>
  )
}

function FamilyMember({ asset, label }: { readonly asset: Asset; readonly label: string }) {
  const cover = useCover(asset.id)
  const { store } = useGallery()
  const handleClick = () => {
    store.setState({ shelf: asset.trashedAtMs === null ? 'library' : 'trash' })
    selectOnly(store, asset.id)
  }
  return (
    <button
      type="button"
      className="family-member"
      aria-label={`${label} ${asset.name}`}
      title={asset.name}
      onClick={handleClick}
    >
      <Picture className={classNames(cover && 'is-covered')} src={assetUrl(asset.id, 'thumb-256')} alt="" />
    </button>
  )
}

function useChildren(asset: Asset): readonly Asset[] {
  const { client, assets, intents } = useServices()
  const [found, setFound] = useState<{ of: Asset; children: readonly Asset[] } | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    const load = async () => {
      try {
        const children = await client.call('library.children', { id: asset.id }, { signal: abort.signal })
        assets.put(children)
        setFound({ of: asset, children })
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
  return found?.of.id === asset.id ? found.children : []
}

function familyText(parent: Asset | null, children: number): string {
  const parts = []
  if (parent !== null) parts.push(`made from ${parent.name}`)
  if (children > 0) parts.push(`${formatCount(children, 'picture')} made from it`)
  return parts.join(' · ')
}

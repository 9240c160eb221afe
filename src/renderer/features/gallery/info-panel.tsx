import { FolderOpen, Images, Pencil } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { assetUrl } from '../../../shared/domain/picture-url.ts'
import { useAsset, useServices } from '../../client/index.ts'
import { engineLabel } from '../../lib/engine-label.ts'
import { formatBytes, formatDate, formatNumber, formatSeconds, formatSize } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PanelSection } from '../../ui/panel-section.tsx'
import { Picture } from '../../ui/picture.tsx'
import { useGallery } from './gallery-context.ts'
import './info-panel.css'
import { PictureFamily } from './picture-family.tsx'

interface InfoPanelProps {
  readonly id: AssetId | null
  /** Not where the picture itself is in view. */
  readonly hasPicture: boolean
}

/** How a picture was made and where it is. */
export function InfoPanel({ id, hasPicture }: InfoPanelProps) {
  const asset = useAsset(id)
  if (id === null || asset === null) {
    return (
      <EmptyState
        icon={<Images size={28} strokeWidth={1.5} />}
        title="No picture chosen"
        text="Choose one to see how it was made."
      />
    )
  }
  if (asset === undefined) return <div className="info-panel" role="status" aria-label="Loading" />
  return (
    <div className="info-panel">
      {hasPicture && <Picture className="info-panel-picture" src={assetUrl(asset.id, 'thumb-512')} alt="" />}
      <MissingNote asset={asset} />
      <PanelSection title="How it was made">
        <RecipeList asset={asset} />
        <InfoActions asset={asset} />
      </PanelSection>
      {asset.hasMask && (
        <PanelSection title="Mask" aside="white = repainted">
          <Picture className="info-panel-mask" src={assetUrl(asset.id, 'mask')} alt="The mask it was made with" />
        </PanelSection>
      )}
      <PictureFamily asset={asset} />
      <PanelSection title="File">
        <dl className="info-list">
          <InfoRow name="Name" value={<span className="selectable">{fileNameOf(asset)}</span>} />
          <InfoRow name="Folder" value={<span className="selectable">{folderOf(asset)}</span>} />
          <InfoRow name="Type" value={asset.mime.replace('image/', '').toUpperCase()} />
          <InfoRow name="Bytes" value={formatBytes(asset.fileBytes)} />
        </dl>
      </PanelSection>
    </div>
  )
}

function fileNameOf({ relativePath }: Asset): string {
  return relativePath.slice(relativePath.lastIndexOf('/') + 1)
}

function folderOf({ relativePath }: Asset): string {
  return relativePath.slice(0, Math.max(0, relativePath.lastIndexOf('/')))
}

function MissingNote({ asset }: { readonly asset: Asset }) {
  if (!asset.isMissing) return null
  return (
    <p className="info-panel-missing" role="note">
      The file is not where Atelier left it: it was moved or deleted outside of the program. Put it back at{' '}
      <span className="selectable">{asset.relativePath}</span>, or remove this entry with Del.
    </p>
  )
}

function RecipeList({ asset }: { readonly asset: Asset }) {
  const { recipe } = asset
  return (
    <dl className="info-list">
      <InfoRow name="Picture" value={<span className="selectable">{asset.name}</span>} />
      {recipe.provider === null ? (
        <InfoRow name="Origin" value="Imported" />
      ) : (
        <InfoRow name="Engine" value={engineLabel(recipe.provider)} />
      )}
      {recipe.seed !== null && <InfoRow name="Seed" value={<span className="selectable">{recipe.seed}</span>} />}
      {recipe.growPx !== null && recipe.featherPx !== null && (
        <InfoRow name="Mask edge" value={`grown ${recipe.growPx} px, soft ${recipe.featherPx} px`} />
      )}
      {typeof recipe.colourAdaptation === 'number' && (
        <InfoRow name="Colour" value={`matched ${Math.round(recipe.colourAdaptation * 100)} %`} />
      )}
      {recipe.sampling === 'painted' && <InfoRow name="Copied from" value="a painted area" />}
      {recipe.changedInside !== null && <ChangedRow inside={recipe.changedInside} outside={recipe.changedOutside} />}
      <InfoRow name="Size" value={formatSize(asset)} />
      {recipe.timingMs !== null && <InfoRow name="Took" value={formatSeconds(recipe.timingMs)} />}
      <InfoRow name={recipe.operation === 'import' ? 'Added' : 'Made'} value={formatDate(asset.createdAtMs)} />
    </dl>
  )
}

function ChangedRow({ inside, outside }: { readonly inside: number; readonly outside: number | null }) {
  const isClean = outside === 0
  return (
    <InfoRow
      name="Changed"
      value={
        <span className={isClean ? 'info-clean' : 'info-alarm'}>
          {formatNumber(inside)} px · outside {formatNumber(outside ?? 0)}
        </span>
      }
    />
  )
}

function InfoActions({ asset }: { readonly asset: Asset }) {
  const { intents } = useServices()
  const { actions } = useGallery()
  const isTrashed = asset.trashedAtMs !== null
  return (
    <div className="info-actions">
      {!isTrashed && (
        <Button
          size="small"
          icon={<Pencil size={13} />}
          disabled={asset.isMissing}
          onClick={() => intents.send({ do: 'open-in-studio', assetId: asset.id })}
        >
          Open in Studio
        </Button>
      )}
      <Button
        size="small"
        icon={<FolderOpen size={13} />}
        disabled={asset.isMissing}
        onClick={() => void actions.reveal(asset.id).catch((error: unknown) => intents.send({ do: 'report', error }))}
      >
        Show in folder
      </Button>
    </div>
  )
}

function InfoRow({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

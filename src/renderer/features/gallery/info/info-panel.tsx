import { FolderOpen, Images, Pencil, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { LocalRecord } from '../../../../shared/domain/local-record.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatBytes } from '../../../lib/format.ts'
import { localRecordFacts } from '../../../lib/models/local-record-facts.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { AnnotationsPanel } from '../annotations/annotations-panel.tsx'
import { DescriptionSection } from '../descriptions/description-section.tsx'
import { timeInTrash } from '../collections/time-in-trash.ts'
import { useChosen } from '../annotations/use-chosen.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { Image } from '../../../ui/image.tsx'
import { useGallery } from '../gallery-context.ts'
import { CopyActions } from './copy-actions.tsx'
import { FileMetadataSection } from './file-metadata.tsx'
import './info-panel.css'
import { InfoRow, LongText } from './info-row.tsx'
import { ImageFamily } from './image-family.tsx'
import { RecallActions } from './recall-actions.tsx'
import { editFacts } from './recipe-facts.ts'
import { RecipeList } from './recipe-list.tsx'

function InfoImage({ id }: { readonly id: AssetId }) {
  const cover = useCover(id)
  const className = classNames('info-panel-image', cover && 'is-covered')
  return <Image className={className} src={assetUrl(id, 'thumb-512')} alt="" />
}

interface InfoPanelProps {
  readonly id: AssetId | null
  /** False if the image itself is in view. */
  readonly hasImage: boolean
}

/** How an image was made, and its file. */
export function InfoPanel({ id, hasImage }: InfoPanelProps) {
  const asset = useAsset(id)
  if (id === null || asset === null) {
    return (
      <EmptyState
        icon={<Images size={28} strokeWidth={1.5} />}
        title={messages.nothingSelected}
        text={messages.nothingSelectedHint}
      />
    )
  }
  if (asset === undefined) return <div className="info-panel" role="status" aria-label={messages.loading} />
  return (
    <div className="info-panel">
      {hasImage && <InfoImage id={asset.id} />}
      <FileNote asset={asset} />
      {asset.trashedAtMs === null ? (
        <SelectionAnnotations id={asset.id} />
      ) : (
        <TrashNote key={asset.id} id={asset.id} trashedAtMs={asset.trashedAtMs} />
      )}
      {asset.trashedAtMs === null && !asset.isMissing && <DescriptionSection id={asset.id} />}
      <PanelSection title={messages.generationDetails}>
        <RecipePrompt asset={asset} />
        <RecipeList asset={asset} />
        <RecipeWarnings asset={asset} />
        <CopyActions asset={asset} />
        <RecallActions asset={asset} />
        <InfoActions asset={asset} />
      </PanelSection>
      <LocalRecordSection record={asset.recipe.generation?.local ?? null} />
      {asset.recipe.edit && (
        <PanelSection title={messages.edit} aside={asset.hasRawAnswer && messages.reblendInStudio}>
          <RecipeEdit asset={asset} />
        </PanelSection>
      )}
      {asset.hasMask && (
        <PanelSection title={messages.mask} aside={messages.maskHint}>
          <Image className="info-panel-mask" src={assetUrl(asset.id, 'mask')} alt={messages.mask} />
        </PanelSection>
      )}
      <ImageFamily asset={asset} />
      <FileMetadataSection asset={asset} />
      <PanelSection title={messages.file}>
        <dl className="info-list">
          <InfoRow name={messages.name} value={<span className="selectable">{fileNameOf(asset)}</span>} />
          <InfoRow name={messages.folder} value={<span className="selectable">{folderOf(asset)}</span>} />
          <InfoRow name={messages.fileType} value={asset.mime.replace('image/', '').toUpperCase()} />
          <InfoRow name={messages.fileSize} value={formatBytes(asset.fileBytes)} />
        </dl>
      </PanelSection>
    </div>
  )
}

interface TrashNoteProps {
  readonly id: AssetId
  readonly trashedAtMs: number
}

function TrashNote({ id, trashedAtMs }: TrashNoteProps) {
  const { intents } = useServices()
  const { actions } = useGallery()
  const [nowMs] = useState(() => Date.now())
  return (
    <PanelSection title={messages.inTrash} aside={timeInTrash(trashedAtMs, nowMs)}>
      <div className="info-actions">
        <Button
          size="small"
          onClick={() => void actions.restore([id]).catch((error: unknown) => intents.send({ type: 'report', error }))}
        >
          {messages.restore}
        </Button>
      </div>
    </PanelSection>
  )
}

/** Annotates the whole selection if the image is part of it. */
function SelectionAnnotations({ id }: { readonly id: AssetId }) {
  const chosen = useChosen()
  const alone = useMemo(() => [id], [id])
  return <AnnotationsPanel ids={chosen.includes(id) ? chosen : alone} />
}

function fileNameOf({ relativePath }: Asset): string {
  return relativePath.slice(relativePath.lastIndexOf('/') + 1)
}

function folderOf({ relativePath }: Asset): string {
  return relativePath.slice(0, Math.max(0, relativePath.lastIndexOf('/')))
}

function FileNote({ asset }: { readonly asset: Asset }) {
  if (!asset.isMissing && !asset.isDamaged) return null
  return (
    <p className="info-panel-trouble selectable" role="note">
      {asset.isMissing ? messages.fileNotFound({ path: asset.sharedPath ?? asset.relativePath }) : messages.damagedPart}
    </p>
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
          onClick={() => intents.send({ type: 'open-in-studio', assetId: asset.id })}
        >
          {messages.openInStudio}
        </Button>
      )}
      <Button
        size="small"
        icon={<FolderOpen size={13} />}
        disabled={asset.isMissing}
        onClick={() => void actions.reveal(asset.id).catch((error: unknown) => intents.send({ type: 'report', error }))}
      >
        {messages.showInFolder}
      </Button>
    </div>
  )
}

/** How an edit was sent to the service and composited back. */
function RecipeEdit({ asset }: { readonly asset: Asset }) {
  const { edit } = asset.recipe
  if (!edit) return null
  return (
    <dl className="info-list">
      {editFacts(edit).map(([name, value]) => (
        <InfoRow key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

/** Where the model deviated from the request. */
function RecipeWarnings({ asset }: { readonly asset: Asset }) {
  const warnings = asset.recipe.generation?.warnings ?? []
  if (warnings.length === 0) return null
  return (
    <ul className="info-warnings" aria-label={messages.warnings}>
      {warnings.map(({ message }) => (
        <li key={message}>
          <TriangleAlert size={13} aria-hidden="true" /> {message}
        </li>
      ))}
    </ul>
  )
}

/** What a locally generated image was made with. */
function LocalRecordSection({ record }: { readonly record: LocalRecord | null }) {
  if (record === null) return null
  return (
    <PanelSection title={messages.generatedOnComputer}>
      <dl className="info-list">
        {localRecordFacts(record).map(({ name, value, whole }) => (
          <InfoRow
            key={value}
            name={name}
            value={
              <span className="selectable" title={whole}>
                {value}
              </span>
            }
          />
        ))}
      </dl>
    </PanelSection>
  )
}

/** Its prompt: as written, the negative prompt, as sent, and the model's rewrite. */
function RecipePrompt({ asset }: { readonly asset: Asset }) {
  const { prompt, generation } = asset.recipe
  if (prompt === null || prompt === '') return null
  return (
    <div className="info-prompt">
      <p>
        <LongText key={asset.id} text={prompt} what={messages.prompt} />
      </p>
      {generation?.negativePrompt && (
        <p>
          <span className="info-prompt-label">{messages.infoPanelNegativePrompt}</span>{' '}
          <LongText key={asset.id} text={generation.negativePrompt} what={messages.negativePrompt} />
        </p>
      )}
      {generation?.sentPrompt && (
        <p>
          <span className="info-prompt-label">{messages.promptAsSent}</span>{' '}
          <LongText key={asset.id} text={generation.sentPrompt} what={messages.promptAsSent} />
        </p>
      )}
      {generation?.revisedPrompt && (
        <p>
          <span className="info-prompt-label">{messages.rewrittenByModel}</span>{' '}
          <LongText key={asset.id} text={generation.revisedPrompt} what={messages.rewrittenPrompt} />
        </p>
      )}
    </div>
  )
}

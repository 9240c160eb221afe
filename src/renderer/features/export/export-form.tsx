import { FolderOpen } from 'lucide-react'
import { useStore } from 'zustand'
import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import type { ProjectFormat } from '../../../shared/domain/project-format.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { useServices } from '../../client/index.ts'
import { useCoveredCount } from '../../client/use-covers.ts'
import { formatBytes, formatSize } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import {
  changeOptions,
  chooseFolder,
  exportDisabledReason,
  startExport,
  type ExportStore,
} from './create-export-store.ts'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import { ExportError } from './export-error.tsx'
import { MetadataFields } from './metadata-fields.tsx'
import { GalleryFields, SheetFields } from './page-fields.tsx'
import { ImageFields } from './image-fields.tsx'
import { PresetField, PresetSaver } from './preset-field.tsx'
import { ConflictField } from './target-fields.tsx'
import { TemplateField } from './template-field.tsx'

interface ExportFormProps {
  readonly store: ExportStore
  readonly newSignal: () => AbortSignal
  readonly onClose: () => void
}

/** A preset, a folder, and a button; everything else is collapsed. */
export function ExportForm({ store, newSignal, onClose }: ExportFormProps) {
  const { client } = useServices()
  const disabledReason = useStore(store, exportDisabledReason)
  const what = useStore(store, (state) => state.what)
  return (
    <form
      className="export-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (disabledReason === null) void startExport(store, client, newSignal())
      }}
    >
      <div className="dialog-body">
        <WhatField store={store} />
        {what === 'pictures' && <PresetField store={store} />}
        <FolderField store={store} />
        {what === 'pictures' ? <ImagesForm store={store} /> : <PagesForm store={store} />}
        {what === 'pictures' && <DocumentField store={store} onClose={onClose} />}
        <CoveredNote store={store} />
        <ExportError store={store} />
      </div>
      <footer className="dialog-footer">
        <p className="export-obstacle" role="status">
          {disabledReason}
        </p>
        <Button onClick={onClose}>{messages.cancel}</Button>
        <Button type="submit" variant="primary" data-autofocus disabled={disabledReason !== null}>
          {messages.exportLabel}
        </Button>
      </footer>
    </form>
  )
}

const kinds = [
  { value: 'pictures', label: messages.images },
  { value: 'sheet', label: messages.contactSheet },
  { value: 'gallery', label: messages.webGallery },
] as const

function WhatField({ store }: { readonly store: ExportStore }) {
  const what = useStore(store, (state) => state.what)
  return (
    <SegmentedControl
      label={messages.exportLabel}
      isLabelHidden
      options={kinds}
      value={what}
      onChange={(chosen) => store.setState({ what: chosen, error: null })}
    />
  )
}

function ImagesForm({ store }: { readonly store: ExportStore }) {
  return (
    <>
      <ExampleLine store={store} />
      <TransparencyNote store={store} />
      <Details store={store} />
      <UnlabeledNote store={store} />
    </>
  )
}

function PagesForm({ store }: { readonly store: ExportStore }) {
  const { what, sheet, gallery, ids } = useStore(store)
  const [first = null] = ids
  if (what === 'sheet') {
    return (
      <SheetFields
        first={first}
        options={sheet}
        onChange={(patch) => store.setState({ sheet: { ...sheet, ...patch } })}
      />
    )
  }
  return (
    <GalleryFields
      first={first}
      options={gallery}
      onChange={(patch) => store.setState({ gallery: { ...gallery, ...patch } })}
    />
  )
}

function Details({ store }: { readonly store: ExportStore }) {
  const options = useStore(store, (state) => state.options)
  const example = useStore(store, (state) => state.example)
  const change = (patch: Partial<typeof options>) => changeOptions(store, patch)
  return (
    <>
      <Disclosure title={messages.image}>
        <div className="export-details">
          <ImageFields options={options} onChange={change} />
        </div>
      </Disclosure>
      <Disclosure title={messages.metadata} isOpen={options.format === 'original' || undefined}>
        <div className="export-details">
          <MetadataFields isLabelHidden options={options} onChange={change} />
        </div>
      </Disclosure>
      <Disclosure title={messages.fileName} isOpen={Boolean(example?.problem) || undefined}>
        <div className="export-details">
          <TemplateField
            label={messages.fileName}
            isLabelHidden
            template={options.template}
            problem={example?.problem ?? null}
            example={example?.fileName ?? null}
            onChange={(template) => change({ template })}
          />
          <ConflictField options={options} onChange={change} />
        </div>
      </Disclosure>
      <PresetSaver store={store} />
    </>
  )
}

/** What the first image becomes. */
function ExampleLine({ store }: { readonly store: ExportStore }) {
  const example = useStore(store, (state) => state.example)
  const bytes = useStore(store, (state) => state.fileBytes)
  if (example === null || example.problem !== null) return <p className="export-example"> </p>
  return (
    <p className="export-example" aria-live="polite">
      <span>{messages.forExample}</span>
      <output className="selectable">{example.fileName}</output>
      <span>{formatSize(example)}</span>
      {bytes !== null && <span>{formatBytes(bytes)}</span>}
    </p>
  )
}

/** Content Credentials carry the AI label too. */
function isUnlabeled({ metadata, format, credentials }: ExportOptions): boolean {
  return metadata === 'none' && (format === 'original' || credentials === 'none')
}

/** Shown even if details are collapsed: the file will not say that AI made it. */
function UnlabeledNote({ store }: { readonly store: ExportStore }) {
  const isOff = useStore(store, ({ options }) => isUnlabeled(options))
  if (!isOff) return null
  return (
    <p className="export-note" role="note">
      {messages.aiLabelOff}
    </p>
  )
}

/** JPEG fills transparent areas with white. */
function TransparencyNote({ store }: { readonly store: ExportStore }) {
  const { assets } = useServices()
  const ids = useStore(store, (state) => state.ids)
  const isJpeg = useStore(store, ({ options }) => options.format === 'jpeg')
  const hasAny = useStore(assets.store, ({ records }) => ids.some((id) => records.get(id)?.hasAlpha))
  if (!isJpeg || !hasAny) return null
  return (
    <p className="export-note" role="note">
      {messages.transparencyLost}
    </p>
  )
}

/** Blurring affects only display: an exported file shows everything. */
function CoveredNote({ store }: { readonly store: ExportStore }) {
  const covered = useCoveredCount(useStore(store, (state) => state.ids))
  if (covered === 0) return null
  return (
    <p className="export-note" role="note">
      {messages.hiddenImages({ count: covered })}
    </p>
  )
}

function FolderField({ store }: { readonly store: ExportStore }) {
  const { client } = useServices()
  const folder = useStore(store, (state) => state.folder)
  return (
    <div className="export-folder">
      <span className="export-label">{messages.folder}</span>
      <div className="export-path">
        <p className="selectable" title={folder?.name}>
          <bdi dir="ltr">{folder?.name ?? messages.askedOnExport}</bdi>
        </p>
        <Button size="small" icon={<FolderOpen size={14} />} onClick={() => void chooseFolder(store, client)}>
          {messages.chooseFolder}
        </Button>
      </div>
    </div>
  )
}

const formats: readonly { readonly format: ProjectFormat; readonly label: string }[] = [
  { format: 'psd', label: messages.photoshopPsd },
  { format: 'ora', label: messages.openRasterOra },
  { format: 'atelier', label: messages.atelierDocument },
]

interface DocumentFieldProps {
  readonly store: ExportStore
  readonly onClose: () => void
}

/** An image open in the Studio has layers and more that a single raster file cannot hold. */
function DocumentField({ store, onClose }: DocumentFieldProps) {
  const { documents, intents } = useServices()
  const ids = useStore(store, (state) => state.ids)
  const [id, second] = ids
  const open = useStore(documents.store, (state) => state.documents?.find(({ baseId }) => baseId === id))
  if (open === undefined || second !== undefined) return null
  const save = (format: ProjectFormat) => {
    onClose()
    intents.send({ type: 'save-document', documentId: open.id, format })
  }
  return (
    <section className="export-document" aria-label={messages.saveAsDocument}>
      <p className="export-hint">{messages.openInStudioHint}</p>
      <div className="export-document-formats">
        {formats.map(({ format, label }) => (
          <Button key={format} size="small" onClick={() => save(format)}>
            {label}
          </Button>
        ))}
      </div>
    </section>
  )
}

import { Layers2, Plus } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { colorLabels } from '../../../../shared/domain/color-labels.ts'
import type { AssetId, CollectionId } from '../../../../shared/domain/ids.ts'
import type { AnnotationChange, ColorLabel } from '../../../../shared/domain/annotations.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { useServices } from '../../../client/index.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { pathOf } from '../collections/tree-rows.ts'
import { useCollections, useShownCollection } from '../collections/use-collections.ts'
import { formatFacetValue } from '../search/facet-messages.ts'
import { useGallery } from '../gallery-context.ts'
import { FlagField } from './flag-field.tsx'
import './annotations.css'
import { StarsField } from './stars-field.tsx'
import { TagsField } from './tags-field.tsx'
import { useCommonAnnotations } from './common-annotations.ts'

/** Annotations of one image, or of several at once. */
export function AnnotationsPanel({ ids }: { readonly ids: readonly AssetId[] }) {
  const { intents } = useServices()
  const { organize } = useGallery()
  const common = useCommonAnnotations(ids)
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const mark = (change: AnnotationChange) => void organize.annotations.mark(ids, change).catch(report)
  // Keys the notes field: another image has different notes.
  const key = ids.length === 1 ? ids[0] : `${ids.length} from ${ids[0]}`
  return (
    <PanelSection title={messages.annotations} aside={ids.length > 1 && messages.imageCount({ count: ids.length })}>
      <div className="annotations-row">
        <StarsField value={common?.rating} onChange={(rating) => mark({ rating })} />
        <FlagField value={common?.flag} onChange={(flag) => mark({ flag })} />
      </div>
      <LabelField value={common?.label} onChange={(label) => mark({ label })} />
      <TagsField
        tags={common?.tags ?? []}
        count={common?.count ?? ids.length}
        onAdd={(addTags) => mark({ addTags: [...addTags] })}
        onRemove={(tag) => mark({ removeTags: [tag] })}
      />
      {ids.length === 1 && ids[0] !== undefined && <InCollections id={ids[0]} />}
      {common !== null && (
        <NotesField
          key={key}
          value={common.notes}
          onKeep={(notes) => void organize.annotations.keepNotes(ids, notes).catch(report)}
        />
      )}
      {common === null && ids.length > 1 && <p className="annotations-many">{messages.tooManyToCompare}</p>}
    </PanelSection>
  )
}

interface NotesFieldProps {
  /** Undefined if the images differ. */
  readonly value: string | undefined
  readonly onKeep: (notes: string) => void
}

const restMs = 800

/** Saves automatically when typing pauses, on blur, or on switching images (which remounts it). */
function NotesField({ value, onKeep }: NotesFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const unsaved = useRef<string | null>(null)
  const keep = () => {
    if (unsaved.current !== null && unsaved.current !== value) onKeep(unsaved.current)
    unsaved.current = null
  }
  const keepLater = useEffectEvent(keep)
  useEffect(() => {
    if (draft === null) return undefined
    const timer = setTimeout(() => keepLater(), restMs)
    return () => clearTimeout(timer)
  }, [draft])
  useEffect(() => () => keepLater(), [])
  return (
    <TextArea
      className="annotations-notes"
      label={messages.notes}
      isLabelHidden
      rows={2}
      maxLength={20_000}
      placeholder={value === undefined ? messages.mixedNotes : messages.notes}
      value={draft ?? value ?? ''}
      onChange={(event) => {
        unsaved.current = event.target.value
        setDraft(event.target.value)
      }}
      onBlur={() => {
        keep()
        setDraft(null)
      }}
    />
  )
}

interface LabelFieldProps {
  /** Undefined if the images differ. */
  readonly value: ColorLabel | null | undefined
  readonly onChange: (label: ColorLabel | null) => void
}

/** One of five colors; pressing the active one clears it. */
function LabelField({ value, onChange }: LabelFieldProps) {
  return (
    <div className="annotations-labels" role="group" aria-label={messages.label} data-mixed={value === undefined}>
      {colorLabels.map((label) => (
        <IconButton
          key={label}
          label={formatFacetValue('label', label)}
          command={`gallery.label-${label}`}
          size="small"
          className="annotations-label"
          isPressed={value === label}
          onClick={() => onChange(value === label ? null : label)}
        >
          <span className="annotations-dot" data-label={label} />
        </IconButton>
      ))}
    </div>
  )
}

/** The collections that contain the image; pressing one shows it. */
function InCollections({ id }: { readonly id: AssetId }) {
  const { organize } = useGallery()
  const all = useCollections()
  const { show } = useShownCollection()
  const holding = useHolding(id)
  const held = all.filter((each) => holding.includes(each.id))
  return (
    <div className="annotations-collections" role="group" aria-label={messages.inCollections}>
      {held.map((collection) => (
        <button
          key={collection.id}
          type="button"
          className="annotations-collection"
          title={pathOf(all, collection)}
          onClick={() => show(collection.id)}
        >
          <Layers2 size={12} aria-hidden="true" />
          <span className="source-name">{collection.name}</span>
        </button>
      ))}
      <button
        type="button"
        className="annotations-collection annotations-collection-add"
        onClick={() => organize.store.setState({ dialog: { type: 'add-to-collection', ids: [id] } })}
      >
        <Plus size={12} aria-hidden="true" />
        {held.length === 0 ? (
          messages.addToCollectionLabel
        ) : (
          <span className="visually-hidden">{messages.addToCollectionLabel}</span>
        )}
      </button>
    </div>
  )
}

const none: readonly CollectionId[] = []

function useHolding(id: AssetId): readonly CollectionId[] {
  const { client, intents } = useServices()
  const [held, setHeld] = useState<{ readonly id: AssetId; readonly by: readonly CollectionId[] } | null>(null)
  useEffect(() => {
    let isGone = false
    const load = () =>
      client.call('collections.holding', { ids: [id] }).then(
        ({ ids }) => !isGone && setHeld({ id, by: ids }),
        (error: unknown) => !isGone && intents.send({ type: 'report', error }),
      )
    void load()
    const stop = client.on('collections.changed', () => void load())
    return () => {
      isGone = true
      stop()
    }
  }, [client, intents, id])
  return held?.id === id ? held.by : none
}

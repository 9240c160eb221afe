import { compareNames } from '../../../../shared/messages/formats.ts'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { isRanking } from '../../../../shared/search/index.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { pathOf } from '../collections/tree-rows.ts'
import { showScope } from '../create-gallery-store.ts'
import { useGallery } from '../gallery-context.ts'
import { readQuery } from './query-text.ts'

interface SaveSearchDialogProps {
  readonly query: string
  /** Set when editing a saved search; otherwise a new one is saved. */
  readonly collection?: Collection | undefined
  readonly onClose: () => void
}

/** Saves a search as a smart collection. */
export function SaveSearchDialog({ query: first, collection, onClose }: SaveSearchDialogProps) {
  const { describeError } = useServices()
  const { store, organize } = useGallery()
  const all = useStore(organize.collections.store, (state) => state.all) ?? []
  const [name, setName] = useState(collection?.name ?? nameFrom(first))
  const [query, setQuery] = useState(first)
  const [parentId, setParentId] = useState(collection?.parentId ?? null)
  const [error, setError] = useState<unknown>(null)
  const isByMeaning = isRanking(query)
  const problem = problemOf(query)
  const save = async () => {
    try {
      if (collection === undefined) {
        const created = await organize.collecting.create({ parentId, name, kind: 'smart', query: query.trim() })
        showScope(store, { section: 'library', collectionId: created.id, query: '' })
      } else {
        await organize.collecting.rename(collection, name)
        if (query.trim() !== collection.query) await organize.collecting.changeQuery(collection, query.trim())
      }
      onClose()
    } catch (thrown) {
      setError(thrown)
    }
  }
  const buttons = (
    <>
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button
        variant="primary"
        type="submit"
        form="save-search"
        disabled={name.trim() === '' || query.trim() === '' || isByMeaning}
      >
        {messages.save}
      </Button>
    </>
  )
  const title = collection === undefined ? messages.saveSearch : messages.editSearchTitle
  return (
    <Dialog title={title} className="organize-dialog" footer={buttons} onClose={onClose}>
      <form
        id="save-search"
        className="dialog-body organize-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label={messages.name}
          value={name}
          maxLength={200}
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={messages.search}
          value={query}
          maxLength={2_000}
          problem={problem}
          onChange={(event) => setQuery(event.target.value)}
        />
        {collection === undefined && (
          <CollectionSelect
            label={messages.inside}
            all={all}
            kinds={['folder', 'manual']}
            nothing={messages.topLevel}
            value={parentId}
            onChange={setParentId}
          />
        )}
        <p className="organize-note">{messages.smartCollectionHint}</p>
        {error !== null && (
          <p className="gallery-problem" role="alert">
            {describeError(error).text}
          </p>
        )}
      </form>
    </Dialog>
  )
}

function problemOf(query: string): string | undefined {
  if (query.trim() === '') return messages.enterSearch
  // Membership of a collection is decided without a model.
  if (isRanking(query)) return messages.looksNotSaved
  return readQuery(query).problems[0]?.message
}

/** `red cup rating:>3` → "Red cup rating >3". */
function nameFrom(query: string): string {
  const words = query.replaceAll(/[:"]/g, ' ').replaceAll(/\s+/g, ' ').trim().slice(0, 80)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

interface CollectionSelectProps {
  readonly label: string
  readonly all: readonly Collection[]
  readonly kinds: readonly Collection['kind'][]
  /** Label of the empty option. */
  readonly nothing: string
  readonly value: CollectionId | null
  readonly onChange: (id: CollectionId | null) => void
}

/** Selects a collection, listed by full path. */
function CollectionSelect({ label, all, kinds, nothing, value, onChange }: CollectionSelectProps) {
  const options = all
    .filter(({ kind }) => kinds.includes(kind))
    .map((each) => ({ value: each.id, label: pathOf(all, each) }))
    .toSorted((a, b) => compareNames(a.label, b.label))
  if (options.length === 0) return null
  return (
    <SelectField
      label={label}
      options={[{ value: '', label: nothing }, ...options]}
      value={value ?? ''}
      onChange={(id) => onChange(options.find((option) => option.value === id)?.value ?? null)}
    />
  )
}

import { compareNames } from '../../../../shared/messages/formats.ts'
import { Pencil, Search, Trash2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { toggleTerm } from '../../../../shared/search/index.ts'
import { useServices } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { showScope } from '../create-gallery-store.ts'
import { useGallery } from '../gallery-context.ts'
import { tagsIn } from './complete-tag.ts'
import type { AnnotationActions } from './create-annotation-actions.ts'
import type { KnownTag } from './create-tags-store.ts'

/** Beyond this count the list is filtered by name rather than scrolled. */
const mostShown = 300
const none: readonly KnownTag[] = []

type Target = { readonly type: 'rename' | 'remove'; readonly tag: KnownTag } | null

/** Dialog listing every tag with its image count: find, rename, merge, remove. */
export function AllTagsDialog({ onClose }: { readonly onClose: () => void }) {
  const { describeError } = useServices()
  const { organize, store } = useGallery()
  const tags = useStore(organize.tags.store, (state) => state.tags) ?? none
  const [search, setSearch] = useState('')
  const [query, setAsked] = useState<Target>(null)
  const [error, setError] = useState<unknown>(null)
  const found = useMemo(() => findTags(tags, search), [tags, search])
  useEffect(() => {
    organize.tags.load().catch(setError)
  }, [organize])
  const change = async (run: () => Promise<void>) => {
    try {
      await run()
      await organize.tags.load()
      setAsked(null)
      setError(null)
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <Dialog title={messages.allTags} className="organize-dialog all-tags" onClose={onClose}>
      <div className="dialog-body">
        <TextField
          label={messages.findTag}
          isLabelHidden
          placeholder={messages.searchTags({ count: tags.length })}
          data-autofocus
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {error !== null && (
          <p className="gallery-problem" role="alert">
            {describeError(error).text}
          </p>
        )}
        <ul className="all-tags-list" aria-label={messages.tags}>
          {found.slice(0, mostShown).map((tag) => (
            <li key={tag.name}>
              {query?.tag.name === tag.name ? (
                <AskedRow
                  asked={query}
                  tags={tags}
                  change={change}
                  onCancel={() => setAsked(null)}
                  annotations={organize.annotations}
                />
              ) : (
                <TagRow
                  tag={tag}
                  onAsk={(type) => setAsked({ type, tag })}
                  onFind={() => {
                    showScope(store, { section: 'library', collectionId: null, query: toggleTerm('', 'tag', tag.name) })
                    onClose()
                  }}
                />
              )}
            </li>
          ))}
        </ul>
        {found.length === 0 && <p className="organize-note">{emptyHint(tags.length)}</p>}
        {found.length > mostShown && (
          <p className="organize-note">{messages.moreTags({ count: formatNumber(found.length - mostShown) })}</p>
        )}
      </div>
    </Dialog>
  )
}

function emptyHint(count: number): string {
  return count === 0 ? messages.noTagsYet : messages.noMatchingTags
}

function findTags(tags: readonly KnownTag[], search: string): readonly KnownTag[] {
  const needle = search.trim().toLowerCase()
  return tags.filter(({ name }) => name.toLowerCase().includes(needle)).toSorted((a, b) => compareNames(a.name, b.name))
}

interface TagRowProps {
  readonly tag: KnownTag
  readonly onAsk: (type: 'rename' | 'remove') => void
  readonly onFind: () => void
}

function TagRow({ tag: { name, count }, onAsk, onFind }: TagRowProps) {
  return (
    <div className="all-tags-row">
      <span className="source-name" title={name}>
        {name}
      </span>
      <span className="source-count">{formatNumber(count)}</span>
      <IconButton label={messages.showTagged({ name })} size="small" onClick={onFind}>
        <Search size={13} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.renameTag({ name })} size="small" onClick={() => onAsk('rename')}>
        <Pencil size={13} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.removeTag({ name })} size="small" onClick={() => onAsk('remove')}>
        <Trash2 size={13} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

interface AskedRowProps {
  readonly asked: NonNullable<Target>
  readonly tags: readonly KnownTag[]
  readonly annotations: AnnotationActions
  readonly change: (run: () => Promise<void>) => Promise<void>
  readonly onCancel: () => void
}

function AskedRow({ asked: { type, tag }, tags, annotations, change, onCancel }: AskedRowProps) {
  if (type === 'rename') {
    const rename = (to: string) => change(() => annotations.renameTag(tag.name, to))
    return <RenameTagForm tag={tag} tags={tags} onRename={rename} onCancel={onCancel} />
  }
  const remove = () => change(() => annotations.removeTag(tag.name))
  return (
    <div className="all-tags-row all-tags-asked">
      <span>{messages.confirmRemoveTag({ name: tag.name, count: tag.count })}</span>
      <Button size="small" onClick={onCancel}>
        {messages.cancel}
      </Button>
      <Button size="small" variant="danger" onClick={() => void remove()}>
        {messages.remove}
      </Button>
    </div>
  )
}

interface RenameTagFormProps {
  readonly tag: KnownTag
  readonly tags: readonly KnownTag[]
  readonly onRename: (to: string) => Promise<void>
  readonly onCancel: () => void
}

/** Renaming to an existing tag merges the two; the form warns before doing so. */
function RenameTagForm({ tag, tags, onRename, onCancel }: RenameTagFormProps) {
  const [text, setText] = useState(tag.name)
  const [to = '', ...more] = tagsIn(text)
  const isUsable = to !== '' && more.length === 0 && to !== tag.name
  const existing = tags.find(({ name }) => name !== tag.name && name.toLowerCase() === to.toLowerCase())
  return (
    <form
      className="all-tags-rename"
      onSubmit={(event) => {
        event.preventDefault()
        if (isUsable) void onRename(to)
      }}
    >
      <TextField
        label={messages.newNameFor({ name: tag.name })}
        isLabelHidden
        autoFocus
        maxLength={100}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onCancel()
        }}
        aside={
          <>
            <Button onClick={onCancel}>{messages.cancel}</Button>
            <Button variant="primary" type="submit" disabled={!isUsable}>
              {existing === undefined ? messages.rename : messages.merge}
            </Button>
          </>
        }
      />
      {existing !== undefined && (
        <p className="organize-note" role="status">
          {messages.tagExists({ name: existing.name, count: existing.count })}
        </p>
      )}
    </form>
  )
}

import { useState } from 'react'
import { formatCount } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { tagsIn } from './complete-tag.ts'
import type { KnownTag } from './create-tags-store.ts'

interface RenameTagFormProps {
  readonly tag: KnownTag
  readonly tags: readonly KnownTag[]
  readonly onRename: (to: string) => Promise<void>
  readonly onCancel: () => void
}

/** A name that another tag has already makes one of both, and says so before. */
export function RenameTagForm({ tag, tags, onRename, onCancel }: RenameTagFormProps) {
  const [text, setText] = useState(tag.name)
  const [to = '', ...more] = tagsIn(text)
  const isUsable = to !== '' && more.length === 0 && to !== tag.name
  const other = tags.find(({ name }) => name !== tag.name && name.toLowerCase() === to.toLowerCase())
  return (
    <form
      className="all-tags-rename"
      onSubmit={(event) => {
        event.preventDefault()
        if (isUsable) void onRename(to)
      }}
    >
      <TextField
        label={`New name of ${tag.name}`}
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
            <Button onClick={onCancel}>Cancel</Button>
            <Button look="primary" type="submit" disabled={!isUsable}>
              {other === undefined ? 'Rename' : 'Merge'}
            </Button>
          </>
        }
      />
      {other !== undefined && (
        <p className="organize-note" role="status">
          Both become “{other.name}”, which {formatCount(other.count, 'image')} {other.count === 1 ? 'has' : 'have'}{' '}
          already.
        </p>
      )}
    </form>
  )
}

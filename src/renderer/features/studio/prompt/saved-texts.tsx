import { Plus } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { useWork } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'

export interface SavedText {
  readonly id: string
  readonly name: string
  readonly text: string
}

interface SavedTextsProps {
  readonly title: string
  /** Label of the button that adds an item. */
  readonly newLabel: string
  readonly items: readonly SavedText[] | null
  readonly problem: string | null
  readonly textLabel: string
  readonly hint: ReactNode
  /** Initial text of a new item. */
  readonly draftText: string
  /** Why the draft cannot be saved; null = it can. */
  readonly problemOf: (draft: SavedText) => string | null
  readonly asideOf?: (item: SavedText) => string
  /** Returns the ID under which it was saved. */
  readonly onSave: (draft: SavedText, before: SavedText | null) => Promise<string>
  readonly onDelete: (item: SavedText) => Promise<unknown>
  readonly onInsert: (item: SavedText) => void
  readonly onClose: () => void
}

/** Named texts: the list on the left, the editor for the selected one on the right. */
export function SavedTexts(props: SavedTextsProps) {
  const { title, newLabel, items, problem, draftText, asideOf, onInsert, onClose } = props
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [isNew, setNew] = useState(false)
  const chosen = isNew ? null : (items?.find(({ id }) => id === chosenId) ?? items?.[0] ?? null)
  const isWriting = isNew || items?.length === 0
  return (
    <Dialog title={title} className="kept-texts" step={items === null ? 'loading' : 'there'} onClose={onClose}>
      <div className="kept-texts-body">
        <nav aria-label={title}>
          <ul onKeyDown={walkList}>
            {items?.map((item, at) => (
              <li key={item.id}>
                <button
                  type="button"
                  aria-current={item.id === chosen?.id}
                  data-autofocus={at === 0 || undefined}
                  onClick={() => {
                    setNew(false)
                    setChosenId(item.id)
                  }}
                  onDoubleClick={() => onInsert(item)}
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter' || item.id !== chosen?.id) return
                    event.preventDefault()
                    onInsert(item)
                  }}
                >
                  <span>{item.name}</span>
                  {asideOf !== undefined && <small>{asideOf(item)}</small>}
                </button>
              </li>
            ))}
          </ul>
          <Button variant="quiet" size="small" icon={<Plus size={13} />} onClick={() => setNew(true)}>
            {newLabel}
          </Button>
        </nav>
        {problem !== null && <p className="prompt-dialog-problem">{problem}</p>}
        {(chosen !== null || isWriting) && (
          <Editor
            key={chosen?.id ?? 'new'}
            {...props}
            before={chosen}
            draft={chosen ?? { id: '', name: '', text: draftText }}
            onSaved={(id) => {
              setNew(false)
              setChosenId(id)
            }}
          />
        )}
      </div>
    </Dialog>
  )
}

interface EditorProps extends SavedTextsProps {
  /** null = a new item. */
  readonly before: SavedText | null
  readonly draft: SavedText
  readonly onSaved: (id: string) => void
}

function Editor(props: EditorProps) {
  const { before, draft, textLabel, hint, problemOf, onSave, onDelete, onInsert, onSaved } = props
  const [name, setName] = useState(draft.name)
  const [text, setText] = useState(draft.text)
  const work = useWork()
  const current = { id: draft.id, name: name.trim(), text }
  const isChanged = before === null || before.name !== current.name || before.text !== current.text
  const wrong = isChanged && (name !== '' || before !== null) ? problemOf(current) : null
  const isOpen = isChanged && name.trim() !== '' && text.trim() !== '' && wrong === null && !work.isBusy
  const save = () => work.run(async () => onSaved(await onSave(current, before)))
  return (
    <div className="kept-texts-editor">
      <TextField
        label={messages.name}
        value={name}
        problem={wrong}
        data-autofocus={before === null || undefined}
        onChange={({ target }) => setName(target.value)}
      />
      <TextArea label={textLabel} rows={8} value={text} onChange={({ target }) => setText(target.value)} />
      <p className="prompt-hint">{hint}</p>
      {work.problem !== null && <p className="prompt-dialog-problem">{work.problem}</p>}
      <div className="kept-texts-actions">
        {before !== null && (
          <Button variant="danger" disabled={work.isBusy} onClick={() => void work.run(() => onDelete(before))}>
            {messages.deleteLabel}
          </Button>
        )}
        <span />
        <Button disabled={!isOpen} onClick={() => void save()}>
          {messages.save}
        </Button>
        <Button
          variant="primary"
          disabled={before === null || isChanged}
          onClick={() => before !== null && onInsert(before)}
        >
          {messages.insert}
        </Button>
      </div>
    </div>
  )
}

/** Up and down move between items. */
function walkList(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + step]
  event.preventDefault()
  next?.focus()
  next?.click()
}

import { FolderInput, Plus, UserRound } from 'lucide-react'
import { useState, type ReactNode, type KeyboardEvent } from 'react'
import type { NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { NamedReference } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import { useReferences, useServices, useWork, type ReferencesOpening, useCover } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { blankDraft, draftOf } from './reference-draft.ts'
import { ReferenceEditor } from './reference-editor.tsx'
import type { PickerProps } from './reference-images.tsx'
import { referenceKindLabels, ReferenceSign } from '../../ui/reference-sign.tsx'
import './references-dialog.css'
import { useLeaving } from './use-leaving.ts'

interface ReferencesDialogProps {
  /** What is shown first. */
  readonly at: ReferencesOpening
  readonly renderPicker: (props: PickerProps) => ReactNode
  readonly onClose: () => void
}

/** A draft of a new one, or the reference that is edited; null = the first. */
type Shown = Extract<ReferencesOpening, { type: 'new' | 'one' }> | null

/** People, things, places and styles that prompts name as `@name`: the list on the left, the editor on the right. */
export function ReferencesDialog({ at, renderPicker, onClose }: ReferencesDialogProps) {
  const { intents, references } = useServices()
  const all = useReferences()
  const [shown, setShown] = useState<Shown>(at.type === 'list' ? null : at)
  const [removed, setRemoved] = useState<NamedReference | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  /** Counts the new ones that were begun. */
  const [begun, setBegun] = useState(0)
  const [created, setCreated] = useState<{ readonly id: NamedReferenceId; readonly begun: number } | null>(null)
  const work = useWork()
  const leaving = useLeaving()
  const edited = shown?.type === 'new' ? null : (all?.find(({ id }) => id === shown?.id) ?? all?.[0] ?? null)
  const close = () => {
    // Notices are behind the dialog while it is open.
    if (removed !== null) {
      const action = { label: messages.undo, run: () => references.restore(removed.id) }
      intents.send({ type: 'notify', notice: { level: 'info', text: messages.deleted(removed), action } })
    }
    onClose()
  }
  const showOne = (id: NamedReferenceId) => setShown({ type: 'one', id })
  const importFile = () =>
    work.run(async () => {
      const imported = await references.importFile()
      if (imported === null) return
      const { reference, nameInFile } = imported
      const { name } = reference
      setSaid(nameInFile === null ? messages.importedReference({ name }) : messages.importedAs({ name, nameInFile }))
      showOne(reference.id)
    })
  const startNew = () => {
    setBegun(begun + 1)
    setShown({ type: 'new', name: '', imageIds: [] })
  }
  // A new one that is saved stays in its editor, with what is being typed.
  const newKey = edited === null ? begun : edited.id === created?.id ? created.begun : null
  const isEditing = shown?.type === 'new' || edited !== null
  return (
    <Dialog
      title={messages.references}
      className="named-references"
      step={all === null ? 'loading' : 'there'}
      onClose={() => (leaving.isAsking ? leaving.stay() : leaving.leave(close))}
    >
      <div className="named-references-body" data-empty={!isEditing}>
        {isEditing && (
          <ReferenceList
            all={all ?? []}
            chosenId={edited?.id ?? null}
            onChoose={(id) => id !== edited?.id && leaving.leave(() => showOne(id))}
            onNew={() => leaving.leave(startNew)}
            onImport={() => leaving.leave(() => void importFile())}
          />
        )}
        {isEditing ? (
          <ReferenceEditor
            key={newKey ?? edited?.id}
            before={edited}
            draft={edited === null ? draftOfOpening(shown) : draftOf(edited)}
            renderPicker={renderPicker}
            onSaved={(id) => {
              if (edited === null) setCreated({ id, begun })
              showOne(id)
            }}
            onExported={setSaid}
            leaving={leaving}
            onRemoved={(reference) => {
              leaving.noteChanges(false)
              setRemoved(reference)
              setShown(null)
            }}
            onClose={close}
          />
        ) : (
          all !== null && <NoReferences onNew={startNew} onImport={() => void importFile()} />
        )}
      </div>
      {(work.problem ?? said) !== null && (
        <p className="named-references-removed" role={work.problem === null ? 'status' : 'alert'}>
          {work.problem ?? said}
        </p>
      )}
      {removed !== null && (
        <Removed
          reference={removed}
          onRestored={() => {
            setRemoved(null)
            showOne(removed.id)
          }}
        />
      )}
    </Dialog>
  )
}

function draftOfOpening(shown: Shown) {
  return shown?.type === 'new' ? blankDraft(shown.name, shown.imageIds) : blankDraft('', [])
}

interface NoReferencesProps {
  readonly onNew: () => void
  readonly onImport: () => void
}

function NoReferences({ onNew, onImport }: NoReferencesProps) {
  return (
    <EmptyState icon={<UserRound size={28} strokeWidth={1.5} />} title={messages.noReferences} text={messages.whatFor}>
      <Button variant="primary" icon={<Plus size={14} />} data-autofocus onClick={onNew}>
        {messages.newReference}
      </Button>
      <Button icon={<FolderInput size={14} />} onClick={onImport}>
        {messages.importLabel}
      </Button>
    </EmptyState>
  )
}

interface RemovedProps {
  readonly reference: NamedReference
  readonly onRestored: () => void
}

function Removed({ reference, onRestored }: RemovedProps) {
  const { references } = useServices()
  const work = useWork()
  const undo = () =>
    work.run(async () => {
      await references.restore(reference.id)
      onRestored()
    })
  return (
    <p className="named-references-removed" role="status">
      {work.problem ?? messages.deleted(reference)}
      <Button size="small" disabled={work.isBusy} onClick={() => void undo()}>
        {messages.undo}
      </Button>
    </p>
  )
}

interface ReferenceListProps {
  readonly all: readonly NamedReference[]
  /** null = a new one. */
  readonly chosenId: NamedReferenceId | null
  readonly onChoose: (id: NamedReferenceId) => void
  readonly onNew: () => void
  /** Imports one from a file. */
  readonly onImport: () => void
}

function ReferenceList({ all, chosenId, onChoose, onNew, onImport }: ReferenceListProps) {
  return (
    <nav aria-label={messages.references}>
      <ul onKeyDown={walkList}>
        {all.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              aria-current={each.id === chosenId}
              data-autofocus={each.id === chosenId || undefined}
              title={`@${each.name}`}
              onClick={() => onChoose(each.id)}
            >
              <Sign reference={each} />
              <span>@{each.name}</span>
              <small>{referenceKindLabels[each.kind]}</small>
            </button>
          </li>
        ))}
      </ul>
      <Button variant="quiet" size="small" icon={<Plus size={13} />} onClick={onNew}>
        {messages.newReference}
      </Button>
      <Button variant="quiet" size="small" icon={<FolderInput size={13} />} onClick={onImport}>
        {messages.importLabel}
      </Button>
    </nav>
  )
}

function Sign({ reference: { kind, imageIds } }: { readonly reference: NamedReference }) {
  const imageId = imageIds[0] ?? null
  return <ReferenceSign kind={kind} imageId={imageId} isCovered={useCover(imageId) !== null} />
}

/** Up and down move between references. */
function walkList(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + step]
  event.preventDefault()
  next?.focus()
  next?.click()
}

import { Plus, RotateCcw, TriangleAlert, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import * as messages from '../../../shared/messages/en/settings.ts'
import { joinList } from '../../../shared/messages/formats.ts'
import { useKeymap, useServices } from '../../client/index.ts'
import { bindingText } from '../../lib/keymap/binding-names.ts'
import { ownersOf, type KeyConflict } from '../../lib/keymap/conflicts.ts'
import type { KeyAction } from '../../lib/keymap/key-action.ts'
import { keyActions } from '../../lib/keymap/keymap.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { SelectField } from '../../ui/fields/select-field.tsx'
import { mostKeys, type KeyEditor } from './create-key-editor.ts'
import type { KeyEdit } from './create-settings-view.ts'
import { KeyCapture } from './key-capture.tsx'

interface KeyRowProps {
  readonly action: KeyAction
  readonly editor: KeyEditor
  /** Set while a key of this action is being recorded. */
  readonly edit: KeyEdit | null
  readonly conflicts: readonly KeyConflict[]
}

/** One command with its keys. */
export function KeyRow({ action, editor, edit, conflicts }: KeyRowProps) {
  const { isChanged } = useKeymap()
  const row = useFocusAfterEdit(edit)
  const { id, label, kind } = action
  const taken = edit?.taken ?? null
  return (
    <li ref={row} className="key-row" data-changed={isChanged(id)}>
      <span className="key-row-label">{label}</span>
      {kind === 'gesture' ? (
        <GestureChoice action={action} editor={editor} />
      ) : (
        <RowKeys action={action} editor={editor} edit={edit} />
      )}
      <span className="key-row-reset">
        {isChanged(id) && (
          <IconButton
            label={messages.resetShortcut({ command: label })}
            size="small"
            onClick={(event) => {
              editor.reset(id)
              keepFocus(event)
            }}
          >
            <RotateCcw size={13} aria-hidden="true" />
          </IconButton>
        )}
      </span>
      {taken !== null && <TakenQuestion action={action} taken={taken} editor={editor} />}
      {edit === null &&
        conflicts.map((each) => (
          <ConflictLine key={`${each.key} ${each.first.id} ${each.second.id}`} action={action} conflict={each} />
        ))}
    </li>
  )
}

interface RowKeysProps {
  readonly action: KeyAction
  readonly editor: KeyEditor
  readonly edit: KeyEdit | null
}

function RowKeys({ action, editor, edit }: RowKeysProps) {
  const keys = useKeymap().keysOf(action.id)
  const { id, label, kind } = action
  const recording = edit !== null && edit.taken === null ? edit : null
  const capture = (
    <KeyCapture
      label={label}
      takesModifier={kind === 'held'}
      onPress={(binding) => editor.press(binding)}
      onCancel={() => editor.cancel()}
    />
  )
  return (
    <span className="key-row-keys">
      {keys.map((key, at) =>
        recording?.at === at ? (
          <span key={key}>{capture}</span>
        ) : (
          <KeyChip key={key} binding={key} action={action} at={at} editor={editor} />
        ),
      )}
      {recording !== null && recording.at === null && capture}
      {(recording === null || recording.at !== null) && keys.length < mostKeys && (
        <IconButton
          label={messages.addShortcut({ command: label })}
          size="small"
          data-at="new"
          className="key-row-add"
          onClick={() => editor.begin(id, null)}
        >
          <Plus size={14} aria-hidden="true" />
        </IconButton>
      )}
    </span>
  )
}

interface KeyChipProps {
  readonly binding: string
  readonly action: KeyAction
  readonly at: number
  readonly editor: KeyEditor
}

function KeyChip({ binding, action: { id, label }, at, editor }: KeyChipProps) {
  const { isMac } = useServices()
  const shortcut = bindingText(binding, isMac)
  return (
    <span className="key-chip">
      <button type="button" data-at={at} onClick={() => editor.begin(id, at)}>
        <span className="visually-hidden">{messages.changeShortcut({ shortcut, command: label })}</span>
        <Kbd binding={binding} />
      </button>
      <button
        type="button"
        aria-label={messages.removeShortcut({ shortcut, command: label })}
        onClick={(event) => {
          editor.remove(id, at)
          keepFocus(event)
        }}
      >
        <X size={11} aria-hidden="true" />
      </button>
    </span>
  )
}

interface ConflictLineProps {
  readonly action: KeyAction
  readonly conflict: KeyConflict
}

function ConflictLine({ action, conflict: { key, first, second } }: ConflictLineProps) {
  const { isMac } = useServices()
  const other = action === first ? second : first
  return (
    <p className="key-row-conflict">
      <TriangleAlert size={13} aria-hidden="true" />
      {messages.shortcutConflict({ shortcut: bindingText(key, isMac), other: other.label, winner: first.label })}
    </p>
  )
}

/** The button pressed by keyboard disappears: its row keeps the focus. */
function keepFocus({ currentTarget, detail }: MouseEvent<HTMLElement>): void {
  const row = currentTarget.closest('.key-row')
  if (detail === 0) setTimeout(() => row?.querySelector<HTMLElement>('[data-at], select')?.focus())
}

/** Restores focus to where a key was changed by keyboard. */
function useFocusAfterEdit(edit: KeyEdit | null) {
  const row = useRef<HTMLLIElement>(null)
  const last = useRef<KeyEdit | null>(null)
  useEffect(() => {
    const ended = edit === null ? last.current : null
    last.current = edit
    if (ended === null || document.activeElement !== document.body) return
    const chip = row.current?.querySelector<HTMLElement>(`[data-at="${ended.at ?? 'new'}"]`)
    const instead = row.current?.querySelector<HTMLElement>('[data-at]')
    ;(chip ?? instead)?.focus()
  }, [edit])
  return row
}

interface GestureChoiceProps {
  readonly action: KeyAction
  readonly editor: KeyEditor
}

/** A gesture is chosen from a few, or none. */
function GestureChoice({ action: { id, label, choices = [] }, editor }: GestureChoiceProps) {
  const { isMac } = useServices()
  const [chosen] = useKeymap().keysOf(id)
  const options = choices.map((choice) => ({ value: choice, label: bindingText(choice, isMac) }))
  return (
    <span className="key-row-keys">
      <SelectField
        label={label}
        isLabelHidden
        value={chosen ?? ''}
        options={[...options, { value: '', label: messages.none }]}
        onChange={(value) => editor.set(id, value === '' ? [] : [value])}
      />
    </span>
  )
}

interface TakenQuestionProps {
  readonly action: KeyAction
  readonly taken: string
  readonly editor: KeyEditor
}

/** The recorded key belongs to another command: asks which one gets it. */
function TakenQuestion({ action, taken, editor }: TakenQuestionProps) {
  const { isMac } = useServices()
  const keymap = useKeymap()
  const question = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => question.current?.querySelector('button')?.focus(), [])
  const owners = ownersOf(keymap, action.id, taken)
  const names = joinList(owners.map(({ label }) => `“${label}”`))
  const winner = keyActions.find((each) => each === action || owners.includes(each))
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    editor.cancel()
  }
  return (
    <div ref={question} className="key-row-question" role="alert" onKeyDown={handleKeyDown}>
      <p>
        {messages.shortcutTaken({ shortcut: bindingText(taken, isMac), commands: names, winner: winner?.label ?? '' })}
      </p>
      <Button size="small" variant="primary" onClick={() => editor.takeOver()}>
        {messages.reassign}
      </Button>
      <Button size="small" onClick={() => editor.keepBoth()}>
        {messages.keepBoth}
      </Button>
      <Button size="small" variant="quiet" onClick={() => editor.cancel()}>
        {messages.cancel}
      </Button>
    </div>
  )
}

import { useMemo, useState } from 'react'
import type { KeyPreset } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/settings.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { useKeymap, useServices } from '../../client/index.ts'
import { copyText } from '../../lib/copy-text.ts'
import { findConflicts, type KeyConflict } from '../../lib/keymap/conflicts.ts'
import { groupLabels, keyGroups, type KeyAction } from '../../lib/keymap/key-action.ts'
import { readKeymap, writeKeymap, actionsOnKey, searchActions } from '../../lib/keymap/keymap-text.ts'
import { presetLabels } from '../../lib/keymap/presets.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { PillChoice } from '../../ui/fields/pill-choice.tsx'
import { TextArea } from '../../ui/fields/text-area.tsx'
import { createKeyEditor, type KeyEditor } from './create-key-editor.ts'
import { KeyRow } from './key-row.tsx'
import { KeySearch } from './key-search.tsx'
import './keyboard-page.css'
import { FileFields, SetInFile } from './set-in-file.tsx'
import { useSettingsView, useSettingsViewState } from './settings-context.ts'

const order: readonly KeyPreset[] = ['atelier', 'photoshop', 'krita', 'invoke']

const options = order.map((value) => ({ value, label: presetLabels[value].label }))

/** Every command, hold key, and gesture with its keys, to search and change. */
export function KeyboardPage() {
  const services = useServices()
  const view = useSettingsView()
  const editor = useMemo(() => createKeyEditor(services, view), [services, view])
  const keymap = useKeymap()
  const conflicts = useMemo(() => findConflicts(keymap), [keymap])
  const [isTextOpen, setIsTextOpen] = useState(false)
  const changed = Object.keys(keymap.settings.overrides).length
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.keyboard}</h2>
        <Button size="small" variant="quiet" onClick={() => setIsTextOpen(true)}>
          {messages.editAsText}
        </Button>
        <FileFields name="settings.keyboard.overrides">
          <Button size="small" variant="quiet" disabled={changed === 0} onClick={() => editor.resetAll()}>
            {messages.resetAll}
          </Button>
        </FileFields>
      </header>
      <KeySearch changed={changed} conflicts={conflicts.length} />
      <div className="settings-scroll">
        <PresetCard editor={editor} />
        <FileFields name="settings.keyboard.overrides">
          <KeyList editor={editor} conflicts={conflicts} />
        </FileFields>
      </div>
      {isTextOpen && <KeymapTextDialog editor={editor} onClose={() => setIsTextOpen(false)} />}
    </section>
  )
}

interface KeyListProps {
  readonly editor: KeyEditor
  readonly conflicts: readonly KeyConflict[]
}

function KeyList({ editor, conflicts }: KeyListProps) {
  const edit = useSettingsViewState((state) => state.edit)
  const shown = useShownActions(conflicts)
  if (shown.length === 0) return <NothingFound />
  return keyGroups.map((group) => {
    const groupActions = shown.filter((action) => action.group === group)
    return (
      groupActions.length > 0 && (
        <section key={group} className="key-group" aria-label={groupLabels[group]}>
          <h3>{groupLabels[group]}</h3>
          <ul>
            {groupActions.map((action) => (
              <KeyRow
                key={action.id}
                action={action}
                editor={editor}
                edit={edit?.id === action.id ? edit : null}
                conflicts={conflicts.filter(({ first, second }) => first === action || second === action)}
              />
            ))}
          </ul>
        </section>
      )
    )
  })
}

function useShownActions(conflicts: readonly KeyConflict[]): readonly KeyAction[] {
  const { isMac } = useServices()
  const keymap = useKeymap()
  const search = useSettingsViewState((state) => state.search)
  const pressed = useSettingsViewState((state) => state.pressed)
  const filter = useSettingsViewState((state) => state.filter)
  return useMemo(() => {
    const found = pressed === null ? searchActions(keymap, search, isMac) : actionsOnKey(keymap, pressed)
    if (filter === 'changed') return found.filter(({ id }) => keymap.isChanged(id))
    if (filter === 'all') return found
    return found.filter((action) => conflicts.some(({ first, second }) => first === action || second === action))
  }, [keymap, search, pressed, filter, conflicts, isMac])
}

function NothingFound() {
  const view = useSettingsView()
  const pressed = useSettingsViewState((state) => state.pressed)
  return (
    <div className="key-none" role="status">
      <p>{pressed === null ? messages.noCommandsFound : messages.noCommandUsesShortcut}</p>
      <Button size="small" onClick={() => view.setState({ search: '', pressed: null, filter: 'all' })}>
        {messages.showAll}
      </Button>
    </div>
  )
}

/** Selects the preset to start from. */
function PresetCard({ editor }: { readonly editor: KeyEditor }) {
  const { preset, overrides } = useKeymap().settings
  const changedCount = Object.keys(overrides).length
  return (
    <div className="settings-card">
      <h3>{messages.shortcutPreset}</h3>
      <FileFields name="settings.keyboard.preset">
        <PillChoice
          label={messages.shortcutPreset}
          isLabelHidden
          variant="accent"
          options={options}
          value={preset}
          onChange={(next) => editor.choosePreset(next)}
        />
      </FileFields>
      <p className="settings-note" aria-live="polite">
        {joinSentences(presetLabels[preset].note, changedCount > 0 && messages.changesKept({ count: changedCount }))}
      </p>
      <SetInFile name="settings.keyboard" />
    </div>
  )
}

interface KeymapTextDialogProps {
  readonly editor: KeyEditor
  readonly onClose: () => void
}

/** All keys as text, to save, share, and import. */
function KeymapTextDialog({ editor, onClose }: KeymapTextDialogProps) {
  const { settings } = useKeymap()
  const [text, setText] = useState(() => writeKeymap(settings))
  const [problem, setProblem] = useState<string | null>(null)
  const [isCopied, setIsCopied] = useState(false)
  const handleApply = () => {
    const read = readKeymap(text)
    if ('problem' in read) return setProblem(read.problem)
    editor.replaceAll(read.settings)
    onClose()
  }
  const footer = (
    <>
      <Button onClick={() => setIsCopied(copyText(text))}>{isCopied ? messages.copied : messages.copy}</Button>
      <FileFields name="settings.keyboard">
        <Button variant="primary" disabled={text === writeKeymap(settings)} onClick={handleApply}>
          {messages.apply}
        </Button>
      </FileFields>
    </>
  )
  return (
    <Dialog title={messages.editAsTextTitle} footer={footer} onClose={onClose}>
      <div className="dialog-body">
        <p className="settings-note">{messages.editAsTextHint}</p>
        <SetInFile name="settings.keyboard" />
        <TextArea
          label={messages.shortcuts}
          isLabelHidden
          data-autofocus
          spellCheck={false}
          className="keymap-text"
          rows={10}
          problem={problem}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setProblem(null)
            setIsCopied(false)
          }}
        />
      </div>
    </Dialog>
  )
}

import type { KeyPreset, KeySettings } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/settings.ts'
import type { Services } from '../../client/index.ts'
import { keyIdentity, ownersOf } from '../../lib/keymap/conflicts.ts'
import { createKeymap, withKeys, type Keymap } from '../../lib/keymap/keymap.ts'
import type { SettingsView } from './create-settings-view.ts'

export const mostKeys = 6

/** Edits key bindings, and asks before taking one from another command. */
export interface KeyEditor {
  /** Starts recording a key: to replace the one at `at`, or to add one. */
  begin(id: string, at: number | null): void
  cancel(): void
  press(binding: string): void
  /** Removes the key from the other commands. */
  takeOver(): void
  /** Both commands keep it. */
  keepBoth(): void
  set(id: string, keys: readonly string[]): void
  remove(id: string, at: number): void
  reset(id: string): void
  resetAll(): void
  choosePreset(preset: KeyPreset): void
  replaceAll(keys: KeySettings): void
}

type EditorServices = Pick<Services, 'settings' | 'keymap' | 'intents'>

export function createKeyEditor({ settings, keymap, intents }: EditorServices, view: SettingsView): KeyEditor {
  const current = () => keymap.getState()
  const save = (keys: KeySettings) => settings.change({ keys })
  const cancel = () => view.setState({ edit: null })

  function assign(map: Keymap, binding: string): void {
    const { edit } = view.getState()
    if (edit === null) return
    save(withKeys(map, edit.id, placed(map.keysOf(edit.id), edit.at, binding)))
    cancel()
  }

  function replaceAll(keys: KeySettings): void {
    const previous = current().settings
    save(keys)
    const action = { label: messages.undo, run: () => save(previous) }
    intents.send({ type: 'notify', notice: { level: 'done', text: messages.allShortcutsChanged, action } })
  }

  return {
    begin: (id, at) => view.setState({ edit: { id, at, taken: null }, isPressAwaited: false }),
    cancel,
    press(binding) {
      const { edit } = view.getState()
      if (edit === null) return
      if (ownersOf(current(), edit.id, binding).length === 0) return assign(current(), binding)
      view.setState({ edit: { ...edit, taken: binding } })
    },
    takeOver() {
      const { edit } = view.getState()
      const taken = edit?.taken ?? null
      if (edit === null || taken === null) return
      const { id } = edit
      const freed = ownersOf(current(), id, taken).reduce((map, owner) => withoutKey(map, owner.id, taken), current())
      assign(freed, taken)
    },
    keepBoth() {
      const taken = view.getState().edit?.taken ?? null
      if (taken !== null) assign(current(), taken)
    },
    set: (id, keys) => save(withKeys(current(), id, keys)),
    remove: (id, at) => save(withKeys(current(), id, current().keysOf(id).toSpliced(at, 1))),
    reset: (id) => save(withKeys(current(), id, current().presetKeysOf(id))),
    resetAll: () => replaceAll({ ...current().settings, overrides: {} }),
    choosePreset: (preset) => save({ ...current().settings, preset }),
    replaceAll,
  }
}

/** Adds the key without duplicates. */
function placed(keys: readonly string[], at: number | null, binding: string): readonly string[] {
  const identity = keyIdentity(binding)
  const next = at === null ? [...keys, binding] : keys.toSpliced(at, 1, binding)
  const kept = at ?? next.length - 1
  return next.filter((key, index) => index === kept || keyIdentity(key) !== identity)
}

function withoutKey(map: Keymap, id: string, binding: string): Keymap {
  const identity = keyIdentity(binding)
  const kept = map.keysOf(id).filter((key) => keyIdentity(key) !== identity)
  return createKeymap(withKeys(map, id, kept))
}

import { bindingText } from '../binding-names.ts'
import { keyIdentity } from './conflicts.ts'
import { groupLabels, type KeyAction } from './key-action.ts'
import { keyActions, type Keymap } from './keymap.ts'

/** Returns the actions whose name, heading or keys contain every word: `mask grow`, `ctrl+z`. */
export function searchActions(keymap: Keymap, words: string, isMac: boolean): readonly KeyAction[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return keyActions.filter((action) => {
    const keys = keymap.keysOf(action.id).map((key) => bindingText(key, isMac))
    const text = [action.label, groupLabels[action.group], ...keys].join(' ').toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

/** Returns the actions that a key is assigned to. */
export function actionsOnKey(keymap: Keymap, key: string): readonly KeyAction[] {
  const identity = keyIdentity(key)
  return keyActions.filter(({ id }) => keymap.keysOf(id).some((each) => keyIdentity(each) === identity))
}

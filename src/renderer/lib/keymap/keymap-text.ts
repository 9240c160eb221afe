import type { KeyPreset, KeySettings } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/shortcuts.ts'
import { normalBinding, bindingText } from './binding-names.ts'
import { keyIdentity } from './conflicts.ts'
import { groupLabels, type KeyAction } from './key-action.ts'
import { findKeyAction, keyActions, type Keymap } from './keymap.ts'
import { presetTables } from './presets.ts'

/** Serializes changed keys for storing them elsewhere or moving them to another computer. */
export function writeKeymap({ preset, overrides }: KeySettings): string {
  const lines = Object.entries(overrides)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, keys]) => `    ${JSON.stringify(id)}: [${keys.map((key) => JSON.stringify(key)).join(', ')}]`)
  const list = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`
  return `{\n  "preset": ${JSON.stringify(preset)},\n  "overrides": ${list}\n}`
}

export type ReadKeymap = { readonly settings: KeySettings } | { readonly problem: string }

const mostKeys = 6

/** Parses the output of `writeKeymap`, or handwritten text. Strict: the first error is reported. */
export function readKeymap(text: string): ReadKeymap {
  const value = parse(text)
  if (!isRecord(value)) return { problem: messages.noShortcutList }
  const { preset, overrides = {} } = value
  if (!isPreset(preset)) return { problem: messages.noSuchPreset({ preset: JSON.stringify(preset) }) }
  if (!isRecord(overrides)) return { problem: messages.overridesMalformed }
  const kept: Record<string, string[]> = {}
  for (const [id, keys] of Object.entries(overrides)) {
    if (findKeyAction(id) === undefined) return { problem: messages.noSuchCommand({ id }) }
    if (!Array.isArray(keys) || keys.length > mostKeys) return { problem: messages.tooManyShortcuts({ id }) }
    const normal = keys.map((key: unknown) => (typeof key === 'string' ? normalBinding(key) : null))
    const wrong = normal.indexOf(null)
    if (wrong >= 0) return { problem: messages.invalidShortcut({ id, shortcut: JSON.stringify(keys[wrong]) }) }
    kept[id] = normal.filter((key) => key !== null)
  }
  return { settings: { preset, overrides: kept } }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPreset(value: unknown): value is KeyPreset {
  return typeof value === 'string' && Object.hasOwn(presetTables, value)
}

/** Returns the actions whose name, heading or keys contain every word: `mask grow`, `ctrl+z`. */
export function searchActions(keymap: Keymap, words: string, isMac: boolean): readonly KeyAction[] {
  const terms = words.toLowerCase().split(/\s+/).filter(Boolean)
  return keyActions.filter((action) => {
    const keys = keymap.keysOf(action.id).map((key) => bindingText(key, isMac))
    const text = [action.label, groupLabels[action.group], ...keys].join(' ').toLowerCase()
    return terms.every((word) => text.includes(word))
  })
}

/** Returns the actions that a key is assigned to. */
export function actionsOnKey(keymap: Keymap, key: string): readonly KeyAction[] {
  const identity = keyIdentity(key)
  return keyActions.filter(({ id }) => keymap.keysOf(id).some((each) => keyIdentity(each) === identity))
}

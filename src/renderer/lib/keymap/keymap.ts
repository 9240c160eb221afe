import type { KeySettings } from '../../../shared/domain/settings.ts'
import { appActions, galleryActions } from './app-actions.ts'
import { canvasActions } from './canvas-actions.ts'
import { compareActions } from './compare-actions.ts'
import { pointerActions } from './pointer-actions.ts'
import type { KeyAction } from './key-action.ts'
import { organizeActions } from './organize-actions.ts'
import { presetTables } from './presets.ts'
import { studioActions } from './studio-actions.ts'
import { viewerActions } from './viewer-actions.ts'

/**
 * Everything that can have a key. Where two have the same, the earlier one wins: what is held is asked first, then the
 * commands in the order in which the window has them.
 */
export const keyActions: readonly KeyAction[] = [
  ...pointerActions,
  ...appActions,
  ...studioActions,
  ...canvasActions,
  ...galleryActions,
  ...organizeActions,
  ...compareActions,
  ...viewerActions,
]

const actionOf = new Map(keyActions.map((action) => [action.id, action]))

export function findKeyAction(id: string): KeyAction | undefined {
  return actionOf.get(id)
}

/** The keys in force. */
export interface Keymap {
  readonly settings: KeySettings
  /** The first is the one shown; none for a command nobody knows. */
  keysOf(id: string): readonly string[]
  /** As the preset has it. */
  presetKeysOf(id: string): readonly string[]
  /** Whether the person has changed it. */
  isChanged(id: string): boolean
}

export function createKeymap(settings: KeySettings): Keymap {
  const table = presetTables[settings.preset]
  const presetKeysOf = (id: string) => table[id] ?? actionOf.get(id)?.keys ?? []
  return {
    settings,
    presetKeysOf,
    keysOf: (id) => settings.overrides[id] ?? presetKeysOf(id),
    isChanged: (id) => settings.overrides[id] !== undefined,
  }
}

/** The settings with other keys for one action; as the preset has it is no change. */
export function withKeys(keymap: Keymap, id: string, keys: readonly string[]): KeySettings {
  const { [id]: _before, ...others } = keymap.settings.overrides
  const usual = keymap.presetKeysOf(id)
  const isUsual = usual.length === keys.length && usual.every((key, at) => key === keys[at])
  return { ...keymap.settings, overrides: isUsual ? others : { ...others, [id]: [...keys] } }
}

import * as messages from '../../../shared/messages/en/commands.ts'
import { commandGroups, type CommandGroup } from '../command.ts'

/**
 * Where a key is active. In the Studio some keys are active only while a result is shown, a fill runs, an outline is
 * being drawn or text is being edited. Two actions may share a key where they have no situation in common.
 */
const situations = [
  'canvas',
  'result',
  'filling',
  'drawing',
  'prompt',
  'library-grid',
  'library-view',
  'trash-grid',
  'trash-view',
  'family',
  'duplicates',
  'compare',
  'vote',
  'models',
  'settings',
] as const
export type Situation = (typeof situations)[number]

/** Headings of lists of keys, in that order. */
export const keyGroups = [...commandGroups, 'held', 'pointer'] as const
export type KeyGroup = (typeof keyGroups)[number]

export const groupLabels: Readonly<Record<KeyGroup, string>> = {
  File: messages.fileGroup,
  Edit: messages.editGroup,
  Image: messages.imageGroup,
  Make: messages.generateGroup,
  Prompt: messages.promptGroup,
  Tools: messages.toolsGroup,
  Brush: messages.brushGroup,
  Mask: messages.maskGroup,
  Layers: messages.layersGroup,
  Frame: messages.frameGroup,
  Results: messages.resultsGroup,
  View: messages.viewGroup,
  Gallery: messages.galleryGroup,
  Compare: messages.compareGroup,
  Help: messages.helpGroup,
  held: messages.whileHeld,
  pointer: messages.mouseAndPen,
}

/** What a key or a gesture does: a command of the window, or an action that lasts while it is held. */
export interface KeyAction {
  readonly id: string
  readonly label: string
  readonly group: KeyGroup
  /**
   * `held`: active from key down to key up, including single modifiers. `gesture`: keys combined with a pointer action.
   */
  readonly kind: 'command' | 'held' | 'gesture'
  /** Default bindings; the first is the one shown. */
  readonly keys: readonly string[]
  readonly when: readonly Situation[]
  /** The action for tapping the same key, with which it does not conflict. */
  readonly tap?: string
  /** Possible gestures; any number may be assigned, including none. */
  readonly choices?: readonly string[]
}

export const inStudio: readonly Situation[] = ['canvas', 'result', 'filling', 'drawing']
export const inLibrary: readonly Situation[] = ['library-grid', 'library-view']
export const inTrash: readonly Situation[] = ['trash-grid', 'trash-view']
export const inGallery: readonly Situation[] = [...inLibrary, ...inTrash]
/** Compare, and a blind vote in it. */
export const inCompare: readonly Situation[] = ['compare', 'vote']
export const everywhere: readonly Situation[] = situations

/**
 * `[id, label, ...keys]`. A label with a number is a function: the first number of a language takes 15 ms, which the
 * start need not wait for (docs/adr/0031).
 */
export type ActionRow = readonly [id: string, label: string | (() => string), ...keys: string[]]

export function commandRows(
  group: CommandGroup,
  when: readonly Situation[],
  rows: readonly ActionRow[],
): readonly KeyAction[] {
  return rows.map(([id, label, ...keys]) => ({
    id,
    get label() {
      return typeof label === 'string' ? label : label()
    },
    group,
    kind: 'command',
    keys,
    when,
  }))
}

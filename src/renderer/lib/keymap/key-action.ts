import * as messages from '../../../shared/messages/en/commands.ts'
import { commandGroups, type CommandGroup } from '../command.ts'

/**
 * Where a key counts. In the Studio some keys count only for a moment: while a result is looked at, a fill runs or a
 * contour is half drawn, or words are written. Two actions may have the same key where no situation is common to both.
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

/** The headings of lists of keys, in that order. */
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

/** Something a key or a gesture does. The commands of the window, and what acts only as long as it is held. */
export interface KeyAction {
  readonly id: string
  readonly label: string
  readonly group: KeyGroup
  /** `held`: acts from key down to key up, also a modifier alone. `gesture`: keys with what the hand does. */
  readonly kind: 'command' | 'held' | 'gesture'
  /** Atelier's own bindings; the first is the one shown. */
  readonly keys: readonly string[]
  readonly when: readonly Situation[]
  /** Tapped, the same key does this, and does not collide with it. */
  readonly tap?: string
  /** What a gesture can be. Any number of them, also none. */
  readonly choices?: readonly string[]
}

export const inStudio: readonly Situation[] = ['canvas', 'result', 'filling', 'drawing']
export const inLibrary: readonly Situation[] = ['library-grid', 'library-view']
export const inTrash: readonly Situation[] = ['trash-grid', 'trash-view']
export const inGallery: readonly Situation[] = [...inLibrary, ...inTrash]
/** The light table, and a blind vote on it. */
export const inCompare: readonly Situation[] = ['compare', 'vote']
export const everywhere: readonly Situation[] = situations

/** `[id, label, ...keys]` */
export type ActionRow = readonly [id: string, label: string, ...keys: string[]]

export function commandRows(
  group: CommandGroup,
  when: readonly Situation[],
  rows: readonly ActionRow[],
): readonly KeyAction[] {
  return rows.map(([id, label, ...keys]) => ({ id, label, group, kind: 'command', keys, when }))
}

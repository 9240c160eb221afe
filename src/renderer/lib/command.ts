/** Headings of the palette and of the list of shortcuts, in that order. */
export const commandGroups = [
  'File',
  'Edit',
  'Image',
  'Make',
  'Prompt',
  'Tools',
  'Brush',
  'Mask',
  'Layers',
  'Frame',
  'Results',
  'View',
  'Gallery',
  'Compare',
  'Help',
] as const
export type CommandGroup = (typeof commandGroups)[number]

/** All commands, by id. */
export interface CommandList {
  find(id: string): Command | undefined
  isEnabled(command: Command): boolean
  /** Returns false if there is no such command or it cannot run now. */
  run(id: string): boolean
}

/**
 * A user action: palette, menu, buttons and keys all run the same object. The keys that run it are in `keymap/`, by its
 * id.
 */
export interface Command {
  readonly id: string
  readonly label: string
  readonly group: CommandGroup
  /** Whether it can run now; absent = always. */
  readonly isEnabled?: () => boolean
  /** Whether it repeats while the key is held. */
  readonly canRepeat?: boolean
  /** Whether its keys type nothing, and so also work in text fields. */
  readonly isForTyping?: boolean
  /** With the system's own shortcut, the browser's event does the work: it provides data that a key press does not. */
  readonly ownEvent?: 'paste'
  readonly run: () => void | Promise<void>
}

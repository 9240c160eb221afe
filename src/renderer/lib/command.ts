/** The headings of the palette and of the key list, in that order. */
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

/** Everything that can be done, by its id. */
export interface CommandList {
  find(id: string): Command | undefined
  isEnabled(command: Command): boolean
  /** Returns false where there is no such command or it cannot run now. */
  run(id: string): boolean
}

/**
 * One thing the artist can do: the palette, the menu, the buttons and the keys all run the same object. Which keys run it
 * is in `keymap/`, by its id.
 */
export interface Command {
  readonly id: string
  readonly label: string
  readonly group: CommandGroup
  /** Whether it can run now. Left out: always. */
  readonly isEnabled?: () => boolean
  /** Repeats while the key is held. */
  readonly canRepeat?: boolean
  /** Its keys type nothing: they count in a text field too. */
  readonly isForTyping?: boolean
  /** Pressed with the system's own key, the browser's event does the work: it brings what the key alone cannot. */
  readonly ownEvent?: 'paste'
  readonly run: () => void | Promise<void>
}

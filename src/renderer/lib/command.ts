/** The headings of the palette and of the key list, in that order. */
export const commandGroups = ['File', 'Edit', 'Make', 'Mask', 'Brush', 'Results', 'Gallery', 'View', 'Help'] as const
export type CommandGroup = (typeof commandGroups)[number]

/** One thing the artist can do: the palette, the menu, the buttons and the keys all run the same object. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly group: CommandGroup
  /** Bindings such as `Mod+Shift+Z`; the first is the one shown. See `key-binding.ts`. */
  readonly keys: readonly string[]
  /** Whether it can run now. Left out: always. */
  readonly isEnabled?: () => boolean
  /** Repeats while the key is held. */
  readonly canRepeat?: boolean
  readonly run: () => void | Promise<void>
}

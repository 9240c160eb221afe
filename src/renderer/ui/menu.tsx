import { deferred } from './deferred.tsx'
import type { MenuProps } from './menu-entry.ts'

export type { MenuEntry } from './menu-entry.ts'

const menu = deferred<MenuProps>(
  async () => (await import('./menu-part.tsx')).MenuPart,
  ({ children }) => children,
)

/** The menu of the right mouse button (or the menu key) on what it wraps. */
export const Menu = menu.Part
export const loadMenu = menu.load

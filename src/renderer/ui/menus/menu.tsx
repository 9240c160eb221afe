import { deferred } from '../deferred.tsx'
import type { MenuProps } from './menu-entry.ts'

export type { MenuAction, MenuEntry } from './menu-entry.ts'

const menu = deferred<MenuProps>(
  () => import('./menu-part.tsx').then((part) => part.MenuPart),
  ({ children }) => children,
)

/** A context menu (right mouse button or menu key) for what it wraps. */
export const Menu = menu.Part
export const loadMenu = menu.load

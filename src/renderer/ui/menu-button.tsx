import { deferred } from './deferred.tsx'
import type { MenuButtonProps } from './menu-entry.ts'

const part = deferred<MenuButtonProps>(async () => (await import('./menu-button-part.tsx')).MenuButtonPart)

/** A small button that opens a menu below it. */
export const MenuButton = part.Part

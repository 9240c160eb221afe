import { deferred } from '../deferred.tsx'
import '../icon-button.css'
import { menuButtonClass, type MenuButtonProps } from './menu-entry.ts'

const part = deferred<MenuButtonProps>(
  () => import('./menu-button-part.tsx').then((loaded) => loaded.MenuButtonPart),
  ({ look, children }) => <span className={menuButtonClass(look)}>{children}</span>,
)

/** A small button that opens a menu below it. */
export const MenuButton = part.Part

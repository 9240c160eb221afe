import type { ReactElement, ReactNode } from 'react'

/** One item of a menu. */
export type MenuEntry = MenuAction | SubMenu

export interface SubMenu {
  readonly label: string
  readonly entries: readonly MenuAction[]
}

export interface MenuAction {
  readonly label: string
  /** The command it runs, for its key. */
  readonly command?: string | undefined
  readonly isDanger?: boolean | undefined
  readonly isDisabled?: boolean | undefined
  readonly run: () => void
}

export interface MenuButtonProps {
  /** Accessible name and tooltip. */
  readonly label: string
  readonly groups: readonly (readonly MenuEntry[])[]
  /** `text`: as wide as its content. */
  readonly look?: 'icon' | 'text' | undefined
  /** The icon or text. */
  readonly children: ReactNode
}

export function menuButtonClass(look: MenuButtonProps['look'] = 'icon'): string {
  return `icon-button icon-button-${look === 'text' ? 'text' : 'normal'}`
}

export interface MenuProps {
  /** Groups are separated by a line. */
  readonly groups: readonly (readonly MenuEntry[])[]
  readonly onOpen?: (() => void) | undefined
  readonly onClose?: (() => void) | undefined
  readonly children: ReactElement
}

/** Inside the page's landmark, so that landmark navigation finds an open menu too. */
export function menuHost(): HTMLElement | null {
  return document.querySelector('main')
}

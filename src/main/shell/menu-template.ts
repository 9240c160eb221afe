import type { MenuItemConstructorOptions } from 'electron'

interface MenuTemplateOptions {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  /** Runs a command of the palette. */
  readonly choose: (command: string) => void
}

/**
 * The native menu. Its commands are the palette's, and the window itself listens for their keys: the menu only shows
 * them, or a key would act twice. macOS cannot show a key without taking it, so there the commands have none.
 */
export function menuTemplate(options: MenuTemplateOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin'
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => options.choose(command),
    ...(accelerator !== undefined && !isMac && { accelerator, registerAccelerator: false }),
  })
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    fileMenu(item, isMac),
    editMenu(item, isMac),
    maskMenu(item),
    viewMenu(item, options.isPackaged),
    windowMenu(isMac),
    { role: 'help', submenu: [item('Keyboard Shortcuts', 'help.shortcuts')] },
  ]
}

type ItemMaker = (label: string, command: string, accelerator?: string) => MenuItemConstructorOptions
const line: MenuItemConstructorOptions = { type: 'separator' }

function fileMenu(item: ItemMaker, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      item('Open …', 'file.open', 'CmdOrCtrl+O'),
      item('Import …', 'file.import', 'CmdOrCtrl+Shift+I'),
      item('Paste Picture', 'file.paste', 'CmdOrCtrl+V'),
      line,
      item('Export …', 'file.export', 'CmdOrCtrl+Shift+E'),
      line,
      item('Close Picture', 'file.close', 'CmdOrCtrl+W'),
      ...(isMac ? [] : [line, { role: 'quit' as const }]),
    ],
  }
}

/**
 * Cut, copy and paste are roles: on macOS text fields get them only through the menu. Elsewhere Chromium serves text
 * fields by itself, and the keys stay free for the window (Mod+A selects pictures in the gallery).
 */
function editMenu(item: ItemMaker, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: '&Edit',
    submenu: [
      item('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
      item('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
      line,
      ...(['cut', 'copy', 'paste', 'selectAll'] as const).map((role) => ({ role, registerAccelerator: isMac })),
    ],
  }
}

function maskMenu(item: ItemMaker): MenuItemConstructorOptions {
  return {
    label: '&Mask',
    submenu: [
      item('Fill', 'mask.fill', 'Shift+F5'),
      line,
      item('Invert', 'mask.invert', 'CmdOrCtrl+I'),
      item('Clear', 'mask.clear', 'CmdOrCtrl+D'),
      item('Bring Back', 'mask.restore', 'CmdOrCtrl+Shift+D'),
    ],
  }
}

function viewMenu(item: ItemMaker, isPackaged: boolean): MenuItemConstructorOptions {
  return {
    label: '&View',
    submenu: [
      item('Studio', 'view.studio'),
      item('Gallery', 'view.gallery'),
      item('Models', 'view.models'),
      line,
      item('Fit in Window', 'view.fit', 'CmdOrCtrl+0'),
      item('Actual Size', 'view.actual-size', 'CmdOrCtrl+1'),
      item('Mask Overlay', 'view.toggle-overlay'),
      item('Panels', 'view.toggle-panels'),
      line,
      {
        label: 'Theme',
        submenu: [
          item('As the System', 'view.theme-system'),
          item('Dark', 'view.theme-dark'),
          item('Light', 'view.theme-light'),
        ],
      },
      line,
      item('All Commands …', 'view.palette', 'CmdOrCtrl+K'),
      { role: 'togglefullscreen' },
      ...(isPackaged
        ? []
        : [line, { role: 'reload' as const }, { role: 'toggleDevTools' as const, accelerator: 'F12' }]),
    ],
  }
}

/** Not the `windowMenu` role: that one closes the window with the key that closes a picture. */
function windowMenu(isMac: boolean): MenuItemConstructorOptions {
  const submenu: MenuItemConstructorOptions[] = isMac
    ? [{ role: 'minimize' }, { role: 'zoom' }, line, { role: 'front' }]
    : [{ role: 'minimize', registerAccelerator: false }]
  return { label: '&Window', submenu }
}

import type { MenuItemConstructorOptions } from 'electron'

interface MenuTemplateOptions {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  /** The keys to show, by the command's id. */
  readonly accelerators: Readonly<Record<string, string>>
  /** Runs a command of the palette. */
  readonly choose: (command: string) => void
}

/**
 * The native menu. Its commands are the palette's, and the window itself listens for their keys: the menu only shows
 * them, or a key would act twice. macOS cannot show a key without taking it, so there the commands have none.
 */
export function menuTemplate(options: MenuTemplateOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin'
  const item = (label: string, command: string): MenuItemConstructorOptions => {
    const accelerator = isMac ? undefined : options.accelerators[command]
    return {
      id: command,
      label,
      click: () => options.choose(command),
      ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
    }
  }
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    fileMenu(item, isMac),
    editMenu(item, isMac),
    imageMenu(item),
    maskMenu(item),
    viewMenu(item, options.isPackaged),
    windowMenu(isMac),
    { role: 'help', submenu: [item('Keyboard Shortcuts', 'help.shortcuts')] },
  ]
}

type ItemMaker = (label: string, command: string) => MenuItemConstructorOptions
const line: MenuItemConstructorOptions = { type: 'separator' }

function fileMenu(item: ItemMaker, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      item('New Image', 'file.new'),
      item('Open…', 'file.open'),
      item('Import Images…', 'file.import'),
      item('Import Folder…', 'file.import-folder'),
      item('Paste', 'file.paste'),
      line,
      item('Save As…', 'document.save-project'),
      item('Save As Photoshop Document…', 'document.save-psd'),
      item('Save As OpenRaster Document…', 'document.save-ora'),
      item('Export…', 'file.export'),
      line,
      item('Close', 'file.close'),
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
      item('Undo', 'edit.undo'),
      item('Redo', 'edit.redo'),
      line,
      ...(['cut', 'copy', 'paste', 'selectAll'] as const).map((role) => ({ role, registerAccelerator: isMac })),
    ],
  }
}

function imageMenu(item: ItemMaker): MenuItemConstructorOptions {
  return {
    label: '&Image',
    submenu: [
      item('Upscale ×2', 'image.upscale-2'),
      item('Upscale ×4', 'image.upscale-4'),
      item('Upscale…', 'image.upscale'),
    ],
  }
}

function maskMenu(item: ItemMaker): MenuItemConstructorOptions {
  return {
    label: '&Mask',
    submenu: [
      item('Fill', 'mask.fill'),
      line,
      item('Invert', 'mask.invert'),
      item('Clear', 'mask.clear'),
      item('Bring Back', 'mask.restore'),
    ],
  }
}

function viewMenu(item: ItemMaker, isPackaged: boolean): MenuItemConstructorOptions {
  return {
    label: '&View',
    submenu: [
      item('Studio', 'view.studio'),
      item('Gallery', 'view.gallery'),
      item('Compare', 'view.compare'),
      item('Models', 'view.models'),
      item('Settings', 'view.settings'),
      line,
      item('Fit in Window', 'view.fit'),
      item('Actual Size', 'view.actual-size'),
      item('Mask Overlay', 'view.toggle-overlay'),
      item('Panels', 'view.toggle-panels'),
      line,
      {
        label: 'Theme',
        submenu: [
          item('System', 'view.theme-system'),
          item('Dark', 'view.theme-dark'),
          item('Light', 'view.theme-light'),
        ],
      },
      {
        label: 'Interface Scale',
        submenu: [
          item('Larger', 'view.scale-up'),
          item('Smaller', 'view.scale-down'),
          item('100 %', 'view.scale-reset'),
        ],
      },
      line,
      item('All Commands…', 'view.palette'),
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

import type { MenuItemConstructorOptions } from 'electron'
import * as messages from '../../../shared/messages/en/menus.ts'

interface MenuTemplateOptions {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  /** Keys to show, by command id. */
  readonly accelerators: Readonly<Record<string, string>>
  /** Runs a command of the command palette. */
  readonly choose: (command: string) => void
}

/**
 * The native menu. Its commands are those of the palette, and the window itself handles their keys: the menu only
 * displays them, or a key would act twice. macOS cannot display a key without handling it, so commands have none there.
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
    ...(isMac ? [appMenu()] : []),
    fileMenu(item, options.platform),
    editMenu(item, isMac),
    imageMenu(item),
    maskMenu(item),
    viewMenu(item, options.isPackaged),
    windowMenu(isMac),
    helpMenu(item),
  ]
}

type CreateItem = (label: string, command: string) => MenuItemConstructorOptions
const line: MenuItemConstructorOptions = { type: 'separator' }

/** The items of the role `appMenu`, with labels of our own. */
function appMenu(): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about', label: messages.about },
      line,
      { role: 'services', label: messages.services },
      line,
      { role: 'hide', label: messages.hideAtelier },
      { role: 'hideOthers', label: messages.hideOthers },
      { role: 'unhide', label: messages.showAll },
      line,
      { role: 'quit', label: messages.quitAtelier },
    ],
  }
}

const developerItems: readonly MenuItemConstructorOptions[] = [
  { role: 'reload', label: messages.reload },
  { role: 'toggleDevTools', label: messages.developerTools, accelerator: 'F12' },
]

function fileMenu(item: CreateItem, platform: NodeJS.Platform): MenuItemConstructorOptions {
  const quitLabel = platform === 'win32' ? messages.exit : messages.quit
  return {
    label: messages.fileMenu,
    submenu: [
      item(messages.newImage, 'file.new'),
      item(messages.open, 'file.open'),
      item(messages.importImages, 'file.import'),
      item(messages.importFolder, 'file.import-folder'),
      item(messages.openSampleProject, 'file.open-sample'),
      item(messages.paste, 'file.paste'),
      line,
      item(messages.saveAs, 'document.save-project'),
      item(messages.saveAsPhotoshopDocument, 'document.save-psd'),
      item(messages.saveAsOpenRasterDocument, 'document.save-ora'),
      item(messages.exportLabel, 'file.export'),
      line,
      item(messages.close, 'file.close'),
      ...(platform === 'darwin' ? [] : [line, { role: 'quit' as const, label: quitLabel }]),
    ],
  }
}

/** Electron’s own labels are English. */
const textRoles: readonly MenuItemConstructorOptions[] = [
  { role: 'cut', label: messages.cut },
  { role: 'copy', label: messages.copy },
  { role: 'paste', label: messages.paste },
  { role: 'selectAll', label: messages.selectAll },
]

/**
 * Cut, copy and paste are roles: on macOS, text fields get them only through the menu. Elsewhere Chromium handles text
 * fields itself, and the keys stay available to the window (Mod+A selects images in the gallery).
 */
function editMenu(item: CreateItem, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: messages.editMenu,
    submenu: [
      item(messages.undo, 'edit.undo'),
      item(messages.redo, 'edit.redo'),
      line,
      ...textRoles.map((entry) => ({ ...entry, registerAccelerator: isMac })),
    ],
  }
}

function imageMenu(item: CreateItem): MenuItemConstructorOptions {
  return {
    label: messages.imageMenu,
    submenu: [
      item(messages.upscaleTwice, 'image.upscale-2'),
      item(messages.upscaleFourTimes, 'image.upscale-4'),
      item(messages.upscale, 'image.upscale'),
      item(messages.removeBackground, 'image.remove-background'),
      item(messages.replaceBackground, 'image.replace-background'),
    ],
  }
}

function maskMenu(item: CreateItem): MenuItemConstructorOptions {
  return {
    label: messages.maskMenu,
    submenu: [
      item(messages.fill, 'mask.fill'),
      line,
      item(messages.invert, 'mask.invert'),
      item(messages.clear, 'mask.clear'),
      item(messages.restore, 'mask.restore'),
    ],
  }
}

function viewMenu(item: CreateItem, isPackaged: boolean): MenuItemConstructorOptions {
  return {
    label: messages.viewMenu,
    submenu: [
      item(messages.studio, 'view.studio'),
      item(messages.gallery, 'view.gallery'),
      item(messages.compare, 'view.compare'),
      item(messages.models, 'view.models'),
      item(messages.settings, 'view.settings'),
      line,
      item(messages.fitInWindow, 'view.fit'),
      item(messages.actualSize, 'view.actual-size'),
      item(messages.maskOverlay, 'view.toggle-overlay'),
      item(messages.panels, 'view.toggle-panels'),
      line,
      {
        label: messages.theme,
        submenu: [
          item(messages.system, 'view.theme-system'),
          item(messages.dark, 'view.theme-dark'),
          item(messages.light, 'view.theme-light'),
        ],
      },
      {
        label: messages.interfaceScale,
        submenu: [
          item(messages.larger, 'view.scale-up'),
          item(messages.smaller, 'view.scale-down'),
          item(messages.fullScale, 'view.scale-reset'),
        ],
      },
      line,
      item(messages.allCommands, 'view.palette'),
      { role: 'togglefullscreen', label: messages.fullScreen },
      ...(isPackaged ? [] : [line, ...developerItems]),
    ],
  }
}

function helpMenu(item: CreateItem): MenuItemConstructorOptions {
  return {
    role: 'help',
    label: messages.helpMenu,
    submenu: [
      item(messages.atelierHelp, 'help.open'),
      item(messages.takeTour, 'help.tour'),
      item(messages.keyboardShortcuts, 'help.shortcuts'),
      item(messages.whatsNew, 'help.whats-new'),
      line,
      item(messages.diagnostics, 'help.diagnostics'),
      item(messages.licenses, 'help.licenses'),
    ],
  }
}

/** Not the `windowMenu` role, whose shortcut for closing the window is the one that closes an image. */
function windowMenu(isMac: boolean): MenuItemConstructorOptions {
  const submenu: MenuItemConstructorOptions[] = isMac
    ? [
        { role: 'minimize', label: messages.minimize },
        { role: 'zoom', label: messages.zoomWindow },
        line,
        { role: 'front', label: messages.bringAllToFront },
      ]
    : [{ role: 'minimize', label: messages.minimize, registerAccelerator: false }]
  return { label: messages.windowMenu, submenu }
}

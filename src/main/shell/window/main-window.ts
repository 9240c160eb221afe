import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron'
import { debounce } from '../../../shared/util/debounce.ts'
import type { Logger } from '../../platform/logger.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { appOrigin } from '../serving/schemes.ts'
import { placeWindow, toWindowBounds, windowSizeMin, type WindowBounds } from './window-bounds.ts'
import type { WindowStart } from './window-program.ts'

/** Page backgrounds of the two themes, painted before the page to avoid a white flash. */
const backgrounds = { dark: '#161617', light: '#e4e4e6' }

/**
 * Opens the window, which shows itself when its first frame is ready. @param uiScale CSS pixels per pixel at the
 * system's scale
 */
export function createMainWindow(
  { folders, paths, devServerUrl, logger }: WindowStart,
  uiScale: number,
): BrowserWindow {
  const url = devServerUrl ?? `${appOrigin}/index.html`
  const boundsFile = join(paths.appData, 'window.json')
  const remembered = recallBounds(boundsFile)
  const window = new BrowserWindow({
    ...placeOnScreen(remembered),
    minWidth: windowSizeMin.width,
    minHeight: windowSizeMin.height,
    title: 'Atelier',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: { ...webPreferences(folders.preload), zoomFactor: uiScale },
  })
  window.once('ready-to-show', () => {
    if (remembered?.isMaximized) window.maximize()
    window.show()
  })
  rememberBounds(window, boundsFile, logger)
  window.loadURL(url).catch((thrown: unknown) => logger.error('window.load-failed', { url, error: thrown }))
  return window
}

/** Ways to files and devices that the program does not use: script in the page could open their dialogs. */
const unusedFeatures = ['FileSystemAccessLocal', 'WebUSB', 'WebHID', 'Serial', 'WebBluetooth', 'WebShare']

function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableBlinkFeatures: unusedFeatures.join(','),
    devTools: !app.isPackaged,
  }
}

function placeOnScreen(remembered: WindowBounds | null): Electron.Rectangle {
  const primary = screen.getPrimaryDisplay()
  const otherDisplays = screen.getAllDisplays().filter((display) => display.id !== primary.id)
  return placeWindow(remembered, [primary.workArea, ...otherDisplays.map((display) => display.workArea)])
}

/** Reads the last bounds synchronously before the window is created: one small file. Null at the first start. */
function recallBounds(path: string): WindowBounds | null {
  try {
    return toWindowBounds(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

const quietMs = 500

/** Saves the window bounds shortly after each change, and on close. */
function rememberBounds(window: BrowserWindow, path: string, logger: Logger): void {
  let written = ''

  function save(): void {
    saveSoon.cancel()
    const bounds: WindowBounds = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    const text = JSON.stringify(bounds)
    if (text === written) return
    try {
      writeWhole(path, text)
      written = text
    } catch (thrown) {
      logger.warn('window.bounds-not-saved', { error: thrown })
    }
  }
  const saveSoon = debounce(save, quietMs)
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', save)
}

/** Writes synchronously without fsync: losing sixty bytes is acceptable, and quitting must not wait. */
function writeWhole(path: string, text: string): void {
  const temporaryPath = temporaryNameFor(path)
  writeFileSync(temporaryPath, text)
  renameSync(temporaryPath, path)
}

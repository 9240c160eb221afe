import { app, BrowserWindow, Menu, nativeImage, Tray } from 'electron'
import * as messages from '../../../shared/messages/en/closing.ts'
import type { Logger } from '../../platform/logger.ts'
import type { WorkUnderWay } from './close-question.ts'

/** Between two looks at whether something is still at work. */
const lookEveryMs = 2_000
/** Of the icon, DIP: 22 on Linux and Windows, 18 on macOS. */
const iconDip = process.platform === 'darwin' ? 18 : 22

interface BackgroundWorkNeeds {
  /** Path of the icon. */
  readonly icon: string
  readonly openWindow: () => void
  /** null = nothing is at work. */
  readonly underWay: () => Promise<WorkUnderWay | null>
  readonly logger: Pick<Logger, 'warn'>
}

export interface BackgroundWork {
  /** The program goes on without a window, and ends when nothing is at work any more. */
  begin(): void
  isOn(): boolean
}

/**
 * Lets the program work without its window. An icon in the tray, or the menu bar, opens it again; where the desktop
 * shows none, starting Atelier again does.
 */
export function createBackgroundWork({ icon, openWindow, underWay, logger }: BackgroundWorkNeeds): BackgroundWork {
  let on: { readonly tray: Tray | null; readonly looking: NodeJS.Timeout } | null = null

  function end(): void {
    if (on === null) return
    clearInterval(on.looking)
    on.tray?.destroy()
    on = null
  }

  async function look(): Promise<void> {
    const work = await underWay()
    if (on === null) return
    if (work === null) return app.quit()
    const count = work.entries.reduce((sum, { pictures }) => sum + pictures, 0)
    on.tray?.setToolTip(count === 0 ? 'Atelier' : messages.workingInBackground({ count }))
  }

  const lookNow = () => void look().catch((error: unknown) => logger.warn('background.not-read', { error }))

  function showTray(): Tray | null {
    try {
      const tray = new Tray(nativeImage.createFromPath(icon).resize({ height: iconDip }))
      tray.on('click', openWindow)
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: messages.openAtelier, click: openWindow },
          { label: messages.quitAtelier, click: () => app.quit() },
        ]),
      )
      return tray
    } catch (error) {
      logger.warn('background.no-icon', { error })
      return null
    }
  }

  app.on('browser-window-created', end)
  app.on('will-quit', end)
  return {
    begin() {
      if (on !== null || BrowserWindow.getAllWindows().length > 1) return
      on = { tray: showTray(), looking: setInterval(lookNow, lookEveryMs) }
      lookNow()
    },
    isOn: () => on !== null,
  }
}

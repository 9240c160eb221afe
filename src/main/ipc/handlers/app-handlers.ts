import { fromWindowPatch, toWindowSettings } from '../window-settings.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createAppHandlers({
  about,
  support,
  opening,
  takeNotices,
  imports,
  settings,
  desktop,
  handles,
  logger,
}: HandlerContext): HandlersOf<'app' | 'settings'> {
  return {
    'app.info': async () => about,
    'app.opening': async () => ({ opening: opening() }),
    'app.takeNotices': async () => {
      imports.tellAgain()
      return takeNotices()
    },
    'app.report': async ({ error, stack }) => logger.error('renderer.failed', { error, stack }),
    'app.diagnostics': async () => ({ text: await support.diagnostics() }),
    'app.licenses': () => support.licenses(),
    'app.revealHome': () => desktop.openFolder(about.home),
    'app.setFullScreen': async ({ isOn }, { windowId }) => desktop.setFullScreen(windowId, isOn),
    'app.readyToClose': async (_input, { windowId }) => desktop.letClose(windowId),
    'app.restart': async () => desktop.restart(),
    'app.showMenuKeys': async ({ accelerators }) => desktop.showMenuKeys(accelerators),
    'settings.get': async () => toWindowSettings(await settings.load(), handles, settings.setInFile()),
    'settings.change': async (patch) =>
      toWindowSettings(await settings.change(fromWindowPatch(patch, handles)), handles, settings.setInFile()),
  }
}

import { app, type Session, type WebContents } from 'electron'
import type { Logger } from '../platform/logger.ts'
import { openExternalLink } from './external-links.ts'

/** What no page may do, whichever it is: go elsewhere, open windows, embed others. */
export function restrictAllContents(origins: ReadonlySet<string>, logger: Logger): void {
  app.on('web-contents-created', (_event, contents) => restrictContents(contents, origins, logger))
}

function restrictContents(contents: WebContents, origins: ReadonlySet<string>, logger: Logger): void {
  contents.on('will-navigate', (event) => {
    if (isSamePage(event.url, contents.getURL(), origins)) return
    event.preventDefault()
    logger.warn('navigation.refused', { url: event.url })
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternalLink(url, logger)
    return { action: 'deny' }
  })
}

/** A reload is the one navigation a page may make. */
function isSamePage(target: string, current: string, origins: ReadonlySet<string>): boolean {
  return target === current && [...origins].some((origin) => target.startsWith(`${origin}/`))
}

/** Camera, location, notifications, devices …: the program needs none, so all are refused; so are downloads. */
export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.on('will-download', (event) => event.preventDefault())
}

import { app, type WebContents } from 'electron'
import type { Logger } from '../../platform/logger.ts'
import { openExternalLink } from '../open-with.ts'

/** Forbids every page to navigate elsewhere, open windows, or embed others. */
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
  // Otherwise WebRTC sends packets past the proxy.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.setWindowOpenHandler(({ url }) => {
    openExternalLink(url, logger)
    return { action: 'deny' }
  })
}

/** A reload is the only navigation allowed. */
function isSamePage(target: string, current: string, origins: ReadonlySet<string>): boolean {
  return target === current && [...origins].some((origin) => target.startsWith(`${origin}/`))
}

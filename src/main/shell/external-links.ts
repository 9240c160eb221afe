import { shell } from 'electron'
import type { Logger } from '../platform/logger.ts'
import { isAllowedLink } from './allowed-link.ts'

/** Opens an allowed page in the user's browser; anything else is only logged. */
export function openExternalLink(url: string, logger: Logger): void {
  if (!isAllowedLink(url)) {
    logger.warn('link.refused', { url })
    return
  }
  open(url, logger)
}

/** Opens a page whose URL main itself knows, such as a model's terms; the page in the window never supplies it. */
export function openKnownPage(url: string, logger: Logger): void {
  if (URL.parse(url)?.protocol === 'https:') open(url, logger)
  else logger.warn('link.refused', { url })
}

function open(url: string, logger: Logger): void {
  shell.openExternal(url).catch((thrown: unknown) => logger.warn('link.failed', { url, error: thrown }))
}

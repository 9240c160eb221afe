import { shell } from 'electron'
import type { Logger } from '../platform/logger.ts'
import { isAllowedLink } from './allowed-link.ts'

/** Opens an allowed page in the person's browser; anything else is only noted. */
export function openExternalLink(url: string, logger: Logger): void {
  if (!isAllowedLink(url)) {
    logger.warn('link.refused', { url })
    return
  }
  shell.openExternal(url).catch((thrown: unknown) => logger.warn('link.failed', { url, error: thrown }))
}

import { shell } from 'electron'
import type { Logger } from '../platform/logger.ts'

/** The only places in the wider world the program sends anyone to. */
const hosts: ReadonlySet<string> = new Set(['github.com', 'www.electronjs.org'])

export function isAllowedLink(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username, password } = new URL(url)
  return protocol === 'https:' && hosts.has(hostname) && port === '' && username === '' && password === ''
}

/** Opens an allowed page in the person's browser; anything else is only noted. */
export function openExternalLink(url: string, logger: Logger): void {
  if (!isAllowedLink(url)) {
    logger.warn('link.refused', { url })
    return
  }
  shell.openExternal(url).catch((thrown: unknown) => logger.warn('link.failed', { url, error: thrown }))
}

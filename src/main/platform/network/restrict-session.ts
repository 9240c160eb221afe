import type { Session } from 'electron'

/**
 * Leaves a session to pages of the program alone: they need no camera, location, notifications or devices and save no
 * files, so all of it is denied. Chromium would also fetch a dictionary by itself, even where no page checks spelling.
 */
export function restrictSession(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.setDisplayMediaRequestHandler(null)
  target.setSpellCheckerLanguages([])
  target.setSpellCheckerEnabled(false)
  target.on('will-download', (event) => event.preventDefault())
}

/**
 * Sends everything of a session to a proxy that does not exist. A content security policy does not cover all ways out
 * of a page: WebRTC connects to any host.
 */
export function cutOff(target: Session, onFailed: (thrown: unknown) => void): void {
  target
    .setProxy({ mode: 'fixed_servers', proxyRules: 'http://127.0.0.1:9', proxyBypassRules: '<-loopback>' })
    .catch(onFailed)
}

import { app, BrowserWindow, powerMonitor } from 'electron'

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Tells the end of the session from a person who quits: then nobody can be asked, and the program saves what can be
 * resumed. Call when the program is ready: Electron's own handlers, which quit too, are replaced.
 */
export function watchShutdown(): { readonly isShuttingDown: () => boolean } {
  let isShuttingDown = false
  const end = () => {
    isShuttingDown = true
    app.quit()
  }
  for (const signal of signals) process.on(signal, end)
  // Linux and macOS; the system waits for the program.
  powerMonitor.on('shutdown', ((event: Electron.Event) => {
    event.preventDefault()
    end()
  }) as () => void)
  // Windows
  const listen = (window: BrowserWindow) => window.on('session-end', () => (isShuttingDown = true))
  BrowserWindow.getAllWindows().forEach(listen)
  app.on('browser-window-created', (_event, window) => void listen(window))
  return { isShuttingDown: () => isShuttingDown }
}

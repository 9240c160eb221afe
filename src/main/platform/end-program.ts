import { app } from 'electron'

/**
 * Ends the program as soon as that is safe. Before its main loop runs, Electron exits through C's `exit`, which tears
 * down state that Chromium's threads are still setting up: occasionally they deadlock and the process hangs forever.
 */
export async function endProgram(exitCode: number): Promise<void> {
  await app.whenReady()
  // The loop starts after everything awaiting `whenReady` has been notified.
  await new Promise((resolve) => setImmediate(resolve))
  app.exit(exitCode)
}

import { app } from 'electron'

/**
 * Ends the program as soon as that is safe. Until its main loop runs, Electron ends by C's `exit`, which takes down what
 * Chromium's threads are still setting up: now and then the two wait for each other, and the process stays for good.
 */
export async function endProgram(exitCode: number): Promise<void> {
  await app.whenReady()
  // The loop begins after those who wait for it have been told.
  await new Promise((resolve) => setImmediate(resolve))
  app.exit(exitCode)
}

import { app, Menu } from 'electron'
import { endProgram } from '../../platform/end-program.ts'
import { exitCodes } from './exit-codes.ts'
import { runCommand, type CommandProgram, type Invocation } from './run-command.ts'

/** What this process does not tell by itself. */
type Given = Omit<Invocation, 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'signal'>

/** Writes the version and exits. Must be called before the app is ready. */
export function printVersion(): void {
  startWithoutWindow()
  process.stdout.write(`${app.getVersion()}\n`, () => void endProgram(exitCodes.done))
}

function startWithoutWindow(): void {
  app.disableHardwareAcceleration()
  app.dock?.hide()
  // Electron would create a default one.
  Menu.setApplicationMenu(null)
}

/**
 * Runs the command that this process was started with, without a window, and exits. Must be called before the app is
 * ready.
 */
export function startCommandLine(given: Given, programFor: (invocation: Invocation) => CommandProgram): void {
  startWithoutWindow()
  const { stdout, stderr } = process
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe)
  const controller = new AbortController()
  // Ctrl+C and termination requests reach Electron first, which would quit at once with exit code 0.
  app.on('before-quit', (event) => {
    event.preventDefault()
    controller.abort()
  })
  const invocation: Invocation = {
    ...given,
    cwd: process.cwd(),
    // Opened by the few commands that read it.
    get stdin() {
      return process.stdin
    },
    stdout,
    stderr,
    signal: controller.signal,
  }
  void runCommand(invocation, programFor(invocation)).then(endProgram)
}

/** A reader may close the pipe early (`| head`): the command still completes. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { run } from './run.mjs'
import { SetupError } from './say.mjs'

/** Returns whether a window can be shown. macOS and Windows always have a screen. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/**
 * Runs a program with a display: the existing one, or a virtual one that ends with it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('./run.mjs').RunOptions} options
 */
export async function runShown(command, args, options) {
  const env = options.env ?? process.env
  if (hasDisplay(env)) return run(command, args, options)
  const display = await startVirtualDisplay()
  try {
    return await run(command, args, { ...options, env: { ...env, DISPLAY: display.name } })
  } finally {
    await display.stop()
  }
}

/**
 * Xvfb picks a free number itself and reports it when ready: no guessing, no polling.
 * @returns {Promise<{ name: string, stop: () => Promise<void> }>}
 */
export async function startVirtualDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const output = /** @type {import('node:stream').Readable} */ (server.stdio[3])
  const number = await firstLineOf(server, output, 'The virtual display (Xvfb) ended before it was ready.')
  return { name: `:${number}`, stop: () => endOf(server, () => server.kill()) }
}

/**
 * Ends a helper process, and resolves when it has ended: only then does its processor time count.
 * @param {import('node:child_process').ChildProcess} child
 * @param {() => void} end
 * @returns {Promise<void>}
 */
export function endOf(child, end) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    end()
  })
}

/**
 * Resolves with the line a helper process prints when it is ready.
 * @param {import('node:child_process').ChildProcess} child
 * @param {import('node:stream').Readable} output
 * @param {string} problem error message if it exits first
 * @returns {Promise<string>}
 */
export async function firstLineOf(child, output, problem) {
  const failure = new Promise((_resolve, reject) => {
    child.on('error', reject)
    child.on('exit', () => reject(new SetupError(problem)))
  })
  // A later exit is expected and needs no handling.
  failure.catch(() => undefined)
  const lines = createInterface({ input: output })
  return Promise.race([new Promise((resolve) => lines.once('line', resolve)), failure])
}

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { run } from './run.mjs'
import { SetupError } from './setup-error.mjs'

/** Whether a window can be shown. macOS and Windows always have a screen to draw on. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/**
 * Runs a program with a display: the one that is there, or else a virtual one that ends with it.
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
    display.stop()
  }
}

/**
 * Xvfb picks a free number itself and says it when it is ready; nothing is guessed and nothing is waited for.
 * @returns {Promise<{ name: string, stop: () => void }>}
 */
async function startVirtualDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const ended = new Promise((_resolve, reject) => {
    server.on('error', reject)
    server.on('exit', () => reject(new SetupError('The virtual display (Xvfb) ended before it was ready.')))
  })
  // Its end is no news once it has served.
  ended.catch(() => undefined)
  const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (server.stdio[3]) })
  const number = await Promise.race([new Promise((resolve) => lines.once('line', resolve)), ended])
  return { name: `:${number}`, stop: () => server.kill() }
}

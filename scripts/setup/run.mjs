import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { say } from './say.mjs'

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] replaces the environment
 * @property {'inherit' | 'stderr' | 'capture'} [output] `stderr`: redirects its standard output to our standard error
 * @property {number} [timeoutMs]
 */

/**
 * Runs a program until it exits. Rejects only if it cannot be started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, text: string }>} `text`: its output, if captured
 */
export function run(command, args, options = {}) {
  const output = options.output ?? 'inherit'
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? process.cwd(),
      env: options.env ?? process.env,
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      stdio: stdioFor(output),
    })
    /** @type {Buffer[]} */
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    const stopForwarding = forwardSignals(child)
    child.on('error', (error) => {
      stopForwarding()
      reject(error)
    })
    child.on('close', (code, signal) => {
      stopForwarding()
      resolve({ code: code ?? signalExitCode(signal), text: Buffer.concat(chunks).toString('utf8') })
    })
  })
}

/**
 * Runs npm with the Node that runs this script: on Windows a `.cmd` file needs a shell, a script does not.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNpm(args, options = {}) {
  const npmScript = process.env['npm_execpath']
  if (npmScript?.endsWith('.js')) return run(process.execPath, [npmScript, ...args], options)
  if (process.platform === 'win32') return run('cmd.exe', ['/d', '/s', '/c', 'npm.cmd', ...args], options)
  return run('npm', args, options)
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
export async function isRunnable(command, args = ['--version']) {
  try {
    await run(command, args, { output: 'capture' })
    return true
  } catch {
    return false
  }
}

/**
 * Runs a step and prints its duration.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} step
 */
export async function timed(label, step) {
  const startedAtMs = Date.now()
  say(`${label} …`)
  const value = await step()
  say(`${label}: ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`)
  return value
}

/**
 * @param {'inherit' | 'stderr' | 'capture'} output
 * @returns {import('node:child_process').StdioOptions}
 */
function stdioFor(output) {
  switch (output) {
    case 'inherit':
      return 'inherit'
    case 'stderr':
      return ['ignore', 2, 2]
    case 'capture':
      return ['ignore', 'pipe', 'pipe']
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal)
  process.on('SIGINT', forward)
  process.on('SIGTERM', forward)
  return () => {
    process.off('SIGINT', forward)
    process.off('SIGTERM', forward)
  }
}

/** @param {NodeJS.Signals | null} signal */
function signalExitCode(signal) {
  return signal === null ? 1 : 128 + constants.signals[signal]
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot, sandboxFlags } from '../../scripts/setup/project.mjs'
import { countStart } from './count-start.ts'

export { projectRoot }

export interface ProgramResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface RunOptions {
  readonly home: string
  /** Required if the program running the test is not Electron itself. */
  readonly electron?: string
  readonly input?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Started like the shipped program: without any Chromium switches. */
  readonly isBare?: boolean
  /** Prefix of the command, for example to run it in a new session. */
  readonly wrapper?: readonly string[]
  /** Called once it runs, for tests that interrupt or kill it. */
  readonly onStarted?: (interrupt: () => void, kill: () => void) => void
  /** Called with its stderr output. */
  readonly onSaid?: (text: string) => void
}

const headless = process.platform === 'linux' ? ['--ozone-platform=headless', '--log-level=3'] : []
/** What Electron is started with to run a command of the built program. */
export const commandArgs = [...sandboxFlags, ...headless, projectRoot]

/** Longer than any test command takes, and shorter than the test timeout, so that a hanging command is identified. */
const patienceMs = 45_000

interface Ended extends ProgramResult {
  readonly signal: NodeJS.Signals | null
}

/**
 * Runs the command line of the built program, headless.
 * @throws with its output so far, if it does not exit
 */
export async function runBuiltProgram(args: readonly string[], options: RunOptions): Promise<ProgramResult> {
  if (!existsSync(join(projectRoot, 'out/main/index.js'))) throw new Error('Build first: npm run build')
  const ended = await runOnce(args, options)
  const { code, out, err } = isCrashOfStart(ended) ? await runOnce(args, options, true) : ended
  return { code, out, err }
}

/**
 * Chromium sets environment variables while its threads read them, which crashes in `getenv` of glibc before 2.41
 * about once in two thousand starts, before any code of Atelier has run. A program that always crashes still fails, and
 * the end of a run says how many there were.
 */
function isCrashOfStart({ signal, out, err }: Ended): boolean {
  return signal === 'SIGSEGV' && out === '' && err === ''
}

async function runOnce(args: readonly string[], options: RunOptions, isAgain = false): Promise<Ended> {
  const [command = '', ...rest] = [
    ...(options.wrapper ?? []),
    options.electron ?? process.execPath,
    ...(options.isBare ? [...sandboxFlags, projectRoot] : commandArgs),
    ...args,
  ]
  countStart(isAgain)
  const child = spawn(command, rest, { env: programEnvironment(options), cwd: options.cwd, stdio: 'pipe' })
  const output = { out: '', err: '' }
  child.stdout.on('data', (part: Buffer) => (output.out += part.toString()))
  child.stderr.on('data', (part: Buffer) => {
    output.err += part.toString()
    options.onSaid?.(part.toString())
  })
  child.stdin.end(options.input ?? '')
  options.onStarted?.(
    () => void child.kill('SIGINT'),
    () => void child.kill('SIGKILL'),
  )
  const patience = setTimeout(() => {
    const state = child.exitCode === null ? 'is still running' : 'has ended, but something of it keeps its output open'
    child.emit('error', new Error(`After ${patienceMs} ms ‘${args.join(' ')}’ ${state}. It said: ${output.err}`))
    child.kill('SIGKILL')
  }, patienceMs)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    return { code, signal, ...output }
  } finally {
    clearTimeout(patience)
  }
}

/** What a start of the program inherits: this process's environment without what makes Electron Node. */
export function programEnvironment({ home, env }: Pick<RunOptions, 'home' | 'env'>): Record<string, string> {
  const {
    ELECTRON_RUN_AS_NODE: _asNode,
    NODE_OPTIONS: _options,
    DISPLAY: _x,
    WAYLAND_DISPLAY: _w,
    ...rest
  } = process.env
  return { ...(rest as Record<string, string>), ATELIER_HOME: home, ...env }
}

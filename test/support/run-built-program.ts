import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const projectRoot = join(import.meta.dirname, '../..')

export interface ProgramResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface RunOptions {
  readonly home: string
  /** Where the program that runs the test is not Electron itself. */
  readonly electron?: string
  readonly input?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** As the shipped program is started: without any switch of Chromium's. */
  readonly isBare?: boolean
  /** Put in front of the command, for example a session of its own. */
  readonly wrapper?: readonly string[]
  /** Called once it runs, for a test that interrupts or kills it. */
  readonly onStarted?: (interrupt: () => void, kill: () => void) => void
  /** Hears what it says on standard error. */
  readonly onSaid?: (text: string) => void
}

const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const headless = process.platform === 'linux' ? ['--ozone-platform=headless', '--log-level=3'] : []

/** Longer than any command of the tests takes, and shorter than a test may: a command that hangs is named. */
const patienceMs = 45_000

/**
 * The command line of the built program, run for real and without a display.
 * @throws where it does not end, with what it said until then
 */
export async function runBuiltProgram(words: readonly string[], options: RunOptions): Promise<ProgramResult> {
  if (!existsSync(join(projectRoot, 'out/main/index.js'))) throw new Error('Build first: npm run build')
  const switches = options.isBare ? sandbox : [...sandbox, ...headless]
  const [command = '', ...args] = [
    ...(options.wrapper ?? []),
    options.electron ?? process.execPath,
    ...switches,
    projectRoot,
    ...words,
  ]
  const child = spawn(command, args, { env: environment(options), cwd: options.cwd, stdio: 'pipe' })
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
    child.emit('error', new Error(`After ${patienceMs} ms ‘${words.join(' ')}’ ${state}. It said: ${output.err}`))
    child.kill('SIGKILL')
  }, patienceMs)
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, ...output }
  } finally {
    clearTimeout(patience)
  }
}

function environment({ home, env }: RunOptions): Record<string, string> {
  const {
    ELECTRON_RUN_AS_NODE: _asNode,
    NODE_OPTIONS: _options,
    DISPLAY: _x,
    WAYLAND_DISPLAY: _w,
    ...rest
  } = process.env
  return { ...(rest as Record<string, string>), ATELIER_HOME: home, ...env }
}

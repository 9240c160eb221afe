import { fork } from 'node:child_process'
import { constants } from 'node:os'
import { LastWords, type ChildPort } from './child-port.ts'

interface ForkOptions {
  readonly args?: readonly string[]
  readonly folder?: string
  readonly env?: Readonly<Record<string, string>>
  /** Keeps the end of what it writes, instead of passing it on. */
  readonly isOverheard?: boolean
}

/** Starts the entry as a plain Node process: for tests and benchmarks, where there is no Electron around. */
export function startForkedChild(
  entryPath: string,
  { args = [], folder, env = {}, isOverheard = false }: ForkOptions = {},
): ChildPort & { readonly pid: number | undefined } {
  const child = fork(entryPath, [...args], {
    serialization: 'advanced',
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
    cwd: folder,
    silent: isOverheard,
    // Nothing of the parent's own flags (such as a test runner's loaders) belongs in here.
    execArgv: [],
  })
  const words = new LastWords()
  words.listen(child.stdout)
  words.listen(child.stderr)
  return {
    pid: child.pid,
    // A message to a process that has just died is as lost as one it died over; `exit` reports both.
    post: (message) => void (child.connected && child.send(message as object, () => undefined)),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      // A process that could not be started says `error` and never `exit`.
      let isTold = false
      const tell = (code: number | null): void => {
        if (!isTold) listener(code)
        isTold = true
      }
      // By its number, as Electron tells it of its own processes.
      child.once('exit', (code, signal) => tell(code ?? (signal === null ? null : constants.signals[signal])))
      child.once('error', () => tell(null))
    },
    kill: () => void child.kill('SIGKILL'),
    lastWords: () => words.read(),
  }
}

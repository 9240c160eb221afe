import { fork } from 'node:child_process'
import { constants } from 'node:os'
import { OutputTail, type ChildPort } from './child-port.ts'

interface ForkOptions {
  readonly args?: readonly string[]
  readonly folder?: string
  readonly env?: Readonly<Record<string, string>>
  /** Captures the end of its output instead of passing it on. */
  readonly isOverheard?: boolean
}

/** Starts the entry as a plain Node process: for tests and benchmarks, which run without Electron. */
export function startForkedChild(
  entryPath: string,
  { args = [], folder, env = {}, isOverheard = false }: ForkOptions = {},
): ChildPort & { readonly pid: number | undefined } {
  const child = fork(entryPath, [...args], {
    serialization: 'advanced',
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
    cwd: folder,
    silent: isOverheard,
    // The parent's own flags (such as a test runner's loaders) must not be inherited.
    execArgv: [],
  })
  const output = new OutputTail()
  output.listen(child.stdout)
  output.listen(child.stderr)
  return {
    pid: child.pid,
    // A message to a process that has just died is lost, like the one it died handling; `exit` reports both.
    post: (message) => void (child.connected && child.send(message as object, () => undefined)),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      // A process that could not be started emits `error` and never `exit`.
      let isReported = false
      const reportEnd = (code: number | null): void => {
        if (!isReported) listener(code)
        isReported = true
      }
      // As the signal's number, like Electron reports it for its own processes.
      child.once('exit', (code, signal) => reportEnd(code ?? (signal === null ? null : constants.signals[signal])))
      child.once('error', () => reportEnd(null))
    },
    kill: () => void child.kill('SIGKILL'),
    lastOutput: () => output.read(),
  }
}

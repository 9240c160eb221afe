import { fork } from 'node:child_process'
import type { ChildPort } from './child-port.ts'

/** Starts the entry as a plain Node process: for tests and benchmarks, where there is no Electron around. */
export function startForkedChild(entryPath: string): ChildPort & { readonly pid: number | undefined } {
  const child = fork(entryPath, {
    serialization: 'advanced',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    // Nothing of the parent's own flags (such as a test runner's loaders) belongs in here.
    execArgv: [],
  })
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
      child.once('exit', tell)
      child.once('error', () => tell(null))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

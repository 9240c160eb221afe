import { utilityProcess } from 'electron'
import { OutputTail, type ChildPort } from './child-port.ts'

export interface ChildOptions {
  /** As shown in the system's process list. */
  readonly name: string
  readonly args?: readonly string[]
  readonly folder?: string
  /** Instead of the program's own environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Captures the end of its output instead of passing it to the program's own streams. */
  readonly isOverheard?: boolean
  /** Loads third-party libraries, which macOS lets a signed program do only with an entitlement (docs/adr/0034). */
  readonly loadsForeignCode?: boolean
}

/** Starts the bundled entry as an Electron utility process. */
export function startUtilityChild(entryPath: string, options: ChildOptions): ChildPort {
  const { name, args = [], folder, env, isOverheard = false, loadsForeignCode = false } = options
  const child = utilityProcess.fork(entryPath, [...args], {
    serviceName: name,
    stdio: isOverheard ? 'pipe' : 'inherit',
    env: env ?? process.env,
    allowLoadingUnsignedLibraries: loadsForeignCode,
    ...(folder !== undefined && { cwd: folder }),
  })
  const output = new OutputTail()
  output.listen(child.stdout)
  output.listen(child.stderr)
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
    lastOutput: () => output.read(),
  }
}

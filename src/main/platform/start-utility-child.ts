import { utilityProcess } from 'electron'
import { LastWords, type ChildPort } from './child-port.ts'

export interface ChildOptions {
  /** As the system's list of processes shows it. */
  readonly name: string
  readonly args?: readonly string[]
  readonly folder?: string
  /** Instead of the program's own environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Keeps the end of what it writes, instead of passing it on to the program's own streams. */
  readonly isOverheard?: boolean
  /** It loads libraries of others, which a signed program on macOS only does where it is allowed to (docs/adr/0034). */
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
  const words = new LastWords()
  words.listen(child.stdout)
  words.listen(child.stderr)
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
    lastWords: () => words.read(),
  }
}

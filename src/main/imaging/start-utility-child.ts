import { utilityProcess } from 'electron'
import type { ChildPort } from './child-port.ts'

/** Starts the bundled entry as an Electron utility process. Its standard streams are the program's own. */
export function startUtilityChild(entryPath: string): ChildPort {
  const child = utilityProcess.fork(entryPath, [], { serviceName: 'Atelier Imaging', stdio: 'inherit' })
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  }
}

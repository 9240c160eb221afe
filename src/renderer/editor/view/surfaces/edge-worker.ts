import { computeEdge, type EdgeJob } from './edge-work.ts'

/** The part of a worker's global scope in use; the project is typed for windows. */
interface Scope {
  postMessage(message: unknown, transfer: readonly Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<EdgeJob>) => void): void
}

const scope = globalThis as unknown as Scope

scope.addEventListener('message', ({ data }) => {
  const effective = computeEdge(data)
  scope.postMessage(effective, [effective.buffer])
})

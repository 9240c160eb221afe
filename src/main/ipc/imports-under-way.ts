import type { Caller } from './handlers.ts'

/**
 * Imports a window has begun. Ending one is a call of its own: a caller that gives up a call hears nothing more of it, and
 * what has come in until then is to be told.
 */
export class ImportsUnderWay {
  readonly #controllers = new Map<AbortController, Caller['windowId']>()

  async run<T>({ windowId, signal }: Caller, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    this.#controllers.set(controller, windowId)
    try {
      return await work(AbortSignal.any([signal, controller.signal]))
    } finally {
      this.#controllers.delete(controller)
    }
  }

  cancel(windowId: Caller['windowId']): void {
    for (const [controller, owner] of this.#controllers) if (owner === windowId) controller.abort()
  }
}

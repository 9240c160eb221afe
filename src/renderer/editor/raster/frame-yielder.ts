/** Work on the main thread runs in slices this long, so that a frame (16 ms) is never missed. */
const sliceMs = 6

/** Lets the window draw and respond during long work. */
export class FrameYielder {
  #sliceStart = performance.now()

  /** Returns immediately while the slice lasts, otherwise after all pending tasks. */
  async pause(): Promise<void> {
    if (performance.now() - this.#sliceStart >= sliceMs) await this.yield()
  }

  /** Returns after all pending tasks, so that background work does not become part of the event that triggers it. */
  async yield(): Promise<void> {
    await nextTask()
    this.#sliceStart = performance.now()
  }
}

/** A message is delivered after pending input and drawing, without the 4 ms browsers add to nested timers. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}

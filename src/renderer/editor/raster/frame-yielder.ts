/** Work on the window's thread is done in slices this long, so that a frame (16 ms) is never missed. */
const sliceMs = 6

/** Lets the window draw and answer in the middle of long work. */
export class FrameYielder {
  #sliceStart = performance.now()

  /** Returns at once while the slice lasts, else after everything that was waiting. */
  async pause(): Promise<void> {
    if (performance.now() - this.#sliceStart >= sliceMs) await this.yield()
  }

  /** Returns after everything that was waiting: what nobody waits for is no part of the event that asks for it. */
  async yield(): Promise<void> {
    await nextTask()
    this.#sliceStart = performance.now()
  }
}

/** A message comes round after pending input and drawing, without the 4 ms that browsers add to nested timers. */
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

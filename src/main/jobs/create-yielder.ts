/** The longest time that work may block the process. */
const sliceMs = 8

/** Returns a function to call between steps of long work: now and then it yields to the event loop. */
export function createYielder(): () => Promise<void> {
  let sinceMs = performance.now()
  return async () => {
    if (performance.now() - sinceMs < sliceMs) return
    await new Promise((resolve) => setImmediate(resolve))
    sinceMs = performance.now()
  }
}

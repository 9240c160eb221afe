/** Longer than this nothing may keep the process from answering. */
const sliceMs = 8

/** Call it between the steps of long work in one go: now and then it lets everything else have its turn. */
export function createYielder(): () => Promise<void> {
  let sinceMs = performance.now()
  return async () => {
    if (performance.now() - sinceMs < sliceMs) return
    await new Promise((resolve) => setImmediate(resolve))
    sinceMs = performance.now()
  }
}

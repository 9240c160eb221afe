/** Runs work of one engine in the order it came, so many at a time. */
export interface Lane {
  /** `work` must not reject. */
  add(work: () => Promise<void>): void
}

export function createLane(runningMax: number): Lane {
  const waiting: (() => Promise<void>)[] = []
  let running = 0

  function next(): void {
    while (running < runningMax) {
      const work = waiting.shift()
      if (work === undefined) return
      running++
      void work().finally(() => {
        running--
        next()
      })
    }
  }

  return {
    add(work) {
      waiting.push(work)
      next()
    },
  }
}

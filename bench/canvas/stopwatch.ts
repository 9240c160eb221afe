/**
 * Times calls while no other process preempts them: an interrupted call is measured but not counted, because its time
 * includes other work.
 */
export class Stopwatch {
  readonly #timesMs: number[] = []
  readonly #startCpu = process.cpuUsage()
  #interrupted = 0

  time<T>(run: () => T): T {
    const before = process.resourceUsage().involuntaryContextSwitches
    const startMs = performance.now()
    const result = run()
    const tookMs = performance.now() - startMs
    if (process.resourceUsage().involuntaryContextSwitches > before) this.#interrupted++
    else this.#timesMs.push(tookMs)
    return result
  }

  get timesMs(): readonly number[] {
    return this.#timesMs
  }

  get calls(): number {
    return this.#timesMs.length + this.#interrupted
  }

  /** Share of all calls. */
  get shareInterrupted(): number {
    return this.#interrupted / Math.max(1, this.calls)
  }

  /** CPU time of the whole process since construction. */
  get processorMs(): number {
    const { user, system } = process.cpuUsage(this.#startCpu)
    return (user + system) / 1_000
  }
}

/** Returns the CPU time of a long-running operation: unlike wall time, it excludes other processes. */
export async function processorMsOf(run: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

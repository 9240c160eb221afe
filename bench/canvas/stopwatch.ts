/**
 * What calls took while no other program took the processor from them: a call that was interrupted is measured but not
 * counted, since its time is not its own.
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

  /** Of all calls. */
  get shareInterrupted(): number {
    return this.#interrupted / Math.max(1, this.calls)
  }

  /** Of the whole process since it was made. */
  get processorMs(): number {
    const { user, system } = process.cpuUsage(this.#startCpu)
    return (user + system) / 1_000
  }
}

/** Processor time of something that takes long: unlike the clock, other programs do not add to it. */
export async function processorMsOf(run: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/**
 * Pause after a load, as a multiple of its duration: a large library that keeps changing leaves time for other work.
 */
const restShare = 4

export interface PatientLoad {
  /** Loads once for a burst of calls. */
  soon(delayMs?: number): void
}

/** @param delayMs how long to collect a burst */
export function createPatientLoad(load: () => Promise<void>, delayMs: number): PatientLoad {
  let timer: ReturnType<typeof setTimeout> | null = null
  let dueMs = 0
  let restUntilMs = 0
  let isLoading = false
  let isWanted = false

  async function run(): Promise<void> {
    timer = null
    isLoading = true
    const startMs = performance.now()
    await load()
    const endMs = performance.now()
    restUntilMs = endMs + restShare * (endMs - startMs)
    isLoading = false
    if (isWanted) soon()
    isWanted = false
  }

  function soon(delay = delayMs): void {
    if (isLoading) {
      isWanted = true
      return
    }
    const nowMs = performance.now()
    const wantedMs = Math.max(nowMs + delay, restUntilMs)
    if (timer !== null && dueMs <= wantedMs) return
    if (timer !== null) clearTimeout(timer)
    dueMs = wantedMs
    timer = setTimeout(() => void run(), wantedMs - nowMs)
  }

  return { soon }
}

/** While a library is being fingerprinted, updates come in many small batches: not each is worth a reload. */
const looksMs = 3_000

export function delayFor({ ids, reason }: { readonly ids: readonly unknown[]; readonly reason: string }) {
  return reason === 'looks' && ids.length > 0 ? looksMs : undefined
}

/** Thrown on every thread of a canceled fill. */
export class CanceledError extends Error {
  constructor() {
    super('The fill was canceled.')
    this.name = 'CanceledError'
  }
}

const cancelSlot = 0
/** Number of the current phase (upper 16 bits) and of its next unassigned band (lower 16 bits). */
const ticketSlot = 1
/** Bands of the current phase that are finished. */
const finishedSlot = 2
/** First of the slots for numbers that all threads of the program must agree on. */
const sharedSlot = 8
const slotCount = 64
const spinTurns = 300
const waitMs = 5

/**
 * The threads of one fill run the same program in parallel. Each `eachBand` is a phase, which ends when all its bands
 * are finished, on any thread: a thread preempted by the system delays the others by one band at most, and skips the
 * phases it missed. So code between phases may depend only on memory that later phases do not modify; and since a
 * band's result never depends on the thread, neither does the fill.
 */
export class WorkTeam {
  readonly rank: number
  readonly #control: Int32Array
  #phase = 0

  constructor(control: SharedArrayBuffer, rank: number) {
    this.#control = new Int32Array(control)
    this.rank = rank
  }

  /** A zeroed control block for one fill. */
  static createControl(): SharedArrayBuffer {
    return new SharedArrayBuffer(slotCount * Int32Array.BYTES_PER_ELEMENT)
  }

  /** Makes every thread of the fill with this control block throw {@link CanceledError} at its next band. */
  static cancel(control: SharedArrayBuffer): void {
    const slots = new Int32Array(control)
    Atomics.store(slots, cancelSlot, 1)
    Atomics.notify(slots, ticketSlot)
  }

  throwIfCancelled(): void {
    if (Atomics.load(this.#control, cancelSlot) !== 0) throw new CanceledError()
  }

  /** Adds to a number shared by the team (slot 0..55); read it after the phase. */
  addShared(slot: number, amount: number): void {
    Atomics.add(this.#control, sharedSlot + slot, amount)
  }

  readShared(slot: number): number {
    return Atomics.load(this.#control, sharedSlot + slot)
  }

  /** Distributes bands 0..bandCount-1 (fewer than 65536), and returns when all of them are finished. */
  eachBand(bandCount: number, work: (band: number) => void): void {
    if (bandCount < 1) return
    const control = this.#control
    const phase = this.#phase++
    for (;;) {
      this.throwIfCancelled()
      const ticket = Atomics.load(control, ticketSlot)
      if (ticket >> 16 !== phase) return
      const band = ticket & 0xffff
      if (band >= bandCount) break
      if (Atomics.compareExchange(control, ticketSlot, ticket, ticket + 1) !== ticket) continue
      work(band)
      if (Atomics.add(control, finishedSlot, 1) < bandCount - 1) continue
      Atomics.store(control, finishedSlot, 0)
      Atomics.store(control, ticketSlot, (phase + 1) << 16)
      Atomics.notify(control, ticketSlot)
      return
    }
    this.#awaitEnd(phase)
  }

  /** Runs `work` on one thread while the others wait. */
  single(work: () => void): void {
    this.eachBand(1, work)
  }

  #awaitEnd(phase: number): void {
    for (let turn = 0; turn < spinTurns; turn++) {
      if (Atomics.load(this.#control, ticketSlot) >> 16 !== phase) return
    }
    for (;;) {
      this.throwIfCancelled()
      const ticket = Atomics.load(this.#control, ticketSlot)
      if (ticket >> 16 !== phase) return
      Atomics.wait(this.#control, ticketSlot, ticket, waitMs)
    }
  }
}

/**
 * The threads of one fill run the same program side by side and meet at barriers. Work between two barriers is dealt
 * out in bands by an atomic counter; a band's result never depends on who did it, so neither does the fill.
 */
export class CancelledError extends Error {
  constructor() {
    super('The fill was cancelled.')
    this.name = 'CancelledError'
  }
}

const cancelSlot = 0
const arrivedSlot = 1
const generationSlot = 2
const nextBandSlot = 3
/** First of the slots the program uses for numbers that all threads must agree on. */
const sharedSlot = 8
const slotCount = 64
const spinTurns = 400
const waitMs = 5

export class WorkTeam {
  readonly rank: number
  readonly size: number
  readonly #control: Int32Array

  constructor(control: SharedArrayBuffer, rank: number, size: number) {
    this.#control = new Int32Array(control)
    this.rank = rank
    this.size = size
  }

  /** A zeroed control block for one fill. */
  static createControl(): SharedArrayBuffer {
    return new SharedArrayBuffer(slotCount * Int32Array.BYTES_PER_ELEMENT)
  }

  /** Makes every thread of the fill that owns this block throw {@link CancelledError} at its next band or barrier. */
  static cancel(control: SharedArrayBuffer): void {
    const slots = new Int32Array(control)
    Atomics.store(slots, cancelSlot, 1)
    Atomics.notify(slots, generationSlot)
  }

  throwIfCancelled(): void {
    if (Atomics.load(this.#control, cancelSlot) !== 0) throw new CancelledError()
  }

  /** Adds to a number shared by the team (slot 0..55); read it after the next barrier. */
  addShared(slot: number, amount: number): void {
    Atomics.add(this.#control, sharedSlot + slot, amount)
  }

  readShared(slot: number): number {
    return Atomics.load(this.#control, sharedSlot + slot)
  }

  /** Deals out bands 0..bandCount-1, then waits for the whole team. */
  eachBand(bandCount: number, work: (band: number) => void): void {
    for (;;) {
      this.throwIfCancelled()
      const band = Atomics.add(this.#control, nextBandSlot, 1)
      if (band >= bandCount) break
      work(band)
    }
    this.barrier()
  }

  /** Runs `work` on one thread while the others wait. */
  single(work: () => void): void {
    if (this.rank === 0) work()
    this.barrier()
  }

  barrier(): void {
    const control = this.#control
    const generation = Atomics.load(control, generationSlot)
    if (Atomics.add(control, arrivedSlot, 1) === this.size - 1) {
      Atomics.store(control, arrivedSlot, 0)
      Atomics.store(control, nextBandSlot, 0)
      Atomics.add(control, generationSlot, 1)
      Atomics.notify(control, generationSlot)
      return
    }
    for (let turn = 0; turn < spinTurns; turn++) {
      if (Atomics.load(control, generationSlot) !== generation) return
    }
    while (Atomics.load(control, generationSlot) === generation) {
      this.throwIfCancelled()
      Atomics.wait(control, generationSlot, generation, waitMs)
    }
  }
}

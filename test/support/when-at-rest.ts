import { setTimeout } from 'node:timers/promises'
import type { QueueWorld } from './queue-world.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

export async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await turn()
}

/** Lets time pass, of the clock and of the disk that masks are written to, until `look` finds what it waits for. */
export async function whenAtRest<Found>(
  world: QueueWorld,
  who: string,
  look: () => Promise<Found | null>,
): Promise<Found> {
  for (let round = 0; round < 2_000; round++) {
    await turns(60)
    await setTimeout(1)
    await world.time.advance(round < 200 ? 2_000 : 50)
    const found = world.unfinishedCalls() === 0 ? await look() : null
    if (found !== null) return found
  }
  throw new Error(`${who} does not rest`)
}

import { isFull } from '../support/turn.ts'
import { libraryOperations } from './support/soak/library-operations.ts'
import { rest } from './support/soak/rest.ts'
import { takeSample, type Sample } from './support/soak/sample.ts'
import { openSoakWorld } from './support/soak/soak-world.ts'
import { growthOf, trendTable } from './support/soak/trend.ts'
import { windowOperations, type Hands } from './support/soak/window-operations.ts'
import { expect, test } from './support/test.ts'

const count = Number(process.env['ATELIER_SOAK_COUNT'] ?? (isFull ? 10_000 : 120))
const restEvery = Math.ceil(count / (isFull ? 20 : 3))
const seed = Number(process.env['ATELIER_SOAK_SEED'] ?? 20_261_126)
/** They take seconds each. */
const rare: ReadonlySet<string> = new Set(['agent comes and goes', 'agent draws', 'export pages', 'open help'])
const rareShare = 20

const operations: readonly [string, (world: Hands) => Promise<void>][] = Object.entries({
  ...windowOperations,
  ...libraryOperations,
})

test(`after ${count} operations nothing is left that was not there before`, { tag: '@full' }, async () => {
  // Heaps are weighed at each of twenty rests.
  test.setTimeout(count * 2_000 + (isFull ? 1_200_000 : 240_000))
  const world = await openSoakWorld(seed)
  const hands: Hands = { ...world, page: world.running.page }
  const failures = new Map<string, string[]>()
  const samples: [number, Sample][] = []
  try {
    for (let done = 0; done < count; done += 1) {
      if (done % restEvery === 0) samples.push([done, await restAndSample(hands)])
      // Each once: what the first use of anything leaves is there at the second rest, and all after it is growth.
      const [name, operate] = operations[done] ?? next(hands)
      await operate(hands).catch((thrown: unknown) => {
        failures.set(name, [...(failures.get(name) ?? []), String(thrown)])
      })
    }
    samples.push([count, await restAndSample(hands)])
    if (isFull) console.log(`Seed ${seed}\n${trendTable(samples)}`)
    expect(world.problems).toEqual([])
    // An operation may find that another has just closed what it wanted. Most must do what they say.
    const failed = [...failures].map(([name, texts]) => `${name}, ${texts.length} times: ${texts[0]}`)
    expect([...failures.values()].flat().length, failed.join('\n')).toBeLessThan(count / 20)
    expect(failed.filter((text) => text.includes('internal/bug'))).toEqual([])
    expect(world.service.submissions().length).toBeLessThanOrEqual(world.paid.asked)
    expect(growthOf(samples), `seed ${seed}`).toEqual([])
  } finally {
    await world.end()
  }
})

function next({ pick, below }: Hands): (typeof operations)[number] {
  for (;;) {
    const operation = pick(operations)
    if (!rare.has(operation[0]) || below(rareShare) === 0) return operation
  }
}

async function restAndSample(hands: Hands): Promise<Sample> {
  await rest(hands)
  return takeSample(hands, isFull)
}

import { libraryOperations } from './support/soak/library-operations.ts'
import { rest } from './support/soak/rest.ts'
import { takeSample, type Sample } from './support/soak/sample.ts'
import { openSoakWorld } from './support/soak/soak-world.ts'
import { growthOf, trendTable } from './support/soak/trend.ts'
import { windowOperations, type Hands } from './support/soak/window-operations.ts'
import { expect, test } from './support/test.ts'

const isWhole = process.env['ATELIER_SOAK'] === '1'
const count = Number(process.env['ATELIER_SOAK_COUNT'] ?? (isWhole ? 10_000 : 300))
const restEvery = Math.ceil(count / (isWhole ? 20 : 5))
const seed = Number(process.env['ATELIER_SOAK_SEED'] ?? 20_261_126)

const operations: readonly [string, (world: Hands) => Promise<void>][] = Object.entries({
  ...windowOperations,
  ...libraryOperations,
})

test(`after ${count} operations nothing is left that was not there before`, async () => {
  test.setTimeout(count * 2_000 + 120_000)
  const world = await openSoakWorld(seed)
  const hands: Hands = { ...world, page: world.running.page }
  const times = new Map<string, number[]>()
  const failures = new Map<string, string>()
  const samples: [number, Sample][] = []
  try {
    for (let done = 0; done < count; done += 1) {
      if (done % restEvery === 0) samples.push([done, await restAndSample(hands)])
      const [name, operate] = world.pick(operations)
      const t0 = performance.now()
      await operate(hands).catch((thrown: unknown) => failures.set(name, String(thrown)))
      times.set(name, [...(times.get(name) ?? []), performance.now() - t0])
    }
    samples.push([count, await restAndSample(hands)])
    for (const [name, all] of times) console.log(name, all.length, (all.reduce((a, b) => a + b, 0) / all.length).toFixed(0))
    console.log(`seed ${seed}\n${trendTable(samples)}`)
    if (failures.size > 0) console.log([...failures].map(([name, text]) => `${name}: ${text}`).join('\n'))
    expect([...failures].filter(([, text]) => text.includes('internal/bug'))).toEqual([])
    expect(world.problems).toEqual([])
    expect(growthOf(samples)).toEqual([])
  } finally {
    await world.end()
  }
})

async function restAndSample(hands: Hands): Promise<Sample> {
  await rest(hands)
  return takeSample(hands)
}

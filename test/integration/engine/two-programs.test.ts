import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createMemoryPlanner, type LocalEngine } from '../../../src/main/engine/index.ts'
import type { EngineWatch } from '../../../src/main/engine/engine.ts'
import type { MemorySaving } from '../../../src/shared/domain/local-record.ts'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { engineRequest } from '../../support/engine/engine-request.ts'
import { startEngine } from '../../support/engine/start-engine.ts'

const gib = 1_024 ** 3
const size = { widthPx: 64, heightPx: 48 }
const weights = { drawingBytes: 5 * gib, encoderBytes: 0, vaeBytes: 0.1 * gib, pixelsPerToken: 64, heads: 8 }
const model = { id: 'holding', label: 'Holding', weights }
const watch: EngineWatch = { signal: new AbortController().signal }

let folder: string
let libraryPath: string
let engines: LocalEngine[]
beforeAll(async () => {
  ;({ folder, libraryPath } = await buildStandIn())
  await writeFile(join(folder, 'holding'), 'weights')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => Promise.all(engines.map((engine) => engine.dispose())))

/** A separate program, as the window and a command are. */
async function openProgram() {
  const engine = startEngine()
  engines.push(engine)
  const memory = createMemoryPlanner(
    () => 32 * gib,
    async () => (await engine.inspectEmpty(libraryPath)).devices,
  )
  const readFreeGib = async () => {
    const { devices } = await engine.inspect(libraryPath)
    memory.note(devices)
    return devices[1]!.freeBytes! / gib
  }
  await readFreeGib()
  const draw = (prompt = 'a kite') =>
    memory.draw(model, size, async (saving: MemorySaving) => {
      const request = engineRequest(join(folder, 'holding'), { prompt })
      await engine.generate(libraryPath, { ...request, model: { ...request.model, saving } }, watch)
      return saving.weights
    })
  return { engine, memory, look: readFreeGib, draw }
}

describe('two programs on one device', () => {
  it('both draw: the second saves memory, because the first holds its model', async () => {
    engines = []
    const [first, second] = [await openProgram(), await openProgram()]
    // Both saw the device empty; the second notices while it loads.
    expect([await first.draw(), await second.draw()]).toEqual(['device', 'memory'])
    expect(await Promise.all([first.draw(), second.draw()])).toEqual(['device', 'memory'])
  })

  it('each sees the memory that is free now, besides its own model', { tags: 'full' }, async () => {
    engines = []
    const [first, second] = [await openProgram(), await openProgram()]
    await first.draw()
    expect([await first.look(), await second.look()]).toEqual([6, 1])
    const [warning] = second.memory.warnings(model, size)
    expect(warning?.message).toContain(
      'but other apps use 7.5 GB of the 8.6 GB on Stand-in GPU, so it will probably fail.',
    )
    await first.engine.unload()
    expect(await second.look()).toBe(6)
    expect(second.memory.warnings(model, size)).toEqual([])
  })

  it('the second reports other apps when no memory saving helps', { tags: 'full' }, async () => {
    engines = []
    const [first, second] = [await openProgram(), await openProgram()]
    await first.draw()
    await expect(second.draw('insatiable')).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: expect.stringContaining(
        'Out of memory: other apps use 7.5 GB of the 8.6 GB on Stand-in GPU. Close them, or choose a smaller model or image.',
      ),
    })
    await first.engine.unload()
    expect(await second.draw()).toBeTypeOf('string')
  })
})

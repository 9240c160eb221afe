import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { engineStructs } from '../../../src/main/engine/host/layout.ts'
import type { LocalEngine } from '../../../src/main/engine/index.ts'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { startEngine } from '../../support/engine/start-engine.ts'

let folder: string
let libraryPath: string
let engine: LocalEngine
beforeAll(async () => {
  ;({ folder, libraryPath } = await buildStandIn())
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => engine.dispose())

describe('an untested library', () => {
  const { signal } = new AbortController()
  const built: string[] = []
  async function libraryWith(options: Parameters<typeof buildStandIn>[0]): Promise<string> {
    const build = await buildStandIn(options)
    built.push(build.folder)
    return build.libraryPath
  }
  afterAll(() => Promise.all(built.map((builtFolder) => rm(builtFolder, { recursive: true, force: true }))))

  it('draws test images with its own test model, and leaves no files', async () => {
    engine = startEngine()
    const temporary = join(folder, 'temporary')
    await mkdir(temporary)
    vi.stubEnv('TMPDIR', temporary)
    expect(await engine.prove(libraryPath, signal)).toMatchObject({ version: 'stand-in' })
    vi.unstubAllEnvs()
    expect(await readdir(temporary)).toEqual([])
  })

  it.each([
    [['FLAT'], 'came out in one color'],
    [['RANDOM'], 'same seed gave two different images'],
    [['MASKLESS'], 'changed what a mask protects'],
    [['DEAD'], 'its process ended. Last output: ggml.c:7: unknown instruction'],
  ])('with fault %s is refused with a reason', async (faults, reason) => {
    engine = startEngine()
    const bad = await libraryWith({ faults })
    await expect(engine.prove(bad, signal)).rejects.toMatchObject({
      code: 'engine/unusable',
      message: expect.stringContaining(reason),
    })
    expect(await engine.prove(libraryPath, signal)).toMatchObject({ version: 'stand-in' })
  })

  it('with fault STUCK is refused with a reason', async () => {
    engine = startEngine({ stillMs: 1_000 })
    await expect(engine.prove(await libraryWith({ faults: ['STUCK'] }), signal)).rejects.toMatchObject({
      code: 'engine/unusable',
      message: expect.stringContaining('it did not respond'),
    })
  })

  it('with structures of another release is refused', async () => {
    engine = startEngine()
    const { sd_img_gen_params_t: generation, ...structs } = engineStructs
    const bad = await libraryWith({ structs: { ...structs, sd_img_gen_params_t: { added: 'void *', ...generation } } })
    await expect(engine.prove(bad, signal)).rejects.toMatchObject({ code: 'engine/unusable' })
  })

  it('stops being tested when the test is canceled', { tags: 'full' }, async () => {
    const controller = new AbortController()
    // The last word of a process that is stuck: that it loads the test model.
    engine = startEngine({}, (child) => child.onMessage(() => controller.abort()))
    const proving = engine.prove(await libraryWith({ faults: ['STUCK'] }), controller.signal)
    await expect(proving).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})

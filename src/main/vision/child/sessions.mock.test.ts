import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSessions } from './sessions.ts'

/** What the runtime does: by provider, whether models load and run. */
const runtime = {
  loads: new Set<string>(),
  runs: new Set<string>(),
  until: Promise.resolve(undefined),
  created: [] as string[],
  released: [] as string[],
}

vi.mock('onnxruntime-node', () => ({
  listSupportedBackends: () => [{ name: 'cpu' }, { name: 'webgpu' }],
  InferenceSession: {
    create: async (_path: string, { executionProviders: [provider = ''] }: { executionProviders: string[] }) => {
      runtime.created.push(provider)
      if (!runtime.loads.has(provider)) throw new Error(`${provider} cannot load it`)
      return {
        inputNames: ['in'],
        outputNames: ['out'],
        inputMetadata: [],
        run: async () => {
          await runtime.until
          if (!runtime.runs.has(provider)) throw new Error(`${provider} is lost`)
          return { out: provider }
        },
        release: async () => void runtime.released.push(provider),
      }
    },
  },
}))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-sessions-'))
  Object.assign(runtime, {
    loads: new Set(['cpu', 'webgpu']),
    runs: new Set(['cpu', 'webgpu']),
    until: Promise.resolve(undefined),
    created: [],
    released: [],
  })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function modelFile(name: string): string {
  const path = join(folder, name)
  writeFileSync(path, name)
  return path
}

describe('models', () => {
  it('run on the GPU if it may be used', async () => {
    const sessions = createSessions({ usesGpu: true })
    expect(await (await sessions.open(modelFile('a.onnx'))).run({})).toEqual({ out: 'webgpu' })
    expect(sessions.device()).toEqual({ isGpu: true, problem: null })
    expect(await (await createSessions({ usesGpu: false }).open(modelFile('a.onnx'))).run({})).toEqual({ out: 'cpu' })
  })

  it('run on the CPU if they are quantized', async () => {
    const sessions = createSessions({ usesGpu: true })
    for (const name of ['model_quantized.onnx', 'model_int8.onnx', 'model_q4f16.onnx', 'model_bnb4.onnx']) {
      expect(await (await sessions.open(modelFile(name))).run({})).toEqual({ out: 'cpu' })
    }
    expect(sessions.device()).toEqual({ isGpu: false, problem: null })
    await sessions.open(modelFile('model_fp16.onnx'))
    expect(sessions.device()).toEqual({ isGpu: true, problem: null })
  })

  it('run on the CPU once the GPU fails, in the middle of work too', async () => {
    const sessions = createSessions({ usesGpu: true })
    const model = await sessions.open(modelFile('a.onnx'))
    await model.run({})
    runtime.runs.delete('webgpu')
    expect(await Promise.all([model.run({}), model.run({})])).toEqual([{ out: 'cpu' }, { out: 'cpu' }])
    expect(sessions.device()).toEqual({ isGpu: false, problem: 'webgpu is lost' })
    runtime.created = []
    await sessions.open(modelFile('b.onnx'))
    expect(runtime.created).toEqual(['cpu'])
    expect(sessions.device()).toEqual({ isGpu: false, problem: 'webgpu is lost' })
  })

  it('that no processor loads or runs do not speak against the GPU', async () => {
    const sessions = createSessions({ usesGpu: true })
    runtime.loads.clear()
    await expect(sessions.open(modelFile('a.onnx'))).rejects.toMatchObject({ code: 'model/damaged' })
    runtime.loads = new Set(['cpu', 'webgpu'])
    const model = await sessions.open(modelFile('a.onnx'))
    runtime.runs.clear()
    await expect(model.run({})).rejects.toThrow('cpu is lost')
    expect(sessions.device()).toEqual({ isGpu: true, problem: null })
  })

  it('stay on the CPU where they are told to, which says nothing of the GPU', async () => {
    const sessions = createSessions({ usesGpu: true })
    await sessions.open(modelFile('a.onnx'))
    expect(await (await sessions.open(modelFile('b.onnx'), { staysOnCpu: true })).run({})).toEqual({ out: 'cpu' })
    expect(sessions.device()).toEqual({ isGpu: true, problem: null })
  })

  it('are closed after what they are running', async () => {
    const sessions = createSessions({ usesGpu: false })
    const model = await sessions.open(modelFile('0.onnx'))
    const { promise, resolve } = Promise.withResolvers<undefined>()
    runtime.until = promise
    const run = model.run({})
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) await sessions.open(modelFile(`${number}.onnx`))
    expect(runtime.released).toEqual([])
    resolve(undefined)
    expect(await run).toEqual({ out: 'cpu' })
    await expect.poll(() => runtime.released).toEqual(['cpu'])
  })

  it('that are closed release everything they hold', async () => {
    const sessions = createSessions({ usesGpu: true })
    const model = await sessions.open(modelFile('0.onnx'))
    runtime.runs.delete('webgpu')
    await model.run({})
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) await sessions.open(modelFile(`${number}.onnx`))
    await expect.poll(() => runtime.released.toSorted()).toEqual(['cpu', 'webgpu'])
  })
})

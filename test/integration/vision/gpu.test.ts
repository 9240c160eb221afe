import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { writeTinyClip } from '../../support/vision/write-tiny-clip.ts'
import { createVisionProcess, noGpu, softwareGpu, type VisionProcess } from '../../support/vision/vision-process.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

let folder: string
const open: VisionProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-gpu-'))
  writeTinyClip(folder)
})
afterEach(() => Promise.all(open.splice(0).map(({ vision }) => vision.dispose())))
afterAll(() => rm(folder, { recursive: true, force: true }))

function start(options: Parameters<typeof createVisionProcess>[0]): VisionProcess {
  const started = createVisionProcess(options)
  open.push(started)
  return started
}

const images = () => ({
  path: join(folder, 'onnx', 'vision_model.onnx'),
  pixels: Uint8Array.from({ length: 2 * 8 * 8 * 3 }, (_, index) => (index * 37) % 256),
  count: 2,
  widthPx: 8,
  heightPx: 8,
  scale: 1 / 255,
  mean: [0.5, 0.5, 0.5] as [number, number, number],
  deviation: [0.25, 0.25, 0.25] as [number, number, number],
})

async function vectorsOf({ vision }: VisionProcess): Promise<number[]> {
  return (await vision.embedImages(images())).flatMap((vector) => [...vector])
}

/** Its process ends while it has the request: stopped first, it can neither answer nor be found dead before. */
async function vectorsOfKilled(started: VisionProcess): Promise<number[]> {
  process.kill(started.pid(), 'SIGSTOP')
  const ended = started.sent().then(() => process.kill(started.pid(), 'SIGKILL'))
  const [vectors] = await Promise.all([vectorsOf(started), ended])
  return vectors
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length)
  expect(Math.max(...found.map((value, at) => Math.abs(value - expected[at]!)))).toBeLessThan(1e-5)
}

it('runs on the GPU and returns what the CPU does', async () => {
  const onCpu = start({})
  const expected = await vectorsOf(onCpu)
  expect(await onCpu.vision.device(null)).toEqual({ isGpu: false, problem: null })

  const onGpu = start({ usesGpu: () => true, env: softwareGpu })
  expect(await onGpu.vision.device(null)).toBeNull()
  expectClose(await vectorsOf(onGpu), expected)
  expect(await onGpu.vision.device(null)).toEqual({ isGpu: true, problem: null })
  await expect.poll(() => onGpu.vision.lastDevice()).toEqual({ isGpu: true, problem: null })
})

it('runs on the CPU where no driver is found, and says why', async () => {
  const expected = await vectorsOf(start({}))
  const started = start({ usesGpu: () => true, env: noGpu })
  expectClose(await vectorsOf(started), expected)
  const device = await started.vision.device(null)
  expect(device?.isGpu).toBe(false)
  expect(device?.problem).toMatch(/adapter/i)
})

it('leaves the GPU alone after a crash on it, and tells so', async () => {
  let mayUseGpu = true
  const started = start({ usesGpu: () => mayUseGpu, onGpuCrash: () => (mayUseGpu = false), env: softwareGpu })
  await vectorsOf(started)
  // That the last model was one for the CPU does not clear the GPU.
  const quantized = join(folder, 'onnx', 'vision_model_quantized.onnx')
  await copyFile(images().path, quantized)
  await started.vision.embedImages({ ...images(), path: quantized })
  await expect.poll(() => started.vision.lastDevice()).toEqual({ isGpu: false, problem: null })
  await expect(vectorsOfKilled(started)).rejects.toMatchObject({
    code: 'vision/process-exited',
    message: expect.stringContaining('stopped while it used the GPU'),
  })
  expect(mayUseGpu).toBe(false)
  await vectorsOf(started)
  expect(started.starts()).toBe(2)
  expect(await started.vision.device(null)).toEqual({ isGpu: false, problem: null })
})

it('does not blame the GPU for a crash without it', async () => {
  const crashes: string[] = []
  const started = start({ usesGpu: () => true, onGpuCrash: () => crashes.push('gpu'), env: noGpu })
  await vectorsOf(started)
  await expect.poll(() => started.vision.lastDevice()).toMatchObject({ isGpu: false })
  await expect(vectorsOfKilled(started)).rejects.toMatchObject({ message: expect.not.stringContaining('GPU') })
  expect(crashes).toEqual([])
})

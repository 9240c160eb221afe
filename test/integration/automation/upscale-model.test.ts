import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reportOf } from '../../support/program-stage.ts'
import { runCommand } from '../../support/run-command.ts'
import { writeTinyUpscaler } from '../../support/vision/write-tiny-upscaler.ts'

let folder: string
const at = (...names: string[]) => join(folder, ...names)

async function atelier(...args: string[]) {
  const result = await runCommand([...args, '--json'], { home: at('home'), cwd: folder })
  return { code: result.code, report: reportOf(result) }
}

const [width, height] = [48, 32]
const values = Uint16Array.from({ length: width * height * 3 }, (_, n) => Math.imul(n, 2654435761) >>> 16)

/** What the tiny model makes of it, ×4. */
const nearest = (n: number) => {
  const [x, y] = [Math.floor(n / 3) % 192, Math.floor(n / 3 / 192)]
  return values[(Math.floor(y / 4) * width + Math.floor(x / 4)) * 3 + (n % 3)]
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-upscale-model-'))
  const image = sharp(values, { raw: { width, height, channels: 3 } }).toColourspace('rgb16')
  await image.png().toFile(at('photo.png'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

it('says what to install where there is neither an engine nor an upscaler', async () => {
  const { code, report } = await atelier('upscale', 'photo.png', '--out', 'a.png')
  expect(code).not.toBe(0)
  expect(report).toMatchObject({ missing_model: { id: 'realesrgan-x4plus' } })
})

it('upscales without an engine, by the only upscaler, at the depth of the image', async () => {
  writeTinyUpscaler(at('models', 'RealESRGAN_x4plus.onnx'))
  expect((await atelier('models', 'import', 'models')).code).toBe(0)
  const listed = (await atelier('models', 'list')).report as unknown as { local_models: { vision: object[] } }
  expect(listed.local_models.vision).toMatchObject([{ name: 'RealESRGAN_x4plus', task: 'upscale' }])
  const { code, report } = await atelier('upscale', 'photo.png', '--out', 'made')
  expect(report).toMatchObject({ success: true, provider: 'local', model: 'RealESRGAN_x4plus.onnx' })
  expect(code).toBe(0)
  const shown = (await atelier('show', report.images[0]!.id)).report
  expect(JSON.stringify(shown)).toMatch(/ONNX Runtime.*RealESRGAN_x4plus\.onnx.*sha256/)
  const large = sharp(report.images[0]!.path)
  expect(await large.metadata()).toMatchObject({ width: 192, height: 128, depth: 'ushort' })
  const bytes = await large.toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer()
  const made = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
  expect(made.findIndex((value, n) => value !== nearest(n))).toBe(-1)
})

it('asks which where there are several, and makes ×2 of a ×4 model', async () => {
  writeTinyUpscaler(at('models', 'Swin2SR-small-ONNX', 'onnx', 'model.onnx'), { factor: 2 })
  const asked = await atelier('upscale', 'photo.png', '--out', 'b.png')
  expect(asked.report).toMatchObject({ error: expect.stringContaining('RealESRGAN_x4plus.onnx, Swin2SR-small-ONNX') })
  for (const model of ['RealESRGAN_x4plus.onnx', 'Swin2SR-small-ONNX']) {
    const args = ['upscale', 'photo.png', '--scale', '2', '--model', model, '--out', 'made']
    const { report } = await atelier(...args)
    expect(report).toMatchObject({ success: true, model })
    expect(await sharp(report.images[0]!.path).metadata()).toMatchObject({ width: 96, height: 64 })
  }
})

it('a damaged model fails with a message', async () => {
  await writeFile(at('models', 'RealESRGAN_x4plus.onnx'), Buffer.alloc(5_000, 3))
  const args = ['upscale', 'photo.png', '--model', 'RealESRGAN_x4plus.onnx', '--out', 'broken.png']
  const { code, report } = await atelier(...args)
  expect(code).not.toBe(0)
  expect(report).toMatchObject({ error_code: 'model/damaged', error: expect.stringContaining('Download') })
})

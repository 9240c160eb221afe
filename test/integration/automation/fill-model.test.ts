import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reportOf } from '../../support/program-stage.ts'
import { runCommand } from '../../support/run-command.ts'
import { writeTinyInpainting } from '../../support/vision/write-tiny-inpainting.ts'

let folder: string
const at = (name: string) => join(folder, name)

async function atelier(...args: string[]) {
  const result = await runCommand([...args, '--json'], { home: at('home'), cwd: folder })
  return { code: result.code, report: reportOf(result) }
}

const disk = (color: string) =>
  Buffer.from(`<svg width="160" height="120"><circle cx="80" cy="60" r="20" fill="${color}"/></svg>`)
const plain = (background: string) => sharp({ create: { width: 160, height: 120, channels: 3, background } })
const colorAt = (pixels: Buffer, x: number, y: number) => [...pixels.subarray((y * 160 + x) * 3, (y * 160 + x) * 3 + 3)]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-fill-model-'))
  await plain('#00f')
    .composite([{ input: disk('#f00') }])
    .removeAlpha()
    .png()
    .toFile(at('photo.png'))
  await plain('#000')
    .composite([{ input: disk('#fff') }])
    .removeAlpha()
    .png()
    .toFile(at('mask.png'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

it('says what to install where there is no model', async () => {
  const { code, report } = await atelier('fill', 'photo.png', '--mask', 'mask.png', '--model', 'lama', '--out', 'a.png')
  expect(code).not.toBe(0)
  expect(report).toMatchObject({ error_code: 'model/missing', missing_model: { id: 'lama' } })
})

it('fills by the model, records it, and changes nothing outside the mask', async () => {
  writeTinyInpainting(join(folder, 'models', 'LaMa-ONNX', 'lama_fp32.onnx'))
  expect((await atelier('models', 'import', 'models')).code).toBe(0)
  const listed = (await atelier('models', 'list')).report as unknown as { local_models: { vision: object[] } }
  expect(listed.local_models.vision).toMatchObject([{ name: 'lama_fp32', task: 'remove' }])
  const args = ['fill', 'photo.png', '--mask', 'mask.png', '--model', 'lama_fp32', '--seed', '3', '--out']
  const { code, report } = await atelier(...args, 'filled.png')
  expect(report).toMatchObject({
    success: true,
    provider: 'local-inpainting',
    model: 'lama_fp32',
    changed_outside: 0,
    changed_inside: expect.any(Number),
  })
  expect(code).toBe(0)
  const [{ data, info }, before] = await Promise.all([
    sharp(at('filled.png')).raw().toBuffer({ resolveWithObject: true }),
    sharp(at('photo.png')).raw().toBuffer(),
  ])
  expect([info.width, info.height, info.channels]).toEqual([160, 120, 3])
  expect(colorAt(before, 80, 60)).toEqual([255, 0, 0])
  const [red, , blue] = colorAt(data, 80, 60)
  expect(red).toBeLessThan(40)
  expect(blue).toBeGreaterThan(200)
  // Written again from its recipe, it is the same file.
  await atelier(...args, 'again.png')
  expect(await sharp(at('again.png')).raw().toBuffer()).toEqual(data)
})

it('stays content-aware fill without --model, and refuses what does not go together', async () => {
  const { report } = await atelier('fill', 'photo.png', '--mask', 'mask.png', '--out', 'plain.png')
  expect(report).toMatchObject({ success: true, provider: 'content-aware-fill', model: null })
  const args = ['fill', 'photo.png', '--mask', 'mask.png', '--sampling', 'mask.png', '--model', 'lama_fp32']
  const refused = await atelier(...args, '--out', 'no.png')
  expect(refused.report).toMatchObject({ error_code: 'request/invalid', error: expect.stringContaining('--model') })
})

it('a damaged model fails the fill and keeps the image', async () => {
  const path = join(folder, 'models', 'LaMa-ONNX', 'lama_fp32.onnx')
  const graph = await readFile(path)
  await writeFile(path, Buffer.alloc(5_000, 3))
  const args = ['fill', 'photo.png', '--mask', 'mask.png', '--model', 'lama_fp32']
  const { code, report } = await atelier(...args, '--out', 'broken.png')
  expect(code).not.toBe(0)
  expect(report).toMatchObject({ error_code: 'model/damaged', error: expect.stringContaining('Download') })
  await writeFile(path, graph)
})

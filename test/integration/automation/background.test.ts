import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reportOf } from '../../support/program-stage.ts'
import { runCommand } from '../../support/run-command.ts'
import { writeTinyMatting } from '../../support/vision/write-tiny-matting.ts'

let folder: string

async function atelier(...args: string[]) {
  const result = await runCommand([...args, '--json'], { home: join(folder, 'home'), cwd: folder })
  return { code: result.code, report: reportOf(result) }
}

/** A red disk on blue. */
async function writePhoto(): Promise<void> {
  const disk = Buffer.from('<svg width="80" height="60"><circle cx="40" cy="30" r="20" fill="#f00"/></svg>')
  await sharp({ create: { width: 80, height: 60, channels: 3, background: '#00f' } })
    .composite([{ input: disk }])
    .removeAlpha()
    .png()
    .toFile(join(folder, 'photo.png'))
}

const read = (name: string) => sharp(join(folder, name)).raw().toBuffer({ resolveWithObject: true })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-background-'))
  await writePhoto()
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

it('says what to install where there is no model', async () => {
  const { code, report } = await atelier('background', 'photo.png')
  expect(code).not.toBe(0)
  expect(report).toMatchObject({ error_code: 'model/missing', error: expect.stringContaining('BiRefNet') })
})

it('adds the image without its background to the library and writes it to a file', async () => {
  writeTinyMatting(join(folder, 'models', 'tiny-modnet'))
  expect((await atelier('models', 'import', 'models')).code).toBe(0)
  const { code, report } = await atelier('background', 'photo.png', '--out', 'cutout.png')
  expect(report).toMatchObject({ success: true, provider: 'local-vision', model: 'tiny-modnet', cost: 0 })
  expect(code).toBe(0)
  const { data, info } = await read('cutout.png')
  expect(info).toMatchObject({ width: 80, height: 60, channels: 4 })
  const at = (x: number, y: number) => [...data.subarray((y * 80 + x) * 4, (y * 80 + x) * 4 + 4)]
  expect(at(40, 30)).toEqual([255, 0, 0, 255])
  expect(at(3, 3)).toEqual([0, 0, 255, 0])

  const again = await atelier('background', report.images[0]!.id)
  expect(again.report.images[0]!.path).toContain('photo – cutout 2')
})

it('says what ATELIER_VISION_DEVICE may be', async () => {
  const env = { ATELIER_VISION_DEVICE: 'tpu' }
  const result = await runCommand(['background', 'photo.png', '--json'], {
    home: join(folder, 'home'),
    cwd: folder,
    env,
  })
  expect(reportOf(result)).toMatchObject({
    error_code: 'configuration/invalid',
    error: expect.stringMatching(/tpu.*cpu.*gpu/),
  })
})

it('writes only the mask, and refuses options that do not fit before it begins', async () => {
  const { report } = await atelier('background', 'photo.png', '--only-mask', '--out', 'mask.png')
  expect(report).toMatchObject({ success: true, images: [{ id: null, mime: 'image/png' }] })
  const { data, info } = await read('mask.png')
  expect([info.width, info.height]).toEqual([80, 60])
  const at = (x: number, y: number) => data[(y * 80 + x) * info.channels]
  expect([at(40, 30), at(3, 3)]).toEqual([255, 0])
  for (const args of [
    ['--only-mask'],
    ['--only-mask', '--out', 'mask2.jpg'],
    ['--model', 'tiny-mednet'],
    ['--out', 'mask.png'],
    ['--only-mask', '--blur', '2', '--out', 'mask3.png'],
    ['--color', 'green', '--out', 'green.png'],
    ['--color', '#0c0', '--blur', '2', '--out', 'green.png'],
  ]) {
    const refused = await atelier('background', 'photo.png', ...args)
    expect(refused.code, args.join(' ')).not.toBe(0)
    expect(refused.report.error, args.join(' ')).toMatch(/\.png|tiny-modnet|--only-mask|#ffffff|only one/)
  }
})

it('puts a color or another image behind the subject', async () => {
  await sharp({ create: { width: 8, height: 20, channels: 3, background: '#00c800' } })
    .png()
    .toFile(join(folder, 'green.png'))
  for (const args of [
    ['--color', '#00C800'],
    ['--image', 'green.png'],
  ]) {
    const out = `${args[0]!.slice(2)}.png`
    const { report } = await atelier('background', 'photo.png', ...args, '--out', out)
    expect(report).toMatchObject({ success: true, model: 'tiny-modnet' })
    const { data, info } = await read(out)
    const at = (x: number, y: number) => [...data.subarray((y * 80 + x) * info.channels).subarray(0, 3)]
    expect(info.channels).toBe(3)
    expect([at(40, 30), at(3, 3)]).toEqual([
      [255, 0, 0],
      [0, 200, 0],
    ])
  }
})

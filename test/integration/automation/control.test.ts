import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reportOf } from '../../support/program-stage.ts'
import { runCommand } from '../../support/run-command.ts'
import { writeTinyDepth } from '../../support/vision/write-tiny-depth.ts'
import { writeTinyRtmo } from '../../support/vision/write-tiny-rtmo.ts'

let folder: string

async function atelier(...args: string[]) {
  const result = await runCommand([...args, '--json'], { home: join(folder, 'home'), cwd: folder })
  return { code: result.code, report: reportOf(result) }
}

const read = async (name: string) =>
  sharp(join(folder, name)).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-control-'))
  // Red on the left, blue on the right: the model takes red for near.
  const halves = Buffer.from('<svg width="80" height="60"><rect width="40" height="60" fill="#f00"/></svg>')
  await sharp({ create: { width: 80, height: 60, channels: 3, background: '#00f' } })
    .composite([{ input: halves }])
    .removeAlpha()
    .png()
    .toFile(join(folder, 'photo.png'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

it('says what to install where there is no model, before anything is imported', async () => {
  for (const [kind, name] of [
    ['depth', 'depth-anything-v2-small'],
    ['pose', 'rtmo-s'],
  ] as const) {
    const { code, report } = await atelier('control', 'photo.png', '--kind', kind)
    expect(code).not.toBe(0)
    expect(report).toMatchObject({ error_code: 'model/missing', missing_model: { id: name } })
  }
  expect((await atelier('list')).report.images).toEqual([])
})

it('makes a depth map, keeps it in the library and uses it again', async () => {
  writeTinyDepth(join(folder, 'models', 'tiny-depth'))
  writeTinyRtmo(join(folder, 'models', 'tiny-rtmo'))
  expect((await atelier('models', 'import', 'models')).code).toBe(0)
  const { code, report } = await atelier('control', 'photo.png', '--kind', 'depth', '--out', 'depth.png')
  expect(report).toMatchObject({ success: true, provider: 'local-vision', model: 'tiny-depth', cost: 0 })
  expect(code).toBe(0)
  const { data, info } = await read('depth.png')
  expect([info.width, info.height]).toEqual([80, 60])
  const at = (x: number, y: number) => data[(y * 80 + x) * info.channels]
  expect(at(5, 30)).toBeGreaterThan(230)
  expect(at(75, 30)).toBeLessThan(25)
  const again = await atelier('control', 'photo.png', '--kind', 'depth')
  expect(again.report.images[0]!.path).toContain('photo – depth 1')
  const listed = await atelier('search', 'operation:depth')
  expect(listed.report.images.map(({ id }) => id)).toEqual([again.report.images[0]!.id])
})

it('draws poses', async () => {
  const { report } = await atelier('control', 'photo.png', '--kind', 'pose', '--out', 'pose.png')
  expect(report).toMatchObject({ success: true, model: 'tiny-rtmo' })
  const { data, info } = await read('pose.png')
  expect([info.width, info.height]).toEqual([80, 60])
  expect(data.some((value) => value === 255)).toBe(true)
  expect([...data.subarray(0, 3)]).toEqual([0, 0, 0])
})

it('refuses what does not fit before it begins', async () => {
  for (const [args, says] of [
    [[], 'depth, pose'],
    [['--kind', 'lines'], 'depth, pose'],
    [['--kind', 'edges'], '--control-edges'],
    [['--kind', 'depth', '--model', 'tiny-dept'], 'tiny-depth'],
    [['--kind', 'depth', '--out', 'depth.png'], 'depth.png'],
  ] as const) {
    const { code, report } = await atelier('control', 'photo.png', ...args)
    expect(code, args.join(' ')).not.toBe(0)
    expect(report.error, args.join(' ')).toContain(says)
  }
})

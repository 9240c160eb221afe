import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { reportOf } from '../../support/program-stage.ts'
import { runCommand } from '../../support/run-command.ts'
import { writeTinyOwl } from '../../support/vision/write-tiny-owl.ts'
import { writeTinySam } from '../../support/vision/write-tiny-sam.ts'

let folder: string

async function atelier(...args: string[]) {
  const result = await runCommand([...args, '--json'], { home: join(folder, 'home'), cwd: folder })
  return { code: result.code, report: reportOf(result) }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-select-'))
  const square = Buffer.from('<svg width="80" height="60"><rect x="40" width="40" height="60" fill="#f00"/></svg>')
  await sharp({ create: { width: 80, height: 60, channels: 3, background: '#00f' } })
    .composite([{ input: square }])
    .removeAlpha()
    .png()
    .toFile(join(folder, 'photo.png'))
  writeTinySam(join(folder, 'models', 'tiny-sam'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

it('writes the mask of the object at a point, and replaces no file', async () => {
  const select = (...args: string[]) => atelier('select', 'photo.png', '--out', 'mask.png', ...args)
  const missing = await select('--point', '60,30')
  expect(missing.report).toMatchObject({ error_code: 'model/missing', missing_model: { id: 'slimsam' } })
  expect((await atelier('models', 'import', 'models')).code).toBe(0)
  const { report } = await select('--point', '60,30')
  expect(report).toMatchObject({ success: true, provider: 'local-vision', model: 'tiny-sam' })
  const { data, info } = await sharp(join(folder, 'mask.png')).raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 80, height: 60 })
  expect([data[30 * 80 * info.channels + 60 * info.channels], data[30 * 80 * info.channels + 10]]).toEqual([255, 0])
  await writeFile(join(folder, 'mine.png'), 'mine')
  const existing = await atelier('select', 'photo.png', '--point', '60,30', '--out', 'mine.png')
  expect(existing.report).toMatchObject({ success: false })
})

const selectWords = (...args: string[]) =>
  atelier('select', 'photo.png', '--force', '--out', 'words.png', '--words', ...args)

it('writes the mask of what words name, or of all of it, and says what was found', async () => {
  const missing = await selectWords('red')
  expect(missing.report).toMatchObject({ error_code: 'model/missing', missing_model: { id: 'owlv2-base' } })
  writeTinyOwl(join(folder, 'models', 'tiny-owl'))
  const maskAt = async (x: number, y: number) => {
    const { data, info } = await sharp(join(folder, 'words.png')).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 80, height: 60 })
    return data[(y * 80 + x) * info.channels]
  }
  const red = await selectWords('a red photo')
  expect(red.report).toMatchObject({ success: true, model: 'tiny-sam' })
  const [best] = red.report['found'] as { readonly score: number; readonly box: readonly number[] }[]
  expect(best!.score).toBeGreaterThan(0.9)
  expect(best!.box[0]).toBeGreaterThan(35)
  expect([await maskAt(65, 30), await maskAt(10, 30)]).toEqual([255, 0])
  expect((await selectWords('blue', '--all')).report).toMatchObject({ success: true })
  expect([await maskAt(65, 30), await maskAt(10, 30)]).toEqual([0, 255])
  const green = await selectWords('green')
  expect(green.report).toMatchObject({ error_code: 'vision/no-subject', error: expect.stringContaining('“green”') })
  const wrong = await selectWords('red', '--detector', 'tiny-owi')
  expect(wrong.report).toMatchObject({ error_code: 'model/missing', error: expect.stringContaining('tiny-owl') })
  expect((await selectWords('red', '--box', '1,1,5,5')).report).toMatchObject({ error_code: 'request/invalid' })
})

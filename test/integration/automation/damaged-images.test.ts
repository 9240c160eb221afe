import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../support/run-command.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'

const size = { widthPx: 128, heightPx: 96 }

let folder: string
const atelier = (...args: string[]) => runCommand(args, { home: join(folder, 'home'), cwd: folder })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-damaged-'))
  const photo = photoPng(size)
  await writeFile(join(folder, 'cut.png'), photo.subarray(0, Math.floor(photo.length / 2)))
  await writeFile(join(folder, 'mask.png'), maskPng(size, { x: 8, y: 8, widthPx: 16, heightPx: 16 }))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a damaged image is imported with a warning by name, and used only by its ID', async () => {
  const { code, out, err } = await atelier('import', 'cut.png', '--json')
  expect(code).toBe(0)
  const report = JSON.parse(out) as { images: { id: string }[]; warnings: unknown }
  const damaged = expect.stringMatching(/“cut” is damaged: part of it could not be read/)
  expect(report.warnings).toEqual([{ code: 'damaged', message: damaged }])
  expect(err).toEqual(damaged)
  const { id } = report.images[0]!
  expect((await atelier('show', id)).out).toMatch(/^ *Status +damaged: part of the image could not be read$/m)

  const verified = await atelier('verify', '--json')
  const { problems } = (JSON.parse(verified.out) as { verified: { problems: { path: string }[] } }).verified
  expect(problems).toEqual([{ id, path: expect.stringMatching(/cut\.png$/), is: 'incomplete' }])
  // Nothing has happened to it in the library.
  expect(verified.err).toContain(`damaged: part of the image could not be read: ${problems[0]!.path} (${id})`)
  expect(verified.err).not.toContain('since')

  const refused = await atelier('fill', 'cut.png', '--mask', 'mask.png', '--out', 'filled.png')
  expect(refused.code).not.toBe(0)
  expect(refused.err).toContain(`give its ID: ${id}.`)
  expect((await atelier('show', id)).code).toBe(0)
})

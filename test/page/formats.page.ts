import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sharp } from 'sharp'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { smallPng } from '../support/small-images.ts'
import { activeDocument } from '../e2e/support/bridge.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { samplePath } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

let folder: string
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-formats-'))
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

const sample = () => sharp(samplePath)
const tall = { widthPx: 400, heightPx: 600 }
const wide = { widthPx: 600, heightPx: 400 }

const good: readonly [name: string, make: () => Sharp, size: typeof wide][] = [
  ['eight-bit.png', () => sample().png(), wide],
  ['sixteen-bit.png', () => sample().toColourspace('rgb16').png(), wide],
  ['with-alpha.png', () => sample().ensureAlpha(0.5).png(), wide],
  ['grey.png', () => sample().grayscale().png(), wide],
  ['a-jpeg.jpg', () => sample().jpeg(), wide],
  ['turned.jpg', () => sample().withMetadata({ orientation: 6 }).jpeg(), tall],
  ['cmyk.jpg', () => sample().toColourspace('cmyk').jpeg(), wide],
  ['a-webp.webp', () => sample().webp(), wide],
  ['an-avif.avif', () => sample().avif({ effort: 0 }), wide],
  ['a-tiff.tiff', () => sample().tiff(), wide],
  ['a-gif.gif', () => sample().gif(), wide],
  ['animated.webp', () => sharp([samplePath, samplePath], { join: { animated: true } }).webp({ effort: 0 }), wide],
]

test('opens every format through the system dialog, upright', async ({ studio, page, app }) => {
  for (const [name, make, size] of good) {
    const path = join(folder, name)
    await make().toFile(path)
    await answerOpenDialog(app, [path])
    await page.keyboard.press('ControlOrMeta+o')
    const tab = name.replace(/\.\w+$/, '')
    await expect(page.getByRole('tab', { name: tab, exact: true }), name).toHaveAttribute('aria-selected', 'true')
    await studio.canvas.waitForPixels()
    expect(await activeDocument(page), name).toMatchObject(size)
  }
})

test('a canceled dialog changes nothing', async ({ studio, page, app }) => {
  const answeredAtMs = await answerOpenDialog(app, null)
  await page.keyboard.press('ControlOrMeta+o')
  await expect.poll(answeredAtMs).not.toBeNull()
  await studio.canvas.stroke([{ x: 300, y: 200 }])
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThan(0))
  await expect(page.getByRole('tab')).toHaveCount(1)
})

/** A PNG whose header claims 65,535 × 65,535 px. */
function hugePng(): Uint8Array {
  const bytes = Buffer.from(smallPng(1))
  bytes.writeUInt32BE(65_535, 16)
  bytes.writeUInt32BE(65_535, 20)
  return bytes
}

const bad: readonly [name: string, make: () => Promise<Uint8Array> | Uint8Array][] = [
  ['empty.png', () => new Uint8Array()],
  ['text.png', () => Buffer.from('This is not an image at all.\n'.repeat(50))],
  ['truncated.jpg', async () => (await sample().jpeg().toBuffer()).subarray(0, 200)],
  ['truncated.png', async () => (await sample().png().toBuffer()).subarray(0, 60)],
  ['huge.png', hugePng],
  ['noise.webp', () => Buffer.concat([Buffer.from('RIFF\xff\xff\xff\x7fWEBPVP8 ', 'latin1'), Buffer.alloc(200, 7)])],
  ['drawing.svg', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')],
]

test('reports what is wrong with each bad file and keeps working', async ({ studio, page, app }) => {
  const messages = page.getByRole('region', { name: 'Notifications' })
  for (const [name, make] of bad) {
    const path = join(folder, name)
    await writeFile(path, await make())
    await answerOpenDialog(app, [path])
    await page.keyboard.press('ControlOrMeta+o')
    const alert = messages.getByRole('alert').filter({ hasText: name })
    await expect(alert, name).toBeVisible()
    // A readable message: no stack, no internal name.
    await expect(alert, name).not.toContainText(/Error|undefined|sharp|vips|internal/)
    await alert.getByRole('button', { name: 'Dismiss' }).click()
  }
  await expect(page.getByRole('tab')).toHaveCount(1)
  await studio.canvas.stroke([{ x: 300, y: 200 }])
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThan(0))
})

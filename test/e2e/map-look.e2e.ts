import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTinyClip } from '../support/vision/write-tiny-clip.ts'
import { ModelsPage } from './pages/models-page.ts'
import { importFiles } from './support/bridge.ts'
import { writeCard, type Color } from './support/cards.ts'
import { answerOpenDialog } from './support/native-dialogs.ts'
import { test, expect } from './support/test.ts'

test('look', async ({ running, gallery }) => {
  test.setTimeout(280_000)
  const { page, app } = running
  const folder = await mkdtemp(join(tmpdir(), 'atelier-map-'))
  const shot = (name: string) => page.screenshot({ path: `/tmp/look-${name}.png` })
  const paths: string[] = []
  for (let n = 0; n < 160; n++) {
    const h = n / 160 * 6; const f = (k: number) => { const v = Math.max(0, Math.min(1, Math.abs(((h + k) % 6) - 3) - 1)); return Math.round(255 * (0.2 + 0.8 * v) * (0.5 + 0.5 * ((n * 7) % 10) / 10)) }
    const c: Color = [f(0), f(4), f(2)]
    const path = join(folder, `card-${n}.png`)
    const size = n % 3 === 0 ? { widthPx: 300, heightPx: 200 } : n % 3 === 1 ? { widthPx: 200, heightPx: 300 } : { widthPx: 240, heightPx: 240 }
    await writeCard(path, size, (x, y) => ((x >> 5) + (y >> 5)) % 5 === 0 ? [c[2], c[0], c[1]] : c)
    paths.push(path)
  }
  await gallery.open()
  await page.keyboard.press('m')
  await page.waitForTimeout(1000)
  await shot('nomodel')
  await page.keyboard.press('m')
  await importFiles(page, paths.slice(0, 4))
  writeTinyClip(join(folder, 'models', 'tiny-clip'))
  const models = new ModelsPage(page)
  await models.open()
  await answerOpenDialog(app, [join(folder, 'models')])
  await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()
  await gallery.open()
  await page.keyboard.press('m')
  await page.waitForTimeout(1000)
  await shot('few')
  await importFiles(page, paths.slice(4))
  await page.waitForTimeout(500)
  await shot('growing')
  await page.getByRole('application', { name: 'Map of images' }).waitFor({ timeout: 90_000 })
  await page.waitForTimeout(12_000)
  await shot('map')
  const box = (await page.getByRole('application').boundingBox())!
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5)
  for (let n = 0; n < 3; n++) { await page.mouse.wheel(0, -300); await page.waitForTimeout(100) }
  await page.waitForTimeout(800)
  await shot('zoomed')
  await page.mouse.click(box.x + box.width * 0.5, box.y + box.height * 0.5)
  await page.keyboard.press('ArrowRight'); await page.waitForTimeout(400)
  await page.keyboard.press('Shift+ArrowRight'); await page.waitForTimeout(400)
  await shot('selected')
  await page.keyboard.press('Control+0')
  await page.getByRole('combobox', { name: 'Search images' }).fill('looks:"a red cup"')
  await page.waitForTimeout(1500)
  await shot('search0')
  await page.getByRole('combobox', { name: 'Search images' }).fill('name:card-1')
  await page.waitForTimeout(1500)
  await shot('search')
  await page.getByRole('combobox', { name: 'Search images' }).fill('')
  await page.keyboard.press('Escape')
  await page.evaluate(() => { document.documentElement.dataset['theme'] = 'light' })
  await page.setViewportSize({ width: 1920, height: 1040 })
  await page.waitForTimeout(1500)
  await shot('light')
  await page.keyboard.press('Tab')
  await page.locator('[data-part="images"]').focus()
  await page.keyboard.press('ArrowDown'); await page.waitForTimeout(300)
  await page.keyboard.press('Enter'); await page.waitForTimeout(600)
  await shot('view')
  expect(true).toBe(true)
  await rm(folder, { recursive: true, force: true })
})

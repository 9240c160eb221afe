import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { writeTinyClip } from '../support/vision/write-tiny-clip.ts'
import { MapPage } from '../e2e/pages/map-page.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call, importFiles, libraryIds } from '../e2e/support/bridge.ts'
import { cardSize, writeCard, type Color } from '../e2e/support/cards.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { expect, test } from './support/test.ts'

/** Analyzing images takes its time on a busy computer. */
const timeout = 90_000

const hues: Readonly<Record<string, Color>> = { ruby: [230, 30, 30], leaf: [30, 220, 40], sea: [40, 50, 230] }

/** Five cards of each hue: `ruby-0` … */
async function writeCards(folder: string): Promise<string[]> {
  const names = Object.keys(hues).flatMap((hue) => [0, 1, 2, 3, 4].map((number) => ({ hue, number })))
  return Promise.all(
    names.map(async ({ hue, number }) => {
      const path = join(folder, `${hue}-${number}.png`)
      const [red, green, blue] = hues[hue]!
      await writeCard(path, cardSize, () => [red - 6 * number, green, blue])
      return path
    }),
  )
}

test('the library is wandered through on a map', async ({ running, gallery }) => {
  test.setTimeout(240_000)
  const { page, app } = running
  const map = new MapPage(page)
  const folder = await mkdtemp(join(tmpdir(), 'atelier-map-'))
  const idOf = async (name: string): Promise<AssetId> => {
    const assets = await call(page, 'library.assets', { ids: await libraryIds(page) })
    return assets.find((each) => each.name === name)!.id
  }
  try {
    await gallery.open()
    await page.keyboard.press('m')
    await expect(page.getByText('No model to arrange images by content')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Download CLIP ViT-B/32 (≈ 608 MB)' })).toBeVisible()
    writeTinyClip(join(folder, 'models', 'tiny-clip'))
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()
    await page.keyboard.press('ControlOrMeta+2')
    await expect(page.getByText('A map needs 10 images or more.')).toBeVisible()

    await importFiles(page, await writeCards(folder))
    await expect(map.area).toBeVisible({ timeout })
    await expect.poll(() => map.count(), { timeout }).toBe(17)
    await expect(page.getByText('images analyzed')).toBeHidden({ timeout })
    await expect(page.getByRole('progressbar')).toBeHidden({ timeout })

    const ruby = await idOf('ruby-2')
    const place = await map.placeOf(ruby)
    // The cursor's image lies on top, whichever others are near it.
    const putOnTop = async () => {
      await page.keyboard.press('m')
      await gallery.tile('ruby-2').click()
      await page.keyboard.press('m')
      await expect.poll(async () => (await map.tileColor(place))[0]).toBeGreaterThan(180)
      await map.expectSelected(1)
      await page.keyboard.press('Escape')
      await map.expectSelected(0)
    }
    await putOnTop()
    await page.mouse.click(place.x, place.y)
    await map.expectSelected(1)
    await expect(page.getByRole('complementary', { name: 'Information' })).toContainText('ruby-2')
    await expect.poll(async () => (await map.tileColor(place))[0]).toBeGreaterThan(180)
    await expectAccessible(page, 'map')

    await page.keyboard.press('Enter')
    await expect(gallery.viewer).toBeVisible()
    await expect(gallery.viewer.getByRole('img', { name: /^ruby-2,/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(map.area).toBeVisible()

    // Keys go from image to image; each is announced.
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowDown')
    await map.expectSelected(1)
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowUp')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Shift+ArrowRight')
    await expect(page.getByRole('toolbar', { name: 'View' }).locator('.gallery-count')).toContainText(/[2-5] selected/)
    await page.keyboard.press('Escape')
    await map.expectSelected(0)

    // Zooming in enlarges the selected tile, and the whole map comes back.
    await putOnTop()
    await page.mouse.click(place.x, place.y)
    await expect.poll(async () => (await map.tileColor(place))[0]).toBeGreaterThan(180)
    const whole = await map.tileWidth(place)
    await page.mouse.move(place.x, place.y)
    for (let turn = 0; turn < 5; turn++) await page.mouse.wheel(0, -200)
    await expect.poll(() => map.tileWidth(place)).toBeGreaterThan(1.5 * whole)
    await page.keyboard.press('ControlOrMeta+0')
    await expect.poll(() => map.tileWidth(place)).toBeLessThan(1.2 * whole)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await page.keyboard.press('-')

    // Between the images, a way back is offered.
    await page.keyboard.press('ControlOrMeta+0')
    const size = await page.evaluate(() => [window.innerWidth, window.innerHeight] as const)
    await resizeTo(running, 1024, 640)
    const away = await map.emptyPlace()
    await page.mouse.move(away.x, away.y)
    const lost = page.getByText('No images in this part of the map')
    await expect(lost).toBeHidden()
    for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, -400)
    await expect(lost).toBeVisible()
    await page.getByText('Fit map', { exact: true }).click()
    await expect(lost).toBeHidden()
    await resizeTo(running, ...size)

    // A search dims the others: they are no tiles and cannot be selected.
    await page.keyboard.press('ControlOrMeta+0')
    await page.getByRole('combobox', { name: 'Search images' }).fill('name:sea')
    await expect(gallery.count).toHaveText('5 images')
    await expect.poll(async () => (await map.tileColor(place))[3]).toBe(0)
    await page.mouse.click(place.x, place.y)
    await map.expectSelected(0)
    await page.getByRole('combobox', { name: 'Search images' }).fill('')
    await expect(gallery.count).toHaveText('17 images')

    // Shift and a drag select all that is inside, and what is deleted is gone.
    const box = (await map.area.boundingBox())!
    await page.keyboard.down('Shift')
    await page.mouse.move(box.x + 3, box.y + 3)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 3, box.y + box.height - 3, { steps: 5 })
    await page.mouse.up()
    await page.keyboard.up('Shift')
    await map.expectSelected(17)
    await page.mouse.click(box.x + 5, box.y + 5)
    await map.expectSelected(0)
    await page.mouse.click(place.x, place.y, { button: 'right' })
    await page.getByRole('menuitem', { name: 'Move to trash' }).click()
    await expect.poll(() => map.count()).toBe(16)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => map.count()).toBe(17)

    await page.keyboard.press('m')
    await expect(gallery.tiles).toHaveCount(17)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

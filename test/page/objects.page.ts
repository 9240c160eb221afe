import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Point } from '../../src/shared/util/geometry.ts'
import { writeTinySam } from '../support/vision/write-tiny-sam.ts'
import type { CanvasPage } from '../e2e/pages/canvas-page.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { importFiles } from '../e2e/support/bridge.ts'
import { cardSize, writeCard } from '../e2e/support/cards.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const { widthPx, heightPx } = cardSize
const isRed = (x: number, y: number) => x > widthPx / 2 && y < heightPx / 2
const isGreen = (x: number, y: number) => x > widthPx / 2 && y >= heightPx / 2

test('objects are selected by a click, changed with Shift and Alt, or boxed', async ({
  gallery,
  studio,
  page,
  app,
}) => {
  const { canvas } = studio
  const folder = await mkdtemp(join(tmpdir(), 'atelier-objects-'))
  const spots = [
    { x: Math.round(widthPx * 0.25), y: Math.round(heightPx * 0.3) },
    { x: Math.round(widthPx * 0.75), y: Math.round(heightPx * 0.25) },
    { x: Math.round(widthPx * 0.75), y: Math.round(heightPx * 0.75) },
  ] as const
  const [blue, red, green] = spots
  const selected = (...expected: readonly number[]) =>
    canvas.maskOnDisk((mask) => expect(spots.map(({ x, y }) => mask.at(x, y))).toEqual(expected))
  try {
    const path = join(folder, 'blocks.png')
    await writeCard(path, cardSize, (x, y) =>
      isRed(x, y) ? [255, x % 16, 0] : isGreen(x, y) ? [0, 255, x % 16] : [x % 16, 0, 255],
    )
    await importFiles(page, [path])
    await gallery.open()
    await gallery.openInStudio('blocks')
    await canvas.ready()

    await test.step('without a model the tool says what to install, and offers it', async () => {
      await page.keyboard.press('o')
      const alert = page.getByRole('alert')
      await expect(alert).toContainText('No model for object selection is installed')
      await expect(alert.getByRole('button', { name: 'Download SlimSAM (≈ 39 MB)' })).toBeVisible()
    })

    writeTinySam(join(folder, 'models', 'tiny-sam'))
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    const card = models.card('Local models')
    await card.getByRole('button', { name: 'Add model folder…' }).click()
    await expect(card.getByRole('list', { name: 'Vision models' })).toHaveText('tiny-samObject selection')
    await page.keyboard.press('ControlOrMeta+1')
    await canvas.ready()
    // Chosen again, it finds the model.
    await page.keyboard.press('b')
    await page.keyboard.press('o')

    await test.step('the object under the pointer is shown before the click', async () => {
      await canvas.move(red)
      await expect.poll(() => overlayAt(page, canvas, { x: red.x + 20, y: red.y + 20 })).toBeGreaterThan(100)
      expect(await overlayAt(page, canvas, blue)).toBe(0)
      await expectAccessible(page, 'object selection')
    })

    await test.step('a click selects it, Shift adds a part, Alt removes one, Undo removes all', async () => {
      await canvas.click(red)
      await selected(0, 255, 0)
      await canvas.click(green, 'Shift')
      await selected(0, 255, 255)
      await canvas.click({ x: red.x + 4, y: red.y + 4 }, 'Alt')
      await selected(0, 0, 255)
      await page.keyboard.press('ControlOrMeta+z')
      await selected(0, 0, 0)
    })

    await test.step('several clicks select several objects, each a step', async () => {
      await canvas.click(red)
      await selected(0, 255, 0)
      await canvas.click(blue)
      await selected(255, 255, 0)
      await page.keyboard.press('ControlOrMeta+z')
      await selected(0, 255, 0)
      await page.keyboard.press('ControlOrMeta+z')
    })

    await test.step('a box selects what is in it', async () => {
      await canvas.stroke([
        { x: widthPx * 0.55, y: heightPx * 0.55 },
        { x: widthPx * 0.95, y: heightPx * 0.95 },
      ])
      await selected(0, 0, 255)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** The opacity of what is drawn over the image at one of its points. */
async function overlayAt(page: Page, canvas: CanvasPage, point: Point): Promise<number> {
  return page.evaluate(
    ({ x, y }) => {
      const [overlay] = [...document.querySelectorAll<HTMLCanvasElement>('[data-testid="canvas-view"] canvas')].slice(
        -1,
      )
      if (overlay === undefined) return 0
      const { left, top, width } = overlay.getBoundingClientRect()
      const scale = overlay.width / width
      return overlay.getContext('2d')?.getImageData((x - left) * scale, (y - top) * scale, 1, 1).data[3] ?? 0
    },
    await canvas.place(point),
  )
}

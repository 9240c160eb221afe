import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTinyInpainting } from '../support/vision/write-tiny-inpainting.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { importFiles } from '../e2e/support/bridge.ts'
import { cardSize, writeCard } from '../e2e/support/cards.ts'
import { decode, libraryAssets, readOriginal } from '../e2e/support/images.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const { widthPx, heightPx } = cardSize
const center = { x: Math.round(widthPx / 2), y: Math.round(heightPx / 2) }
const isRed = (x: number, y: number) => Math.hypot(x - center.x, y - center.y) < 12

test('an object is removed by a model, beside content-aware fill', async ({ running, gallery, studio, page, app }) => {
  const { canvas } = studio
  const form = new GenerateForm(page)
  const folder = await mkdtemp(join(tmpdir(), 'atelier-removal-'))
  const modelPath = join(folder, 'models', 'LaMa-ONNX', 'lama_fp32.onnx')
  const remove = page.getByRole('button', { name: 'Remove', exact: true })
  const filled = async () => (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'fill')
  try {
    const path = join(folder, 'pool.png')
    await writeCard(path, cardSize, (x, y) => (isRed(x, y) ? [255, 0, 0] : [0, x % 16, 200 + (y % 40)]))
    await importFiles(page, [path])
    await gallery.open()
    await gallery.openInStudio('pool')
    await canvas.ready()
    await form.choose('Remove')

    await test.step('without a model, one is offered with its size', async () => {
      await expect(form.models).toContainText('LaMa removes objects on complex backgrounds.')
      await expect(form.models.getByRole('button', { name: 'Download LaMa (≈ 208 MB)' })).toBeVisible()
    })

    writeTinyInpainting(modelPath)
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    const card = models.card('Local models')
    await card.getByRole('button', { name: 'Add model folder…' }).click()
    await expect(card.getByRole('list', { name: 'Vision models' })).toHaveText('lama_fp32Removal of objects')
    await page.keyboard.press('ControlOrMeta+1')
    await canvas.ready()

    await test.step('the model removes what was painted over; the rest stays bit by bit', async () => {
      await form.tick('lama_fp32').check()
      await form.tick('Content-aware fill').uncheck()
      await studio.setNumber('Size', 48)
      await canvas.stroke([{ x: center.x - 1, y: center.y }, center])
      await expect(remove).toBeEnabled()
      await expectAccessible(page, 'removal by a model')
      await remove.click()
      await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout: 60_000 })
      await expect(studio.cards.first()).toContainText('lama_fp32')
      await expect(studio.results).toContainText('Filled by lama_fp32')
      await expect(studio.measured).toContainText(', 0 outside')
      const [made, ...others] = await filled()
      expect(others).toEqual([])
      expect(made).toMatchObject({ recipe: { provider: 'local-inpainting', model: 'lama_fp32', changedOutside: 0 } })
      const before = await decode(await readFile(path))
      const after = await decode(await readOriginal(running, made!))
      const colorAt = ({ data }: typeof after, x: number, y: number) => [
        ...data.subarray((y * widthPx + x) * 4, (y * widthPx + x) * 4 + 3),
      ]
      expect(colorAt(before, center.x, center.y)).toEqual([255, 0, 0])
      const [red = 255, , blue = 0] = colorAt(after, center.x, center.y)
      expect([red < 60, blue > 180]).toEqual([true, true])
      for (const [x, y] of [
        [2, 2],
        [center.x - 60, center.y],
        [widthPx - 3, heightPx - 3],
      ] as const) {
        expect(colorAt(after, x, y)).toEqual(colorAt(before, x, y))
      }
    })

    await test.step('the result is kept, and the choice is remembered', async () => {
      await studio.results.getByRole('button', { name: 'Keep' }).click()
      await expect.poll(async () => (await filled()).length).toBe(1)
      await page.reload()
      await canvas.ready()
      await expect(form.tick('lama_fp32')).toBeChecked()
      await expect(form.tick('Content-aware fill')).not.toBeChecked()
    })

    await test.step('the step is repeated from its recipe, with its mask and model', async () => {
      await gallery.open()
      await page.getByRole('combobox', { name: 'Search images' }).fill('operation:fill')
      await expect(gallery.tiles).toHaveCount(1)
      await gallery.tiles.first().click()
      await page.getByRole('button', { name: 'Repeat this step' }).click()
      await canvas.ready()
      await expect(page.getByRole('radio', { name: 'Fill', exact: true })).toBeChecked()
      await expect(form.tick('lama_fp32')).toBeChecked()
      await expect(form.tick('Content-aware fill')).not.toBeChecked()
      await canvas.maskOnDisk((mask) => expect(mask.at(center.x, center.y)).toBe(255))
      await form.choose('Remove')
    })

    await test.step('a damaged model fails with a message, and nothing is lost', async () => {
      await writeFile(modelPath, Buffer.alloc(5_000, 3))
      await canvas.stroke([
        { x: 60, y: 60 },
        { x: 70, y: 60 },
      ])
      await remove.click()
      await expect(studio.results).toContainText('Download', { timeout: 60_000 })
      expect(await filled()).toHaveLength(1)
      await rm(modelPath)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

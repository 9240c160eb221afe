import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTinyOwl } from '../support/vision/write-tiny-owl.ts'
import { writeTinySam } from '../support/vision/write-tiny-sam.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { importFiles } from '../e2e/support/bridge.ts'
import { cardSize, writeCard } from '../e2e/support/cards.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const { widthPx, heightPx } = cardSize
/** In sixteenths of the image, which is what the models see. */
const isIn = (x: number, y: number, [left = 0, top = 0, right = 0, bottom = 0]: readonly number[]) =>
  x >= (left * widthPx) / 16 && x < (right * widthPx) / 16 && y >= (top * heightPx) / 16 && y < (bottom * heightPx) / 16
const dark = [2, 5, 6, 12]
const bright = [9, 4, 14, 11]
const middleOf = ([left = 0, top = 0, right = 0, bottom = 0]: readonly number[]) => ({
  x: Math.round(((left + right) * widthPx) / 32),
  y: Math.round(((top + bottom) * heightPx) / 32),
})

test('objects are found by words, turned on and off, and undone', async ({ gallery, studio, page, app }) => {
  const { canvas } = studio
  const folder = await mkdtemp(join(tmpdir(), 'atelier-words-'))
  const spots = [middleOf(dark), middleOf(bright), { x: 4, y: 4 }]
  const selected = (...expected: readonly number[]) =>
    canvas.maskOnDisk((mask) => expect(spots.map(({ x, y }) => mask.at(x, y))).toEqual(expected))
  const words = page.getByRole('textbox', { name: 'Find by words' })
  const found = page.getByRole('group', { name: /found for/ })
  const boxes = page.locator('.found-boxes span')
  /** The model returns a second box for the edge of each block: those of the brighter one score more. */
  const brightOnes = async () => {
    const labels = await boxes.allTextContents()
    return labels.flatMap((label, at) => (Number.parseInt(label.split(' · ')[1] ?? '', 10) > 80 ? [at] : []))
  }
  try {
    const path = join(folder, 'cups.png')
    await writeCard(path, cardSize, (x, y) =>
      isIn(x, y, dark) ? [190, 0, 0] : isIn(x, y, bright) ? [255, 0, 0] : [255, 255, 255 - (x % 16)],
    )
    writeTinySam(join(folder, 'models', 'tiny-sam'))
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    const card = models.card('Local models')
    await card.getByRole('button', { name: 'Add model folder…' }).click()
    const list = card.getByRole('list', { name: 'Vision models' })
    await expect(list).toHaveText('tiny-samObject selection')
    await importFiles(page, [path])
    await gallery.open()
    await gallery.openInStudio('cups')
    await canvas.ready()

    await test.step('without a detector the field says what to install, and leads there', async () => {
      await page.keyboard.press('o')
      await words.fill('red')
      await words.press('Enter')
      const alert = page.getByRole('alert')
      await expect(alert).toContainText('No model for object detection is installed')
      writeTinyOwl(join(folder, 'models', 'tiny-owl'), { family: 'owlvit' })
      await expect(alert.getByRole('button', { name: 'Download OWLv2 Base (≈ 620 MB)' })).toBeVisible()
      await models.open()
      await expect(list).toHaveText(/tiny-owlObject detection/)
      await page.keyboard.press('ControlOrMeta+1')
      await canvas.ready()
    })

    await test.step('the best object is selected, the others are offered', async () => {
      await words.fill('a red cup')
      await words.press('Enter')
      await selected(0, 255, 0)
      await expect(found).toBeVisible()
      await expect(found.getByRole('checkbox').first()).toBeChecked()
      expect(await boxes.count()).toBe(await found.getByRole('checkbox').count())
      await expectAccessible(page, 'objects found by words')
    })

    await test.step('another is added in the same step, and both are undone at once', async () => {
      await found.getByRole('button', { name: 'Select all' }).click()
      await selected(255, 255, 0)
      for (const at of await brightOnes()) await found.getByRole('checkbox').nth(at).uncheck({ force: true })
      await selected(255, 0, 0)
      await page.keyboard.press('ControlOrMeta+z')
      await selected(0, 0, 0)
      await expect(found).toBeHidden()
      await expect(boxes).toHaveCount(0)
    })

    await test.step('“left” chooses the left one', async () => {
      await words.fill('the left red cup')
      await page.getByRole('button', { name: 'Find', exact: true }).click()
      await selected(255, 0, 0)
    })

    await test.step('nothing found: says what to do', async () => {
      await words.fill('a green cup')
      await words.press('Enter')
      await expect(page.getByRole('alert')).toContainText('found nothing for “a green cup”')
      await selected(255, 0, 0)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTinyMatting } from '../support/vision/write-tiny-matting.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { importFiles } from '../e2e/support/bridge.ts'
import { cardSize, writeCard } from '../e2e/support/cards.ts'
import { decode, libraryAssets, readOriginal } from '../e2e/support/images.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

test('backgrounds are removed in one press, for one image or several', async ({
  running,
  gallery,
  studio,
  page,
  app,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-background-'))
  const { widthPx, heightPx } = cardSize
  const inSubject = (x: number, y: number) => Math.hypot(x - widthPx / 2, y - heightPx / 2) < heightPx / 4
  try {
    const path = join(folder, 'ruby.png')
    await writeCard(path, cardSize, (x, y) => (inSubject(x, y) ? [255, x % 16, 0] : [0, 0, 200 + (x % 40)]))
    await writeCard(join(folder, 'empty.png'), cardSize, () => [0, 0, 255])
    await importFiles(page, [path, join(folder, 'empty.png')])
    await gallery.open()
    const remove = page.getByRole('menuitem', { name: 'Remove background' })

    await test.step('without a model it says what to install', async () => {
      await gallery.tile('ruby').click({ button: 'right' })
      await remove.click()
      await expect(page.getByRole('alert')).toContainText('No model for background removal is installed')
      await page.getByRole('button', { name: 'Dismiss' }).click()
    })

    writeTinyMatting(join(folder, 'models', 'tiny'))
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()

    await test.step('the result is a new image, and the notice leads to it', async () => {
      await gallery.open()
      await gallery.tile('ruby').click({ button: 'right' })
      await remove.click()
      await expect(page.getByText('Background removed.')).toBeVisible()
      await page.getByRole('button', { name: 'Show in Gallery' }).click()
      const tile = gallery.tile('ruby – cutout 1')
      await expect(tile).toHaveAttribute('aria-selected', 'true')
      const made = (await libraryAssets(page)).find(({ name }) => name === 'ruby – cutout 1')!
      const source = (await libraryAssets(page)).find(({ name }) => name === 'ruby')!
      expect(made).toMatchObject({
        parentId: source.id,
        hasAlpha: true,
        recipe: { operation: 'cutout', model: 'tiny' },
      })
      const before = await decode(await readFile(path))
      const after = await decode(await readOriginal(running, made))
      expect([after.width, after.height]).toEqual([widthPx, heightPx])
      const pixels = Array.from({ length: widthPx * heightPx }, (_, at) => at * 4)
      // Only at its edge the subject gets its own color.
      const changed = pixels.filter(
        (at) =>
          Math.abs(after.data[at + 3]! - 127.5) > 123 &&
          [0, 1, 2].some((channel) => after.data[at + channel] !== before.data[at + channel]),
      )
      expect(changed).toEqual([])
      const alphaAt = (x: number, y: number) => after.data[(y * widthPx + x) * 4 + 3]!
      expect(alphaAt(Math.floor(widthPx / 2), Math.floor(heightPx / 2))).toBe(255)
      expect(alphaAt(2, 2)).toBe(0)
    })

    await test.step('another background is put behind the subject', async () => {
      await gallery.tile('ruby').first().click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Replace background…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Replace background' })
      await dialog.getByRole('textbox', { name: 'Color', exact: true }).fill('#00c800')
      const replace = dialog.getByRole('button', { name: 'Replace', exact: true })
      await dialog.getByRole('radio', { name: 'Blur' }).click()
      await dialog.getByRole('radio', { name: 'Image' }).click()
      await expect(replace).toBeDisabled()
      await dialog.getByRole('button', { name: 'Choose image…' }).click()
      const picker = page.getByRole('dialog', { name: 'Background', exact: true })
      await picker.getByRole('button', { name: 'chelsea' }).click()
      await picker.getByRole('button', { name: 'Use image' }).click()
      await expect(picker).toHaveCount(0)
      await expect(dialog.getByRole('button', { name: 'chelsea' })).toBeVisible()
      await expectAccessible(page, 'Replace background')
      // Esc in the picker closes only the picker.
      await dialog.getByRole('button', { name: 'chelsea' }).click()
      await page.keyboard.press('Escape')
      await expect(picker).toHaveCount(0)
      await expect(dialog).toBeVisible()
      await dialog.getByRole('radio', { name: 'Color' }).click()
      await expect(dialog.getByRole('textbox', { name: 'Color', exact: true })).toHaveValue('#00c800')
      await replace.click()
      await expect(page.getByText('Background replaced.')).toBeVisible()
      const made = (await libraryAssets(page)).find(({ name }) => name === 'ruby – background 2')!
      expect(made).toMatchObject({
        hasAlpha: false,
        recipe: { operation: 'cutout', model: 'tiny', background: { type: 'color', color: '#00c800' } },
      })
      const { data } = await decode(await readOriginal(running, made))
      const colorAt = (x: number, y: number) => [...data.subarray((y * widthPx + x) * 4).subarray(0, 3)]
      expect(colorAt(2, 2)).toEqual([0, 200, 0])
      const [x, y] = [Math.floor(widthPx / 2), Math.floor(heightPx / 2)]
      expect(colorAt(x, y)).toEqual([255, x % 16, 0])
      await gallery.tile('ruby').first().click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Replace background…' }).click()
      await expect(dialog.getByRole('textbox', { name: 'Color', exact: true })).toHaveValue('#00c800')
      await page.keyboard.press('Escape')
    })

    await test.step('of several images one without a subject does not stop the others', async () => {
      await gallery.tile('empty').click()
      await gallery.tile('ruby').click({ modifiers: ['ControlOrMeta'] })
      await gallery.tile('ruby').click({ button: 'right' })
      await remove.click()
      await expect(page.getByText('Background removed from 1 of 2 images. tiny found no subject.')).toBeVisible()
      await page.getByRole('combobox', { name: 'Search images' }).fill('operation:cutout')
      await expect(gallery.tiles).toHaveCount(3)
      expect((await gallery.names()).toSorted()).toEqual(['ruby – background 2', 'ruby – cutout 1', 'ruby – cutout 3'])
    })

    await test.step('on the canvas the same model selects the subject', async () => {
      await page.getByRole('combobox', { name: 'Search images' }).fill('name:ruby -operation:cutout')
      await expect(gallery.tiles).toHaveCount(1)
      await gallery.openInStudio('ruby')
      await studio.canvas.ready()
      await studio.run('Guess subject')
      await studio.canvas.maskOnDisk((mask) => {
        expect(mask.at(widthPx / 2, heightPx / 2)).toBe(255)
        expect(mask.at(10, 10)).toBe(0)
      })
      await page.keyboard.press('ControlOrMeta+z')
      await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

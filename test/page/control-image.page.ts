import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { controlNet, diffusersControlNet } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

/** Goes from the selected result to its control image and back, in the details and in the lineage tree. */
async function expectFamily(page: Page, gallery: GalleryPage, { drawn, sketch }: { drawn: string; sketch: string }) {
  await expect(page.getByText(`Control image: ${sketch}`, { exact: true })).toBeVisible()
  await page.getByRole('button', { name: `Control image ${sketch}`, exact: true }).click()
  await expect(page.getByText('Control image for 1 image', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: `Used as control image in ${drawn}`, exact: true }).click()
  await gallery.grid.focus()
  await page.keyboard.press('l')
  const tree = page.getByRole('tree', { name: 'Lineage' })
  const items = tree.getByRole('treeitem')
  const selected = tree.getByRole('treeitem', { selected: true })
  await expect(items).toHaveCount(2)
  await expect(selected).toContainText(`${drawn}, Text to image`)
  await expect(selected).toHaveAttribute('aria-level', '2')
  await expect(items.filter({ hasText: sketch })).toHaveAccessibleName(`${sketch}, Imported, Control image`)
  await page.keyboard.press('ArrowLeft')
  await expect(selected).toHaveAccessibleName(`${sketch}, Imported`)
  await expect(items.last()).toHaveAccessibleName(/As control image$/)
  await page.keyboard.press('Escape')
  await expect(tree).toBeHidden()
  await gallery.tiles.first().click()
}

test('a local model follows a control image, which is selected, weighted, stored with the result and reused', async ({
  local,
}) => {
  local.addModel('paper')
  writeSafetensors(join(local.folder, 'canny.safetensors'), controlNet())
  writeSafetensors(join(local.folder, 'folder.safetensors'), diffusersControlNet())
  const { page, studio } = await local.start()

  const models = new ModelsPage(page)
  await models.open()
  const card = models.card('Local models')
  await card.locator('summary', { hasText: '2 ControlNets' }).click()
  const nets = card.getByRole('list', { name: 'ControlNets' }).getByRole('listitem')
  await expect(nets).toContainText(['canny · Stable Diffusion 1.x', 'diffusers’ format'])

  await page.keyboard.press('ControlOrMeta+1')
  const form = new GenerateForm(page)
  await form.fillIn('New image', { model: 'paper', prompt: 'a kite' })
  const section = page.getByRole('region', { name: 'Control image' })
  await section.getByRole('button', { name: 'Use open image' }).click()
  await expect(section.getByRole('img', { name: 'Control image' })).toBeVisible()
  await expect(section.getByLabel('ControlNet', { exact: true })).toHaveValue('canny')
  await expect(form.notes).toContainText('It is cropped to the aspect ratio of 512 × 512')
  await section.getByRole('textbox', { name: 'Control strength, value' }).fill('1.5')
  await section.getByRole('radio', { name: 'Edges' }).click()
  await expect(section.getByRole('radio', { name: 'Edges' })).toBeChecked()
  await form.generate.click()
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
  const [newest] = await call(page, 'library.assets', { ids: (await libraryIds(page)).slice(0, 1) })
  const { generation } = newest!.recipe
  expect(generation).toMatchObject({ control: { net: 'canny', strength: 1.5, findsEdges: true } })
  expect(generation?.local?.files.map(({ part }) => part)).toEqual(['model', 'controlNet'])

  await section.getByRole('button', { name: 'Remove control image' }).click()
  await expect(section.getByLabel('ControlNet', { exact: true })).toBeHidden()
  const gallery = new GalleryPage(page)
  await gallery.open()
  await gallery.tiles.first().click()
  const [sketch] = await call(page, 'library.assets', { ids: [generation!.control!.imageId] })
  await expectFamily(page, gallery, { drawn: newest!.name, sketch: sketch!.name })
  await page.getByRole('button', { name: 'Use all settings' }).click()
  await expect(section.getByRole('img', { name: 'Control image' })).toBeVisible()
  await expect(section.getByLabel('ControlNet', { exact: true })).toHaveValue('canny')
  await expect(section.getByRole('textbox', { name: 'Control strength, value' })).toHaveValue('1.5')
  await expect(section.getByRole('radio', { name: 'Edges' })).toBeChecked()

  await section.getByRole('button', { name: 'Remove control image' }).click()
  await section.getByRole('button', { name: 'Choose control image' }).click()
  const picker = page.getByRole('dialog', { name: 'Control image' })
  await picker.locator('button[aria-pressed="false"]').first().click()
  await picker.getByRole('button', { name: 'Use image' }).click()
  await expect(section.getByRole('img', { name: 'Control image' })).toBeVisible()
})

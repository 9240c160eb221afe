import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { controlNet } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { writeTinyDepth } from '../support/vision/write-tiny-depth.ts'
import { writeTinyRtmo } from '../support/vision/write-tiny-rtmo.ts'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

const operations = async (page: Page) => (await libraryAssets(page)).map(({ recipe }) => recipe.operation).toSorted()

test('a control image is turned into depth or poses, in the window', async ({ local }) => {
  test.setTimeout(180_000)
  local.addModel('paper')
  for (const name of ['canny', 'sd15_depth', 'sd15_openpose']) {
    writeSafetensors(join(local.folder, `${name}.safetensors`), controlNet())
  }
  const { page, studio } = await local.start()
  await page.keyboard.press('ControlOrMeta+1')
  const form = new GenerateForm(page)
  await form.fillIn('New image', { model: 'paper', prompt: 'a kite' })
  const section = page.getByRole('region', { name: 'Control image' })
  await section.getByRole('button', { name: 'Use open image' }).click()
  const source = section.getByRole('img', { name: 'Control image' })
  await expect(source).toBeVisible()
  const choice = (name: string) => section.getByRole('radio', { name, exact: true })
  const choose = (name: string) => choice(name).click()
  const net = section.getByLabel('ControlNet', { exact: true })
  const models = new ModelsPage(page)
  const visionModels = models.card('Local models').getByRole('list', { name: 'Vision models' })

  await test.step('without a model it says what to install and offers it', async () => {
    await expect(choice('None')).toBeChecked()
    await choose('Depth')
    const alert = page.getByRole('alert')
    await expect(alert).toContainText('No model for depth maps is installed')
    await expect(choice('None')).toBeChecked()
    await expect(alert.getByRole('button', { name: 'Download Depth Anything V2 Small (≈ 99 MB)' })).toBeVisible()
    writeTinyDepth(join(local.folder, 'slow-depth'), { sidePx: 518, passes: 60 })
    writeTinyRtmo(join(local.folder, 'tiny-rtmo'))
    await page.keyboard.press('ControlOrMeta+1')
    await models.open()
    await expect(visionModels).toHaveText('slow-depthDepth mapstiny-rtmoPoses')
    await page.keyboard.press('ControlOrMeta+1')
  })

  await test.step('a slow one is canceled', async () => {
    await choose('Depth')
    await expect(section.getByRole('status')).toContainText('Estimating depth…')
    await expect(choice('Depth')).toBeChecked()
    await expect(form.disabledReason('Estimating depth…')).toHaveCount(2)
    await expect(form.generate).toBeDisabled()
    await section.getByRole('button', { name: 'Cancel' }).click()
    await expect(section.getByRole('status')).toBeHidden()
    await expect(form.generate).toBeEnabled()
    await expect(choice('None')).toBeChecked()
    expect(await operations(page)).not.toContain('depth')
    await rm(join(local.folder, 'slow-depth'), { recursive: true })
    writeTinyDepth(join(local.folder, 'tiny-depth'))
    await models.open()
    await expect(visionModels).toHaveText('tiny-depthDepth mapstiny-rtmoPoses')
    await page.keyboard.press('ControlOrMeta+1')
  })

  await test.step('depth and poses are shown, and the fitting ControlNet is chosen', async () => {
    await choose('Depth')
    await expect(section.getByRole('img', { name: 'Depth', exact: true })).toBeVisible({ timeout })
    await expect(net).toHaveValue('sd15_depth')
    await choose('Pose')
    await expect(section.getByRole('img', { name: 'Pose', exact: true })).toBeVisible({ timeout })
    await expect(net).toHaveValue('sd15_openpose')
    await expectAccessible(page, 'control image')
    await choose('None')
    await expect(section.getByRole('img', { name: 'Pose', exact: true })).toBeHidden()
    await expect(choice('None')).toBeChecked()
  })

  await test.step('what was made before is used again', async () => {
    await choose('Depth')
    await expect(section.getByRole('img', { name: 'Depth', exact: true })).toBeVisible({ timeout })
    expect((await operations(page)).filter((operation) => operation === 'depth')).toHaveLength(1)
  })

  await test.step('a result is generated from it, and its settings bring it back', async () => {
    await form.generate.click()
    await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
    const [newest] = await call(page, 'library.assets', { ids: (await libraryIds(page)).slice(0, 1) })
    const { control } = newest!.recipe.generation!
    expect(control).toMatchObject({ net: 'sd15_depth', findsEdges: false })
    const [map] = await call(page, 'library.assets', { ids: [control!.imageId] })
    expect(map!.recipe).toMatchObject({ operation: 'depth', model: 'tiny-depth', provider: 'local-vision' })
    expect(map!.parentId).not.toBeNull()
    await section.getByRole('button', { name: 'Remove control image' }).click()
    const gallery = new GalleryPage(page)
    await gallery.open()
    await gallery.tiles.first().click()
    await page.getByRole('button', { name: 'Use all settings' }).click()
    await expect(section.getByRole('img', { name: 'Depth', exact: true })).toBeVisible()
    await expect(choice('Depth')).toBeChecked()
    await choose('Edges')
    await expect(choice('Edges')).toBeChecked()
    await expect(net).toHaveValue('canny')
  })
})

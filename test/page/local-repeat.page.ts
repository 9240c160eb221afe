import { copyFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildStandIn } from '../support/engine/build-stand-in.ts'
import { esrgan } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import type { Running } from '../e2e/support/launch.ts'
import { quit } from './support/launch.ts'
import type { LocalHome } from '../e2e/support/local-home.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('a local image is reproduced byte for byte after its model was renamed', async ({ local }) => {
  local.addModel('old/paper')
  const { running, page, studio } = await local.start()
  const form = new GenerateForm(page)
  const gallery = new GalleryPage(page)
  await form.fillIn('New image', { model: 'paper' })
  await studio.fixSeed(77)
  await form.prompt.fill('a kite')
  await form.generate.click()
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })

  await test.step('its details name engine, device and model file', async () => {
    await gallery.open()
    await gallery.tiles.first().click()
    const drawn = page.getByRole('region', { name: 'Generated on this computer' })
    await expect(drawn).toContainText('stable-diffusion.cpp stand-in 0000000')
    await expect(drawn).toContainText('Stand-in GPU')
    await expect(drawn).toContainText(/paper\.safetensors · sha256 [\da-f]{10}/)
  })

  const renamed = join(local.folder, 'new')
  await rename(join(local.folder, 'old'), renamed)
  await rename(join(renamed, 'paper.safetensors'), join(renamed, 'cloth.safetensors'))
  await test.step('the renamed model is found by its hash', async () => {
    await page.getByRole('button', { name: 'Use all settings' }).click()
    await expect(form.prompt).toHaveValue('a kite')
    await expect(form.tick('cloth')).toBeChecked()
    // No difference is reported.
    await expect(form.notes).toHaveText('Output: 512 × 512')
    await form.generate.click()
    await expect(studio.cards).toHaveCount(2, { timeout })
    await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
    const images = await call(page, 'library.assets', { ids: (await libraryIds(page)).slice(0, 2) })
    expect(images.map(({ recipe }) => recipe.model)).toEqual(['cloth', 'paper'])
    expect(images[0]?.sha256).toBe(images[1]?.sha256)
  })

  await quit(running)
  const otherRelease = await buildStandIn({ faults: ['OTHER_RELEASE'] })
  await copyFile(otherRelease.libraryPath, local.libraryPath)
  await rm(otherRelease.folder, { recursive: true })
  await test.step('another engine version is reported before the click', async () => {
    const restarted = await recall(local)
    await expect(new GenerateForm(restarted.page).notes).toContainText(
      'The original was made with another engine version (stand-in 0000000; now stand-in 1111111).',
      { timeout },
    )
    await quit(restarted)
  })
  await rm(renamed, { recursive: true })
  await test.step('a missing file is named with its hash', async () => {
    const restarted = await recall(local)
    const message = /Model file not found: cloth\.safetensors, SHA-256 [\da-f]{64}/
    await expect(restarted.page.getByText(message)).toBeVisible({ timeout })
    await quit(restarted)
  })
})

test(
  'a hires upscaler is found by its hash, and a different file of its name is reported',
  { tag: '@full' },
  async ({ local }) => {
    const { folder } = local
    local.addModel('paper')
    writeSafetensors(join(folder, 'x4.safetensors'), esrgan(), { made: '1' })
    const { page, studio } = await local.start()
    const form = new GenerateForm(page)
    const gallery = new GalleryPage(page)
    const upscaler = page.getByLabel('Hires upscaler', { exact: true })
    await form.fillIn('New image', { model: 'paper', prompt: 'a kite' })
    await page.locator('summary', { hasText: /^Advanced/ }).click()
    await page.getByLabel('Hires pass', { exact: true }).selectOption({ label: '×2' })
    await upscaler.selectOption({ label: 'x4' })
    await form.generate.click()
    await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })

    await rename(join(folder, 'x4.safetensors'), join(folder, 'sharper.safetensors'))
    // As large as the file that had this name before.
    writeSafetensors(join(folder, 'x4.safetensors'), esrgan(), { made: '2' })
    await gallery.open()
    await gallery.tiles.first().click()
    await page.getByRole('button', { name: 'Use all settings' }).click()
    await expect(upscaler.locator('option:checked')).toHaveText('sharper')
    await expect(form.notes).toContainText('Output: 1024 × 1024')
    await expect(form.notes).not.toContainText('not on this computer')
    await form.generate.click()
    await expect(studio.cards).toHaveCount(2, { timeout })
    await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
    const images = await call(page, 'library.assets', { ids: (await libraryIds(page)).slice(0, 2) })
    const upscalers = images.map(({ recipe }) =>
      recipe.generation?.local?.files.find(({ part }) => part === 'upscaler'),
    )
    expect(upscalers.map((file) => file?.name)).toEqual(['sharper.safetensors', 'x4.safetensors'])
    expect(upscalers[0]?.sha256).toBe(upscalers[1]?.sha256)

    await rm(join(folder, 'sharper.safetensors'))
    await gallery.open()
    await gallery.tiles.nth(1).click()
    await page.getByRole('button', { name: 'Use all settings' }).click()
    await expect(upscaler.locator('option:checked')).toHaveText('x4')
    await expect(form.notes).toContainText(
      `This model file is not on this computer: x4.safetensors, sha256 ${upscalers[0]?.sha256}. Another one is used`,
    )
  },
)

/** Restarts and reuses all settings of the newest image. */
async function recall(local: LocalHome): Promise<Running> {
  const { running } = await local.start()
  const gallery = new GalleryPage(running.page)
  await gallery.open()
  await gallery.tiles.first().click()
  await running.page.getByRole('button', { name: 'Use all settings' }).click()
  return running
}

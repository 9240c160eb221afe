import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { startHub } from '../support/hub/hub-stand-in.ts'
import { writeTinyInpainting } from '../support/vision/write-tiny-inpainting.ts'
import { writeTinySam } from '../support/vision/write-tiny-sam.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

async function filesIn(folder: string): Promise<Record<string, { bytes: Buffer }>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = paths.map(
    async (path) => [relative(folder, path).split(sep).join('/'), { bytes: await readFile(path) }] as const,
  )
  return Object.fromEntries(await Promise.all(files))
}

test('a model that is missing is downloaded where it is missed, at a click and not before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-missing-'))
  writeTinySam(join(folder, 'sam'))
  writeTinyInpainting(join(folder, 'lama', 'lama_fp32.onnx'))
  const hub = await startHub({
    'Xenova/slimsam-77-uniform': { files: await filesIn(join(folder, 'sam')) },
    'Carve/LaMa-ONNX': { files: await filesIn(join(folder, 'lama')) },
  })
  const running = await launch({ home: await copyKnownHome(), env: { HF_ENDPOINT: hub.address } })
  const { page } = running
  const form = new GenerateForm(page)
  const alert = page.getByRole('alert')
  try {
    await new StudioPage(page).canvas.ready()

    await test.step('the message names the model with its size and license, and no command', async () => {
      await page.keyboard.press('o')
      await expect(alert).toContainText('SlimSAM does this on your computer (≈ 39 MB, Apache 2.0 license).')
      await expect(alert).not.toContainText('models download')
      await expectAccessible(page, 'a model that is missing')
      expect(hub.requests).toEqual([])
    })

    await test.step('its button downloads it there; then the tool works', async () => {
      await alert.getByRole('button', { name: 'Download SlimSAM (≈ 39 MB)' }).click()
      await expect(page.getByText('Downloaded SlimSAM, object selection.')).toBeVisible({ timeout })
      await expect(alert).toHaveCount(0)
      const { models } = await call(page, 'vision.models', {})
      expect(models).toMatchObject([{ name: 'slimsam-77-uniform', task: 'objects' }])
    })

    await test.step('beside the models of a task, the row turns into the model', async () => {
      await form.choose('Remove')
      const offer = form.models.getByRole('button', { name: 'Download LaMa (≈ 208 MB)' })
      await expect(form.models).toContainText('Apache 2.0 license. Runs on this computer.')
      expect(hub.deliveries.filter((delivery) => JSON.stringify(delivery).includes('lama'))).toEqual([])
      await offer.click()
      await expect(form.models).toContainText('lama_fp32', { timeout })
    })
  } finally {
    await quit(running)
    await hub.close()
    await rm(folder, { recursive: true, force: true })
  }
})

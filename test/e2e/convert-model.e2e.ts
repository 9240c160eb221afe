import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildStandIn } from '../support/engine/build-stand-in.ts'
import { checkpoint, unet } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { ModelsPage } from './pages/models-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { expectAccessible } from './support/axe.ts'
import { launch, makeHome, quit } from './support/launch.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('a model is converted to a smaller copy, which is a model of its own', async () => {
  const home = await makeHome()
  const engine = await buildStandIn()
  for (const name of ['paper', 'slow', 'broken']) {
    writeSafetensors(join(engine.folder, `${name}.safetensors`), checkpoint(unet(), 'sd1'))
  }
  const settings = {
    version: 1,
    hasSeenFirstStart: true,
    enginePath: engine.libraryPath,
    modelFolders: [engine.folder],
  }
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings))
  const running = await launch({ home })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  const models = new ModelsPage(page)
  await models.open()
  await expect(models.models('Local models')).toContainText(['broken', 'paper', 'slow'], { timeout })

  const dialog = page.getByRole('dialog', { name: 'Convert model' })
  const open = () => models.card('Local models').getByRole('button', { name: 'Convert…' }).click()
  const choose = async (model: string) => {
    await dialog.getByLabel('Model').selectOption({ label: `${model} · f16` })
    await dialog.getByRole('radio', { name: /q8_0/ }).check()
    await dialog.getByRole('button', { name: 'Convert', exact: true }).click()
  }
  await open()
  const convert = dialog.getByRole('button', { name: 'Convert', exact: true })
  await expect(dialog.getByRole('radio', { name: /^q8_0 hardly any visible difference .*% smaller$/ })).toBeVisible()
  await expect(convert).toBeDisabled()
  await expectAccessible(page, 'a model to convert')

  await choose('broken')
  await expect(dialog.getByRole('alert')).toContainText('could not convert this model', { timeout })
  await choose('slow')
  await expect(dialog.getByRole('progressbar', { name: 'Convert model' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()

  await open()
  await choose('paper')
  await expect(dialog).toBeHidden({ timeout })
  await expect(models.models('Local models')).toContainText(['broken', 'paper', 'paper-q8_0', 'slow'])
  await expect.poll(() => readdir(join(home, 'models', 'converted')), { timeout }).toEqual(['paper-q8_0.gguf'])
  await quit(running)
  await rm(engine.folder, { recursive: true, force: true })
})

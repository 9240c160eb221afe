import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('converting a model adds a smaller copy as a separate model', async ({ local }) => {
  for (const name of ['paper', 'slow', 'broken']) local.addModel(name)
  const { page } = await local.start()
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
  await expect.poll(() => readdir(join(local.home, 'models', 'converted')), { timeout }).toEqual(['paper-q8_0.gguf'])
})

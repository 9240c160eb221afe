import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { maskPng, photoPng } from '../support/small-images.ts'
import { buildMaskedResponse } from '../e2e/support/answers.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { importFiles } from '../e2e/support/bridge.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import type { Running } from '../e2e/support/launch.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 30_000
const size = { widthPx: 600, heightPx: 400 }
const hole = { x: 200, y: 120, widthPx: 120, heightPx: 120 }

/** Photos of one shape and different sizes. */
async function writePhotos(folder: string, count: number): Promise<string[]> {
  await mkdir(folder)
  const paths: string[] = []
  for (let at = 0; at < count; at++) {
    const photo = photoPng({ widthPx: size.widthPx + 3 * at, heightPx: size.heightPx + 2 * at })
    const path = join(folder, `photo-${String(at).padStart(2, '0')}.png`)
    await writeFile(path, photo)
    paths.push(path)
  }
  return paths
}

test('a plan file is run on the images that are selected in the Gallery, for one price', async ({
  gallery,
  form,
  startService,
  page,
  app,
  home,
}) => {
  const served: { server?: StubServer } = {}
  served.server = await startService(openaiStub, 'done', {
    image: () => buildMaskedResponse(served.server!, 'keeps'),
  })
  await form.chooseModel('gpt-image-2')
  const plan = join(home, 'street.atelier-plan.json')
  const png = Buffer.from(maskPng(size, hole)).toString('base64')
  const step = {
    name: 'Cloth',
    model: 'openai/gpt-image-2',
    prompt: 'a green cloth',
    mask: { png, width: size.widthPx, height: size.heightPx },
  }
  await writeFile(plan, JSON.stringify({ name: 'Street', steps: [step] }))
  await importFiles(page, await writePhotos(join(home, 'photos'), 2))
  await gallery.open()
  await expect(gallery.tile('photo-01')).toBeVisible({ timeout })

  await gallery.tile('photo-00').click()
  await gallery.tile('photo-01').click({ modifiers: ['ControlOrMeta'] })
  await gallery.tile('photo-01').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Run edit plan…' }).click()
  const choice = page.getByRole('dialog', { name: 'Run edit plan on 2 images' })
  await expect(choice.getByText('No edit plans yet')).toBeVisible()
  await expectAccessible(page, 'the choice of a plan')

  await answerOpenDialog(app, [plan])
  await choice.getByRole('button', { name: 'Open plan…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit plan “Street” on images' })
  const images = dialog.getByRole('list', { name: 'Images' })
  await expect(images.getByRole('listitem', { name: /^photo-/ })).toHaveCount(2, { timeout })
  await expect(images.getByRole('listitem', { name: 'photo-01' })).toContainText('was scaled to the image')
  const run = dialog.getByRole('button', { name: /^Run · \$0\.\d+$/ })
  await expect(run).toBeVisible({ timeout })
  await expect(dialog.getByRole('status')).toContainText('2 images, 2 steps')
  expect(served.server.submissions()).toEqual([])
  await run.click()
  await expect(dialog.getByRole('status')).toContainText('2 of 2 images done', { timeout })
  expect(served.server.submissions()).toHaveLength(2)
  const merged = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'merge')
  expect(merged.map(({ recipe }) => recipe.changedOutside)).toEqual([0, 0])

  // The run is found again, and its window asks for nothing.
  await page.keyboard.press('Escape')
  await gallery.tile('photo-00').click()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search commands' }).fill('run edit plan')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Last run: Street' }).click()
  await expect(dialog.getByRole('status')).toContainText('2 of 2 images done')
  await dialog.getByRole('button', { name: 'Back to plans' }).click()
  await expect(page.getByRole('dialog', { name: 'Run edit plan on 1 image' })).toBeVisible()
  expect(served.server.submissions()).toHaveLength(2)
})

test('the plan of a document is offered in the Gallery; preparing says how far it is, and stops', async ({
  gallery,
  studio,
  page,
  app,
  home,
}) => {
  await studio.setNumber('Size', 40)
  await studio.canvas.stroke([
    { x: 120, y: 120 },
    { x: 150, y: 150 },
  ])
  await page.getByRole('button', { name: 'Edit plan…' }).click()
  const editPlan = page.getByRole('dialog', { name: 'Edit plan', exact: true })
  await editPlan.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Content-aware fill' })
  await expect(editPlan.getByRole('button', { name: 'Run · free' })).toBeVisible({ timeout })
  await page.keyboard.press('Escape')

  await importFiles(page, await writePhotos(join(home, 'many'), 60))
  await gallery.open()
  await expect(gallery.tile('photo-59')).toBeVisible({ timeout })
  await gallery.grid.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search commands' }).fill('run edit plan')
  await page.keyboard.press('Enter')
  const choice = page.getByRole('dialog', { name: /^Run edit plan on \d+ images$/ })
  const plan = choice.getByRole('button', { name: /^coffee 1 step: / })
  await expect(plan).toBeFocused()
  await plan.click()
  await expect(choice.getByText(/^Preparing \d+ of \d+$/)).toBeVisible({ timeout })
  // On a busy computer an audit takes longer than preparing does.
  const imaging = await imagingProcess(app)
  process.kill(imaging, 'SIGSTOP')
  try {
    await expectAccessible(page, 'a plan being prepared')
    await choice.getByRole('button', { name: 'Stop' }).click()
  } finally {
    process.kill(imaging, 'SIGCONT')
  }
  await expect(choice.getByText(/^Preparing/)).toHaveCount(0)
  await expect(plan).toBeEnabled()
  await expect(choice.getByRole('alert')).toHaveCount(0)
})

/** Its process ID. */
function imagingProcess(app: Running['app']): Promise<number> {
  return app.evaluate(async ({ app: electron }) => {
    const [imaging] = electron.getAppMetrics().filter(({ name }) => name === 'Atelier Imaging')
    return imaging!.pid
  })
}

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stabilityStub } from '../support/services/stability-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { photoPng } from '../support/small-images.ts'
import { buildMaskedResponse, type Manner } from '../e2e/support/answers.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { answerOpenDialog, answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('two masks are planned, priced, run in order, merged into one result, kept and undone', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const dialog = page.getByRole('dialog', { name: 'Edit plan' })
  const openPlan = () => page.getByRole('button', { name: 'Edit plan…' }).click()

  await openPlan()
  await expect(dialog.getByText('No masks yet')).toBeVisible()
  // As wide as its buttons, not as a list of steps.
  expect((await dialog.boundingBox())?.width).toBeLessThan(600)
  await page.keyboard.press('Escape')

  await studio.setNumber('Size', 40)
  await studio.canvas.stroke([
    { x: 120, y: 120 },
    { x: 150, y: 150 },
  ])
  await page.getByRole('button', { name: 'New mask' }).click()
  await studio.canvas.stroke([
    { x: 430, y: 280 },
    { x: 470, y: 300 },
  ])
  // The second answer is of another image: its step fails.
  const served: { server?: StubServer } = {}
  const manner = (): Manner => (served.server!.submissions().length === 2 ? 'other' : 'keeps')
  const server = await startService(stabilityStub, 'done', {
    image: () => buildMaskedResponse(served.server!, manner()),
  })
  served.server = server
  await form.chooseModel('inpaint')

  await openPlan()
  const steps = dialog.getByRole('listitem', { name: /^Step / })
  await expect(steps).toHaveCount(2)
  await expect(steps.first().getByText('Enter a prompt.')).toBeVisible()
  const run = dialog.getByRole('button', { name: /^(Run|Resume)($| ·)/ })
  await expect(run).toBeDisabled()
  await steps.first().getByRole('textbox', { name: 'Prompt', exact: true }).fill('a green cloth')
  await steps.nth(1).getByRole('textbox', { name: 'Prompt', exact: true }).fill('a green leaf')
  await expect(run).toHaveText(/^Run · \$0\.\d+$/)
  await expect(dialog.getByText('After the steps it overlaps')).toBeVisible()
  await expectAccessible(page, 'an edit plan')
  expect(server.submissions()).toEqual([])

  await run.click()
  await expect(steps.first().getByText('Done')).toBeVisible({ timeout })
  await expect(steps.nth(1).getByText('Failed')).toBeVisible({ timeout })
  await expect(steps.nth(1).getByText(/^The result does not match its surroundings/)).toBeVisible()
  await expect(studio.cards).toHaveCount(0)
  await expectAccessible(page, 'a plan with a failed step')
  // It was paid for: only replacing it sends it again.
  await expect(run).toBeDisabled()
  expect(server.submissions()).toHaveLength(2)

  // A replaced step is made again, and nothing else.
  await dialog.getByRole('button', { name: 'Replace result of step 2' }).click()
  await expect(run).toHaveText(/^Resume · \$0\.\d+$/)
  await run.click()
  await expect(dialog.getByRole('status')).toContainText(/^Changed: [\d,]+ px inside the masks, 0 outside$/, {
    timeout,
  })
  await expect(steps.nth(1).getByText('Done')).toBeVisible()
  expect(server.submissions()).toHaveLength(3)
  await page.keyboard.press('Escape')

  const made = await libraryAssets(page)
  const merged = made.filter(({ recipe }) => recipe.operation === 'merge')[0]!
  const second = made.find(({ id }) => id === merged.recipe.takenFromId)!
  const first = made.find(({ id }) => id === second.parentId)!
  expect([first.recipe.prompt, second.recipe.prompt]).toEqual(['a green cloth', 'a green leaf'])
  expect(merged.parentId).toBe(first.parentId)
  expect(merged.recipe.changedOutside).toBe(0)

  // One card for the whole plan; keeping it is one step back.
  const card = studio.cards.last()
  await expect(card).toHaveAccessibleName(/done/)
  await card.click()
  await page.keyboard.press('Enter')
  await expect(card).toHaveAccessibleName(/kept/)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(card).not.toHaveAccessibleName(/kept/)

  // The plan belongs to the document.
  await openPlan()
  await expect(steps).toHaveCount(2)
  await expect(steps.first().getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('a green cloth')
  await page.keyboard.press('Escape')
})

test('steps are reordered, duplicated, switched off and deleted; content-aware fill is free', async ({
  studio,
  page,
}) => {
  const dialog = page.getByRole('dialog', { name: 'Edit plan' })
  await studio.setNumber('Size', 40)
  await studio.canvas.stroke([{ x: 120, y: 120 }])
  await page.getByRole('button', { name: 'Edit plan…' }).click()
  const steps = dialog.getByRole('listitem', { name: /^Step / })
  await expect(steps).toHaveCount(1)
  await steps.first().getByRole('combobox', { name: 'Model' }).selectOption('Content-aware fill')
  await dialog.getByRole('button', { name: 'Duplicate step 1' }).click()
  await expect(steps).toHaveCount(2)
  await steps.nth(1).getByRole('checkbox').uncheck()
  await expect(steps.nth(1).getByText('Off')).toBeVisible()
  await dialog.getByRole('button', { name: 'Move step 2 up' }).press('Enter')
  await expect(steps.first().getByText('Off')).toBeVisible()
  // The focus goes with the step.
  await expect(dialog.getByRole('button', { name: 'Move step 1 up' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Move step 1 down' }).press('Enter')
  await expect(dialog.getByRole('button', { name: 'Move step 2 down' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Move step 2 up' }).press('Enter')
  await expect(steps.first().getByText('Off')).toBeVisible()
  await steps.nth(1).locator('.plan-grip').dragTo(steps.first())
  await expect(steps.nth(1).getByText('Off')).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete step 2' }).press('Enter')
  await expect(steps).toHaveCount(1)
  await expect(dialog.getByRole('button', { name: 'Delete step 1' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Run · free' }).click()
  await expect(dialog.getByRole('status')).toContainText(/px inside the masks, 0 outside$/, { timeout })
})

test('a plan is saved, opened again, and run on several images for one price', async ({
  studio,
  form,
  startService,
  page,
  app,
  home,
}) => {
  const plan = page.getByRole('dialog', { name: 'Edit plan', exact: true })
  const onImages = page.getByRole('dialog', { name: 'Edit plan on images' })
  const served: { server?: StubServer } = {}
  served.server = await startService(stabilityStub, 'done', {
    image: () => buildMaskedResponse(served.server!, 'keeps'),
  })
  await form.chooseModel('inpaint')
  await studio.setNumber('Size', 40)
  await studio.canvas.stroke([
    { x: 120, y: 120 },
    { x: 150, y: 150 },
  ])
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search commands' }).fill('edit plan')
  await page.keyboard.press('Enter')
  const steps = plan.getByRole('listitem', { name: /^Step / })
  await expect(steps).toHaveCount(1)
  await steps.first().getByRole('textbox', { name: 'Prompt', exact: true }).fill('a green cloth')
  await steps.first().getByText('More settings').click()
  await steps.first().getByRole('textbox', { name: 'Seed' }).fill('7')
  await steps.first().getByRole('combobox', { name: 'Mask edge' }).selectOption('Custom')
  await expect(steps.first().getByRole('textbox', { name: 'Grow (px)' })).toHaveValue('4')
  await expectAccessible(page, 'the settings of a step')

  const path = join(home, 'street.atelier-plan.json')
  await answerSaveDialog(app, path)
  await plan.getByRole('button', { name: 'Save plan…' }).click()
  await expect.poll(async () => readFile(path, 'utf8').catch(() => '')).toContain('"prompt": "a green cloth"')
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    steps: [{ model: 'stability/inpaint', grow_px: 4, feather_px: 8, mask: { png: expect.any(String) } }],
  })
  await plan.getByRole('button', { name: 'Delete step 1' }).click()
  await expect(steps).toHaveCount(0)
  await answerOpenDialog(app, [path])
  await plan.getByRole('button', { name: 'Open plan…' }).click()
  await expect(steps).toHaveCount(1)
  await expect(steps.first().getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('a green cloth')

  // Two of the shape of the open image, one of another.
  const { widthPx, heightPx } = (await libraryAssets(page)).find(({ name }) => name === 'coffee')!
  const folder = join(home, 'photos')
  await mkdir(folder)
  const photos = [
    ['full.png', widthPx, heightPx],
    ['half.png', Math.round(widthPx / 2), Math.round(heightPx / 2)],
    ['tall.png', heightPx, 2 * widthPx],
  ] as const
  for (const [name, width, height] of photos) {
    await writeFile(join(folder, name), photoPng({ widthPx: width, heightPx: height }))
  }
  await plan.getByRole('button', { name: 'Run on images…' }).click()
  await expect(onImages.getByText('No images chosen')).toBeVisible()
  await answerOpenDialog(app, [folder])
  await onImages.getByRole('button', { name: 'Choose folder…' }).click()
  const images = onImages.getByRole('list', { name: 'Images' })
  await expect(images.getByRole('listitem', { name: 'full' })).toContainText('Ready', { timeout })
  await expect(images.getByRole('listitem', { name: 'full' })).not.toContainText('scaled')
  await expect(images.getByRole('listitem', { name: 'half' })).toContainText('was scaled to the image')
  await expect(images.getByRole('listitem', { name: 'tall' })).toContainText('has another shape')
  const run = onImages.getByRole('button', { name: /^Run · \$0\.\d+$/ })
  await expect(run).toBeVisible({ timeout })
  await expect(onImages.getByRole('status')).toContainText('2 images, 2 steps')
  await expectAccessible(page, 'a plan on several images')
  expect(served.server.submissions()).toEqual([])

  await run.click()
  await expect(images.getByRole('listitem', { name: 'full' })).toContainText('Done', { timeout })
  await expect(images.getByRole('listitem', { name: 'half' })).toContainText('Done', { timeout })
  await expect(onImages.getByRole('status')).toContainText('2 of 3 images done')
  expect(served.server.submissions()).toHaveLength(2)
  const merged = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'merge')
  expect(merged.map(({ recipe }) => recipe.changedOutside)).toEqual([0, 0])

  // One step back for one image, and the run is still there when the dialog is opened again.
  await onImages.getByRole('button', { name: 'Undo full' }).click()
  await expect(images.getByRole('listitem', { name: 'full' })).not.toContainText('Done', { timeout })
  await expect(onImages.getByRole('button', { name: /· \$0\.\d+$/ })).toBeVisible({ timeout })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Edit plan…' }).click()
  await plan.getByRole('button', { name: 'Run on images…' }).click()
  await expect(images.getByRole('listitem', { name: 'half' })).toContainText('Done', { timeout })
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { blankRequest } from '../../src/shared/domain/generation.ts'
import { geminiStub } from '../support/services/gemini-stub.ts'
import { GridPage } from '../e2e/pages/grid-page.ts'
import { expectAccessible, expectOpenedAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('a grid of prompts and seeds is set up, priced, made, zoomed, opened and exported', async ({
  form,
  startService,
  page,
  app,
  home,
}) => {
  const grid = new GridPage(page)
  const server = await startService(geminiStub)
  await form.fillIn('New image', { model: 'gemini-3.1-flash-lite-image', prompt: 'a red kite' })
  await page.getByRole('button', { name: 'Grid…' }).click()
  await expect(grid.dialog).toBeVisible()
  await expect(grid.make).toBeDisabled()
  const x = await grid.vary('X: columns', 'Prompt S/R')
  await x.getByRole('textbox', { name: 'Find' }).fill('green')
  await x.getByRole('textbox', { name: /^Replace with/ }).fill('green')
  await expect(x.getByText('“green” is not in the prompt.')).toBeVisible()
  await x.getByRole('textbox', { name: 'Find' }).fill('red')
  await x.getByRole('textbox', { name: /^Replace with/ }).fill('red\nblue\ngreen')
  const y = await grid.vary('Y: rows', 'Seed')
  await y.getByRole('textbox', { name: 'Values' }).fill('1-x')
  await expect(y.getByText('“1-x” is not a whole number.')).toBeVisible()
  await y.getByRole('textbox', { name: 'Values' }).fill('1-2')
  await expect(grid.dialog.getByRole('status')).toHaveText('3 × 2 = 6 images')
  await expect(grid.make).toHaveText(/^Make 6 images · ~?\$0\.\d+$/)
  // What the model does with seeds is said before anything is sent.
  await expect(grid.dialog.getByText(/^Nano Banana 2 Lite: .*same seed/).first()).toBeVisible()
  await expectAccessible(page, 'the dialog of a grid')
  expect(server.submissions()).toEqual([])
  await grid.make.click()

  await expect(page.getByRole('row', { name: /^1/ })).toBeVisible()
  await expect(grid.inState('done')).toHaveCount(6, { timeout })
  expect(server.submissions()).toHaveLength(6)
  await expect(page.getByRole('status').filter({ hasText: '6 of 6 images' })).toBeVisible()
  await expect(grid.cell('Prompt: red blue, Seed 2: done')).toBeVisible()
  await expectAccessible(page, 'a grid')

  await grid.cell('Prompt: red red, Seed 1: done').click()
  await page.keyboard.press('Shift+F10')
  await expectOpenedAccessible(page, 'menu of a cell', 'menu')

  // Ordinary images: with recipe and place.
  const made = await libraryAssets(page)
  const prompts = made.slice(0, 6).map(({ recipe }) => recipe.prompt)
  expect(new Set(prompts)).toEqual(new Set(['a red kite', 'a blue kite', 'a green kite']))
  const [listed] = await call(page, 'grids.list', {})
  expect(made[0]!.recipe.generation?.trace).toMatchObject({ grid: listed!.id })

  // Keys select, and zoom all images together.
  await grid.cell('Prompt: red red, Seed 1: done').click()
  await page.keyboard.press('ArrowRight')
  await expect(grid.cell('Prompt: red blue, Seed 1: done')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('+')
  await expect(page.getByRole('button', { name: /^1\d\d/ })).toBeVisible()
  const scales = await grid.cells
    .locator('img')
    .evaluateAll((images) => images.map((image) => new DOMMatrix(getComputedStyle(image).transform).a.toFixed(3)))
  expect(new Set(scales)).toEqual(new Set(['1.250']))
  await page.keyboard.press('ControlOrMeta+0')
  await page.keyboard.press('4')
  await expect
    .poll(async () => (await libraryAssets(page)).filter(({ annotations }) => annotations.rating === 4).length)
    .toBe(1)

  // A cell opens large, and Escape returns.
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Back to grid' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(grid.cells).toHaveCount(6)

  const path = join(home, 'kites.pdf')
  await answerSaveDialog(app, path)
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export grid' })
  await dialog.getByRole('radio', { name: 'PDF' }).check()
  await expectAccessible(page, 'the export of a grid')
  await dialog.getByRole('button', { name: 'Export…' }).click()
  await expect(dialog).toHaveCount(0, { timeout })
  expect((await readFile(path)).subarray(0, 5).toString()).toBe('%PDF-')
})

test('failing cells say why and are made again; a row stops; the grid is kept, renamed, deleted and restored', async ({
  form,
  startService,
  page,
}) => {
  const grid = new GridPage(page)
  const server = await startService(geminiStub)
  await form.fillIn('New image', { model: 'gemini-3.1-flash-lite-image', prompt: 'a sailing boat' })
  await page.keyboard.press('ControlOrMeta+Shift+g')
  await (await grid.vary('X: columns', 'Seed')).getByRole('textbox', { name: 'Values' }).fill('1-2')
  server.setScene(`refused:${geminiStub.refusals[0]!.name}`)
  await grid.dialog.getByRole('textbox', { name: 'Name' }).fill('Boats')
  await expect(grid.make).toHaveText(/^Make 2 images/)
  await grid.make.click()
  await expect(grid.inState('Refused')).toHaveCount(2, { timeout })
  await expect(grid.cell('Seed 1: Refused')).toHaveAccessibleName(/^Seed 1: Refused .*PROHIBITED_CONTENT/)
  await expectAccessible(page, 'refused cells')

  server.setScene('done')
  await grid.cell('Seed 2: Refused').getByRole('button', { name: 'Retry…' }).click()
  const ask = page.getByRole('dialog', { name: 'Make 1 image?' })
  const confirm = ask.getByRole('button', { name: /^Make 1 image · ~?\$/ })
  await expect(confirm).toBeFocused()
  await expectAccessible(page, 'an image of a grid to make')
  await confirm.press('Enter')
  await expect(grid.cell('Seed 2: done')).toBeVisible({ timeout })
  await expect(grid.cell('Seed 1: Refused')).toBeVisible()

  // What waits is stopped by its column, and is missing then.
  await call(page, 'queue.pause', { lane: null })
  await grid.cell('Seed 1: Refused').getByRole('button', { name: 'Retry…' }).click()
  await ask.getByRole('button', { name: /^Make 1 image/ }).click()
  await expect(grid.cell('Seed 1: Waiting')).toBeVisible()
  await page.getByRole('button', { name: 'Column 1' }).click()
  await expectAccessible(page, 'menu of a column')
  await page.getByRole('menuitem', { name: 'Stop column' }).click()
  await expect(grid.cell('Seed 1: Canceled')).toBeVisible()
  await call(page, 'queue.resume', { lane: null })
  await page.getByRole('button', { name: 'Make 1 missing image…' }).click()
  await ask.getByRole('button', { name: /^Make 1 image/ }).click()
  await expect(grid.inState('done')).toHaveCount(2, { timeout })

  await page.getByRole('button', { name: 'Grids' }).click()
  const list = page.getByRole('list', { name: 'Grids' })
  await expect(list.getByRole('button', { name: /^Boats/ })).toContainText('2 of 2 images')
  await expectAccessible(page, 'the list of grids')
  await list.getByRole('button', { name: 'More actions for Boats' }).click()
  await expectAccessible(page, 'menu of a grid')
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await page.getByRole('dialog', { name: 'Rename grid' }).getByRole('textbox', { name: 'Name' }).fill('Ships')
  await expectAccessible(page, 'a new name for a grid')
  await page.keyboard.press('Enter')
  await list.getByRole('button', { name: 'More actions for Ships' }).click()
  await page.getByRole('menuitem', { name: 'Delete grid' }).click()
  await expect(list.getByRole('button', { name: /^Ships/ })).toHaveCount(0)
  await expect(page.locator('.toast-lasting')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await list.getByRole('button', { name: /^Ships/ }).click()
  await expect(grid.inState('done')).toHaveCount(2)
})

test('an impossible cell is skipped and named before the click', async ({ form, page }) => {
  const grid = new GridPage(page)
  await form.fillIn('New image', { model: 'demo waves', prompt: 'long' })
  await page.getByRole('button', { name: 'Grid…' }).click()
  const x = await grid.vary('X: columns', 'Prompt S/R')
  await x.getByRole('textbox', { name: 'Find' }).fill('long')
  await x.getByRole('textbox', { name: /^Replace with/ }).fill('long\n')
  await expect(grid.dialog.getByText('1 image skipped')).toBeVisible()
  await expect(grid.make).toHaveText('Make 1 image · free')
  await page.keyboard.press('Escape')
  await expect(grid.dialog).toHaveCount(0)
})

test('a large grid keeps only what is in view, and shows the right cells wherever it is scrolled', async ({ page }) => {
  const grid = new GridPage(page)
  await call(page, 'queue.pause', { lane: null })
  const { id } = await call(page, 'grids.create', {
    draft: {
      name: 'Large',
      request: { ...blankRequest, provider: 'fake', model: 'demo-waves', prompt: 'kite' },
      axes: [
        { variable: 'seed', values: Array.from({ length: 20 }, (_, at) => at + 1) },
        { variable: 'prompt', search: 'kite', values: Array.from({ length: 20 }, (_, at) => `kite ${at + 1}.`) },
      ],
      order: 'listed',
    },
    maskPng: null,
  })
  await page.keyboard.press('ControlOrMeta+3')
  await page.locator('.compare').waitFor()
  await page.keyboard.press('Shift+G')
  await page.getByRole('button', { name: /^Large/ }).click()
  await expect(grid.cell('Seed 1, Prompt: kite kite 1.: Waiting')).toBeVisible()
  expect(await grid.cells.count()).toBeLessThan(100)
  await grid.grid.hover()
  for (let step = 0; step < 60; step++) await page.mouse.wheel(0, 90)
  for (let step = 0; step < 60; step++) await page.mouse.wheel(90, 0)
  await expect(grid.cell('Seed 20, Prompt: kite kite 20.: Waiting')).toBeVisible()
  await expect(grid.grid.getByRole('columnheader', { name: /^20/ })).toBeVisible()
  await expect(grid.grid.getByRole('rowheader', { name: /^kite 20\./ })).toBeVisible()
  await expect(grid.cell('Seed 1, Prompt: kite kite 1.: Waiting')).toHaveCount(0)
  expect(await grid.cells.count()).toBeLessThan(100)
  await page.getByRole('button', { name: 'Stop 400 waiting' }).click()
  await expect(page.getByRole('button', { name: 'Make 400 missing images…' })).toBeVisible({ timeout })
  await call(page, 'queue.resume', { lane: null })
  await call(page, 'grids.remove', { id })
})

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { smallPng } from '../support/small-images.ts'
import { ComparePage } from '../e2e/pages/compare-page.ts'
import { OrganizePage } from '../e2e/pages/organize-page.ts'
import { QueuePage } from '../e2e/pages/queue-page.ts'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import type { TaskLabel } from '../e2e/pages/generate-form.ts'
import { buildMaskedResponse } from '../e2e/support/answers.ts'
import { expectAccessible, expectOpenedAccessible } from '../e2e/support/axe.ts'
import { call, importFiles, libraryIds } from '../e2e/support/bridge.ts'
import type { Running } from '../e2e/support/launch.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { readNames } from '../e2e/support/screen-reader.ts'
import { expect, test } from './support/test.ts'

const tasks: readonly TaskLabel[] = [
  'Fill',
  'Add',
  'Remove',
  'Background',
  'Expand',
  'Whole image',
  'New image',
  'Variations',
]
const spot = [
  { x: 350, y: 270 },
  { x: 375, y: 295 },
] as const

async function importSome({ page, home }: Running, count: number): Promise<void> {
  const folder = join(home, 'incoming')
  await mkdir(folder)
  const paths = Array.from({ length: count }, (_, at) => join(folder, `p${at}.png`))
  await Promise.all(paths.map((path, at) => writeFile(path, smallPng(at, 48, 32))))
  const { imported } = await importFiles(page, paths)
  await call(page, 'catalogue.mark', {
    ids: imported.slice(0, 2),
    change: { rating: 4, flag: 'pick', label: 'red', addTags: ['sea', 'boat'] },
  })
}

test.beforeEach(({ running }) => resizeTo(running, 1280, 800))

test('the Studio is accessible: every task', async ({ form, startService, running: { page } }) => {
  await expectAccessible(page, 'first start')
  await startService(openaiStub)
  for (const task of tasks) {
    await form.choose(task)
    await expectAccessible(page, task)
  }
})

test('the Studio is accessible: results, tabs and menus', async ({ studio, form, startService, page }) => {
  await startService(openaiStub)
  await form.fillIn('New image', { model: 'demo waves' })
  await form.addModel('gpt-image-2')
  await form.addModel('demo light')
  await expectAccessible(page, 'several models')
  await form.openPicker()
  await expectOpenedAccessible(page, 'model picker')
  await form.prompt.fill('a lighthouse')
  await form.prompt.press('ControlOrMeta+Enter')
  await expect(studio.cards).toHaveCount(3)
  for (const card of await studio.cards.all())
    await expect(card).toHaveAccessibleName(/done|failed/, { timeout: 60_000 })
  await expectAccessible(page, 'results of a run')
  await studio.cards.nth(2).click()
  await expectAccessible(page, 'a chosen result')
  await studio.cards.first().click({ button: 'right' })
  await expectOpenedAccessible(page, 'menu of a result', 'menu')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab')).toHaveCount(2)
  await expectAccessible(page, 'two tabs')
  await page.getByRole('button', { name: /^Zoom / }).click()
  await expectOpenedAccessible(page, 'zoom menu', 'menu')
  for (const panel of ['task panel', 'tool options'])
    await page.getByRole('button', { name: `Collapse ${panel}` }).click()
  await expectAccessible(page, 'collapsed panels')
})

test('the Studio is accessible: an unpasted result, many documents, none', async ({
  studio,
  form,
  startService,
  running,
  page,
}) => {
  const { canvas } = studio
  await canvas.stroke(spot)
  const served: { server?: StubServer } = {}
  served.server = await startService(openaiStub, 'done', { image: () => buildMaskedResponse(served.server!, 'other') })
  await form.chooseModel('gpt-image-2')
  await form.prompt.fill('a green cloth')
  await form.prompt.press('ControlOrMeta+Enter')
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout: 60_000 })
  await expect(page.getByRole('figure', { name: 'Result' })).toBeVisible()
  await expectAccessible(page, 'not pasted')
  await importSome(running, 4)
  for (const assetId of (await libraryIds(page)).slice(0, 4)) await call(page, 'canvas.open', { assetId })
  await page.getByRole('button', { name: 'All documents' }).click()
  await expectOpenedAccessible(page, 'documents', 'menu')
  for (const { id } of await call(page, 'canvas.documents', {})) await call(page, 'canvas.close', { id })
  await expect(page.getByRole('tab')).toHaveCount(0)
  await expectAccessible(page, 'no document')
})

for (const [state, scene] of [
  ['refused', 'refused:400-moderation-of-the-prompt'],
  ['failed', 'failed:429-no-credit'],
] as const) {
  test(`the Studio is accessible: a ${state} run`, async ({ studio, form, startService, page }) => {
    await startService(openaiStub, scene)
    await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a green cloth' })
    await form.prompt.press('ControlOrMeta+Enter')
    await expect(studio.cards.first()).toHaveAccessibleName(new RegExp(state), { timeout: 60_000 })
    await expectAccessible(page, state)
    await studio.results.getByRole('button', { name: 'Collapse results' }).click()
    await expectAccessible(page, `${state}, collapsed`)
  })
}

test('the Studio is accessible: masks, layers and their dialogs', async ({ studio, page }) => {
  await studio.canvas.stroke(spot)
  await studio.fill()
  await expectAccessible(page, 'a masked result')
  await studio.run('Show details')
  await expectOpenedAccessible(page, 'details of a result')
  await page.keyboard.press('y')
  await expectAccessible(page, 'before and after')
  await page.keyboard.press('y')
  await page.keyboard.press('Escape')
  await studio.canvas.view.click({ button: 'right' })
  await expectOpenedAccessible(page, 'brush at the pointer')
  await studio.selectTool('Magic wand')
  await studio.canvas.view.click({ button: 'right' })
  await expectOpenedAccessible(page, 'menu of the canvas', 'menu')
  await studio.selectTool('Brush')
  await studio.run('New paint layer')
  await studio.run('New mask')
  await studio.canvas.stroke(spot)
  await page
    .getByRole('button', { name: /\(mask\)/ })
    .first()
    .click({ button: 'right' })
  await expectOpenedAccessible(page, 'menu of a mask', 'menu')
  for (const command of ['Refine mask…', 'Select by color…', 'Mask rectangle…', 'Export…']) {
    await studio.run(command)
    await expectOpenedAccessible(page, command)
  }
})

test('the Studio is accessible: every tool', async ({ studio, running: { page } }) => {
  for (const tool of await page.getByRole('toolbar', { name: 'Tools' }).locator('[data-tool]').all()) {
    await tool.click()
    await expectAccessible(page, `tool ${await tool.getAttribute('aria-label')}`)
  }
  await page
    .getByRole('button', { name: /^More tools like/ })
    .first()
    .click()
  await expectOpenedAccessible(page, 'tools of a group')
  await studio.run('Show or hide navigator')
  await expectAccessible(page, 'navigator')
})

test('the Studio is accessible: prompt tools', async ({ studio, form, page }) => {
  await form.fillIn('New image', { model: 'demo waves', prompt: 'a lighthouse' })
  await form.prompt.press('ControlOrMeta+Enter')
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout: 60_000 })
  const tools = page.getByRole('toolbar', { name: 'Prompt tools' }).getByRole('button')
  const writing = ['Styles', 'Prompt builder', 'Rewrite with AI', 'Snippets', 'Wildcards']
  const dialogs = [...writing, 'Prompt history', 'References']
  await expect(tools).toHaveCount(dialogs.length)
  for (const name of dialogs) {
    await tools.and(page.getByLabel(name, { exact: true })).click()
    await expectOpenedAccessible(page, name)
  }
  await tools.first().click()
  await page.getByRole('button', { name: 'Save prompt as style…' }).click()
  await expectOpenedAccessible(page, 'a style')
})

test('the Gallery is accessible: layouts, panels, dialogs and menus', async ({ studio, gallery, running, page }) => {
  await importSome(running, 4)
  await call(page, 'settings.change', { shelves: { openFacets: ['rating', 'tag', 'provider'], openCollections: [] } })
  await gallery.open()
  const organize = new OrganizePage(page)
  await expect(gallery.tiles).toHaveCount(6)
  await expectAccessible(page, 'Gallery')
  await page.getByRole('button', { name: 'More import options' }).click()
  await expectOpenedAccessible(page, 'import', 'menu')
  await page.getByRole('region', { name: 'Collections' }).getByRole('button', { name: 'New collection' }).click()
  await expectOpenedAccessible(page, 'new collection')
  await organize.make('New folder', 'Clients')
  await organize.make('New collection', 'Poster')
  await expectAccessible(page, 'collections')
  await organize.collection('Poster').click({ button: 'right' })
  await expectOpenedAccessible(page, 'menu of a collection', 'menu')
  await page.getByRole('navigation', { name: 'Library' }).getByRole('button', { name: 'All images' }).click()
  for (const layout of ['Justified rows', 'List', 'Grid'] as const) {
    // A list with less room hides columns: what it shows is then no longer one piece of the name, which begins alike.
    await resizeTo(running, layout === 'List' ? 1440 : 1280, 800)
    await gallery.chooseLayout(layout)
    await gallery.tiles.first().click()
    await expectAccessible(page, layout)
  }
  await gallery.tiles.nth(1).click({ modifiers: ['ControlOrMeta'] })
  await expectAccessible(page, 'several chosen')
  await gallery.tiles.first().click({ button: 'right' })
  await expectOpenedAccessible(page, 'menu of an image', 'menu')
  for (const command of ['Tag selected images…', 'All tags…', 'Add to collection…', 'New smart collection…']) {
    await studio.run(command)
    await expectOpenedAccessible(page, command)
  }
  await studio.run('Export selected images…')
  for (const details of await page.getByRole('dialog').locator('details > summary').all()) await details.click()
  await expectOpenedAccessible(page, 'export')
})

test('the Gallery is accessible: duplicates, families, the viewer and searches', async ({
  studio,
  gallery,
  running,
  page,
}) => {
  await importSome(running, 2)
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(4)
  await studio.run('Find duplicates')
  await expectAccessible(page, 'duplicates')
  await studio.run('Close duplicates')
  await gallery.tiles.first().click()
  await page.keyboard.press('l')
  await expectAccessible(page, 'family')
  await page.keyboard.press('Escape')
  await gallery.tiles.first().click()
  await gallery.grid.focus()
  await page.keyboard.press('Space')
  await gallery.viewer.waitFor()
  // The Gallery beneath the viewer cannot be reached by keyboard or screen reader.
  const names = await readNames(page)
  expect(names).toContain('region: Viewer')
  expect(names).not.toContain('listbox: Images')
  await expectAccessible(page, 'viewer')
  await page.getByRole('button', { name: 'More actions' }).click()
  await expectOpenedAccessible(page, 'menu of the viewer', 'menu')
  await gallery.viewer.getByRole('img').first().click({ button: 'right' })
  await expectOpenedAccessible(page, 'menu of the viewed image', 'menu')
  await page.keyboard.press('Escape')
  await expect(gallery.grid).toBeFocused()
  const organize = new OrganizePage(page)
  await organize.find('nothing-like-that')
  await expectAccessible(page, 'nothing found')
  await organize.search.fill('ratng:')
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toHaveCount(0)
  await expectAccessible(page, 'a mistake in the query')
  await organize.search.fill('')
  await page.getByRole('navigation', { name: 'Library' }).getByRole('button', { name: 'Trash' }).click()
  await expectAccessible(page, 'empty trash')
})

test('what has the focus is never hidden behind bars and footers', async ({ studio, gallery, form, running, page }) => {
  await form.fillIn('New image', { model: 'demo waves' })
  expect(await hiddenFocus(page)).toEqual([])
  await importSome(running, 12)
  await gallery.open()
  await page.keyboard.press('ControlOrMeta+a')
  expect(await hiddenFocus(page)).toEqual([])
  for (const place of ['Models', 'Settings']) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: place }).click()
    expect(await hiddenFocus(page)).toEqual([])
  }
  const settings = new SettingsPage(page)
  for (const part of ['Keyboard', 'Storage'] as const) {
    await settings.show(part)
    expect(await hiddenFocus(page)).toEqual([])
  }
  await studio.run('Keyboard shortcuts')
  expect(await hiddenFocus(page)).toEqual([])
})

/** Tabs on, and returns what gets the focus without a part of it in sight (2.4.11). */
async function hiddenFocus(page: Page): Promise<string[]> {
  const hidden: string[] = []
  for (let step = 0; step < 50; step += 1) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => {
      const focused = document.activeElement
      if (focused === null || focused === document.body) return null
      const { left, top, width, height } = focused.getBoundingClientRect()
      const inSight = [0.1, 0.5, 0.9].some((x) =>
        [0.1, 0.5, 0.9].some((y) => {
          const over = document.elementFromPoint(left + width * x, top + height * y)
          // A field may lie under the text of its own label.
          return over !== null && (focused.contains(over) || over.closest('label')?.contains(focused) === true)
        }),
      )
      return inSight ? null : focused.outerHTML.slice(0, 200)
    })
    if (found !== null) hidden.push(found)
  }
  return hidden
}

test('Compare is accessible: empty, every view, and a blind vote', async ({ studio, gallery, running, page }) => {
  await page.keyboard.press('ControlOrMeta+3')
  await expectAccessible(page, 'Compare, empty')
  await importSome(running, 2)
  await gallery.open()
  await gallery.tiles.nth(2).click()
  await gallery.tiles.nth(3).click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('c')
  const compare = new ComparePage(page)
  await compare.isDrawn(2)
  for (const command of ['Side by side', 'Slider', 'Overlay', 'Difference', 'Grid']) {
    await studio.run(command)
    await expectAccessible(page, command)
  }
  await studio.run('Blind vote…')
  await expectOpenedAccessible(page, 'blind vote')
  await page.keyboard.press('v')
  await page.keyboard.press('Enter')
  await expect(compare.table.getByRole('heading', { name: 'Which is better?' })).toBeVisible()
  await expectAccessible(page, 'a question of the vote')
  await page.keyboard.press('ArrowLeft')
  await expect(compare.table.getByRole('list', { name: 'Images by votes' })).toBeVisible()
  await expectAccessible(page, 'the end of the vote')
  await page.keyboard.press('Escape')
  await page.keyboard.press('t')
  await expect(page.getByRole('region', { name: 'Merge masked area' })).toBeVisible()
  await expectAccessible(page, 'a part of another')
})

test('Models is accessible, with a card and a model open', async ({ models, startService, running: { page } }) => {
  await startService(openaiStub)
  await expectAccessible(page, 'Models')
  for (const summary of await models.card('OpenAI').locator('summary').all()) await summary.click()
  await expectAccessible(page, 'Models, a card open')
  await models
    .card('OpenAI')
    .getByRole('button', { name: 'GPT Image 2.6 Flare', exact: true })
    .click({ button: 'right' })
  await expectOpenedAccessible(page, 'menu of a model', 'menu')
  await models.openDetails('OpenAI', 'GPT Image 2.6 Flare')
  await expectOpenedAccessible(page, 'details of a model')
})

test('Settings is accessible: every page, and keys', async ({ running: { page } }) => {
  const settings = new SettingsPage(page)
  await settings.open()
  const pages = page.getByRole('navigation', { name: 'Settings' }).getByRole('button')
  for (const button of await pages.all()) {
    await button.click()
    await expectAccessible(page, `Settings: ${await button.innerText()}`)
  }
  await settings.show('Keyboard')
  await settings.change('Lasso', 'L', 'b')
  const taken = settings.row('Lasso').getByRole('alert')
  await expect(taken).toBeVisible()
  await expectAccessible(page, 'a key that is taken')
  await taken.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Edit as text…' }).click()
  await expectOpenedAccessible(page, 'keys as text')
})

test('the palette, the shortcuts and the queue are accessible', async ({ studio, form, running: { page } }) => {
  await page.keyboard.press('ControlOrMeta+k')
  await expectOpenedAccessible(page, 'palette')
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('nothing like that')
  await expectOpenedAccessible(page, 'palette, nothing found')
  await studio.run('Keyboard shortcuts')
  await expectOpenedAccessible(page, 'keyboard shortcuts')
  await call(page, 'queue.pause', { lane: null })
  await form.fillIn('New image', { prompt: 'a lighthouse' })
  await form.prompt.press('ControlOrMeta+Enter')
  const queue = new QueuePage(page)
  await queue.button.click()
  await expectOpenedAccessible(page, 'queue')
})

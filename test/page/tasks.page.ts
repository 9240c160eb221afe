import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { smallPng } from '../support/small-images.ts'
import { ComparePage } from '../e2e/pages/compare-page.ts'
import { ExportDialog } from '../e2e/pages/export-dialog.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { buildMaskedResponse } from '../e2e/support/answers.ts'
import { importFiles } from '../e2e/support/bridge.ts'
import { writeCard } from '../e2e/support/cards.ts'
import type { Running } from '../e2e/support/launch.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { playWithoutKey } from '../e2e/support/played-service.ts'
import { readFocus, readNames } from '../e2e/support/screen-reader.ts'
import { expect, test } from './support/test.ts'

// The acts that docs/tasks.md counts: a task that takes more of them than before has become worse.

const timeout = 60_000
const spot = [
  { x: 330, y: 250 },
  { x: 390, y: 310 },
] as const

const corners = [
  { x: 120, y: 120 },
  { x: 260, y: 120 },
  { x: 190, y: 240 },
] as const

async function importSmall({ page }: Running, folder: string, count: number): Promise<void> {
  await mkdir(folder)
  const paths = Array.from({ length: count }, (_, at) => join(folder, `p${at}.png`))
  await Promise.all(paths.map((path, at) => writeFile(path, smallPng(at, 48, 32))))
  const { imported } = await importFiles(page, paths)
  expect(imported).toHaveLength(count)
}

/** Counts what the user does. A stroke is one act, and so is typing a text. */
class Hand {
  acts = 0
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** The number of acts since the last call. */
  takeActs(): number {
    const taken = this.acts
    this.acts = 0
    return taken
  }

  async click(target: Locator, options: Parameters<Locator['click']>[0] = {}): Promise<void> {
    this.acts += 1
    await target.click(options)
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.acts += 1
      await this.#page.keyboard.press(key)
    }
  }

  async type(text: string): Promise<void> {
    this.acts += 1
    await this.#page.keyboard.type(text)
  }

  async does(act: () => Promise<unknown>): Promise<void> {
    this.acts += 1
    await act()
  }
}

test('the first image by a local model takes four acts', async ({ local }) => {
  local.addModel('paper')
  const { page, studio } = await local.start()
  const form = new GenerateForm(page)
  const hand = new Hand(page)
  await hand.does(() => form.choose('New image'))
  await hand.click(form.prompt)
  await hand.type('a kite')
  await hand.click(form.generate)
  await expect(studio.cards.last()).toHaveAccessibleName(/^paper.*done/, { timeout })
  expect(hand.takeActs()).toBe(4)
})

test('the first fill takes a stroke and a key', async ({ studio, page }) => {
  const hand = new Hand(page)
  await hand.does(() => studio.canvas.stroke(spot))
  await hand.press('Shift+F5')
  await expect(studio.measured).toContainText(', 0 outside', { timeout })
  expect(hand.acts).toBe(2)
})

test('opening an image takes one key', async ({ studio, page, app, home }) => {
  const path = join(home, 'kite.png')
  await writeFile(path, smallPng(3, 60, 40))
  await answerOpenDialog(app, [path])
  await expect(studio.canvas.view).toBeVisible()
  const hand = new Hand(page)
  await hand.press('ControlOrMeta+o')
  await expect(page.getByRole('tab', { name: 'kite' })).toHaveAttribute('aria-selected', 'true')
  expect(hand.acts).toBe(1)
})

test('expanding an image to a ratio takes three clicks', async ({ studio, form, page }) => {
  const hand = new Hand(page)
  await hand.does(() => form.choose('Expand'))
  await hand.does(() => page.getByRole('region', { name: 'Expand by' }).getByRole('radio', { name: '16:9' }).check())
  await hand.click(page.getByRole('button', { name: 'Expand', exact: true }))
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  expect(hand.acts).toBe(3)
})

test('twelve new images by three models take at most nine acts', async ({ studio, form, page }) => {
  const hand = new Hand(page)
  await hand.does(() => form.choose('New image'))
  await hand.click(form.prompt)
  await hand.type('a lighthouse in the evening')
  await hand.does(() => form.setCount(4))
  await hand.click(page.getByRole('button', { name: /^(More models|Choose model)$/ }))
  const selected = await form.models.getByRole('checkbox', { checked: true }).count()
  const options = page.getByRole('option', { name: /^Demo (?!.*, selected)/ })
  for (let more = selected; more < 3; more += 1) await hand.click(options.first())
  await hand.press('Escape')
  await expect(form.generate).toHaveAccessibleName(/^Generate 12 images · free · 3 models/)
  await hand.press('ControlOrMeta+Enter')
  await expect.poll(() => studio.cardCount(), { timeout }).toBe(12)
  expect(hand.acts).toBeLessThanOrEqual(9)
})

test('saving a pasted API key takes three acts', async ({ models, running, page }) => {
  const server = await playWithoutKey(running, openaiStub)
  const hand = new Hand(page)
  const card = models.card('OpenAI')
  await hand.click(card.getByLabel('Key for OpenAI'))
  await hand.does(() => page.keyboard.insertText('sk-proj-not-a-real-key-at-all'))
  await hand.press('Enter')
  await expect(card.getByText(/^set · /)).toBeVisible()
  expect(hand.acts).toBe(3)
  await server.close()
})

test('a mask takes one to five acts by brush, lasso, polygon or magic wand', async ({ studio, page }) => {
  const { canvas } = studio
  const hand = new Hand(page)
  const masked = () => canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThan(0))
  /** Runs a task from an empty mask and checks its number of acts. */
  const task = async (name: string, acts: number, run: () => Promise<void>) => {
    const before = hand.acts
    await run()
    await masked()
    expect(hand.acts - before, name).toBe(acts)
    await page.keyboard.press('ControlOrMeta+d')
    await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
  }
  await task('brush', 1, () => hand.does(() => canvas.stroke(spot)))
  await task('lasso', 2, async () => {
    await hand.press('l')
    await hand.does(() => canvas.stroke(corners))
  })
  await task('polygon', 5, async () => {
    await hand.press('Shift+l')
    for (const corner of corners) await hand.does(() => canvas.click(corner))
    await hand.press('Enter')
  })
  await task('magic wand', 2, async () => {
    await hand.press('w')
    await hand.does(() => canvas.click(spot[0]))
  })
})

test('a masked edit by a service is made, reblended, merged and kept in nine acts', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const served: { server?: StubServer } = {}
  served.server = await startService(openaiStub, 'done', { image: () => buildMaskedResponse(served.server!, 'keeps') })
  await form.chooseModel('gpt-image-2')
  const hand = new Hand(page)
  const done = async (index: number) => expect(studio.cards.nth(index)).toHaveAccessibleName(/done/, { timeout })

  await hand.does(() => studio.canvas.stroke(spot))
  await hand.click(form.prompt)
  await hand.type('a green cloth')
  await hand.press('ControlOrMeta+Enter')
  await done(0)
  expect(hand.takeActs(), 'edit').toBe(4)

  const blend = page.getByRole('region', { name: 'Blend' })
  await hand.click(blend.getByRole('slider', { name: 'Opacity' }))
  await hand.click(blend.getByRole('button', { name: 'Keep blend' }))
  await done(1)
  expect(hand.takeActs(), 'blend').toBe(2)

  await hand.click(studio.cards.first(), { button: 'right' })
  await hand.click(page.getByRole('menuitem', { name: 'Merge masked area' }))
  await done(2)
  expect(hand.takeActs(), 'part').toBe(2)

  await hand.press('Enter')
  await expect(studio.cards.nth(2)).toHaveAccessibleName(/kept/)
  expect(hand.takeActs(), 'keep').toBe(1)
})

test('rating, picking and filtering take one act each', async ({ gallery, running, page, home }) => {
  await importSmall(running, join(home, 'incoming'), 4)
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(6)
  await gallery.tiles.first().click()
  const hand = new Hand(page)
  await hand.press('4')
  await expect(gallery.tiles.first()).toHaveAccessibleName(/4 stars/)
  expect(hand.takeActs(), 'rate').toBe(1)
  await hand.press('p')
  await expect(gallery.tiles.first()).toHaveAccessibleName(/Picked/)
  expect(hand.takeActs(), 'flag').toBe(1)
  await hand.click(page.getByRole('region', { name: 'Flag', exact: true }).getByRole('button', { name: /^Picked/ }))
  await expect(gallery.tiles).toHaveCount(1)
  expect(hand.takeActs(), 'filter').toBe(1)
})

test('comparing two, four or nine images takes three acts, and starting a vote two', async ({
  gallery,
  running,
  page,
  home,
}) => {
  await importSmall(running, join(home, 'incoming'), 7)
  const compare = new ComparePage(page)
  const hand = new Hand(page)
  for (const count of [9, 4, 2]) {
    await gallery.open()
    await expect(gallery.tiles).toHaveCount(9)
    await hand.click(gallery.tiles.first())
    await hand.click(gallery.tiles.nth(count - 1), { modifiers: ['Shift'] })
    await hand.press('c')
    await compare.isDrawn(count)
    expect(hand.takeActs(), `${count} images`).toBe(3)
  }
  await hand.press('v')
  await expect(page.getByRole('dialog', { name: 'Blind vote' }).getByRole('status')).toHaveText('1 question')
  await hand.press('Enter')
  await expect(compare.table.getByRole('heading', { name: 'Which is better?' })).toBeVisible()
  expect(hand.takeActs(), 'vote').toBe(2)
})

test('exporting an image, a contact sheet, a web gallery or a signed image takes two to four acts', async ({
  gallery,
  running,
  page,
  app,
  home,
}) => {
  const out = join(home, 'out')
  await mkdir(out)
  await answerOpenDialog(app, [out])
  await importSmall(running, join(home, 'incoming'), 1)
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(3)
  await page.keyboard.press('ControlOrMeta+a')
  const { dialog } = new ExportDialog(page)
  const hand = new Hand(page)
  /** Runs an export, from selected images to written files, and checks its number of acts. */
  const task = async (name: string, acts: number, choose?: () => Promise<void>) => {
    await hand.press('e')
    await dialog.waitFor()
    await choose?.()
    await hand.click(dialog.getByRole('button', { name: 'Export', exact: true }))
    await dialog.getByRole('button', { name: 'Done' }).waitFor({ timeout })
    expect(hand.takeActs(), name).toBe(acts)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  const chooseKind = (name: string) => () => hand.does(() => dialog.getByRole('radio', { name }).check({ force: true }))
  await task('contact sheet', 3, chooseKind('Contact sheet'))
  await task('web gallery', 3, chooseKind('Web gallery'))
  await gallery.tiles.first().click()
  await task('one image', 2)
  await gallery.tiles.nth(1).click()
  await task('signed', 4, async () => {
    await hand.click(dialog.locator('summary', { hasText: 'Metadata' }))
    await hand.click(dialog.getByRole('switch', { name: 'Sign with Content Credentials' }))
  })
  await gallery.tiles.nth(2).click()
  await task('signed again', 2)
})

test('changing the interface scale and the theme takes three acts each', async ({ studio, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const hand = new Hand(page)
  const width = await page.evaluate(() => window.innerWidth)
  await hand.press('ControlOrMeta+5')
  await hand.click(page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Appearance' }))
  await hand.does(() => page.getByRole('radio', { name: '125%' }).check())
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(Math.round(width / 1.25))
  expect(hand.takeActs(), 'scale').toBe(3)
  await hand.press('ControlOrMeta+k')
  await hand.type('Light theme')
  await hand.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  expect(hand.takeActs(), 'theme').toBe(3)
})

test('five tasks are done by keyboard alone', async ({ studio, form, running }) => {
  test.setTimeout(300_000)
  const { page, app, home } = running
  const hand = new Hand(page)
  const out = join(home, 'out')
  const report: string[] = []
  /** Times are reported, not checked. */
  const task = async (name: string, most: number, run: () => Promise<void>) => {
    const [beganMs, before] = [Date.now(), hand.acts]
    await test.step(name, run)
    const acts = hand.acts - before
    report.push(`${name}: ${acts} keys, ${((Date.now() - beganMs) / 1_000).toFixed(1)} s`)
    expect(acts, name).toBeLessThanOrEqual(most)
  }
  await studio.run('Go to image')

  await task('fill a painted area', 10, async () => {
    await hand.press('b', 'Enter', 'Enter')
    for (let step = 0; step < 5; step += 1) await hand.press('Shift+ArrowRight')
    await hand.press('Enter', 'Shift+F5')
    await expect(studio.measured).toContainText(', 0 outside', { timeout })
  })
  await task('a new image', 5, async () => {
    await hand.press('ControlOrMeta+k')
    await hand.type('New image')
    await hand.press('Enter')
    await expect(form.prompt).toBeFocused()
    await hand.type('a lighthouse in the evening')
    await hand.press('ControlOrMeta+Enter')
    await expect.poll(() => studio.cardCount(), { timeout }).toBe(2)
    await expect(studio.cards.nth(1)).toHaveAccessibleName(/done/, { timeout })
  })
  await task('compare two', 4, async () => {
    await hand.press('ControlOrMeta+2')
    // There is nothing to select before the images are listed.
    await expect(page.getByRole('listbox', { name: 'Images' }).getByRole('option').nth(1)).toBeVisible()
    await hand.press('ArrowRight', 'Shift+ArrowRight', 'c')
    await new ComparePage(page).isDrawn(2)
  })
  await task('expand by a quarter', 9, async () => {
    await hand.press('ControlOrMeta+1')
    await studio.run('Go to image')
    await hand.press('ControlOrMeta+F6')
    const radio = (name: string) => page.getByRole('radio', { name, exact: true })
    for (let step = 0; step < 8 && !(await radio('Expand').isChecked()); step += 1) await hand.press('ArrowLeft')
    await hand.press('Tab')
    await expect(page.getByRole('button', { name: 'Expand left by a quarter' })).toBeFocused()
    await hand.press('Enter')
    const cards = await studio.cardCount()
    await hand.press('ControlOrMeta+Enter')
    await expect.poll(() => studio.cardCount(), { timeout }).toBe(cards + 1)
    await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
  })
  await mkdir(out)
  await answerOpenDialog(app, [out])
  await task('export one', 5, async () => {
    const { dialog } = new ExportDialog(page)
    await hand.press('ControlOrMeta+2', 'Home', 'e')
    await expect(dialog).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeFocused()
    await hand.press('Enter')
    await dialog.getByRole('button', { name: 'Done' }).waitFor()
    expect(await readdir(out)).toHaveLength(1)
    await hand.press('Escape')
  })
  console.log(report.join('\n'))
})

test('an object is selected, filled, compared and exported by keys, with nothing read but the accessibility tree', async ({
  studio,
  page,
  app,
  home,
}) => {
  const { keyboard } = page
  const hears = (what: RegExp) =>
    expect.poll(async () => (await readNames(page)).filter((each) => what.test(each)), { timeout }).not.toEqual([])
  const isAt = (what: RegExp) => expect.poll(() => readFocus(page)).toMatch(what)
  const run = async (command: string) => {
    await keyboard.press('ControlOrMeta+k')
    await isAt(/^combobox: Search commands/)
    await keyboard.type(command)
    await hears(new RegExp(`^option: ${command}`))
    await keyboard.press('Enter')
  }

  await hears(/^toolbar: Tools/)
  const path = join(home, 'kite.png')
  const isObject = (x: number, y: number) => Math.hypot(x - 150, y - 100) < 30
  await writeCard(path, { widthPx: 300, heightPx: 200 }, (x, y) =>
    isObject(x, y) ? [200, 40, 40] : [110 + ((x * 7 + y * 3) % 9), 140, 150],
  )
  await answerOpenDialog(app, [path])
  await keyboard.press('ControlOrMeta+o')
  await hears(/^tab: kite/)

  await run('Go to image')
  await isAt(/^(?:image|img): kite/)
  await keyboard.press('w')
  await keyboard.press('Enter')
  await hears(/^StaticText: .*Arrow keys move/)
  await keyboard.press('Enter')
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThan(2_000))
  await keyboard.press('Shift+F5')
  await hears(/^StaticText: .*[\d,]+ px inside, 0 outside/)
  await hears(/^listitem: .*done/)

  await keyboard.press('y')
  await hears(/^slider: Before and after/)
  for (let step = 0; step < 80 && (await readFocus(page)) !== 'slider: Before and after'; step += 1) {
    await keyboard.press('Tab')
  }
  await isAt(/^slider: Before and after/)
  await keyboard.press('Home')
  await keyboard.press('End')
  await run('Keep result')
  await hears(/^listitem: .*kept/)

  const out = join(home, 'out')
  await mkdir(out)
  await answerOpenDialog(app, [out])
  await run('Export…')
  await isAt(/^button: Export$/)
  await keyboard.press('Enter')
  await hears(/^button: Done$/)
  expect(await readdir(out)).toHaveLength(1)
  await keyboard.press('Escape')
})

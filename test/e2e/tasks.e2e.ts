import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { openaiStub } from '../support/services/openai-stub.ts'
import { smallPng } from '../support/small-pictures.ts'
import { ComparePage } from './pages/compare-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { answerOpenDialog } from './support/native-dialogs.ts'
import { playWithoutKey } from './support/played-service.ts'
import { expect, test } from './support/test.ts'

// What docs/tasks.md counts: one that takes more acts than before has got worse.

const timeout = 60_000
const spot = [
  { x: 330, y: 250 },
  { x: 390, y: 310 },
] as const

/** Counts what a person does. A stroke is one act, and so is typing a text. */
class Hand {
  acts = 0
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
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

test('the first fill: a stroke and a key', async ({ studio, running }) => {
  const hand = new Hand(running.page)
  await hand.does(() => studio.canvas.stroke(spot))
  await hand.press('Shift+F5')
  await expect(studio.measured).toContainText('outside 0', { timeout })
  expect(hand.acts).toBe(2)
})

test('an image is opened: one key', async ({ studio, running }) => {
  const { page, app, home } = running
  const path = join(home, 'kite.png')
  await writeFile(path, smallPng(3, 60, 40))
  await answerOpenDialog(app, [path])
  await expect(studio.canvas.view).toBeVisible()
  const hand = new Hand(page)
  await hand.press('ControlOrMeta+o')
  await expect(page.getByRole('tab', { name: 'kite' })).toHaveAttribute('aria-selected', 'true')
  expect(hand.acts).toBe(1)
})

test('an image is expanded to a ratio: three clicks', async ({ studio, form, running }) => {
  const { page } = running
  const hand = new Hand(page)
  await hand.does(() => form.choose('Expand'))
  await hand.does(() => page.getByRole('region', { name: 'Expand by' }).getByRole('radio', { name: '16:9' }).check())
  await hand.click(page.getByRole('button', { name: 'Expand', exact: true }))
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  expect(hand.acts).toBe(3)
})

test('twelve new images by three models: nine acts', async ({ studio, form, running }) => {
  const { page } = running
  const hand = new Hand(page)
  await hand.does(() => form.choose('New image'))
  await hand.click(form.prompt)
  await hand.type('a lighthouse in the evening')
  await hand.does(() => form.setCount(4))
  await hand.click(page.getByRole('button', { name: /^(Other models|Choose a model)$/ }))
  const ticked = await form.engines.getByRole('checkbox', { checked: true }).count()
  const options = page.getByRole('option', { name: /^Demo (?!.*, selected)/ })
  for (let more = ticked; more < 3; more += 1) await hand.click(options.first())
  await hand.press('Escape')
  await expect(form.generate).toHaveAccessibleName(/^Generate 12 images · free · 3 models/)
  await hand.press('ControlOrMeta+Enter')
  await expect.poll(() => studio.cardCount(), { timeout }).toBe(12)
  expect(hand.acts).toBeLessThanOrEqual(9)
})

test('a key is pasted: it is saved and tested', async ({ models, running }) => {
  const server = await playWithoutKey(running, openaiStub)
  const hand = new Hand(running.page)
  const card = models.card('OpenAI')
  await hand.click(card.getByLabel('Key for OpenAI'))
  await hand.does(() => running.page.keyboard.insertText('sk-proj-not-a-real-key-at-all'))
  await hand.press('Enter')
  await expect(card.getByText(/^set · /)).toBeVisible()
  expect(hand.acts).toBe(3)
  await server.close()
})

test('two images are put side by side: two clicks and a key', async ({ gallery, studio, running }) => {
  const { page } = running
  await studio.canvas.stroke(spot)
  await studio.fill()
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(3)
  const hand = new Hand(page)
  await hand.click(gallery.tiles.nth(0))
  await hand.click(gallery.tiles.nth(1), { modifiers: ['Shift'] })
  await hand.press('c')
  await new ComparePage(page).isDrawn(2)
  expect(hand.acts).toBe(3)
})

test('five tasks by keyboard alone', async ({ studio, form, running }) => {
  test.setTimeout(300_000)
  const { page, app, home } = running
  const hand = new Hand(page)
  const out = join(home, 'out')
  const told: string[] = []
  /** The times are told, not judged. */
  const task = async (name: string, most: number, run: () => Promise<void>) => {
    const [beganMs, before] = [Date.now(), hand.acts]
    await test.step(name, run)
    const acts = hand.acts - before
    told.push(`${name}: ${acts} keys, ${((Date.now() - beganMs) / 1_000).toFixed(1)} s`)
    expect(acts, name).toBeLessThanOrEqual(most)
  }
  await studio.run('Go to the picture')

  await task('fill a painted area', 10, async () => {
    await hand.press('b', 'Enter', 'Enter')
    for (let step = 0; step < 5; step += 1) await hand.press('Shift+ArrowRight')
    await hand.press('Enter', 'Shift+F5')
    await expect(studio.measured).toContainText('outside 0', { timeout })
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
    await expect(page.getByRole('listbox', { name: 'Pictures' })).toBeVisible()
    await hand.press('ArrowRight', 'Shift+ArrowRight', 'c')
    await new ComparePage(page).isDrawn(2)
  })
  await task('expand by a quarter', 9, async () => {
    await hand.press('ControlOrMeta+1')
    await studio.run('Go to the picture')
    await hand.press('ControlOrMeta+F6')
    const radio = (name: string) => page.getByRole('radio', { name, exact: true })
    for (let step = 0; step < 8 && !(await radio('Expand').isChecked()); step += 1) await hand.press('ArrowLeft')
    await hand.press('Tab')
    await expect(page.getByRole('button', { name: 'Expand by a quarter: left' })).toBeFocused()
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
  console.log(told.join('\n'))
})

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { ExportDialog } from '../e2e/pages/export-dialog.ts'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import type { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { activeDocument, call, libraryIds } from '../e2e/support/bridge.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { expect, test } from './support/test.ts'

test.use({ isFirstStart: true })

const spoon = [
  { x: 340, y: 270 },
  { x: 390, y: 270 },
  { x: 390, y: 310 },
  { x: 345, y: 310 },
] as const

/** The callout of the tour. */
class TourPage {
  readonly page: Page
  readonly callout: Locator
  /** What a screen reader hears. */
  readonly said: Locator

  constructor(page: Page) {
    this.page = page
    this.callout = page.getByRole('region', { name: 'Tour' })
    this.said = this.callout.getByRole('status')
  }

  button(name: string): Locator {
    return this.callout.getByRole('button', { name })
  }

  /** Waits for a step, which has to be said, inside the window and free of violations. */
  async isAt(step: number, text: string): Promise<void> {
    await expect(this.said).toHaveText(`Tour, ${step} of 7. ${text}`)
    await expect(this.callout).toBeInViewport({ ratio: 1 })
    await expectAccessible(this.page, `tour, step ${step}`)
  }
}

async function areApart(first: Locator, second: Locator): Promise<boolean> {
  const [a, b] = [await first.boundingBox(), await second.boundingBox()]
  if (a === null || b === null) return false
  const isBeside = a.x + a.width <= b.x || b.x + b.width <= a.x
  return isBeside || a.y + a.height <= b.y || b.y + b.height <= a.y
}

async function focusedRegion(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.closest('[data-part]')?.getAttribute('data-part') ?? null)
}

/** F6 goes from part to part. */
async function focusTour(page: Page): Promise<void> {
  const passed: (string | null)[] = []
  for (let part = 0; part < 12; part++) {
    await page.keyboard.press('F6')
    passed.push(await focusedRegion(page))
    if (passed.at(-1) === 'tour') return
  }
  throw new Error(`the tour cannot be reached with F6, only ${passed.join(', ')}`)
}

/** Presses a button of the tour as a person without a pointer does. */
async function pressByKey(tour: TourPage, name: string): Promise<void> {
  // A place that is still loading takes the focus once it is there: then the keys are pressed again.
  await expect(async () => {
    await focusTour(tour.page)
    for (let stop = 0; stop < 6; stop++) {
      if (await tour.button(name).evaluate((button) => button === document.activeElement)) break
      await tour.page.keyboard.press('Tab')
    }
    await expect(tour.button(name)).toBeFocused({ timeout: 500 })
  }).toPass({ timeout: 30_000 })
  await tour.page.keyboard.press('Enter')
}

async function exportInto(studio: StudioPage, app: Parameters<typeof answerOpenDialog>[0], folder: string) {
  await mkdir(folder)
  await answerOpenDialog(app, [folder])
  const dialog = new ExportDialog(studio.page)
  await dialog.submit()
  expect(await dialog.writtenPaths()).toHaveLength(1)
  await dialog.close()
}

test('the whole tour by pointer: each step goes on with what was done, and can be left and resumed', async ({
  running,
  studio,
  page,
  app,
  home,
}) => {
  await resizeTo(running, 1280, 800)
  const tour = new TourPage(page)
  const sampleTab = (await activeDocument(page)).id
  await page.getByRole('button', { name: 'Take the tour' }).click()
  await tour.isAt(1, 'Paint over the spoon with the brush.')
  // In the tab of the first start, since nothing was done in it; its hint is gone, and nothing else has the focus.
  expect((await activeDocument(page)).id).toBe(sampleTab)
  await expect(page.getByText(/^Paint over what to remove/)).toHaveCount(0)
  expect(await focusedRegion(page)).not.toBe('tour')

  await studio.canvas.stroke(spoon)
  await tour.isAt(2, 'Press Fill: the mask is filled from its surroundings, on this computer.')
  // The clipboard is the system's: another program that has it may not answer.
  await app.evaluate(async ({ clipboard }) => clipboard.clear())
  // Nothing to paste: the message covers neither the callout, which is at the bottom here, nor the tools.
  await page.keyboard.press('ControlOrMeta+v')
  // Under the pointer it stays.
  await page.locator('.toast').hover()
  for (const part of [tour.callout, page.getByRole('toolbar', { name: 'Tools' })]) {
    await expect.poll(() => areApart(part, page.locator('.toast'))).toBe(true)
  }
  await page.keyboard.press('ControlOrMeta+z')
  await tour.isAt(1, 'Paint over the spoon with the brush.')
  await tour.button('Show me').click()
  await expect(tour.said).toContainText('2 of 7')
  await page.locator('.generate-button button').click()
  await tour.isAt(3, 'Point at this line to see what changed: only pixels under the mask.')
  await expect(page.getByRole('region', { name: 'Next steps' })).toHaveCount(0)

  // Left midway, nothing changes and nothing comes back by itself; it goes on from the Help menu's command.
  await page.keyboard.press('Escape')
  await expect(tour.callout).toHaveCount(0)
  await expect(studio.cards).toHaveCount(1)
  await page.reload()
  await studio.canvas.ready()
  await expect(tour.callout).toHaveCount(0)
  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'Help' })
  await expect(help.getByRole('button', { name: 'Continue the tour' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(help).toHaveCount(0)
  await studio.run('Take the tour')
  await expect(tour.said).toContainText('3 of 7')
  await page.locator('.strip-proof').hover()
  await page.mouse.move(640, 20)
  await tour.isAt(4, 'Hold Original to compare with the photo.')

  // Another place and another tab: it says what to do, and waits.
  await page.getByRole('button', { name: 'Models', exact: true }).click()
  await expect(tour.said).toContainText('This step is in the Studio.')
  await tour.button('Go to Studio').click()
  const original = page.getByRole('button', { name: /original/i }).first()
  await original.hover()
  await page.mouse.down()
  await expect(tour.said).toContainText('4 of 7')
  await page.mouse.up()
  await tour.isAt(5, 'Open the Gallery: it has the photo and the result.')
  await page.getByRole('button', { name: 'Gallery', exact: true }).click()
  const gallery = new GalleryPage(page)
  // Headings that come during an audit are none that it could order.
  await expect(gallery.tiles.first()).toBeVisible()
  await tour.isAt(6, 'Select the result and show its lineage: the photo it came from.')
  await gallery.tiles.first().click()
  await page.keyboard.press('l')
  await tour.isAt(7, 'Export the result as a file.')
  await tour.button('Show me').click()
  await exportInto(studio, app, join(home, 'exported'))
  await expect(tour.said).toContainText('Done:')
  await expectAccessible(page, 'tour, its end')
  await tour.button('Open sample project').click()
  await expect(tour.callout).toHaveCount(0)
  await expect(page.getByRole('tab', { name: 'Sample project', selected: true })).toBeVisible()
  await expect(page.getByText('Warm light')).toBeVisible()
  const settings = await call(page, 'settings.get', {})
  expect([settings.tour, settings.hasSeenFirstStart]).toEqual([null, true])
})

test('the tour by keyboard alone, after work of one’s own, which stays as it is', async ({
  studio,
  page,
  app,
  home,
}) => {
  const tour = new TourPage(page)
  await studio.canvas.stroke(spoon)
  const own = await activeDocument(page)
  const before = await studio.canvas.savedMask()
  await page.keyboard.press('F1')
  await page.getByRole('dialog').getByRole('button', { name: 'Take the tour' }).focus()
  await page.keyboard.press('Enter')
  await expect(tour.said).toContainText('1 of 7')
  await expect.poll(async () => (await activeDocument(page)).id).not.toBe(own.id)
  await studio.canvas.ready()

  // The tab is closed on the way: the tour says so and opens the photo again.
  await page.keyboard.press('ControlOrMeta+w')
  await expect(tour.said).toContainText('The sample photo is closed.')
  await pressByKey(tour, 'Open again')
  await expect(tour.said).toContainText('Paint over the spoon')
  await studio.canvas.ready()
  await pressByKey(tour, 'Show me')
  await expect(tour.said).toContainText('2 of 7')
  await page.keyboard.press('Shift+F5')
  await expect(tour.said).toContainText('3 of 7', { timeout: 60_000 })
  // On the way to the tour, F6 passes the button that shows the differences.
  await focusTour(page)
  await expect(tour.said).toContainText('4 of 7')
  await page.locator('[data-part="image"]').focus()
  await page.keyboard.down('\\')
  await page.keyboard.up('\\')
  await expect(tour.said).toContainText('5 of 7')
  await page.keyboard.press('ControlOrMeta+2')
  await expect(tour.said).toContainText('6 of 7')
  await pressByKey(tour, 'Show me')
  await expect(tour.said).toContainText('7 of 7')
  await pressByKey(tour, 'Show me')
  await exportInto(studio, app, join(home, 'exported'))
  await expect(tour.said).toContainText('Done:')
  // The first Escape closes the lineage, the second the tour.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(tour.callout).toHaveCount(0)

  await page.keyboard.press('ControlOrMeta+1')
  await call(page, 'canvas.activate', { id: own.id })
  expect((await libraryIds(page)).length).toBe(3)
  const [result] = await libraryAssets(page)
  expect(result?.recipe).toMatchObject({ operation: 'fill', changedOutside: 0 })
  expect((await studio.canvas.mask()).painted).toBe(before.painted)
})

import { rm } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { call } from '../e2e/support/bridge.ts'
import { makeFilledHome } from '../e2e/support/filled-home.ts'
import { launch, quit } from './support/launch.ts'
import { expect, test } from './support/test.ts'

const count = 2_000

/** Whether every rendered tile is where its index puts it in a grid of squares. */
async function isInPlace(grid: Locator): Promise<boolean> {
  return grid.evaluate((element) => {
    const tiles = [...element.querySelectorAll<HTMLElement>('[role="option"]')]
    const frame = element.getBoundingClientRect()
    const [first] = tiles
    if (first === undefined) return false
    const sidePx = first.offsetWidth
    const columns = Math.round((element.clientWidth - 24 + 8) / (sidePx + 8))
    return tiles.every((tile) => {
      const at = Number(tile.ariaPosInSet) - 1
      const box = tile.getBoundingClientRect()
      const top = frame.top + 12 - element.scrollTop + Math.floor(at / columns) * (sidePx + 8)
      const left = frame.left + 12 + (at % columns) * (sidePx + 8)
      return Math.abs(box.top - top) < 1 && Math.abs(box.left - left) < 1
    })
  })
}

test('two thousand images: scrollbar, layouts, rubber band, stacks, search and select all', async () => {
  const home = await makeFilledHome(count, 12)
  const running = await launch({ home })
  const { page } = running
  const gallery = new GalleryPage(page)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await call(page, 'settings.change', { hasSeenFirstStart: true })
  await gallery.open()
  await expect(gallery.tiles.first()).toHaveAccessibleName(/^image 1999, /)

  await test.step('the scrollbar scrolls exactly to where it is dragged', async () => {
    const heightPx = await gallery.grid.evaluate((element) => element.scrollHeight)
    const bar = await gallery.takeBar()
    for (const share of [0.2, 0.7, 0.45, 1]) {
      await bar.moveTo(share)
      await expect.poll(() => isInPlace(gallery.grid)).toBe(true)
      expect(await gallery.grid.evaluate((element) => element.scrollHeight)).toBe(heightPx)
      expect(Math.abs((await gallery.scrolled()) - share)).toBeLessThan(0.03)
    }
    await bar.release()
    await expect(gallery.tile('image 0')).toBeInViewport()
    expect(await gallery.tiles.count()).toBeLessThan(120)
    await page.keyboard.press('Home')
    await expect(gallery.tile('image 1999')).toBeInViewport()
  })

  await test.step('a rubber band selects, Ctrl+click adds, and the selection is inverted', async () => {
    await gallery.band('image 1999', 'image 1998')
    await expect(gallery.chosenCount).toHaveText('2 selected')
    await gallery.tile('image 1996').click({ modifiers: ['ControlOrMeta'] })
    await expect(gallery.chosenCount).toHaveText('3 selected')
    const announced = page.getByRole('toolbar', { name: 'View' }).getByRole('status')
    await expect(announced).toHaveText(/ images, 3 selected$/)
    await page.keyboard.press('ControlOrMeta+Shift+a')
    await expect(gallery.chosenCount).toHaveText(`${(count - 3).toLocaleString('en-GB')} selected`)
    await page.keyboard.press('Escape')
    await expect(gallery.chosenCount).toHaveCount(0)
  })

  await test.step('changing the layout keeps the leading image in view, and the list sorts by a click on its header', async () => {
    await gallery.grid.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
    const leading = await gallery.leadingName()
    await gallery.chooseLayout('Justified rows')
    await expect(gallery.tile(leading)).toBeInViewport()
    const { width, height } = (await gallery.tile(leading).boundingBox())!
    const [asset] = await call(page, 'library.assets', { ids: [await gallery.idOf(leading)] })
    expect(Math.abs(width / height - asset!.widthPx / asset!.heightPx)).toBeLessThan(0.03)
    await gallery.chooseLayout('List')
    await expect(gallery.tile(leading)).toBeInViewport()
    const head = page.getByRole('group', { name: 'Sort by' })
    await head.getByRole('button', { name: 'Name' }).click()
    await expect(gallery.tiles.first()).toHaveAccessibleName(/^image 0, /)
    await head.getByRole('button', { name: 'Date' }).click()
    await expect(gallery.tiles.first()).toHaveAccessibleName(/^image 1999, /)
    await gallery.chooseLayout('Grid')
  })

  await test.step('related images are stacked until the stack is expanded', async () => {
    await page.getByRole('button', { name: 'Stack related images' }).click()
    await expect(gallery.count).toHaveText(/^1,700 images/)
    const stack = gallery.grid.getByRole('option', { name: /stack of 4/ }).first()
    const name = (await stack.getAttribute('aria-label'))!.replace(/,.*/, '')
    await stack.click()
    await page.keyboard.press('s')
    await expect(gallery.count).toHaveText(/^1,703 images/)
    await expect(gallery.grid.getByRole('option', { name: /in an expanded stack/ })).toHaveCount(3)
    await gallery.tile(name).locator('[data-part="stack"]').click()
    await expect(gallery.count).toHaveText(/^1,700 images/)
    await page.keyboard.press('Shift+S')
    await expect(gallery.count).toHaveText(/^2,000 images/)
  })

  await test.step('an empty search result says so and can be cleared', async () => {
    await page.getByLabel('Search images').fill('no such words')
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
    await page.getByText('Clear search', { exact: true }).click()
    await expect(gallery.count).toHaveText(/^2,000 images/)
  })

  await test.step('all images are selected and offered for export', async () => {
    await gallery.tiles.first().click()
    await page.keyboard.press('ControlOrMeta+a')
    await expect(gallery.chosenCount).toHaveText('2,000 selected')
    await page.keyboard.press('e')
    await expect(page.getByRole('dialog', { name: /2,000 images/ })).toBeVisible()
  })
  await quit(running)
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

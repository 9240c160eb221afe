import type { Locator, Page } from '@playwright/test'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expect, test } from './support/test.ts'

const boxOf = async (element: Locator) => (await element.boundingBox())!

/** Texts and controls that stick out of the window, or out of an element that cuts them off at its side. */
function findOverflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isText = (element: Element) => [...element.childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE)
    const all = [...document.querySelectorAll<HTMLElement>('.shell button, .shell input, .shell *')]
    const shown = all.filter((each) => each.checkVisibility() && each.clientWidth > 1)
    return shown
      .filter((each) => {
        const { left, right } = each.getBoundingClientRect()
        const isScrolled = each.closest('.tabs, .filmstrip, .strip-cards, .canvas-stage') !== null
        return !isScrolled && isText(each) && (left < -1 || right > window.innerWidth + 1)
      })
      .map((each) => `${each.className}: ${each.textContent}`)
  })
}

test('in a language written from right to left the window is mirrored, its images are not, and nothing overflows', async () => {
  const running = await launch({ home: await copyKnownHome(), env: { ATELIER_LOCALE: 'ar-XB' } })
  const { page } = running
  const studio = new StudioPage(page)
  await resizeTo(running, 1280, 800)
  await studio.canvas.ready()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  expect((await boxOf(page.locator('.rail'))).x).toBeGreaterThan(1200)
  expect((await boxOf(page.locator('.studio-right'))).x).toBeLessThan(10)

  await test.step('an arrow key moves a slider to its side', async () => {
    const size = page.locator('.studio-right input[type=range]').first()
    const value = async () => Number(await size.inputValue())
    const before = await value()
    await size.press('ArrowLeft')
    const greater = await value()
    expect(greater).toBeGreaterThan(before)
    await size.press('ArrowRight')
    expect(await value()).toBeLessThan(greater)
  })

  await test.step('an arrow key moves a splitter to its side', async () => {
    const left = page.locator('.panels-separator-left').first()
    const before = await boxOf(left)
    await left.press('ArrowLeft')
    await expect.poll(async () => (await boxOf(left)).x).toBeLessThan(before.x)
  })

  await test.step('tools open at the side of the image, and sides of the image keep theirs', async () => {
    await page.locator('.tool-bar-corner').first().click()
    const [flyout, bar] = [await boxOf(page.locator('.tool-bar-flyout')), await boxOf(page.locator('.tool-bar'))]
    expect(flyout.x + flyout.width).toBeLessThanOrEqual(bar.x + 2)
    await page.keyboard.press('Escape')
    await page.keyboard.press('c')
    const sides = page.locator('.tool-options-sides')
    await expect(sides.locator('.lucide-arrow-left')).toHaveCSS('scale', 'none')
    await page.keyboard.press('b')
  })

  for (const [key, shown] of [
    ['1', '.studio-stage'],
    ['2', '.gallery-tile'],
    ['4', '.models-toolbar'],
    ['5', '.settings-navigation'],
  ] as const) {
    await page.keyboard.press(`ControlOrMeta+${key}`)
    await page.locator(shown).first().waitFor()
    expect(await findOverflowing(page), shown).toEqual([])
  }

  await page.keyboard.press('ControlOrMeta+2')
  await page.locator('.gallery-tile').first().click()
  await test.step('a menu opens within the window', async () => {
    await page.locator('.gallery-tile').first().click({ button: 'right' })
    const menu = page.getByRole('menu')
    await expect(menu).toHaveAttribute('dir', 'rtl')
    const { x, width } = await boxOf(menu)
    expect([x >= 0, x + width <= 1280]).toEqual([true, true])
    await page.keyboard.press('Escape')
  })
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('c')
  await page.locator('.compare-toolbar').waitFor()
  await expect(page.locator('.compare-toolbar .lucide-arrow-left')).toHaveCSS('scale', '-1 1')
  await expect(page.locator('.compare-table')).toHaveCSS('direction', 'ltr')
  expect(await findOverflowing(page), 'compare').toEqual([])
  await quit(running)
})

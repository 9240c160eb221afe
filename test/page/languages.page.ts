import type { Locator, Page } from '@playwright/test'
import type { Language } from '../../src/shared/messages/languages.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectDialogTranslated, expectTranslated, translated, type Translated } from '../e2e/support/languages.ts'
import type { Running } from '../e2e/support/launch.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { expect, test } from './support/test.ts'

const spot = [
  { x: 350, y: 270 },
  { x: 375, y: 295 },
] as const

/** Opens, fills and finds the result in the gallery, by names in the language. */
async function fillAndFind({ page }: Running, language: Translated): Promise<void> {
  const studio = new StudioPage(page)
  await studio.canvas.ready()
  await studio.canvas.stroke(spot)
  await page.keyboard.press('Shift+F5')
  const results = page.getByRole('region', { name: language.of('Results'), exact: true })
  await expect(results.getByRole('button', { name: language.of('Keep'), exact: true })).toBeVisible({ timeout: 60_000 })
  await expectTranslated(page.locator('.shell'), language)
  await page.keyboard.press('ControlOrMeta+2')
  await expect(page.locator('.gallery-tile')).toHaveCount(3)
}

/** Walks the places of the window, with every page of the Settings. */
async function walk(page: Page, language: Translated): Promise<void> {
  const shell = page.locator('.shell')
  await page.locator('.gallery-tile').first().click()
  await page.locator('.info-list').first().waitFor()
  await expectTranslated(shell, language)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('c')
  await page.locator('.compare-toolbar').waitFor()
  await expectTranslated(shell, language)
  // Its options make the toolbar the longest; the second image can be merged into the first.
  await page.keyboard.press('b')
  await page.locator('.compare-option').waitFor()
  await page.keyboard.press('ArrowRight')
  await expectInsideWindow(page.locator('.compare-toolbar, .compare-side'))
  await page.keyboard.press('ControlOrMeta+4')
  await page.locator('.models-toolbar').waitFor()
  await expectTranslated(shell, language)
  await page.keyboard.press('ControlOrMeta+5')
  for (const button of await page.locator('.settings-navigation button').all()) {
    await button.click()
    await expectTranslated(page.locator('.settings'), language)
  }
  await expectDialogTranslated(page, 'ControlOrMeta+k', language)
  await page.keyboard.press('ControlOrMeta+2')
  await page.locator('.gallery-tile').first().click()
  await expectDialogTranslated(page, 'e', language)
}

/** Expects that no part is past the right edge of the window, where it would be cut off. */
async function expectInsideWindow(scope: Locator): Promise<void> {
  const outside = await scope.evaluateAll((roots) =>
    roots
      .flatMap((root) => [...root.querySelectorAll('*')])
      .filter((part) => part.checkVisibility() && part.getBoundingClientRect().right > window.innerWidth)
      .map((part) => part.outerHTML.slice(0, 80)),
  )
  expect(outside).toEqual([])
}

// Texts longer than any language's are in the tests of pseudo-locales.
for (const { language, name, tag } of [
  { language: 'fr', name: 'French' },
  { language: 'de', name: 'German', tag: '@full' },
  { language: 'ja', name: 'Japanese', tag: '@full' },
] as const satisfies { language: Language; name: string; tag?: string }[]) {
  test.describe(`in ${name}`, tag === undefined ? {} : { tag }, () => {
    test.use({ env: { ATELIER_LOCALE: language } })

    test('the work and every place are translated, whole at 1280 × 800', async ({ running, page }) => {
      const texts = translated(language)
      await resizeTo(running, 1280, 800)
      await fillAndFind(running, texts)
      await walk(page, texts)
    })
  })
}

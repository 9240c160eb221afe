import type { Page } from '@playwright/test'
import { partLabels } from '../../src/renderer/features/studio/prompt/compile-suggestions.ts'
import { call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { expectAllMarked, type Stop } from '../e2e/support/pseudo-texts.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { test } from './support/test.ts'

const dialog = (page: Page) => page.getByRole('dialog')

const stops: readonly Stop[] = [
  {
    name: 'styles',
    open: (page) => page.keyboard.press('ControlOrMeta+Shift+y'),
    scope: (page) => page.locator('.style-dialog-head'),
  },
  {
    name: 'style preview',
    open: (page) => page.keyboard.press('ControlOrMeta+Shift+y'),
    scope: (page) => page.locator('.style-words'),
  },
  {
    name: 'new style',
    open: async (page) => {
      await page.keyboard.press('ControlOrMeta+Shift+y')
      await page.locator('.style-dialog-head button').first().click()
    },
    scope: dialog,
  },
  {
    name: 'prompt builder',
    open: (page) => page.keyboard.press('ControlOrMeta+Shift+p'),
    scope: (page) => page.locator('.compiler-part').first(),
    // Suggestions become part of a prompt and are always English.
    data: partLabels.style.suggestions.map((word) => new RegExp(word, 'g')),
  },
  {
    name: 'rewrite',
    open: (page) => page.keyboard.press('ControlOrMeta+Shift+l'),
    scope: dialog,
    data: [/http:\S*/g],
  },
  {
    name: 'snippets',
    open: (page) => page.keyboard.press('ControlOrMeta+Shift+j'),
    scope: dialog,
  },
  {
    name: 'wildcards',
    open: (page) => page.keyboard.press('ControlOrMeta+Shift+u'),
    scope: dialog,
  },
  {
    name: 'history',
    open: (page) => page.keyboard.press('ControlOrMeta+r'),
    scope: dialog,
  },
]

test('every text of the prompt tools comes from the catalog, whole and not cut off', async () => {
  const running = await launch({ home: await copyKnownHome(), env: { ATELIER_LOCALE: 'en-XA' } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  await call(page, 'settings.change', { studio: { task: 'generate' } })
  // The prompt tools appear together with the prompt field.
  await page.locator('textarea').first().waitFor()
  await expectAllMarked(page, stops)
  await quit(running)
})

import type { Page } from '@playwright/test'
import { call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { expectAllMarked, type Stop } from '../e2e/support/pseudo-texts.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expect, test } from './support/test.ts'

/** Names of models, services and images, and texts of the prompt tools. */
const data = [/Demo Waves|coffee|chelsea|\.png|Variants/g, /^Demo \(not AI\).*$/g, /^free$/g]
const task = (page: Page, index: number) => page.locator('.task-choice input').nth(index).check({ force: true })

const stops: readonly Stop[] = [
  ...['fill', 'add', 'remove', 'background', 'expand', 'whole image', 'new image', 'variations'].map((name, index) => ({
    name,
    open: (page: Page) => task(page, index),
    scope: (page: Page) => page.locator('.task-panel'),
    data,
  })),
  {
    name: 'model picker',
    open: (page) => page.locator('.more-models').click(),
    scope: (page) => page.locator('.model-picker-foot'),
    data,
  },
  { name: 'tabs', open: async () => undefined, scope: (page) => page.locator('.tabs-bar'), data },
  {
    name: 'results',
    open: async (page) => {
      await task(page, 0)
      await new StudioPage(page).canvas.stroke([{ x: 300, y: 200 }])
      await page.keyboard.press('Shift+F5')
      await expect(page.locator('.card[data-state=done]')).toHaveCount(1)
      await page.locator('.card').click()
    },
    // The cards cut off long names; tooltips show them whole.
    scope: (page) => page.locator('.strip-header'),
    data,
  },
  {
    name: 'menu of a result',
    open: (page) => page.locator('.card').click({ button: 'right' }),
    scope: (page) => page.getByRole('menu'),
    data,
  },
  {
    name: 'details of a result',
    open: (page) => page.locator('.card-details-button').click(),
    scope: (page) => page.locator('.card-details'),
    data,
  },
]

test('every text of the Studio comes from the catalog, whole and not cut off', async () => {
  const running = await launch({ home: await copyKnownHome(), env: { ATELIER_LOCALE: 'en-XA' } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  await call(page, 'settings.change', { hasSeenFirstStart: true })
  await expectAllMarked(page, stops)
  await quit(running)
})

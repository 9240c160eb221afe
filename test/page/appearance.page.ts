import { resizeTo } from '../e2e/support/resize.ts'
import { call } from '../e2e/support/bridge.ts'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { expect, test } from './support/test.ts'

test('the interface scale applies at once, also from the palette, and survives a restart', async () => {
  const first = await launch({ home: await copyKnownHome() })
  const studio = new StudioPage(first.page)
  await studio.canvas.ready()
  const width = await first.page.evaluate(() => window.innerWidth)
  const widthAt = (scale: number) => Math.round(width / scale)
  const settings = new SettingsPage(first.page)
  await settings.open()
  await settings.show('Appearance')
  await first.page.getByRole('radio', { name: '150%' }).check()
  await expect.poll(() => first.page.evaluate(() => window.innerWidth)).toBe(widthAt(1.5))
  await studio.run('Decrease interface scale')
  await expect.poll(() => first.page.evaluate(() => window.innerWidth)).toBe(widthAt(1.25))
  await expect.poll(async () => (await call(first.page, 'settings.get', {})).uiScale).toBe(1.25)
  await quit(first)
  const again = await launch({ home: first.home })
  await again.page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Studio' }).click()
  await new StudioPage(again.page).canvas.ready()
  expect(await again.page.evaluate(() => window.innerWidth)).toBe(widthAt(1.25))
  await new StudioPage(again.page).run('Reset interface scale')
  await expect.poll(() => again.page.evaluate(() => window.innerWidth)).toBe(width)
  await quit(again)
})

test('the canvas keeps the selected gray in every theme', async ({ studio, page }) => {
  const gray = () => page.locator('.canvas-stage').evaluate((stage) => getComputedStyle(stage).backgroundColor)
  const themeGray = await gray()
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Appearance')
  await page.getByRole('radio', { name: 'Middle gray' }).check()
  await page.keyboard.press('ControlOrMeta+1')
  await studio.canvas.ready()
  expect(await gray()).toBe('rgb(119, 119, 119)')
  await studio.run('Light theme')
  expect(await gray()).toBe('rgb(119, 119, 119)')
  await studio.run('Dark theme')
  await settings.open()
  await page.getByRole('radio', { name: 'Match theme' }).check()
  await page.keyboard.press('ControlOrMeta+1')
  expect(await gray()).toBe(themeGray)
})

test('nothing overflows the smallest window at 150 %', async ({ form, running, page }) => {
  await resizeTo(running, 1024, 640)
  await call(page, 'settings.change', { uiScale: 1.5 })
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(683)
  await form.choose('New image')
  for (const route of ['Studio', 'Gallery', 'Compare', 'Models', 'Settings']) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: route, exact: true }).click()
    const [content, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
    expect(content, route).toBe(visible)
  }
})

import { rm } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { judgeOtherwise } from '../e2e/support/judged-otherwise.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import type { Running } from '../e2e/support/launch.ts'
import { launch, quit } from './support/launch.ts'
import { libraryAssets, readOriginal } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000
const scores = { drawing: 0.1, neutral: 0.1, sexy: 0.1, hentai: 0.3, porn: 0.4 }

const madeOnes = async ({ page }: Running) =>
  (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'generate')

const veilIn = (part: Locator) => part.locator('.cover-veil')

/** Switches on Hide nudity in the Settings. */
async function keepNudityOutOfSight({ page }: Running): Promise<void> {
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Safety and notifications')
  await page.getByRole('switch', { name: 'Hide nudity' }).click()
  await expect.poll(async () => (await call(page, 'settings.get', {})).safety.blockNsfw).toBe(true)
}

test('content filters, hiding nudity and notifications are set on one page', async ({ studio, page }) => {
  await studio.canvas.ready()
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Safety and notifications')
  const cover = page.getByRole('switch', { name: 'Hide nudity' })
  const notices = page.getByRole('switch', { name: 'Notify me when long tasks finish' })
  await expect(cover).not.toBeChecked()
  await expect(notices).toBeChecked()
  await cover.click()
  await notices.click()
  await page.getByRole('group', { name: 'Service content filters' }).getByRole('radio', { name: 'Strict' }).check({
    force: true,
  })
  await expect(page.getByText('suspected and suggestive')).toBeVisible()
  await expect
    .poll(() => call(page, 'settings.get', {}))
    .toMatchObject({ safety: { blockNsfw: true, contentFilter: 'strict' }, hasNotifications: false })
  await cover.click()
  await expect
    .poll(() => call(page, 'settings.get', {}))
    .toMatchObject({ safety: { blockNsfw: false, contentFilter: 'strict' } })
})

test('a harmless image is checked on this computer and shown; one judged unsafe is covered until it is revealed', async () => {
  const first = await launch({ home: await copyKnownHome() })
  const { home } = first
  try {
    const [id, bytes] = await test.step('checked and shown', () => drawAndLook(first))
    await quit(first)
    judgeOtherwise(home, id, { model: 'scripted-1', scores })
    const second = await launch({ home })
    await test.step('covered and revealed', () => coverAndReveal(second))
    const [made] = await madeOnes(second)
    expect((await readOriginal(second, made!)).equals(bytes)).toBe(true)
    await quit(second)
    const third = await launch({ home })
    await test.step('covered again', () => expectCoveredAgain(third))
    await quit(third)
  } finally {
    await quit(first)
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
})

async function drawAndLook(running: Running): Promise<[id: string, bytes: Buffer]> {
  const { page } = running
  const studio = new StudioPage(page)
  const form = new GenerateForm(page)
  await studio.canvas.ready()
  await keepNudityOutOfSight(running)
  await page.keyboard.press('ControlOrMeta+1')
  await form.fillIn('New image', { prompt: 'hills in the haze' })
  await form.generate.click()
  await expect(studio.cards).toHaveCount(1)
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await expect
    .poll(async () => (await madeOnes(running))[0]?.safetyCheck?.model, { timeout })
    .toMatch(/^nsfwjs-.*mobilenet_v2_mid$/)
  await expect(veilIn(studio.cards.first())).toHaveCount(0)
  const [made] = await madeOnes(running)
  return [made!.id, await readOriginal(running, made!)]
}

async function coverAndReveal(running: Running): Promise<void> {
  const { page } = running
  await new StudioPage(page).canvas.ready()
  const gallery = new GalleryPage(page)
  await gallery.open()
  const tile = gallery.tiles.first()
  await expect(tile).toHaveAccessibleName(/hidden$/)
  await expect(veilIn(tile)).toBeVisible()
  await expect(veilIn(gallery.tiles.nth(1))).toHaveCount(0)
  await tile.click()
  await page.keyboard.press('e')
  await expect(page.getByRole('dialog').getByText('1 image is hidden in Atelier')).toBeVisible()
  await page.keyboard.press('Escape')
  await tile.dblclick()
  await expect(gallery.viewer.getByText('Hidden: may show nudity')).toBeVisible()
  await expectAccessible(page, 'a covered image')
  await gallery.viewer.getByRole('button', { name: 'Reveal' }).click()
  await expect(veilIn(gallery.viewer)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(veilIn(tile)).toHaveCount(0)
  await expect(tile).not.toHaveAccessibleName(/hidden/)
}

/** Expects the image to be covered in the Gallery and on the canvas until it is revealed. */
async function expectCoveredAgain(running: Running): Promise<void> {
  const { page } = running
  const gallery = new GalleryPage(page)
  await gallery.open()
  await expect(veilIn(gallery.tiles.first())).toBeVisible()
  await gallery.tiles.first().click()
  await page.keyboard.press('ControlOrMeta+Enter')
  const veil = page.locator('.studio-stage > .cover-veil')
  await expect(veil).toBeVisible({ timeout })
  // The covered canvas cannot be reached by keyboard or screen reader.
  const view = page.getByTestId('canvas-view')
  await expect(view).toHaveAttribute('inert')
  await expectAccessible(page, 'a covered document')
  await veil.getByRole('button', { name: 'Reveal' }).click()
  await expect(veil).toHaveCount(0)
  await expect(view).not.toHaveAttribute('inert')
}

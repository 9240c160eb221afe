import type { LibraryOpening } from '../../src/shared/domain/library.ts'
import { call } from '../e2e/support/bridge.ts'
import { launch, quit } from './support/launch.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { expect, test } from './support/test.ts'

test('the palette runs any command by name', async ({ studio, page }) => {
  await page.keyboard.press('ControlOrMeta+k')
  const search = page.getByPlaceholder('Search commands…')
  await search.fill('gallery')
  await page.getByRole('option', { name: /Go to Gallery/ }).click()
  await expect(page.getByRole('listbox', { name: 'Images' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await search.fill('no such thing at all')
  await expect(page.getByText('No commands found.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+1')
  await expect(studio.canvas.view).toBeVisible()
})

test('letter by letter, the best match of the palette is chosen and in view', async ({ page }) => {
  await page.keyboard.press('ControlOrMeta+k')
  const search = page.getByPlaceholder('Search commands…')
  const best = page.getByRole('dialog').getByRole('option').first()
  await expect(best).toHaveAttribute('aria-selected', 'true')
  for (const letter of 'exp') {
    await page.getByRole('option').last().scrollIntoViewIfNeeded()
    await search.press(letter)
    await expect(best).toHaveAttribute('aria-selected', 'true')
    await expect(best).toBeInViewport()
  }
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('dialog').getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true')
  await search.press('o')
  await expect(best).toHaveAttribute('aria-selected', 'true')
})

test('text and Enter typed before the list of commands has loaded are applied', async ({ studio, page }) => {
  let release = () => {}
  let isReleased = Promise.resolve()
  await page.route('**/palette-list-*.js', async (route) => {
    await isReleased
    await route.continue()
  })
  const typeEarly = async (text: string) => {
    isReleased = new Promise((resolve) => {
      release = resolve
    })
    await page.reload()
    await studio.canvas.ready()
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type(text)
    await expect(page.getByPlaceholder('Search commands…')).toHaveValue(text)
    await expect(page.getByRole('option')).toHaveCount(0)
  }

  await typeEarly('Light theme')
  await page.keyboard.press('Enter')
  release()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await typeEarly('Dark th')
  release()
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.type('eme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('the library loads in a page that has no idle moment', async ({ studio, gallery, page }) => {
  await page.addInitScript(() => {
    // The script stays with the window, and so with the tests after this one.
    if (sessionStorage.getItem('idle') !== 'never') return
    // As while no frame is painted: only a time limit ends the wait.
    window.requestIdleCallback = (task, options) => {
      if (options?.timeout === undefined) return 0
      const deadline = { didTimeout: true, timeRemaining: () => 0 }
      return window.setTimeout(() => task(deadline), options.timeout)
    }
  })
  await page.evaluate(() => sessionStorage.setItem('idle', 'never'))
  await page.reload()
  await page.evaluate(() => sessionStorage.removeItem('idle'))
  await studio.canvas.ready()
  await gallery.open()
  await expect(gallery.tiles.first()).toBeVisible()
})

test('New image opens the Studio and its prompt from anywhere', async ({ studio, form, page }) => {
  await form.choose('Fill')
  await page.keyboard.press('ControlOrMeta+2')
  await expect(page.getByRole('listbox', { name: 'Images' })).toBeVisible()
  await studio.run('New image')
  await expect(page.getByRole('radio', { name: 'New image', exact: true })).toBeChecked()
  await expect(form.prompt).toBeVisible()
})

test('while the library is being opened, the window shows the progress and blocks everything else', async ({
  studio,
  app,
  page,
}) => {
  // Sent as by the worker that upgrades a large library; the upgrade itself has its own tests.
  const emitOpening = (opening: LibraryOpening | null) =>
    app.evaluate(
      async ({ BrowserWindow }, json) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send('atelier:event', 'app.openingChanged', json),
      JSON.stringify({ opening }),
    )
  const blocked = page.locator('[inert]').getByRole('navigation', { name: 'Main' })
  await emitOpening({ done: 0, total: null })
  await expect(page.getByRole('heading', { name: 'Preparing the library' })).toBeVisible()
  await expect(blocked).toHaveCount(1)
  await emitOpening({ done: 120_000, total: 1_000_000 })
  await expect(page.getByRole('heading', { name: 'Updating the library' })).toBeVisible()
  await expect(page.getByText('120,000 of 1,000,000 images')).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Updating the library' })).toHaveAttribute('aria-valuenow', '12')
  await page.keyboard.press('ControlOrMeta+k')
  await emitOpening(null)
  await expect(blocked).toHaveCount(0)
  await expect(studio.canvas.view).toBeVisible()
  await expect(page.getByPlaceholder('Search commands…')).toHaveCount(0)
})

test('the main navigation has six buttons', async ({ studio, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const buttons = page.getByRole('navigation', { name: 'Main' }).getByRole('button')
  // Studio, Gallery, Compare, Models, Shortcuts and Settings.
  await expect(buttons).toHaveCount(6)
})

test('theme, panels and the open document are restored at the next start', async ({ studio, running, page, home }) => {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByPlaceholder('Search commands…').fill('light theme')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await call(page, 'settings.get', {})).theme).toBe('light')

  const handle = page.getByRole('separator', { name: /Resize task/i })
  const before = await handle.boundingBox()
  if (before === null) throw new Error('no handle')
  await page.mouse.move(before.x + before.width / 2, before.y + 200)
  await page.mouse.down()
  await page.mouse.move(before.x + 60, before.y + 200, { steps: 5 })
  await page.mouse.up()
  const after = await handle.boundingBox()
  expect((after?.x ?? 0) - before.x).toBeGreaterThan(40)
  await studio.setNumber('Size', 77)
  await studio.canvas.ready()
  await studio.canvas.stroke([{ x: 300, y: 200 }])
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThan(0))
  await quit(running)

  const restarted = await launch({ home })
  try {
    const restoredStudio = new StudioPage(restarted.page)
    await restoredStudio.canvas.ready()
    expect((await call(restarted.page, 'settings.get', {})).theme).toBe('light')
    const restored = await restarted.page.getByRole('separator', { name: /Resize task/i }).boundingBox()
    expect(Math.abs((restored?.x ?? 0) - (after?.x ?? 0))).toBeLessThan(3)
    await expect(restarted.page.getByRole('textbox', { name: 'Size, value', exact: true })).toHaveValue('77')
    expect((await restoredStudio.canvas.mask()).at(300, 200)).toBe(255)
  } finally {
    await quit(restarted)
  }
})

test('Tab hides the panels and shows them again', async ({ studio, page }) => {
  const fill = page.getByRole('button', { name: 'Fill', exact: true })
  await expect(fill).toBeVisible()
  await studio.canvas.view.hover()
  await page.keyboard.press('Tab')
  await expect(fill).toBeHidden()
  await page.keyboard.press('Tab')
  await expect(fill).toBeVisible()
})

test('everything fits at every window size in both themes', async ({ studio, running, page }) => {
  const isLight = async () => {
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    return Number(/\d+/.exec(background)?.[0]) > 128
  }
  for (const theme of ['dark', 'light'] as const) {
    await call(page, 'settings.change', { theme })
    await expect.poll(isLight).toBe(theme === 'light')
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await resizeTo(running, width, height)
      await studio.canvas.ready()
      await expect(page.getByRole('button', { name: 'Fill', exact: true })).toBeInViewport({ ratio: 1 })
      await expect(studio.results).toBeInViewport({ ratio: 1 })
      const isScrolling = await page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
        return scrollWidth > clientWidth || scrollHeight > clientHeight
      })
      expect(isScrolling, `${width} × ${height}, ${theme}`).toBe(false)
    }
  }
})

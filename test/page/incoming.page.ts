import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writePhotograph } from '../support/photograph.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const large = { widthPx: 6_000, heightPx: 4_000 }

interface Seen {
  /** `image`: the incoming image is shown; `tab`: its tab is active; `canvas`: the canvas has replaced the image. */
  readonly order: string[]
  readonly place: { left: number; top: number; right: number; bottom: number } | null
  /** What was said of the import, with the button that stops it. */
  readonly said: string | null
}

/** Watches the page from now on; `onImage` happens as soon as the incoming image is shown. */
async function watchOpening(page: Page, onImage: 'press a key' | 'wait'): Promise<() => Promise<Seen>> {
  await page.evaluate((then) => {
    const seen: { order: string[]; place: Seen['place']; said: string | null } = { order: [], place: null, said: null }
    Object.assign(globalThis, { seen })
    const note = (what: string, isTrue: boolean): boolean => {
      if (!isTrue || seen.order.includes(what)) return false
      seen.order.push(what)
      return true
    }
    /** Bounds of the drawn pixels, CSS pixels of the page. */
    const boxOf = (canvas: HTMLCanvasElement) => {
      const { width, height } = canvas
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
      const isDrawn = (x: number, y: number) => (data[(y * width + x) * 4 + 3] ?? 0) > 0
      const across = Array.from({ length: width }, (_, x) => x).filter((x) => isDrawn(x, height >> 1))
      const down = Array.from({ length: height }, (_, y) => y).filter((y) => isDrawn(width >> 1, y))
      const { left, top } = canvas.getBoundingClientRect()
      const toCss = (pixels: number) => pixels / devicePixelRatio
      return {
        left: left + toCss(across[0]!),
        top: top + toCss(down[0]!),
        right: left + toCss(across.at(-1)! + 1),
        bottom: top + toCss(down.at(-1)! + 1),
      }
    }
    const check = () => {
      seen.said ??= document.querySelector('.shell-import')?.textContent ?? null
      const shown = document.querySelector('.incoming-image[data-shown="true"] canvas')
      const wasShown = seen.order.includes('image')
      if (note('image', shown !== null)) {
        seen.place = boxOf(shown as HTMLCanvasElement)
        if (then === 'press a key') setTimeout(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' })))
      }
      note('canvas', wasShown && shown === null)
      note('tab', document.querySelector('[role="tab"][aria-selected="true"]')?.textContent?.includes('large') === true)
    }
    const observer = new MutationObserver(check)
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true })
  }, onImage)
  return () => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
}

test('a large photo is shown during its import, exactly where the canvas then shows it', async ({
  studio,
  page,
  app,
  home,
}) => {
  const path = join(home, 'large.jpg')
  await writePhotograph(path, large)
  const seen = await watchOpening(page, 'wait')
  await answerOpenDialog(app, [path])
  await page.keyboard.press('ControlOrMeta+o')
  await expect.poll(async () => (await seen()).order).toEqual(['image', 'tab', 'canvas'])
  const { place, said } = await seen()
  expect(said).toBe('Opening…Stop')
  const corner = await studio.canvas.place({ x: 0, y: 0 })
  const opposite = await studio.canvas.place({ x: large.widthPx, y: large.heightPx })
  expect(Math.abs(place!.left - corner.x)).toBeLessThan(1)
  expect(Math.abs(place!.top - corner.y)).toBeLessThan(1)
  expect(Math.abs(place!.right - opposite.x)).toBeLessThan(1.5)
  expect(Math.abs(place!.bottom - opposite.y)).toBeLessThan(1.5)
})

test(
  'a key press during the import shows the open document again',
  { tag: '@full' },
  async ({ studio, page, app, home }) => {
    const path = join(home, 'large.jpg')
    await writePhotograph(path, large)
    await studio.canvas.waitForPixels()
    const seen = await watchOpening(page, 'press a key')
    await answerOpenDialog(app, [path])
    await page.keyboard.press('ControlOrMeta+o')
    await expect.poll(async () => (await seen()).order).toEqual(['image', 'canvas', 'tab'])
  },
)

test(
  'an image opened from the Gallery is shown by the canvas only',
  { tag: '@full' },
  async ({ studio, gallery, page, app, home }) => {
    const path = join(home, 'large.jpg')
    await writePhotograph(path, large)
    await gallery.open()
    const seen = await watchOpening(page, 'wait')
    await answerOpenDialog(app, [path])
    await page.keyboard.press('ControlOrMeta+o')
    await expect(page.getByRole('tab', { name: 'large', selected: true })).toBeVisible()
    await studio.canvas.waitForPixels()
    await expect(page.locator('.incoming-image')).toHaveCount(0)
    expect(await seen()).toMatchObject({ order: ['tab'], said: 'Importing…Stop' })
  },
)

test('an invalid file and one that is already open leave no incoming image behind', async ({
  studio,
  page,
  app,
  home,
}) => {
  const [broken, whole] = [join(home, 'broken.png'), join(home, 'large.jpg')]
  await writeFile(broken, 'not an image')
  await writePhotograph(whole, { widthPx: 1_200, heightPx: 800 })
  await answerOpenDialog(app, [broken])
  await page.keyboard.press('ControlOrMeta+o')
  await expect(page.getByText('“broken.png” is a text file')).toBeVisible()
  await expect(page.locator('.incoming-image')).toHaveCount(0)
  await answerOpenDialog(app, [whole])
  for (let times = 0; times < 2; times += 1) {
    await page.keyboard.press('ControlOrMeta+o')
    await expect(page.getByRole('tab', { name: 'large', selected: true })).toBeVisible()
    await expect(page.locator('.incoming-image')).toHaveCount(0)
  }
  await studio.canvas.waitForPixels()
})

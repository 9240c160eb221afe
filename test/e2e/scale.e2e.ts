import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import type { Point } from '../../src/shared/util/geometry.ts'
import { StudioPage } from './pages/studio-page.ts'
import { activeDocument, type MaskPixels } from './support/bridge.ts'
import { placeColor } from './support/cards.ts'
import { copyKnownHome } from './support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { readLens } from './support/lens.ts'
import { openCard } from './support/open-card.ts'
import { libraryAssets } from './support/images.ts'
import { expect, test } from './support/test.ts'

const card = { size: { widthPx: 510, heightPx: 340 }, colorAt: placeColor }
/** Alternating targets: offsets from the middle of the stage, as shares of the visible radius of the card. */
const aims = [
  { x: 0.31, y: -0.22 },
  { x: -0.4, y: 0.37 },
] as const

/** Clicks on a card of positions, and knows its target from the colors on the screen. */
class Marksman {
  readonly #studio: StudioPage
  /** The position of the card's corner in the document: a crop or an expansion moves it. */
  cardAt: Point = { x: 0, y: 0 }
  #shots = 0

  constructor(studio: StudioPage) {
    this.#studio = studio
  }

  /** Paints a dab, and compares it on disk and on the screen with the point under the pointer. */
  async expectHits(what: string, mostCss: number): Promise<void> {
    const { page, canvas } = this.#studio
    const { middle, roomCss } = await this.#middle()
    // A small window shows less of the image, and the tools cover some of it.
    const radiusCss = Math.min(mostCss, roomCss)
    await page.mouse.move(5, 5)
    const before = await this.#lookAtRest(middle, radiusCss)
    const lens = await readLens(page, middle, radiusCss)
    const { x, y } = aims[(this.#shots += 1) % aims.length] ?? aims[0]
    const css = { x: Math.round(middle.x + x * radiusCss), y: Math.round(middle.y + y * radiusCss) }
    const aim = lens.toImage(css)
    const expected = { x: aim.x + this.cardAt.x, y: aim.y + this.cardAt.y }
    await this.#studio.setNumber('Size', Math.max(3, Math.round(12 / lens.zoom)))
    await page.mouse.click(css.x, css.y)
    await canvas.maskOnDisk((mask) => {
      const hit = centroid(mask)
      // To the pixel: of the image when zoomed in, of the screen when zoomed out.
      const off = Math.hypot(hit.x - expected.x, hit.y - expected.y) * Math.min(1, lens.zoom)
      expect(off, `${what}: aimed at ${say(expected)}, hit ${say(hit)}`).toBeLessThan(0.5 + lens.blurPx)
    })
    await page.mouse.move(5, 5)
    // Large pixels at the rim of the dab may or may not be tinted enough to be counted.
    await expect
      .poll(async () => offCenter(before, await this.#look(middle, radiusCss), middle, css, radiusCss), what)
      .toBeLessThan(1 + lens.zoom / 4)
    await page.keyboard.press('ControlOrMeta+z')
  }

  async #middle(): Promise<{ readonly middle: Point; readonly roomCss: number }> {
    const box = await this.#studio.canvas.view.boundingBox()
    if (box === null) throw new Error('the canvas is not shown')
    const middle = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }
    const tools = await this.#studio.page.locator('.studio-tools').boundingBox()
    const toTools = middle.x - (tools === null ? box.x : tools.x + tools.width)
    return { middle, roomCss: Math.floor(Math.min(box.width / 2, box.height / 2, toTools)) - 8 }
  }

  /** A coarse first frame is followed by a sharp one: waits until the picture no longer changes. */
  async #lookAtRest(middle: Point, radiusCss: number): Promise<{ data: Buffer; width: number }> {
    let last = await this.#look(middle, radiusCss)
    const isAtRest = async () => {
      const former = last
      last = await this.#look(middle, radiusCss)
      return last.data.equals(former.data)
    }
    await expect.poll(isAtRest).toBe(true)
    return last
  }

  async #look({ x, y }: Point, radiusCss: number): Promise<{ data: Buffer; width: number }> {
    const clip = { x: x - radiusCss, y: y - radiusCss, width: 2 * radiusCss, height: 2 * radiusCss }
    const { data, info } = await sharp(await this.#studio.page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width }
  }
}

/** The centroid of the painted pixels, measured from pixel edges: the middle of pixel 3 is 3.5. */
function centroid(mask: MaskPixels): Point {
  const sum = { all: 0, x: 0, y: 0 }
  for (let at = 0; at < mask.data.length; at += 1) {
    const value = mask.data[at] ?? 0
    sum.all += value
    sum.x += value * ((at % mask.widthPx) + 0.5)
    sum.y += value * (Math.floor(at / mask.widthPx) + 0.5)
  }
  return { x: sum.x / sum.all, y: sum.y / sum.all }
}

/** Distance from the pointer to the middle of what changed on the screen, CSS pixels. */
function offCenter(
  before: { data: Buffer; width: number },
  after: { data: Buffer; width: number },
  middle: Point,
  css: Point,
  radiusCss: number,
): number {
  const sum = { all: 0, x: 0, y: 0 }
  for (let at = 0; at < after.data.length / 3; at += 1) {
    const by = [0, 1, 2].reduce(
      (most, channel) =>
        Math.max(most, Math.abs((before.data[at * 3 + channel] ?? 0) - (after.data[at * 3 + channel] ?? 0))),
      0,
    )
    if (by < 12) continue
    sum.all += 1
    sum.x += (at % after.width) + 0.5
    sum.y += Math.floor(at / after.width) + 0.5
  }
  const scale = after.width / (2 * radiusCss)
  const seen = {
    x: middle.x - radiusCss + sum.x / sum.all / scale,
    y: middle.y - radiusCss + sum.y / sum.all / scale,
  }
  return Math.hypot(seen.x - css.x, seen.y - css.y)
}

function say({ x, y }: Point): string {
  return `${x.toFixed(2)}, ${y.toFixed(2)}`
}

for (const scale of [1, 1.25, 1.5, 2]) {
  test(`the dab lands under the pointer at device scale ${scale}`, { tag: '@full' }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-scale-'))
    const running = await launch({ home: await copyKnownHome(), args: [`--force-device-scale-factor=${scale}`] })
    const { page } = running
    const studio = new StudioPage(page)
    await studio.canvas.ready()
    expect(await page.evaluate(() => window.devicePixelRatio)).toBe(scale)
    await openCard(running, join(folder, 'places.png'), card)
    await studio.canvas.ready()
    await studio.setNumber('Hardness', 100)
    await studio.setNumber('Grow', 0)
    await studio.setNumber('Soft edge', 0)
    const hand = new Marksman(studio)
    const wheel = async (deltaY: number) => {
      const box = await studio.canvas.view.boundingBox()
      await page.mouse.move(box!.x + box!.width / 2 + 11, box!.y + box!.height / 2 - 7)
      await page.mouse.wheel(0, deltaY)
    }
    const { zoom } = studio

    await test.step('zoom', async () => {
      await page.keyboard.press('ControlOrMeta+1')
      await hand.expectHits('100%', 80)
      await wheel(360 * Math.log2(1 / 0.3))
      await expect(zoom).toHaveText('30%')
      await hand.expectHits('30%', Math.floor(40 / scale))
      await page.keyboard.press('ControlOrMeta+1')
      await wheel(-360 * 3)
      await expect(zoom).toHaveText('800%')
      await hand.expectHits('800%', 110)
    })
    await test.step('rotated, mirrored, moved', async () => {
      await page.keyboard.press('ControlOrMeta+1')
      await studio.run('Rotate view right')
      await hand.expectHits('turned by 15°', Math.floor(90 / scale))
      await page.keyboard.press('Shift+x')
      await hand.expectHits('turned and mirrored', Math.floor(90 / scale))
      await page.keyboard.press('Shift+r')
      await hand.expectHits('mirrored', Math.floor(90 / scale))
      await page.keyboard.press('Shift+x')
      await wheel(-200)
      await page.keyboard.down('Space')
      await page.mouse.down()
      await page.mouse.move(...(await around(studio, -23, 17)), { steps: 3 })
      await page.mouse.up()
      await page.keyboard.up('Space')
      await hand.expectHits('moved', Math.floor(90 / scale))
    })
    await test.step('in a resized window', async () => {
      // A display of a scale of 2 has no room for less than the smallest window.
      const sides = await running.app.evaluate(async ({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        const [wide = 0, high = 0] = window?.getContentSize() ?? []
        const [leastWide = 0, leastHigh = 0] = window?.getMinimumSize() ?? []
        const smaller = [Math.max(leastWide, wide - 61), Math.max(leastHigh, high - 37)] as const
        window?.setContentSize(...smaller)
        return smaller
      })
      const off = ([wide, high]: typeof sides) =>
        Math.max(Math.abs(window.innerWidth - wide), Math.abs(window.innerHeight - high))
      // To within the pixels that a fraction of a scale rounds.
      await expect.poll(() => page.evaluate(off, sides)).toBeLessThan(3)
      await hand.expectHits('resized', Math.floor(90 / scale))
    })
    await test.step('cropped, then expanded', async () => {
      await page.keyboard.press('ControlOrMeta+0')
      const { baseId: uncropped } = await activeDocument(page)
      await page.keyboard.press('Shift+c')
      await studio.canvas.stroke([
        { x: 61, y: 43 },
        { x: 431, y: 301 },
      ])
      await page.keyboard.press('Enter')
      await expect.poll(async () => (await activeDocument(page)).baseId).not.toBe(uncropped)
      const { baseId, ...cropped } = await activeDocument(page)
      const { parentAt } = (await libraryAssets(page)).find(({ id }) => id === baseId)!.recipe
      // The mouse moves by whole CSS pixels, which are more than one image pixel at some scales.
      expect(Math.hypot(cropped.widthPx - 370, cropped.heightPx - 258)).toBeLessThan(2)
      expect(Math.hypot(parentAt!.x + 61, parentAt!.y + 43)).toBeLessThan(2)
      hand.cardAt = parentAt!
      await page.keyboard.press('b')
      await page.keyboard.press('ControlOrMeta+0')
      await hand.expectHits('cropped', Math.floor(90 / scale))
      await page.getByRole('radio', { name: 'Expand', exact: true }).check()
      await page.getByRole('button', { name: 'Expand left by a quarter' }).click()
      await page.getByRole('button', { name: 'Expand top by a quarter' }).click()
      await page.getByRole('button', { name: 'Expand', exact: true }).click()
      await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout: 60_000 })
      await studio.results.getByRole('button', { name: 'Keep' }).click()
      await studio.canvas.onDisk(({ state }) => expect(state.size.widthPx).toBeGreaterThan(400))
      const { size } = (await studio.canvas.stored()).state
      hand.cardAt = {
        x: hand.cardAt.x + size.widthPx - cropped.widthPx,
        y: hand.cardAt.y + size.heightPx - cropped.heightPx,
      }
      await page.keyboard.press('ControlOrMeta+0')
      await hand.expectHits('drawn out', Math.floor(70 / scale))
    })
    await quit(running)
    for (const each of [running.home, folder]) await rm(each, { recursive: true, force: true, maxRetries: 5 })
  })
}

async function around(studio: StudioPage, x: number, y: number): Promise<[number, number]> {
  const box = await studio.canvas.view.boundingBox()
  return [box!.x + box!.width / 2 + x, box!.y + box!.height / 2 + y]
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { samplingSurfaceId } from '../../src/shared/domain/surfaces.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import type { Running } from '../e2e/support/launch.ts'
import { launch, quit } from './support/launch.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { colorAt, colorDistance, decode, libraryAssets, readOriginal } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

const widthPx = 600
const heightPx = 400
const hole = { x: 300, y: 200, radiusPx: 30 }

let folder: string
let imagePath: string
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-sampling-'))
  imagePath = join(folder, 'halves.png')
  await sharp(halves(), { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(imagePath)
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

/** A red texture on the left, a blue one on the right. */
function halves(): Buffer {
  const pixels = Buffer.alloc(widthPx * heightPx * 3)
  let state = 7
  for (let at = 0; at < widthPx * heightPx; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const bright = 150 + (state >>> 24) / 4
    const isRed = at % widthPx < widthPx / 2
    pixels.set(isRed ? [bright, 30, 40] : [40, 30, bright], at * 3)
  }
  return pixels
}

async function openHalves({ page, app }: Running, studio: StudioPage): Promise<void> {
  await answerOpenDialog(app, [imagePath])
  await page.keyboard.press('ControlOrMeta+o')
  await expect(page.getByRole('tab', { name: 'halves' })).toHaveAttribute('aria-selected', 'true')
  await studio.canvas.ready()
  for (const [label, value] of [
    ['Hardness', 100],
    ['Grow', 0],
    ['Soft edge', 0],
    ['Match color', 0],
    ['Size', 2 * hole.radiusPx],
  ] as const) {
    await studio.setNumber(label, value)
  }
}

/** How much of the hole the newest fill made red. */
async function redShare(running: Running): Promise<number> {
  const [newest] = (await libraryAssets(running.page)).filter(({ recipe }) => recipe.operation === 'fill')
  if (newest === undefined) throw new Error('nothing was filled')
  const { data, width } = await decode(await readOriginal(running, newest))
  let red = 0
  let all = 0
  for (let y = hole.y - hole.radiusPx; y < hole.y + hole.radiusPx; y += 1) {
    for (let x = hole.x - hole.radiusPx; x < hole.x + hole.radiusPx; x += 1) {
      if (Math.hypot(x - hole.x, y - hole.y) > hole.radiusPx - 2) continue
      const at = (y * width + x) * 4
      all += 1
      if ((data[at] ?? 0) > (data[at + 2] ?? 0)) red += 1
    }
  }
  return red / all
}

test('the fill copies only from the sampling area, or from everywhere when automatic', async ({
  studio,
  running,
  page,
}) => {
  await openHalves(running, studio)
  await studio.canvas.stroke([hole])
  await studio.fill()
  expect(await redShare(running)).toBeGreaterThan(0.25)

  await studio.chooseSampling('Manual')
  const fill = page.getByRole('button', { name: 'Fill', exact: true })
  await expect(fill).toBeDisabled()
  await expect(page.getByText('or set the sampling area to automatic')).toBeVisible()
  await studio.scribble({ x: 400, y: 80 }, { x: 550, y: 320 }, 40)
  await expect(fill).toBeEnabled()
  await studio.fill()
  expect(await redShare(running)).toBe(0)
  await expect(studio.measured).toContainText(', 0 outside')

  await studio.chooseSampling('Automatic')
  await studio.fill()
  expect(await redShare(running)).toBeGreaterThan(0.25)
})

test('the sampling area is tinted green only while it is used', async ({ studio, page }) => {
  const spot = await studio.canvas.place({ x: 150, y: 100 })
  const look = async () => {
    await page.mouse.move(5, 5)
    return colorAt(page, spot)
  }
  const bare = await look()
  await page.keyboard.press('t')
  await studio.canvas.stroke([{ x: 150, y: 100 }])
  const [red, green, blue] = bare
  const tinted = [red + (76 - red) * 0.35, green + (195 - green) * 0.35, blue + (138 - blue) * 0.35]
  await expect.poll(async () => colorDistance(await look(), tinted)).toBeLessThan(5)
  await studio.chooseSampling('Automatic')
  await expect.poll(async () => colorDistance(await look(), bare)).toBeLessThan(4)
  await studio.chooseSampling('Manual')
  await expect.poll(async () => colorDistance(await look(), tinted)).toBeLessThan(5)
  await page.keyboard.press('q')
  await expect(page.getByText('Sampling area hidden but active')).toBeVisible()
})

test('the mask and the sampling area share one undo history', async ({ studio, page }) => {
  const { keyboard } = page
  await studio.canvas.stroke([{ x: 150, y: 100 }])
  await keyboard.press('t')
  await studio.canvas.stroke([{ x: 300, y: 100 }])
  await keyboard.press('t')
  await studio.canvas.stroke([{ x: 450, y: 100 }])
  const look = async () => {
    const mask = await studio.canvas.savedMask()
    const { state, coverage } = await studio.canvas.stored()
    const { sampling } = state
    const area = coverage(samplingSurfaceId)
    return [mask.at(150, 100) > 0, area.at(300, 100) > 0, mask.at(450, 100) > 0, sampling]
  }
  expect(await look()).toEqual([true, true, true, 'painted'])
  await keyboard.press('ControlOrMeta+z')
  expect(await look()).toEqual([true, true, false, 'painted'])
  await keyboard.press('ControlOrMeta+z')
  expect(await look()).toEqual([true, false, false, 'painted'])
  await keyboard.press('ControlOrMeta+z')
  await keyboard.press('ControlOrMeta+z')
  expect(await look()).toEqual([false, false, false, 'automatic'])
  for (let step = 0; step < 3; step += 1) await keyboard.press('ControlOrMeta+Shift+z')
  expect(await look()).toEqual([true, true, false, 'painted'])
})

test('a restart keeps the sampling area and whether it is used', { tag: '@full' }, async () => {
  const home = await copyKnownHome()
  const first = await launch({ home })
  const before = new StudioPage(first.page)
  await before.canvas.ready()
  await first.page.keyboard.press('t')
  await before.canvas.stroke([
    { x: 150, y: 100 },
    { x: 250, y: 100 },
  ])
  const saved = await before.canvas.savedMask('sampling')
  await quit(first)

  const second = await launch({ home })
  const after = new StudioPage(second.page)
  await after.canvas.ready()
  expect((await after.canvas.mask('sampling')).data).toEqual(saved.data)
  expect(saved.at(200, 100)).toBe(255)
  await expect(second.page.getByRole('radio', { name: 'Manual', exact: true })).toBeChecked()
  await expect(second.page.getByText('The fill copies only from the green area.')).toBeVisible()
  await quit(second)
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

test('a fill with a sampling area works without a pointer', async ({ studio, page }) => {
  const { keyboard } = page
  const addRectangle = async (command: string, numbers: readonly number[]) => {
    await studio.run(command)
    await expect(page.getByRole('textbox', { name: 'X', exact: true })).toBeFocused()
    for (const [at, number] of numbers.entries()) {
      if (at > 0) await keyboard.press('Tab')
      await keyboard.type(String(number))
    }
    await keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await addRectangle('Mask rectangle…', [330, 250, 60, 40])
  await keyboard.press('t')
  await addRectangle('Sample from rectangle…', [20, 20, 200, 100])
  const mask = await studio.canvas.savedMask()
  const area = await studio.canvas.mask('sampling')
  expect([mask.painted, mask.at(330, 250), mask.at(389, 289)]).toEqual([60 * 40, 255, 255])
  expect([area.painted, area.at(20, 20), area.at(219, 119)]).toEqual([200 * 100, 255, 255])
  await studio.fill()
  await expect(studio.measured).toContainText(', 0 outside')
})

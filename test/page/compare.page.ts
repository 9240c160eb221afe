import { join } from 'node:path'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import type { Size } from '../../src/shared/util/geometry.ts'
import { requestOf } from '../support/request-of.ts'
import { ComparePage } from '../e2e/pages/compare-page.ts'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { call, importFiles, libraryIds } from '../e2e/support/bridge.ts'
import { writeCard, type Color } from '../e2e/support/cards.ts'
import { expectModelDetails } from '../e2e/support/model-details.ts'
import { expect, test } from './support/canvas-test.ts'
import type { Running } from '../e2e/support/launch.ts'

/** At every size the same relative position has the same color. */
const gradient =
  ({ widthPx, heightPx }: Size, blue: number) =>
  (x: number, y: number): Color => [20 + (200 * x) / widthPx, 20 + (200 * y) / heightPx, blue]

interface Card {
  readonly name: string
  readonly size: Size
  readonly colorAt: (x: number, y: number) => Color
}

let imports = 0

async function importCards({ page }: Running, folder: string, cards: readonly Card[]): Promise<AssetId[]> {
  imports += 1
  const paths = cards.map(({ name }) => join(folder, `${name}-${imports}.png`))
  await Promise.all(cards.map(({ size, colorAt }, at) => writeCard(paths[at]!, size, colorAt)))
  const { imported, failed } = await importFiles(page, paths)
  expect(failed).toEqual([])
  return imported
}

/** Selects the images in the Gallery and compares them with C. */
async function compareImages({ page }: Running, names: readonly string[]): Promise<ComparePage> {
  const gallery = new GalleryPage(page)
  await gallery.open()
  for (const [at, name] of names.entries()) {
    const tile = gallery.grid.getByRole('option', { name: new RegExp(`^${name}-${imports}\\b`) })
    await tile.click(at === 0 ? {} : { modifiers: ['ControlOrMeta'] })
  }
  await page.keyboard.press('c')
  const compare = new ComparePage(page)
  await compare.table.waitFor()
  return compare
}

const isClose = (a: Color, b: Color) => a.every((value, at) => at === 2 || Math.abs(value - b[at]!) <= 4)

test('images of three sizes line up under the pointer; slider and blinking work; Escape goes back', async ({
  running,
  folder,
  page,
}) => {
  const sizes = [300, 900, 2400].map((widthPx) => ({ widthPx, heightPx: (widthPx * 2) / 3 }))
  const cards = sizes.map((size, at) => ({ name: `size${at}`, size, colorAt: gradient(size, 60 * at) }))
  await importCards(running, folder, cards)
  const compare = await compareImages(running, ['size0', 'size1', 'size2'])
  await compare.isDrawn(3)

  // The wheel over one tile zooms all of them; the point under the pointer stays in place in each.
  const spot = { x: 0.7, y: 0.4 }
  const before = await compare.colorsAt(spot)
  expect(before.every((color) => isClose(color, before[0]!))).toBe(true)
  const point = await compare.pointOf(compare.tiles.nth(1), spot)
  await page.mouse.move(point.x, point.y)
  await page.mouse.wheel(0, -400)
  const corner = { x: 0.2, y: 0.3 }
  const wide = await compare.colorsAt(corner)
  await expect
    .poll(async () => {
      const [under, beside] = [await compare.colorsAt(spot), await compare.colorsAt(corner)]
      const isKept = under.every((color) => isClose(color, before[0]!))
      const isSame = beside.every((color) => isClose(color, beside[0]!))
      return isKept && isSame && beside[0]![0] >= wide[0]![0]
    })
    .toBe(true)
  await expect(compare.table.locator('.compare-cursor:not([hidden])')).toHaveCount(2)
  await expect(compare.side.getByRole('rowheader')).toHaveText(['A', 'B', 'C'])

  // Unlinked, only the image under the pointer moves.
  const linked = await compare.colorsAt(corner)
  await page.keyboard.press('k')
  await page.mouse.wheel(0, 600)
  await expect.poll(async () => isClose((await compare.colorsAt(corner))[1]!, linked[1]!)).toBe(false)
  expect(isClose((await compare.colorsAt(corner))[0]!, linked[0]!)).toBe(true)

  await page.keyboard.press('w')
  await compare.divider.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(compare.divider).toHaveAttribute('aria-valuenow', '60')
  await compare.divider.blur()
  await page.keyboard.press('b')
  await page.keyboard.press('Enter')
  const shown = compare.table.locator('.compare-letter-shown')
  const [first] = await shown.allTextContents()
  await page.keyboard.down('Space')
  await expect(shown).not.toHaveText(first!)
  await page.keyboard.up('Space')
  await expect(shown).toHaveText(first!)
  await page.keyboard.press('Escape')
  await expect(new GalleryPage(page).grid).toBeVisible()
})

test('differences are counted to the pixel, and a masked area is merged into the other image', async ({
  running,
  studio,
  folder,
  page,
}) => {
  const size = { widthPx: 400, heightPx: 200 }
  const plain = gradient(size, 90)
  const changed = (x: number, y: number): Color => (x < 100 && y < 80 ? [240, 240, 240] : plain(x, y))
  const [targetId, sourceId] = await importCards(running, folder, [
    { name: 'target', size, colorAt: plain },
    { name: 'source', size, colorAt: changed },
  ])
  const compare = await compareImages(running, ['target', 'source'])
  await compare.isDrawn(2)
  // 100 × 80 of 400 × 200 pixels.
  const isTargetFirst = (await compare.tile('A').getAttribute('aria-label'))?.startsWith('A: target') === true
  await expect(compare.against('B')).toHaveAccessibleName(/^B: 10\.0% different, SSIM 0\.\d{3}\b/)
  await compare.against('B').click()
  await expect(compare.table.getByRole('img', { name: 'Difference map' })).toHaveAttribute('data-ready', 'true')
  await page.keyboard.press('5')
  await expect
    .poll(async () => {
      const ids = [targetId!, sourceId!]
      return (await call(page, 'library.assets', { ids }))
        .map(({ annotations: marks }) => marks.rating)
        .toSorted((a, b) => a - b)
    })
    .toEqual([0, 5])

  if (!isTargetFirst) await page.keyboard.press('r')
  await page.keyboard.press('t')
  const bar = page.getByRole('region', { name: 'Merge masked area' })
  await expect(bar).toContainText('Paint over')
  await expect(bar.getByRole('button', { name: 'Merge', exact: true })).toBeDisabled()
  await studio.canvas.ready()
  await studio.canvas.stroke([
    { x: 40, y: 40 },
    { x: 60, y: 40 },
  ])
  await bar.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect
    .poll(async () => {
      const children = await call(page, 'library.children', { id: targetId! })
      return children.map(({ recipe }) => [recipe.operation, recipe.takenFromId])
    })
    .toEqual([['merge', sourceId]])
  await bar.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(bar).toBeHidden()
})

test('a blind vote hides names until the end, undoes a vote and ranks the models', async ({ studio, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const size = { widthPx: 256, heightPx: 256 }
  const models = ['demo-waves', 'demo-shapes', 'demo-light']
  for (const model of models) {
    await call(page, 'jobs.generate', requestOf({ provider: 'fake', model, prompt: 'a red kite', size }))
  }
  const made = async () => {
    const ids = await libraryIds(page)
    const assets = await call(page, 'library.assets', { ids: ids.slice(0, 20) })
    return assets.filter(({ recipe }) => recipe.prompt === 'a red kite')
  }
  await expect.poll(async () => (await made()).length).toBe(3)

  await page.keyboard.press('ControlOrMeta+3')
  const { table } = new ComparePage(page)
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog', { name: 'Blind vote' })
  await dialog.getByRole('radio', { name: 'Library' }).check()
  await expect(dialog.getByRole('status')).toHaveText('Up to 3 questions')
  await dialog.getByRole('button', { name: 'Start' }).click()
  await expect(table.getByRole('heading', { name: 'Which is better?' })).toBeVisible()
  const position = table.getByText(/^\d of 3$/)
  await expect(position).toHaveText('1 of 3')
  await expect(table).not.toContainText(/Demo|kite|seed/)
  await page.keyboard.press('ArrowLeft')
  await expect(position).toHaveText('2 of 3')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(position).toHaveText('1 of 3')
  for (const [at, key] of ['ArrowRight', 't'].entries()) {
    await expect(position).toHaveText(`${at + 1} of 3`)
    await page.keyboard.press(key)
  }
  // The answers so far rank all three: no pair is asked whose answer is known.
  const ranking = table.getByRole('list', { name: 'Images by votes' })
  await expect(ranking.getByRole('listitem')).toHaveCount(3)
  for (const name of ['Demo Waves', 'Demo Shapes', 'Demo Light']) await expect(ranking).toContainText(name)
  const counted = await call(page, 'compare.ranking', { tag: null })
  expect(counted).toMatchObject({ comparisons: 2, others: 0 })
  expect(counted.players.map(({ wins, ties }) => wins + ties).reduce((sum, each) => sum + each)).toBe(3)
  await expect(table).toContainText('2 blind comparisons')
  await expectModelDetails(table.getByRole('complementary', { name: 'Model ranking' }), 'Demo Waves')
  const winner = ranking.getByRole('listitem').first()
  await expect(winner.getByRole('button', { name: 'Open in Studio' })).toBeVisible()
  await winner.getByRole('button', { name: 'Pick', exact: true }).click()
  await expect(winner.getByRole('button', { name: 'Picked' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(ranking).toBeHidden()
})

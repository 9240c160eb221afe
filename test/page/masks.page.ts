import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { StoredDocument } from '../e2e/support/bridge.ts'
import { blocks, writeCard } from '../e2e/support/cards.ts'
import { answerOpenDialog, answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/canvas-test.ts'
import { colorAt, colorDistance, decode } from '../e2e/support/images.ts'

const mask = ({ state, coverage }: StoredDocument, at: number) => coverage(state.masks[at]?.id ?? '')

/** Reads the preview of the sent mask: a value from 0 to 255 for a point of the image. */
async function sentMask(page: Page): Promise<(x: number, y: number) => number> {
  const { data, width } = await page.getByRole('img', { name: /mask/i }).evaluate((element: HTMLCanvasElement) => {
    const { width: across, height } = element
    const image = element.getContext('2d')!.getImageData(0, 0, across, height)
    return { data: [...image.data], width: across }
  })
  return (x, y) => data[(Math.floor((y * width) / 600) * width + Math.floor((x * width) / 600)) * 4] ?? 0
}

test('several masks are painted separately, named, tinted, weakened, hidden, combined and sent together', async ({
  studio,
  page,
}) => {
  const { canvas } = studio
  await canvas.stroke([{ x: 110, y: 110 }])
  await page.getByRole('button', { name: 'New mask' }).click()
  await canvas.stroke([{ x: 450, y: 290 }])
  await canvas.onDisk((stored) => {
    expect(stored.state.masks.map(({ name }) => name)).toEqual(['Mask', 'Mask 2'])
    expect([mask(stored, 0).at(110, 110), mask(stored, 0).at(450, 290)]).toEqual([255, 0])
    expect([mask(stored, 1).at(110, 110), mask(stored, 1).at(450, 290)]).toEqual([0, 255])
  })
  const row = page.getByRole('button', { name: 'Mask 2 (mask)' })
  await row.dblclick()
  await page.getByRole('textbox', { name: 'Name' }).fill('Cloth')
  await page.keyboard.press('Enter')
  await page.getByLabel('Color of Cloth').fill('#00c2c7')
  await studio.setNumber('Mask strength', 40)
  await canvas.onDisk(({ state }) =>
    expect(state.masks[1]).toMatchObject({ name: 'Cloth', tint: '#00c2c7', strength: 0.4, isOn: true }),
  )
  const spot = await canvas.place({ x: 450, y: 290 })
  await page.mouse.move(5, 5)
  // Teal over green adds blue.
  await expect.poll(async () => (await colorAt(page, spot))[2]).toBeGreaterThan(blocks.green.color[2] + 15)
  await expect.poll(async () => (await sentMask(page))(110, 110)).toBe(255)
  expect(Math.abs((await sentMask(page))(450, 290) - 102)).toBeLessThan(4)

  await page.getByRole('button', { name: 'Hide Cloth' }).click()
  await expect.poll(async () => colorDistance(await colorAt(page, spot), blocks.green.color)).toBeLessThan(3)
  await expect.poll(async () => (await sentMask(page))(450, 290)).toBe(0)
  await expect(page.getByText('1 mask off (not sent)')).toBeVisible()
  await page.getByRole('button', { name: 'Show Cloth' }).click()

  await page.getByRole('button', { name: 'Duplicate Cloth' }).click()
  await canvas.onDisk((stored) => {
    expect(stored.state.masks.map(({ name }) => name)).toEqual(['Mask', 'Cloth', 'Cloth copy'])
    expect(mask(stored, 2).at(450, 290)).toBe(255)
  })
  await page.getByRole('button', { name: 'Mask (mask)' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Add to “Cloth copy”' }).click()
  await canvas.onDisk((stored) =>
    expect([mask(stored, 2).at(110, 110), mask(stored, 2).at(450, 290)]).toEqual([255, 255]),
  )
  await page.getByRole('button', { name: 'Cloth (mask)', exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Subtract from “Cloth copy”' }).click()
  await canvas.onDisk((stored) =>
    expect([mask(stored, 2).at(110, 110), mask(stored, 2).at(450, 290)]).toEqual([255, 0]),
  )
  await page.getByRole('button', { name: 'Delete Cloth copy' }).click()
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ControlOrMeta+z')
  await canvas.onDisk((stored) => {
    expect(stored.state.masks).toHaveLength(3)
    expect([mask(stored, 2).at(110, 110), mask(stored, 2).at(450, 290)]).toEqual([0, 255])
  })
})

test('each refine operation changes the mask as its label says, in one undo step', async ({ studio, page }) => {
  const { canvas } = studio
  await page.keyboard.press('m')
  await canvas.stroke([
    { x: 200, y: 100 },
    { x: 400, y: 300 },
  ])
  await page.keyboard.down('Alt')
  await canvas.stroke([
    { x: 290, y: 190 },
    { x: 310, y: 210 },
  ])
  await page.keyboard.up('Alt')
  await canvas.maskOnDisk((first) => expect([first.painted, first.at(300, 200)]).toEqual([200 * 200 - 400, 0]))
  await page.getByRole('button', { name: 'Refine…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Refine mask' })
  const apply = async (kind: string, px: number | null) => {
    await dialog.getByRole('radio', { name: kind, exact: true }).check()
    if (px !== null) await studio.setNumber('Amount', px)
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await expect(dialog.getByRole('button', { name: 'Apply' })).toBeEnabled()
  }
  const undo = async () => {
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await canvas.maskOnDisk((current) => expect(current.painted).toBe(200 * 200 - 400))
  }
  await apply('Grow', 10)
  await canvas.maskOnDisk((grown) =>
    expect([grown.at(191, 200), grown.at(188, 200), grown.at(300, 200)]).toEqual([255, 0, 255]),
  )
  await undo()
  await apply('Shrink', 10)
  await canvas.maskOnDisk((shrunk) =>
    expect([shrunk.at(211, 150), shrunk.at(208, 150), shrunk.at(285, 200)]).toEqual([255, 0, 0]),
  )
  await undo()
  await apply('Feather', 20)
  await canvas.maskOnDisk((soft) => {
    expect(Math.abs(soft.at(200, 150) - 128)).toBeLessThan(12)
    expect(soft.at(193, 150)).toBeGreaterThan(0)
    expect(soft.at(207, 150)).toBeLessThan(255)
    expect([soft.at(240, 150), soft.at(160, 150)]).toEqual([255, 0])
  })
  await undo()
  await apply('Smooth', 20)
  await canvas.maskOnDisk((smooth) => {
    expect([smooth.at(201, 101), smooth.at(240, 200)]).toEqual([0, 255])
    expect(smooth.at(201, 200)).toBe(255)
  })
  await undo()
  await apply('Border', 12)
  await canvas.maskOnDisk((border) =>
    expect([border.at(201, 200), border.at(240, 200), border.at(150, 200)]).toEqual([255, 0, 0]),
  )
  await undo()
  await apply('Fill holes', null)
  await canvas.maskOnDisk((filled) => expect([filled.painted, filled.at(300, 200)]).toEqual([200 * 200, 255]))
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.keyboard.press('.')
  await canvas.maskOnDisk((grown) => expect([grown.at(197, 200), grown.at(194, 200)]).toEqual([255, 0]))
})

test('a mask is exported as PNG and imported as a new mask, inverted, intersected and added', async ({
  studio,
  folder,
  page,
  app,
}) => {
  const { canvas } = studio
  await page.keyboard.press('m')
  await canvas.stroke([
    { x: 100, y: 100 },
    { x: 300, y: 200 },
  ])
  const path = join(folder, `mask-${Date.now()}.png`)
  await answerSaveDialog(app, path)
  await page.getByRole('button', { name: 'Export mask…' }).click()
  await expect(page.getByText(`Mask saved: ${path}`)).toBeVisible()
  const saved = await decode(path)
  const value = (x: number, y: number) => saved.data[(y * saved.width + x) * 4]
  expect([saved.width, saved.height]).toEqual([600, 400])
  expect([value(100, 100), value(299, 199), value(99, 99), value(300, 200)]).toEqual([255, 255, 0, 0])

  const openImport = async (file: string) => {
    await answerOpenDialog(app, [file])
    await page.getByRole('button', { name: 'Import mask…' }).click()
    const importDialog = page.getByRole('dialog', { name: 'Import mask' })
    await importDialog.waitFor()
    return importDialog
  }
  const dialog = await openImport(path)
  await expect(dialog.getByRole('status')).toContainText('White is repainted: 8% of the image.')
  await expect(dialog.getByRole('img')).toBeVisible()
  await dialog.getByRole('switch', { name: 'Invert' }).click()
  await expect(dialog.getByRole('status')).toContainText('92% of the image.')
  await dialog.getByRole('button', { name: 'Import' }).click()
  await canvas.onDisk((stored) => {
    expect(stored.state.masks).toHaveLength(2)
    expect([mask(stored, 1).at(150, 150), mask(stored, 1).at(50, 50)]).toEqual([0, 255])
  })
  // Half the size, in color: scaled to the image and read by its brightness.
  const small = join(folder, `small-${Date.now()}.png`)
  await writeCard(small, { widthPx: 300, heightPx: 200 }, (x) => (x < 150 ? [255, 255, 255] : [0, 0, 0]))
  await openImport(small)
  await expect(dialog.getByRole('status')).toContainText('The mask was scaled')
  await dialog.getByRole('radio', { name: 'Intersect', exact: true }).check()
  await dialog.getByRole('button', { name: 'Import' }).click()
  await canvas.onDisk((stored) =>
    expect([mask(stored, 1).at(50, 50), mask(stored, 1).at(550, 50), mask(stored, 1).at(150, 150)]).toEqual([
      255, 0, 0,
    ]),
  )
  await openImport(path)
  await dialog.getByRole('radio', { name: 'Add', exact: true }).check()
  await dialog.getByRole('button', { name: 'Import' }).click()
  await canvas.onDisk((stored) => expect([mask(stored, 1).at(150, 150), mask(stored, 1).at(550, 50)]).toEqual([255, 0]))
  await openImport(path)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  // A file that is not an image is reported.
  const text = join(folder, 'words.txt')
  await writeFile(text, 'no image')
  await answerOpenDialog(app, [text])
  await page.getByRole('button', { name: 'Import mask…' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'words.txt' })).toBeVisible()
})

test('the thumbnail of the sent mask includes grow and soft edge', async ({ studio, page }) => {
  await studio.setNumber('Grow', 20)
  await studio.setNumber('Soft edge', 60)
  await page.keyboard.press('m')
  await studio.canvas.stroke([
    { x: 200, y: 100 },
    { x: 400, y: 300 },
  ])
  await expect.poll(async () => (await sentMask(page))(300, 200)).toBe(255)
  const sent = await sentMask(page)
  expect(sent(185, 200)).toBeGreaterThan(100)
  expect(sent(165, 200)).toBeGreaterThan(10)
  expect(sent(165, 200)).toBeLessThan(sent(185, 200))
  expect(sent(100, 200)).toBe(0)
  await studio.setNumber('Grow', 0)
  await studio.setNumber('Soft edge', 0)
  await expect.poll(async () => (await sentMask(page))(185, 200)).toBe(0)
})

test('a task that does not use the mask says so, and leads to one that does', async ({ studio, form, page }) => {
  const hint = page.getByText('This task does not use the mask.')
  await form.choose('Variations')
  await expect(hint).toHaveCount(0)
  await studio.canvas.stroke([{ x: 300, y: 200 }])
  for (const task of ['Variations', 'New image', 'Whole image'] as const) {
    await form.choose(task)
    await expect(hint).toBeVisible()
    await page.getByRole('button', { name: 'Use Fill' }).click()
    await expect(page.getByRole('radio', { name: 'Fill', exact: true })).toBeChecked()
    await expect(hint).toHaveCount(0)
  }
})

test.describe('on a red image', () => {
  test.use({ card: { size: { widthPx: 600, heightPx: 400 }, colorAt: (x) => [200 + (x % 40), 30, 40] } })

  test('the first mask and the next have colors that show', async ({ studio, page }) => {
    const { canvas } = studio
    await canvas.stroke([{ x: 110, y: 110 }])
    await page.getByRole('button', { name: 'New mask' }).click()
    await canvas.stroke([{ x: 450, y: 290 }])
    await canvas.onDisk(({ state }) => expect(state.masks.map(({ tint }) => tint)).toEqual(['#4da3ff', '#ffb02e']))
    const spot = await canvas.place({ x: 110, y: 110 })
    await page.mouse.move(5, 5)
    await expect.poll(async () => colorDistance(await colorAt(page, spot), [210, 30, 40])).toBeGreaterThan(50)
  })

  test('the color chosen by hand stays, also where nothing is painted yet', async ({ studio, page }) => {
    const color = page.getByLabel('Color of Mask')
    await expect(color).toHaveValue('#4da3ff')
    await page.reload()
    await expect(color).toHaveValue('#4da3ff')
    await color.fill('#ff4d5e')
    await studio.canvas.onDisk(({ state }) => expect(state.masks.map(({ tint }) => tint)).toEqual(['#ff4d5e']))
    await page.reload()
    await expect(color).toHaveValue('#ff4d5e')
  })
})

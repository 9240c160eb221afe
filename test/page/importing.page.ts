import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Point } from '../../src/shared/util/geometry.ts'
import { photoPng, smallPng } from '../support/small-images.ts'
import { answerOpenDialog, answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { activeDocument } from '../e2e/support/bridge.ts'
import { copyFiles, copyImageFile } from '../e2e/support/clipboard.ts'
import { samplePath } from '../e2e/support/images.ts'
import { pressPaste } from '../e2e/support/press-paste.ts'
import { watchImports } from '../e2e/support/watch-imports.ts'
import { expect, test } from './support/test.ts'

test('an image on the clipboard is pasted into the library and opened', async ({ studio, page, app }) => {
  const said = await watchImports(page)
  await copyImageFile(app, samplePath, { x: 0, y: 0, widthPx: 320, heightPx: 240 })
  await pressPaste(app)
  await expect(page.getByRole('tab')).toHaveCount(2)
  await studio.canvas.waitForPixels()
  expect(await activeDocument(page)).toMatchObject({ widthPx: 320, heightPx: 240 })
  expect(await said()).toBe('Opening…Stop')
  await expect(page.getByText('Opening…')).toHaveCount(0)
})

test('pasting an empty clipboard shows a message', async ({ studio, page, app }) => {
  await app.evaluate(async ({ clipboard }) => clipboard.clear())
  await studio.canvas.view.hover()
  await page.keyboard.press('ControlOrMeta+v')
  await expect(page.getByText('No image on the clipboard.')).toBeVisible()
})

test('files dropped on the window are imported and opened, the last one in front', async ({ studio, page, home }) => {
  const files = [join(home, 'dropped-1.png'), join(home, 'dropped-2.png')]
  for (const [at, file] of files.entries()) await writeFile(file, smallPng(at, 64, 48))
  await dropFiles(page, files, await studio.canvas.place({ x: 300, y: 200 }))
  await expect(page.getByRole('tab', { name: 'dropped-2' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('tab', { name: 'dropped-1' })).toBeVisible()
})

test('images and documents picked together are opened, each in its own tab', async ({ studio, page, app, home }) => {
  const document = join(home, 'layered.psd')
  await answerSaveDialog(app, document)
  await studio.run('Save as Photoshop document…')
  await expect(page.getByText(`Saved: ${document}`)).toBeVisible()
  const images = ['one.png', 'two.png'].map((name) => join(home, name))
  for (const [at, file] of images.entries()) await writeFile(file, smallPng(at, 64, 48))
  await answerOpenDialog(app, [images[0]!, document, images[1]!])
  await page.keyboard.press('ControlOrMeta+o')
  await expect(page.getByRole('tab')).toHaveCount(4)
  await expect(page.getByRole('tab', { name: 'layered' })).toBeVisible()
  await expect(page.getByRole('tab', { name: 'two', selected: true })).toBeVisible()
})

test.describe('at a first start', () => {
  test.use({ isFirstStart: true })

  test('the progress of an import stands above the hint, and messages above both', async ({
    studio,
    page,
    app,
    home,
  }) => {
    await studio.canvas.ready()
    await expect(page.locator('.first-hint')).toBeVisible()
    await page.evaluate(watchGaps)
    const files = ['one.png', 'two.png'].map((name) => join(home, name))
    for (const [at, file] of files.entries()) await writeFile(file, smallPng(at, 64, 48))
    await answerOpenDialog(app, files)
    await page.keyboard.press('ControlOrMeta+o')
    await expect(page.getByRole('tab')).toHaveCount(3)
    const gaps = await page.evaluate(() => (globalThis as Watching).gaps)
    expect(gaps).toEqual([expect.any(Number), expect.any(Number)])
    for (const gap of gaps!) expect(gap).toBeGreaterThanOrEqual(8)
  })
})

test('importing many images opens only the last and offers to show all', async ({ studio, page, app, home }) => {
  const files = Array.from({ length: 9 }, (_, at) => join(home, `many-${at + 1}.png`))
  for (const [at, file] of files.entries()) await writeFile(file, smallPng(at + 20, 64, 48))
  await answerOpenDialog(app, files)
  await studio.canvas.view.hover()
  await page.keyboard.press('ControlOrMeta+o')
  await expect(page.getByText('9 imported · showing the last one')).toBeVisible()
  await expect(page.getByRole('tab')).toHaveCount(2)
  await expect(page.getByRole('tab', { name: 'many-9', selected: true })).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(page.getByRole('option', { name: /many-1\b/ })).toBeVisible()
})

test('a damaged image opens as what could be read of it, and is marked wherever it is listed', async ({
  studio,
  gallery,
  page,
  app,
  home,
}) => {
  const files = ['cut-1.png', 'cut-2.png', 'whole.png'].map((name) => join(home, name))
  for (const [at, file] of files.entries()) {
    const bytes = photoPng({ widthPx: 300 + at, heightPx: 200 })
    await writeFile(file, at < 2 ? bytes.subarray(0, Math.floor(bytes.length * 0.6)) : bytes)
  }
  await answerOpenDialog(app, files)
  await studio.canvas.view.hover()
  await page.keyboard.press('ControlOrMeta+o')
  await expect(page.getByText('3 imported · 2 damaged')).toBeVisible()
  await page.getByRole('button', { name: 'Show files' }).click()
  const dialog = page.getByRole('dialog', { name: 'Damaged images' })
  await expect(dialog.getByRole('listitem')).toHaveText([/“cut-1” is damaged: part of it could not be read/, /“cut-2”/])
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  await gallery.open()
  await expect(gallery.tile('cut-1')).toContainText('Damaged')
  await expect(gallery.tile('whole')).not.toContainText('Damaged')
  await gallery.tile('cut-1').click()
  await page.keyboard.press('i')
  await expect(page.getByRole('note').filter({ hasText: 'part of the image could not be read' })).toBeVisible()
})

test('files copied in a file manager are pasted as new tabs', async ({ studio, page, app, home }) => {
  const files = [join(home, 'copied-1.png'), join(home, 'copied-2.png')]
  for (const [at, file] of files.entries()) await writeFile(file, smallPng(at + 40, 64, 48))
  await studio.canvas.view.hover()
  await copyFiles(app, files)
  await pressPaste(app)
  await expect(page.getByRole('tab', { name: 'copied-2', selected: true })).toBeVisible()
  await expect(page.getByRole('tab')).toHaveCount(3)
})

test('a file dropped on the layer list becomes a layer of the open document', async ({ studio, page, home }) => {
  const file = join(home, 'over.png')
  await writeFile(file, smallPng(7, 64, 48))
  await dropFiles(page, [file], await middleOfLayers(page))
  await studio.canvas.onDisk(({ state }) =>
    expect(state.layers).toMatchObject([{ kind: 'picture', name: 'over', pictureSize: { widthPx: 64, heightPx: 48 } }]),
  )
  await expect(page.getByRole('tab')).toHaveCount(1)
})

test('several files dropped on the layer list become layers in order, and a file that is not an image is reported', async ({
  studio,
  page,
  home,
}) => {
  const files = ['below.png', 'no-image.png', 'above.png'].map((name) => join(home, name))
  await Promise.all([
    writeFile(files[0]!, smallPng(1, 64, 48)),
    writeFile(files[1]!, 'no image at all'),
    writeFile(files[2]!, smallPng(2, 64, 48)),
  ])
  await dropFiles(page, files, await middleOfLayers(page))
  await expect(page.getByRole('alert')).toContainText('“no-image.png” is a text file')
  await studio.canvas.onDisk(({ state }) => expect(state.layers.map(({ name }) => name)).toEqual(['below', 'above']))
  await page.keyboard.press('ControlOrMeta+z')
  await studio.canvas.onDisk(({ state }) => expect(state.layers.map(({ name }) => name)).toEqual(['below']))
})

test('dragging files shows where they would be dropped', async ({ studio, page, home }) => {
  const file = join(home, 'held.png')
  await writeFile(file, smallPng(3, 64, 48))
  const list = page.getByRole('region', { name: 'Layers' }).getByRole('list')
  const invitation = page.getByText('Drop to open in Studio')
  const drag = await dragFiles(page, [file])
  await drag('dragEnter', await studio.canvas.place({ x: 300, y: 200 }))
  await drag('dragOver', await studio.canvas.place({ x: 300, y: 200 }))
  await expect(invitation).toBeVisible()
  await drag('dragOver', await middleOfLayers(page))
  await expect(list).toHaveClass(/surface-list-drop/)
  await expect(invitation).toBeHidden()
  await drag('dragOver', await studio.canvas.place({ x: 300, y: 200 }))
  await expect(list).not.toHaveClass(/surface-list-drop/)
  await expect(invitation).toBeVisible()
  // Not every drag that ends elsewhere is reported; the next pointer move ends it.
  await drag('dragCancel', await studio.canvas.place({ x: 300, y: 200 }))
  await studio.canvas.move({ x: 310, y: 210 })
  await expect(invitation).toBeHidden()
  await expect(page.getByRole('tab')).toHaveCount(1)
})

async function middleOfLayers(page: Page): Promise<Point> {
  const list = await page.getByRole('region', { name: 'Layers' }).getByRole('list').boundingBox()
  return { x: list!.x + list!.width / 2, y: list!.y + list!.height / 2 }
}

type DragStep = 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel'

/** Returns a function that sends the steps of dragging files from the desktop. */
async function dragFiles(page: Page, files: string[]): Promise<(type: DragStep, at: Point) => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  return async (type, { x, y }) => {
    await session.send('Input.dispatchDragEvent', { type, x, y, data })
    // The first event over another element only fires `dragenter` and `dragleave`.
    if (type === 'dragOver') await session.send('Input.dispatchDragEvent', { type, x, y, data })
  }
}

interface Watching {
  /** When the progress was there: from it to the hint below, and to the messages above. */
  gaps?: readonly number[]
}

/** In the page, since small files are there a moment later. */
function watchGaps(): void {
  const box = (selector: string) => document.querySelector(selector)!.getBoundingClientRect()
  const observer = new MutationObserver(() => {
    if (document.querySelector('.shell-import') === null) return
    observer.disconnect()
    const progress = box('.shell-import')
    const gaps = [box('.first-hint').top - progress.bottom, progress.top - box('.toast-region').bottom]
    ;(globalThis as Watching).gaps = gaps.map(Math.round)
  })
  observer.observe(document.body, { childList: true, subtree: true })
}

/** Drags files from the desktop and drops them at a point of the window. */
async function dropFiles(page: Page, files: string[], at: Point): Promise<void> {
  const drag = await dragFiles(page, files)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drag(type, at)
}

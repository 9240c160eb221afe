import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import type { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { latinText, pngWith } from '../support/foreign-images.ts'
import { requestOf } from '../support/request-of.ts'
import { call, importFiles, libraryIds } from '../e2e/support/bridge.ts'
import { copiedImageSize } from '../e2e/support/clipboard.ts'
import type { Running } from '../e2e/support/launch.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { decode, libraryAssets, samplePath } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'
import { writeCard } from '../e2e/support/cards.ts'

const image = (gallery: GalleryPage) => gallery.viewer.getByRole('img', { name: / × / })

/** The color of the canvas at a point, CSS pixels from its corner. */
async function colorAt(gallery: GalleryPage, at: { x: number; y: number }): Promise<readonly number[]> {
  return image(gallery).evaluate((canvas: HTMLCanvasElement, { x, y }) => {
    const dpr = window.devicePixelRatio
    return [...(canvas.getContext('2d')?.getImageData(x * dpr, y * dpr, 1, 1).data ?? [])]
  }, at)
}

/** Four fields of a color each, and a dark square in the middle of the lower right one. */
async function importFields({ page, home }: Running, name: string, shade: number): Promise<AssetId> {
  const folder = join(home, 'incoming')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await writeCard(path, { widthPx: 2400, heightPx: 1600 }, (x, y) => {
    if (Math.abs(x - 1800) < 40 && Math.abs(y - 1200) < 40) return [10, shade, 10]
    return [x < 1200 ? 220 : 120, y < 800 ? 220 : 120, shade]
  })
  const { imported, failed } = await importFiles(page, [path])
  expect(failed).toEqual([])
  return imported[0]!
}

test('the viewer zooms at the pointer, keeps its position in the next image, and updates the filmstrip', async ({
  running,
  gallery,
  page,
}) => {
  await importFields(running, 'first', 40)
  await importFields(running, 'second', 90)
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(4)
  await gallery.tile('second').click()
  await page.keyboard.press('Space')
  await expect(gallery.viewer.getByText('1 / 4')).toBeVisible()
  const zoom = gallery.viewer.getByRole('button', { name: /^Zoom/ })
  const stage = (await image(gallery).boundingBox())!
  const fitted = Math.min(1, (stage.width - 40) / 2400, (stage.height - 40) / 1600)
  // The position of the dark square in the fitted view.
  const square = {
    x: stage.width / 2 + 600 * fitted,
    y: stage.height / 2 + 400 * fitted,
  }
  await expect.poll(() => colorAt(gallery, square)).toEqual([10, 90, 10, 255])
  await page.mouse.move(stage.x + square.x, stage.y + square.y)
  for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, -120)
  await expect(zoom).not.toHaveAccessibleName(`Zoom: fit or 100%. Current: ${Math.round(fitted * 100)}%`)
  await expect.poll(() => colorAt(gallery, square)).toEqual([10, 90, 10, 255])
  const close = await zoom.textContent()

  // The next image has the same size, so the view keeps its position.
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => colorAt(gallery, square)).toEqual([10, 40, 10, 255])
  expect(await zoom.textContent()).toBe(close)
  const strip = gallery.viewer.getByRole('listbox', { name: 'Filmstrip' })
  await expect(strip.getByRole('option', { name: 'first', exact: true })).toHaveAttribute('aria-selected', 'true')
  await strip.getByRole('option', { name: 'coffee', exact: true }).click()
  await expect(gallery.viewer.getByRole('heading')).toHaveText('coffee')
  // An image of another size starts fitted.
  await expect(zoom).toHaveAccessibleName(/^Zoom: .* 100%$/)
  await page.keyboard.press('h')
  await expect(strip).toBeHidden()
  await page.keyboard.press('Home')
  await page.keyboard.press('z')
  await expect(zoom).toHaveAccessibleName(/^Zoom: .* 100%$/)
  await page.keyboard.press('z')
  await expect(zoom).toHaveAccessibleName(/^Zoom: .* \d\d%$/)
  await page.keyboard.press('Escape')
  await expect(gallery.grid).toBeVisible()
  await expect(gallery.tiles.first()).toHaveAttribute('aria-selected', 'true')
})

test('an image and its generation details are copied to the clipboard', async ({
  gallery,
  form: _form,
  page,
  app,
  home,
}) => {
  const prompt = 'a red kite over the sea'
  await call(page, 'jobs.generate', requestOf({ provider: 'fake', model: 'demo-waves', prompt, seed: 42 }))
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(3)
  await gallery.tiles.first().click()
  await page.keyboard.press('Space')
  await page.keyboard.press('i')
  const clipboard = () => app.evaluate(async ({ clipboard: system }) => system.readText())
  const copies = gallery.viewer.getByRole('group', { name: 'Copy' })
  await copies.getByRole('button', { name: 'Copy prompt' }).click()
  await expect.poll(clipboard).toBe(prompt)
  await copies.getByRole('button', { name: 'Copy seed' }).click()
  await expect.poll(clipboard).toBe('42')
  await copies.getByRole('button', { name: 'Copy all details' }).click()
  await expect.poll(clipboard).toContain('Seed: 42')
  await page.keyboard.press('ControlOrMeta+c')
  const ids = await libraryIds(page)
  const [made] = await call(page, 'library.assets', { ids: ids.slice(0, 1) })
  await expect.poll(() => copiedImageSize(app)).toEqual({ widthPx: made?.widthPx, heightPx: made?.heightPx })

  // From another program: settings that the selected model does not support are named.
  const parameters = 'a pier <lora:ink:0.8>\nSteps: 20, Sampler: Euler a, Seed: 7, Size: 512x768, Model: dream'
  const file = join(home, 'from elsewhere.png')
  await writeFile(file, pngWith([latinText('parameters', parameters)]))
  await importFiles(page, [file])
  await page.keyboard.press('Escape')
  await gallery.tile('from elsewhere').click()
  await page.getByRole('button', { name: 'Use all settings' }).click()
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('a pier')
  await expect(page.getByText(/Not used: model dream, .*LoRA ink, sampler Euler a/)).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Width' })).toHaveValue('512')
  await expect(page.getByRole('textbox', { name: 'Height' })).toHaveValue('768')
})

test('the lineage is browsed by keys, and a step is branched from and repeated', async ({
  running,
  studio,
  gallery,
  page,
}) => {
  const coffee = await openSample(running)
  const { id } = await call(page, 'canvas.open', { assetId: coffee })
  const first = await call(page, 'canvas.crop', { id, rect: { x: 10, y: 10, widthPx: 400, heightPx: 300 } })
  await call(page, 'canvas.crop', { id, rect: { x: 60, y: 40, widthPx: 300, heightPx: 200 } })
  const inner = await call(page, 'canvas.open', { assetId: first.assetId })
  await call(page, 'canvas.crop', { id: inner.id, rect: { x: 5, y: 5, widthPx: 120, heightPx: 90 } })
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(5)
  await gallery.grid.getByRole('option', { name: /^coffee,/ }).click()
  await page.keyboard.press('l')
  const tree = page.getByRole('tree', { name: 'Lineage' })
  const chosen = tree.getByRole('treeitem', { selected: true })
  await expect(tree.getByRole('treeitem')).toHaveCount(4)
  await expect(chosen).toHaveAccessibleName('coffee, Imported')
  await page.keyboard.press('ArrowRight')
  await expect(chosen).toHaveAccessibleName(/^coffee – crop \d, Cropped$/)
  await expect(chosen).toHaveAttribute('aria-level', '2')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await expect(chosen).toHaveAttribute('aria-level', '3')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(gallery.viewer.getByRole('heading')).toHaveText('coffee – crop 1')
  await page.keyboard.press('l')
  await expect(chosen).toHaveAttribute('aria-level', '2')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('d')
  await expect(page.getByText('Made from coffee', { exact: true })).toBeVisible()
  await expect(gallery.tiles).toHaveCount(4)
  await page.keyboard.press('l')
  await expect(chosen).toHaveAttribute('aria-level', '1')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(studio.canvas.view).toBeVisible()
  await expect(page.getByRole('tab', { name: /^coffee – crop \d/ })).toHaveAttribute('aria-selected', 'true')

  // A fill is made, its mask is cleared, and then the step is repeated.
  await studio.canvas.ready()
  await studio.setNumber('Size', 60)
  await studio.canvas.stroke([
    { x: 60, y: 60 },
    { x: 120, y: 90 },
  ])
  await studio.fill()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
  await gallery.open()
  await gallery.showSection('All images')
  const fills = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'fill')
  await gallery.grid.locator(`[data-id="${fills[0]!.id}"]`).click()
  await page.keyboard.press('l')
  await page.keyboard.press('r')
  await expect(page.getByRole('tab', { name: /^coffee – crop \d/ })).toHaveAttribute('aria-selected', 'true')
  const effective = fills[0]!.recipe.changedInside!
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThanOrEqual(effective))
  await studio.canvas.onDisk(({ state }) => expect(state.edit).toMatchObject({ growPx: 0, featherPx: 0 }))
})

async function openSample({ page }: Running): Promise<AssetId> {
  const ids = await libraryIds(page)
  return (await call(page, 'library.assets', { ids })).find(({ name }) => name === 'coffee')!.id
}

test('an image edited in another program is imported as a child', async ({ gallery, page, app, home }) => {
  // Saves as many programs do: beside the file, then over it.
  const program = join(home, 'paint')
  const saved = join(home, 'saved.png')
  await writeCard(saved, { widthPx: 60, heightPx: 40 }, (x) => [x * 4, 0, 90])
  await writeFile(program, `#!/bin/sh\ncp "${saved}" "$1.part" && mv "$1.part" "$1"\n`)
  await chmod(program, 0o755)
  await answerOpenDialog(app, [program])
  await gallery.open()
  await gallery.grid.getByRole('option', { name: /^coffee,/ }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Choose app to edit in…' }).click()
  await expect(gallery.tiles).toHaveCount(3)
  await expect(page.getByText(/^Saved in the other app/)).toBeVisible()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  const [child] = await call(page, 'library.assets', {
    ids: (await libraryIds(page)).slice(0, 1),
  })
  expect(child).toMatchObject({ name: 'coffee – edit 1', widthPx: 60, recipe: { operation: 'external' } })
  expect(await readdir(join(home, 'external'))).toHaveLength(1)
  await page.keyboard.press('l')
  await expect(page.getByRole('treeitem', { name: 'coffee – edit 1, Edited externally' })).toBeVisible()

  // The program that was chosen opens by key, too, and each save is an image of its own.
  await page.keyboard.press('Escape')
  await writeCard(saved, { widthPx: 60, heightPx: 40 }, (x) => [0, x * 4, 90])
  await gallery.grid.getByRole('option', { name: /^coffee,/ }).click()
  await page.keyboard.press('ControlOrMeta+e')
  await expect(gallery.grid.getByRole('option', { name: /^coffee – edit 2,/ })).toBeVisible()
})

test('one of the duplicates is kept, and Undo restores the rest', async ({ gallery, page, home }) => {
  const path = join(home, 'little.png')
  const { width, height, data } = await decode(samplePath)
  const channels = data.length / (width * height)
  await writeCard(path, { widthPx: width / 2, heightPx: height / 2 }, (x, y) => {
    const at = (2 * y * width + 2 * x) * channels
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
  })
  await importFiles(page, [path])
  await gallery.open()
  await page.getByRole('button', { name: 'Duplicates…' }).click()
  const panel = page.getByRole('region', { name: 'Duplicates' })
  const cards = panel.getByRole('figure')
  await expect(cards).toHaveCount(2)
  const large = panel.getByRole('figure', { name: 'coffee' })
  await expect(large).toContainText('Largest')
  await expect(large).toContainText('600 × 400')
  await panel.getByRole('button', { name: 'Keep coffee, delete the rest' }).click()
  const undo = page.getByRole('button', { name: 'Undo' })
  // A message stays while the pointer is on it.
  await undo.hover()
  await expect(panel.getByText('No duplicates')).toBeVisible()
  await undo.click()
  await expect(cards).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await expect(gallery.tiles).toHaveCount(3)
})

import type { Locator } from '@playwright/test'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { colorLabels } from '../../src/shared/domain/color-labels.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { noAnnotations } from '../../src/shared/domain/annotations.ts'
import { smallPng } from '../support/small-images.ts'
import { OrganizePage } from '../e2e/pages/organize-page.ts'
import { call, importFiles } from '../e2e/support/bridge.ts'
import type { Running } from '../e2e/support/launch.ts'
import { expect, test } from './support/test.ts'

/** Imports images named p0, p1 …, in addition to the two samples. */
async function importSome({ page, home }: Running, count: number): Promise<AssetId[]> {
  const folder = join(home, 'incoming')
  await mkdir(folder)
  const paths = Array.from({ length: count }, (_, at) => join(folder, `p${at}.png`))
  await Promise.all(paths.map((path, at) => writeFile(path, smallPng(at, 48, 32))))
  const { imported } = await importFiles(page, paths)
  return imported
}

test('searches by words, fields and facets, corrects a mistake, and saves a search as a smart collection', async ({
  running,
  gallery,
  page,
}) => {
  const ids = await importSome(running, 4)
  await call(page, 'catalogue.mark', { ids: ids.slice(0, 2), change: { rating: 4, addTags: ['sea'] } })
  await call(page, 'catalogue.mark', { ids: ids.slice(2, 3), change: { rating: 2, addTags: ['boat'] } })
  await call(page, 'settings.change', { shelves: { openFacets: ['rating', 'tag'], openCollections: [] } })
  await gallery.open()
  const organize = new OrganizePage(page)
  await expect(gallery.tiles).toHaveCount(6)

  await organize.find('p rating:>3')
  await expect(gallery.tiles).toHaveCount(2)
  await expect(gallery.grid).toBeFocused()

  await organize.search.fill('ratng:>3')
  await expect(page.getByText('Did you mean “rating:”?').first()).toBeVisible()
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(organize.search).toHaveValue('rating:>3')
  await expect(gallery.tiles).toHaveCount(2)
  // Esc clears the search, then leaves it.
  await organize.search.press('Escape')
  await expect(organize.search).toHaveValue('')
  await expect(gallery.tiles).toHaveCount(6)
  await organize.search.press('Escape')
  await expect(gallery.grid).toBeFocused()

  // Completions are offered for fields and values.
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type('rat')
  await expect(page.locator('.completion').getByRole('option').first()).toHaveText('rating:')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await expect(organize.search).toHaveValue('rating:')
  await organize.search.fill('bo')
  await page.getByRole('option', { name: 'tag:boat' }).click()
  await expect(organize.search).toHaveValue('tag:boat ')
  await expect(gallery.tiles).toHaveCount(1)
  await organize.search.fill('')

  await organize.facet('Tags', /^sea/).click()
  await expect(gallery.tiles).toHaveCount(2)
  await organize.facet('Tags', /^boat/).click()
  await expect(organize.search).toHaveValue('tag:sea,boat')
  await expect(gallery.tiles).toHaveCount(3)
  await organize.facet('Tags', /^sea/).click()
  await expect(gallery.tiles).toHaveCount(1)
  await expect(organize.facet('Tags', /^boat/)).toHaveAttribute('aria-pressed', 'true')

  await organize.find('rating:>3')
  await page.keyboard.press('ControlOrMeta+Shift+f')
  const dialog = page.getByRole('dialog', { name: 'Save search' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('The best')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(organize.collection('The best')).toHaveAccessibleName('The best, smart collection, 2 images')
  await expect(gallery.tiles).toHaveCount(2)
  await call(page, 'catalogue.mark', { ids: ids.slice(2, 3), change: { rating: 5 } })
  await expect(gallery.tiles).toHaveCount(3)
  await expect(organize.collection('The best')).toHaveAccessibleName('The best, smart collection, 3 images')

  await organize.find('nothing-like-that')
  await expect(page.getByText('Nothing found')).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).last().click()
  await expect(gallery.tiles).toHaveCount(3)
})

test('collections are nested by dragging, filled by dragging and by key, deleted and restored', async ({
  running,
  gallery,
  page,
  app,
}) => {
  await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents
    contents.startDrag = () => undefined
  })
  await importSome(running, 3)
  await gallery.open()
  const organize = new OrganizePage(page)
  await expect(gallery.tiles).toHaveCount(5)
  await organize.make('New folder', 'Clients')
  await organize.make('New collection', 'Café')
  await organize.make('New collection', 'Poster')
  await organize.collection('Café').dragTo(organize.collection('Clients'))
  await expect(organize.collection('Café')).toHaveAttribute('aria-level', '2')
  await organize.collection('Poster').dragTo(organize.collection('Café'))
  await expect(organize.collection('Poster')).toHaveAttribute('aria-level', '3')

  // Without dragging.
  const chooseOf = async (name: string, entry: string, into?: string) => {
    await organize.collection(name).click({ button: 'right' })
    await page.getByRole('menuitem', { name: entry }).press('ArrowRight')
    await page.getByRole('menuitem', { name: into ?? entry, exact: true }).press('Enter')
  }
  await chooseOf('Poster', 'Move into', 'Clients')
  await expect(organize.collection('Poster')).toHaveAttribute('aria-level', '2')
  await expect(organize.collection('Poster')).toHaveAttribute('aria-posinset', '2')
  await expect(organize.collection('Poster')).toBeFocused()
  await chooseOf('Poster', 'Move up')
  await expect(organize.collection('Poster')).toHaveAttribute('aria-posinset', '1')
  await expect(organize.collection('Poster')).toBeFocused()
  await chooseOf('Poster', 'Move into', 'Clients › Café')
  await expect(organize.collection('Poster')).toHaveAttribute('aria-level', '3')

  // By keyboard: to its parent, collapse, expand and rename.
  await organize.collection('Poster').click()
  await page.keyboard.press('ArrowLeft')
  await expect(organize.collection('Café')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(organize.collection('Poster')).toBeHidden()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(organize.collection('Poster')).toBeFocused()
  await page.keyboard.press('F2')
  await page.keyboard.type('Flyer')
  await page.keyboard.press('Enter')
  await expect(organize.collection('Flyer')).toBeFocused()
  await expect(page.getByText('“Flyer” is empty')).toBeVisible()

  // Images dragged from the grid onto a collection are added to it, not imported.
  await gallery.showSection('All images')
  await gallery.tiles.nth(0).click()
  await gallery.tiles.nth(1).click({ modifiers: ['Shift'] })
  await gallery.tiles.nth(1).dispatchEvent('dragstart')
  await dropFiles(organize, 'Flyer')
  await expect(organize.collection('Flyer')).toHaveAccessibleName('Flyer, collection, 2 images')

  await gallery.tiles.nth(2).click()
  await page.keyboard.press('b')
  await page.keyboard.type('fly')
  await page.keyboard.press('Enter')
  await expect(organize.collection('Flyer')).toHaveAccessibleName('Flyer, collection, 3 images')
  await expect(organize.marks.getByRole('button', { name: 'Flyer' })).toBeVisible()

  await organize.collection('Flyer').click()
  await expect(gallery.tiles).toHaveCount(3)
  await gallery.tiles.first().click()
  await page.keyboard.press('Shift+Delete')
  await expect(gallery.tiles).toHaveCount(2)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(gallery.tiles).toHaveCount(3)

  await organize.collection('Clients').click()
  await page.keyboard.press('Delete')
  await expect(organize.tree).toBeHidden()
  await expect(gallery.tiles).toHaveCount(5)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(organize.collection('Flyer')).toHaveAccessibleName('Flyer, collection, 3 images')
})

async function dropFiles(organize: OrganizePage, name: string): Promise<void> {
  const target = organize.collection(name)
  const dataTransfer = await organize.page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['x'], 'p.png', { type: 'image/png' }))
    return transfer
  })
  await target.dispatchEvent('dragover', { dataTransfer })
  await target.dispatchEvent('drop', { dataTransfer })
}

test('annotates one or many images by key and undoes it, merges tags, and restores from the trash', async ({
  running,
  gallery,
  page,
}) => {
  const ids = await importSome(running, 4)
  const annotationsOf = async (at: number) => (await call(page, 'library.assets', { ids: [ids[at]!] }))[0]!.annotations
  const annotations = () => Promise.all(ids.map((_, at) => annotationsOf(at)))
  await gallery.open()
  const organize = new OrganizePage(page)
  await expect(gallery.tiles).toHaveCount(6)
  const tile = (at: number) => gallery.grid.getByRole('option', { name: new RegExp(`^p${at},`) })

  await tile(0).click()
  await page.keyboard.press('4')
  await page.keyboard.press('6')
  await page.keyboard.press('p')
  await expect.poll(() => annotationsOf(0)).toMatchObject({ rating: 4, label: 'red', flag: 'pick' })
  await expect(organize.marks.getByRole('slider', { name: 'Rating' })).toHaveAttribute('aria-valuetext', '4 stars')
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(() => annotationsOf(0)).toMatchObject({ rating: 4, label: 'red', flag: 'none' })

  await organize.marks.getByRole('textbox', { name: 'Notes' }).fill('blue hour')
  await tile(1).click()
  await expect.poll(async () => (await annotationsOf(0)).notes).toBe('blue hour')

  await tile(0).click({ modifiers: ['ControlOrMeta'] })
  await tile(2).click({ modifiers: ['ControlOrMeta'] })
  await expect(organize.bulk.getByText('3 selected')).toBeVisible()
  await expect(organize.marks.getByRole('slider', { name: 'Rating' })).toHaveAttribute('aria-valuetext', 'Mixed')
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Tag 3 images' })
  await dialog.getByRole('combobox', { name: 'Add tag' }).fill('sea, boats')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Remove sea' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect.poll(async () => (await annotations()).map(({ tags }) => tags.length)).toEqual([2, 2, 2, 0])
  await page.keyboard.press('x')
  await expect.poll(async () => (await annotations()).map(({ flag }) => flag).join()).toBe('reject,reject,reject,none')
  await page.keyboard.press('ControlOrMeta+z')
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(async () => (await annotations()).map(({ tags }) => tags.length)).toEqual([0, 0, 0, 0])
  expect((await annotations()).slice(1)).toEqual([noAnnotations, noAnnotations, noAnnotations])

  await call(page, 'catalogue.mark', { ids: ids.slice(0, 3), change: { addTags: ['sea', 'boats'] } })
  await page.getByRole('button', { name: 'All tags…' }).click()
  const all = page.getByRole('dialog', { name: 'All tags' })
  await all.getByRole('button', { name: 'Rename boats' }).click()
  await all.getByRole('textbox', { name: 'New name for boats' }).fill('Sea')
  await expect(all.getByText('“sea” is on 3 images already')).toBeVisible()
  await all.getByRole('button', { name: 'Merge' }).click()
  // The samples have one, too.
  await expect(all.getByRole('listitem')).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await annotationsOf(1)).tags.map((tag) => tag.toLowerCase())).toEqual(['sea'])

  await page.keyboard.press('Delete')
  await expect(gallery.tiles).toHaveCount(3)
  await gallery.showSection('Trash')
  await expect(gallery.tiles).toHaveCount(3)
  await gallery.tiles.first().click()
  await expect(page.getByText('30 days left').first()).toBeVisible()
  await page
    .getByRole('complementary', { name: 'Information' })
    .getByRole('button', { name: 'Restore', exact: true })
    .click()
  await expect(gallery.tiles).toHaveCount(2)
  await gallery.showSection('All images')
  await expect(gallery.tiles).toHaveCount(4)
})

test('a color label has the same color on the tile, in its control and in Compare', async ({
  running,
  gallery,
  page,
}) => {
  const ids = await importSome(running, colorLabels.length)
  for (const [at, label] of colorLabels.entries()) {
    await call(page, 'catalogue.mark', { ids: [ids[at]!], change: { label } })
  }
  await gallery.open()
  const organize = new OrganizePage(page)
  await gallery.grid.getByRole('option', { name: /^p0,/ }).click()
  const colors: string[] = []
  for (const label of colorLabels) {
    const stripe = await backgroundOf(gallery.grid.locator(`[data-label=${label}]`), '::before')
    expect(await backgroundOf(organize.marks.locator(`[data-label=${label}]`))).toBe(stripe)
    colors.push(stripe)
  }
  expect(new Set(colors).size).toBe(colorLabels.length)

  for (const at of [1, 2, 3, 4]) {
    await gallery.grid.getByRole('option', { name: new RegExp(`^p${at},`) }).click({ modifiers: ['ControlOrMeta'] })
  }
  await page.keyboard.press('c')
  for (const [at, label] of colorLabels.entries()) {
    expect(await backgroundOf(page.getByRole('img', { name: `${label} label` }))).toBe(colors[at])
  }
})

function backgroundOf(locator: Locator, pseudoElement?: string): Promise<string> {
  return locator.evaluate((element, name) => getComputedStyle(element, name).backgroundColor, pseudoElement)
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTinyClip } from '../support/vision/write-tiny-clip.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { call, importFiles } from '../e2e/support/bridge.ts'
import { cardSize, writeCard, type Color } from '../e2e/support/cards.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const colors: Readonly<Record<string, Color>> = { ruby: [255, 0, 0], leaf: [0, 255, 0], sea: [0, 0, 255] }
/** Indexing waits until the program has finished starting. */
const timeout = 45_000

test('images are found by what they show once a model for it is installed', async ({ gallery, page, app }) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-meaning-'))
  try {
    const paths = await Promise.all(
      Object.entries(colors).map(async ([name, color]) => {
        const path = join(folder, `${name}.png`)
        await writeCard(path, cardSize, () => color)
        return path
      }),
    )
    await importFiles(page, paths)
    await gallery.open()
    const search = page.getByRole('combobox', { name: 'Search images' })
    await search.fill('looks:"a red cup"')
    await expect(gallery.tiles).toHaveCount(0)
    await expect(page.getByRole('search').getByRole('status')).toContainText('No model for search by content')

    writeTinyClip(join(folder, 'models', 'tiny-clip'))
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()
    const settings = new SettingsPage(page)
    await settings.open()
    await settings.show('Library')
    const card = page.getByRole('region', { name: 'Search by content' })
    await expect(card).toContainText('All 5 images are searchable with tiny-clip.', { timeout })

    await gallery.open()
    await search.fill('looks:"a red cup"')
    await expect(gallery.tiles).toHaveCount(5)
    expect((await gallery.names())[0]).toBe('ruby')
    const order = page.getByRole('combobox', { name: 'Sort order' })
    await expect(order).toHaveValue('relevance')
    await expect(order).toBeDisabled()
    await search.fill('looks:"a blue cup" name:sea,leaf')
    await expect(gallery.tiles).toHaveCount(2)
    expect(await gallery.names()).toEqual(['sea', 'leaf'])
    await page.getByRole('button', { name: 'Save search' }).click()
    await expect(page.getByRole('dialog')).toContainText('cannot be saved as a collection')
    await page.keyboard.press('Escape')

    await search.fill('')
    await expect(gallery.tiles).toHaveCount(5)
    await expect(order).toHaveValue('newest')
    await expect(order).toBeEnabled()
    await gallery.tile('leaf').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Find similar' }).click()
    await expect(page.getByRole('search')).toContainText('by tiny-clip')
    await expect.poll(async () => (await gallery.names())[0]).toBe('leaf')
    await expect(order).toHaveValue('relevance')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('images are ranked by their likeness to a reference', async ({ gallery, studio, form, page, app }) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-meaning-'))
  try {
    writeTinyClip(join(folder, 'models', 'tiny-clip'))
    const paths = await Promise.all(
      Object.entries(colors).map(async ([name, color]) => {
        const path = join(folder, `${name}.png`)
        await writeCard(path, cardSize, () => color)
        return path
      }),
    )
    await importFiles(page, paths)
    await gallery.open()
    const imageIds = [await gallery.idOf('sea')]
    const blank = { kind: 'style', note: '', description: '', rights: '' } as const
    await call(page, 'references.create', { name: 'blue', imageIds, ...blank })
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Studio' }).click()
    await form.fillIn('New image', { model: 'demo waves', prompt: 'waves like @blue' })
    for (const count of [1, 2]) {
      await form.generate.click()
      await expect(studio.cards).toHaveCount(count)
      await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
    }
    const dialog = page.getByRole('dialog', { name: 'References' })
    await studio.run('References…')
    await expect(dialog.getByRole('button', { name: 'Used by 2 images' })).toBeVisible()
    // Nothing can tell as long as there is no model.
    await expect(dialog.getByRole('button', { name: 'Find similar images' })).toHaveCount(0)
    await page.keyboard.press('Escape')

    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()
    await studio.run('References…')
    await dialog.getByRole('button', { name: 'Find similar images' }).click()
    const search = page.getByRole('combobox', { name: 'Search images' })
    await expect(search).toHaveValue('likeness:blue')
    await expect.poll(async () => (await gallery.names())[0], { timeout }).toBe('sea')
    await studio.run('References…')
    await dialog.getByRole('button', { name: 'Ranked by likeness' }).click()
    await expect(search).toHaveValue('reference:blue likeness:blue')
    await expect(gallery.tiles).toHaveCount(2)
    await search.fill('likeness:nobody')
    await expect(page.getByRole('search').getByRole('status')).toContainText('There is no reference named @nobody.')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('duplicates are found by what they show, with a model and a similarity', async ({ gallery, page, app }) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-meaning-'))
  try {
    const cards = { leaf: [0, 255, 0], moss: [0, 230, 0], sea: [0, 0, 255] } as const
    const paths = await Promise.all(
      Object.entries(cards).map(async ([name, color]) => {
        const path = join(folder, `${name}.png`)
        await writeCard(path, cardSize, () => [...color])
        return path
      }),
    )
    await importFiles(page, paths)
    await gallery.open()
    await page.getByRole('button', { name: 'Duplicates…' }).click()
    const panel = page.getByRole('region', { name: 'Duplicates' })
    await expect(panel.getByText('No duplicates')).toBeVisible()
    await panel.getByRole('radio', { name: 'Content' }).check()
    await expect(panel).toContainText('No model to compare content')
    writeTinyClip(join(folder, 'models', 'tiny-clip'))
    await expect(panel.getByRole('button', { name: 'Download CLIP ViT-B/32 (≈ 608 MB)' })).toBeVisible()
    await answerOpenDialog(app, [join(folder, 'models')])
    const models = new ModelsPage(page)
    await models.open()
    await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()

    await gallery.open()
    const status = panel.getByRole('status').first()
    await expect(status).toHaveText('1 group · 5 of 5 images analyzed with tiny-clip', { timeout })
    await expect(panel.getByRole('figure')).toHaveCount(2)
    await panel.getByRole('slider', { name: 'Minimum similarity' }).press('End')
    await panel.getByRole('button', { name: 'Keep leaf, delete the rest' }).click()
    await expect(panel.getByText('No duplicates')).toBeVisible()
    await expect(status).toHaveText('0 groups · 4 of 4 images analyzed with tiny-clip')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(panel.getByRole('figure', { name: 'moss' })).toBeVisible()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('indexing is paused and resumed', async ({ page, app }) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-meaning-'))
  try {
    const settings = new SettingsPage(page)
    await settings.open()
    await settings.show('Library')
    const card = page.getByRole('region', { name: 'Search by content' })
    await expect(card).toContainText('No model for this is installed.')
    const backgroundSwitch = page.getByRole('switch', { name: 'Analyze images in the background' })
    await backgroundSwitch.click()
    writeTinyClip(join(folder, 'tiny-clip'))
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [folder])
    await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()
    await settings.open()
    await settings.show('Library')
    await expect(card).toContainText('Paused: 0 of 2 images with tiny-clip', { timeout })
    await backgroundSwitch.click()
    await expect(card).toContainText('All 2 images are searchable with tiny-clip.', { timeout })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test(
  'after a change of the model, the one before answers until the new index is there',
  { tag: '@full' },
  async ({ gallery, page, app }) => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-meaning-'))
    try {
      writeTinyClip(join(folder, 'first-clip'))
      const models = new ModelsPage(page)
      await models.open()
      await answerOpenDialog(app, [folder])
      const localModels = models.card('Local models')
      await localModels.getByRole('button', { name: 'Add model folder…' }).click()
      const settings = new SettingsPage(page)
      await settings.open()
      await settings.show('Library')
      const card = page.getByRole('region', { name: 'Search by content' })
      await expect(card).toContainText('All 2 images are searchable with first-clip.', { timeout })
      await page.getByRole('switch', { name: 'Analyze images in the background' }).click()

      const second = writeTinyClip(join(folder, 'second-clip'))
      await changeWeight(join(second, 'onnx', 'vision_model.onnx'))
      await models.open()
      const use = localModels.getByRole('button', { name: 'Use second-clip for Search by content' })
      await use.click()
      await expect(use).toHaveCount(0)
      await settings.open()
      await settings.show('Library')
      await expect(card).toContainText('Paused: 0 of 2 images with second-clip. Until then, searches use first-clip.')
      await gallery.open()
      await gallery.tiles.first().click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Find similar' }).click()
      await expect(page.getByRole('search')).toContainText('by first-clip')
      await expect(gallery.tiles).toHaveCount(2)

      await settings.open()
      await settings.show('Library')
      await page.getByRole('switch', { name: 'Analyze images in the background' }).click()
      await expect(card).toContainText('All 2 images are searchable with second-clip.', { timeout })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)

/** Other weights are another model. */
async function changeWeight(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes[bytes.length - 600]! ^= 1
  await writeFile(path, bytes)
}

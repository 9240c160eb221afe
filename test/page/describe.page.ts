import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTinyFlorence } from '../support/vision/write-tiny-florence.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { importFiles } from '../e2e/support/bridge.ts'
import { cardSize, writeCard, type Color } from '../e2e/support/cards.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const colors: Readonly<Record<string, Color>> = { ruby: [255, 0, 0], leaf: [0, 255, 0], sea: [0, 0, 255] }

test('images are described by a model, found by it, and used as tags and as a prompt', async ({
  gallery,
  page,
  app,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-describe-'))
  const section = page.getByRole('region', { name: 'Description', exact: true })
  const search = page.getByRole('combobox', { name: 'Search images' })
  const tagsOf = async (name: string) =>
    (await libraryAssets(page)).find((asset) => asset.name === name)?.annotations.tags
  try {
    const paths = Object.keys(colors).map((name) => join(folder, `${name}.png`))
    for (const [at, color] of Object.values(colors).entries()) await writeCard(paths[at]!, cardSize, () => color)
    await importFiles(page, paths)
    await gallery.open()
    await gallery.tile('ruby').click()

    await test.step('without a model it says what to install', async () => {
      await expect(section).toContainText('No description yet.')
      await section.getByRole('button', { name: 'Describe' }).click()
      await expect(page.getByRole('alert')).toContainText('No model for image descriptions is installed')
      await page.getByRole('button', { name: 'Dismiss' }).click()
    })

    writeTinyFlorence(join(folder, 'models', 'tiny-florence'))
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()
    await expect(models.card('Local models')).toContainText('Image descriptions')
    await gallery.open()

    await test.step('one image is described in its details', async () => {
      await section.getByRole('button', { name: 'Describe' }).click()
      await expect(section).toContainText('a red image')
      await expect(section).toContainText('The red image shows paint.')
      await expect(gallery.tile('ruby')).toHaveAccessibleDescription(/a red image/)
      await expect(section).toContainText('tiny-florence')
      await expectAccessible(page, 'Description')
    })

    await test.step('suggested tags become tags only when they are taken over, which can be undone', async () => {
      const suggested = section.getByRole('group', { name: 'Suggested tags' })
      expect(await tagsOf('ruby')).toEqual([])
      await suggested.getByRole('button', { name: 'Add tag sky' }).click()
      await expect.poll(() => tagsOf('ruby')).toEqual(['sky'])
      await expect(suggested.getByRole('button', { name: 'sky is already a tag' })).toBeDisabled()
      await expect(page.getByRole('group', { name: 'Tags', exact: true })).toContainText('sky')
      await page.keyboard.press('ControlOrMeta+z')
      await expect.poll(() => tagsOf('ruby')).toEqual([])
      await suggested.getByRole('button', { name: 'Add all tags' }).click()
      await expect.poll(() => tagsOf('ruby')).toEqual(['paint', 'sky'])
    })

    await test.step('the others are described in the background, and search finds what they show', async () => {
      await search.fill('name:leaf,sea,ruby -has:description')
      await expect(gallery.tiles).toHaveCount(2)
      await page.keyboard.press('Escape')
      await gallery.tile('sea').click()
      await gallery.tile('leaf').click({ modifiers: ['ControlOrMeta'] })
      await gallery.tile('leaf').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Describe', exact: true }).click()
      await expect(page.getByText('Describing 2 images. You can keep working.')).toBeVisible()
      await search.fill('description:blue')
      await expect(gallery.tiles).toHaveCount(1)
      expect(await gallery.names()).toEqual(['sea'])
      await search.fill('tag:paint')
      await expect(gallery.tiles).toHaveCount(1)
      await search.fill('paint')
      await expect(gallery.tiles).toHaveCount(3)
      await expect(page.getByRole('group', { name: 'Describing images' })).toHaveCount(0)
    })

    await test.step('a description becomes the prompt, and undo brings back the former one', async () => {
      const form = new GenerateForm(page)
      await page.keyboard.press('ControlOrMeta+1')
      await form.fillIn('New image', { prompt: 'my own prompt' })
      await gallery.open()
      await gallery.tile('sea').click()
      await section.getByRole('button', { name: 'Use as prompt' }).click()
      await expect(form.prompt).toHaveValue('The blue image shows paint.')
      await expect(page.getByText('Prompt by tiny-florence.')).toBeVisible()
      await expect(form.prompt).toBeFocused()
      await page.keyboard.press('ControlOrMeta+z')
      await expect(form.prompt).toHaveValue('my own prompt')
    })

    await test.step('a description is cleared without touching the tags', async () => {
      await gallery.open()
      await search.fill('name:ruby')
      await gallery.tile('ruby').click()
      await section.getByRole('button', { name: 'Clear description' }).click()
      await expect(section).toContainText('No description yet.')
      expect(await tagsOf('ruby')).toEqual(['paint', 'sky'])
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('describing the library pauses, goes on, and names what it skipped', async ({ gallery, page, app, home }) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-describe-'))
  const strip = page.getByRole('group', { name: 'Describing images' })
  try {
    // Answers that never end take longest.
    writeTinyFlorence(join(folder, 'models', 'endless'), { fault: 'endless' })
    const models = new ModelsPage(page)
    await models.open()
    await answerOpenDialog(app, [join(folder, 'models')])
    await models.card('Local models').getByRole('button', { name: 'Add model folder…' }).click()
    const [broken] = await libraryAssets(page)
    await writeFile(join(home, 'library', broken!.relativePath), 'damaged')
    await gallery.open()
    await gallery.tiles.first().click()
    await page.keyboard.press('ControlOrMeta+a')
    await gallery.tiles.first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Describe', exact: true }).click()
    await strip.getByRole('button', { name: 'Pause' }).click()
    await expect(strip).toContainText('Paused')
    await strip.getByRole('button', { name: 'Resume' }).click()
    await expect(strip).toContainText('1 image not described', { timeout: 60_000 })
    await expect(strip.getByRole('button', { name: 'Dismiss' })).toBeVisible({ timeout: 60_000 })
    await expectAccessible(page, 'Describing images')
    await strip.getByRole('button', { name: '1 image not described' }).click()
    await expect(gallery.tiles).toHaveCount(1)
    expect(await gallery.names()).toEqual([broken!.name])
    await strip.getByRole('button', { name: 'Dismiss' }).click()
    await expect(strip).toHaveCount(0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openaiStub } from '../support/services/openai-stub.ts'
import { OrganizePage } from '../e2e/pages/organize-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { answerOpenDialog, answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'References' })
const listOf = (page: Page) => page.getByRole('listbox', { name: 'References' })
const chipsOf = (page: Page) => page.getByRole('list', { name: 'References in the prompt' })

/** Saves a reference to every image of the library. */
async function createReference(page: Page, name: string, description = ''): Promise<void> {
  const imageIds = await libraryIds(page)
  await call(page, 'references.create', { name, kind: 'person', imageIds, note: '', description, rights: '' })
}

test('a reference made of two images goes with a prompt that names it', async ({
  studio,
  form,
  gallery,
  startService,
  page,
}) => {
  const server = await startService(openaiStub)
  await gallery.open()
  await gallery.tiles.first().click()
  await page.keyboard.press('ControlOrMeta+a')
  await gallery.tiles.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'New reference…' }).click()
  const dialog = dialogOf(page)
  await expect(dialog.getByRole('img', { name: /^Image \d/ })).toHaveCount(2)
  const name = dialog.getByRole('textbox', { name: 'Name' })
  await expect(name).toBeFocused()
  await name.fill('an na')
  await expect(dialog.getByText(/^Use letters, digits/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await name.fill('anna')
  await dialog.getByRole('textbox', { name: 'What matters' }).fill('short red hair')
  await dialog.getByRole('button', { name: 'Move image 2 forward' }).click()
  await name.press('Enter')
  await expect(dialog.getByRole('button', { name: '@anna Person' })).toHaveAttribute('aria-current', 'true')
  await expect(dialog.getByText('Not used yet')).toBeVisible()
  const [anna] = await call(page, 'references.list', {})
  expect(anna).toMatchObject({ name: 'anna', note: 'short red hair' })
  expect(anna!.imageIds.toSorted()).toEqual((await libraryIds(page)).toSorted())
  await page.keyboard.press('Escape')

  await page.keyboard.press('ControlOrMeta+1')
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a photo of ' })
  await form.prompt.press('End')
  await page.keyboard.type('@an')
  await expect(listOf(page).getByRole('option')).toHaveText(['@anna Person', 'New reference “an”…'])
  await page.keyboard.press('Enter')
  await expect(listOf(page)).toHaveCount(0)
  await expect(form.prompt).toHaveValue('a photo of @anna ')
  await page.keyboard.type('at sea')
  await expect(chipsOf(page).getByRole('button')).toHaveText(['@anna2 images'])
  await page.getByText('Request preview').click()
  await expect(page.locator('.sent-list')).toContainText('anna (images 1 and 2)')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  const [submission] = server.submissions()
  expect(submission!.form.filter((part) => part.name.startsWith('image'))).toHaveLength(2)
  const prompt = submission!.form.find((part) => part.name === 'prompt')
  expect(Buffer.from(prompt!.bytes).toString()).toMatch(
    /^a photo of anna \(images 1 and 2\) at sea\n\n.*short red hair/,
  )
  // The result says what was sent, beside what was written.
  await studio.cards.first().getByRole('button', { name: 'Details' }).click()
  const details = page.locator('.card-details')
  await expect(details.getByRole('region', { name: 'Prompt', exact: true })).toContainText('a photo of @anna at sea')
  await expect(details.getByRole('region', { name: 'Prompt as sent' })).toContainText(
    'a photo of anna (images 1 and 2)',
  )
  await page.keyboard.press('Escape')

  // Recalling the settings brings the images with the name, not a second time beside it.
  const made = (await libraryAssets(page))[0]!
  await gallery.open()
  await gallery.tile(made.name).click()
  await page.keyboard.press('i')
  await expect(page.getByText('Prompt as sent', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Use all settings' }).click()
  await expect(form.prompt).toHaveValue('a photo of @anna at sea')
  await expect(page.getByRole('region', { name: 'Reference images' })).toContainText('0 /')

  // “Used by” finds the image.
  await chipsOf(page).getByRole('button', { name: '@anna' }).click()
  await dialog.getByRole('button', { name: 'Used by 1 image' }).click()
  await expect(new OrganizePage(page).search).toHaveValue('reference:anna')
  await expect(gallery.tiles).toHaveCount(1)
})

test('the list opens while a name is typed, and keys go to it alone', async ({ form, studio, page }) => {
  await createReference(page, 'anna')
  await createReference(page, 'hanna')
  await createReference(page, 'bob')
  await form.choose('New image')
  await form.prompt.focus()
  await page.keyboard.type('@')
  const options = listOf(page).getByRole('option')
  await expect(options).toHaveText(['@anna Person', '@bob Person', '@hanna Person', 'New reference…'])
  await page.keyboard.type('an')
  await expect(options).toHaveText(['@anna Person', '@hanna Person', 'New reference “an”…'])
  await expect(options.nth(0)).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(page, 'the list of references')
  await page.keyboard.press('ArrowDown')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Tab')
  await expect(form.prompt).toHaveValue('@hanna ')
  await expect(form.prompt).toBeFocused()
  // One undo step.
  await page.keyboard.press('ControlOrMeta+z')
  await expect(form.prompt).toHaveValue('@an')
  await page.keyboard.press('ControlOrMeta+Shift+z')
  await expect(form.prompt).toHaveValue('@hanna ')

  await page.keyboard.type('and @b')
  await page.keyboard.press('Escape')
  await expect(listOf(page)).toHaveCount(0)
  await expect(form.prompt).toBeFocused()
  await page.keyboard.type('o')
  await options.filter({ hasText: '@bob' }).click()
  await expect(form.prompt).toHaveValue('@hanna and @bob ')
  await expect(studio.cards).toHaveCount(0)

  // Behind an unknown name Enter is a new line; its chip creates the reference.
  await page.keyboard.type('@carla')
  await page.keyboard.press('Enter')
  await expect(form.prompt).toHaveValue('@hanna and @bob @carla\n')
  await expect(chipsOf(page)).toContainText('@carla – no such reference')
  await chipsOf(page).getByRole('button', { name: 'Create reference @carla' }).click()
  await expect(dialogOf(page).getByRole('textbox', { name: 'Name' })).toHaveValue('carla')
  await dialogOf(page).getByRole('button', { name: 'Save' }).click()
  await page.keyboard.press('Escape')
  await expect(chipsOf(page).getByRole('button', { name: '@carla' })).toBeVisible()
})

test('names are highlighted in the prompt, on their words while it wraps, scrolls and is typed in', async ({
  form,
  page,
}) => {
  await createReference(page, 'anna')
  await form.fillIn('New image', { prompt: 'a photo of @anna and @carla at sea' })
  const marks = page.locator('.mention-marks mark')
  await expect(marks).toHaveText(['@anna', '@carla'])
  await expect(marks.nth(0)).toHaveAttribute('data-unknown', 'false')
  await expect(marks.nth(1)).toHaveAttribute('data-unknown', 'true')
  await expect(form.prompt).toHaveAccessibleDescription('@carla – no such reference')
  const tooltipOver = async (at: number) => {
    const box = (await marks.nth(at).boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    return form.prompt.getAttribute('title')
  }
  expect(await tooltipOver(0)).toBe('@anna · Person · 2 images')
  expect(await tooltipOver(1)).toBe('@carla – no such reference')

  // The same boxes as the field, however long the text is.
  const boxes = () =>
    form.prompt.evaluate((field: HTMLTextAreaElement) => {
      const copy = field.parentElement!.querySelector('.mention-marks')!
      return [field, copy].map((each) => [each.clientWidth, each.clientHeight, each.scrollHeight, each.scrollTop])
    })
  const same = async () => {
    const [field, copy] = await boxes()
    expect(copy).toEqual(field)
    return field!
  }
  await same()
  const line = 'a rather long line of words that wraps in a narrow field, '
  await form.prompt.fill(`${line.repeat(14)}@anna\n\n${line.repeat(6)}`)
  await expect(marks).toHaveCount(1)
  await same()
  await form.prompt.evaluate((field) => field.scrollTo(0, 10_000))
  // The copy follows with the next frame.
  await expect(async () => expect((await same())[3]).toBeGreaterThan(0)).toPass()
  // A word of an input method that is not finished yet.
  await form.prompt.fill('@anna ')
  await form.prompt.press('End')
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: 'うみ', selectionStart: 2, selectionEnd: 2 })
  await expect(form.prompt).toHaveValue('@anna うみ')
  await expect(page.locator('.mention-marks')).toHaveText('@anna うみ')
  await session.send('Input.insertText', { text: '海' })
  await expect(form.prompt).toHaveValue('@anna 海')
  await same()
  // Nothing is in the way of a selection.
  await form.prompt.click({ clickCount: 3 })
  expect(await form.prompt.evaluate((field: HTMLTextAreaElement) => field.selectionEnd - field.selectionStart)).toBe(7)
  await expectAccessible(page, 'highlighted names')
})

test('what a model does not get is said before anything is sent', async ({ form, page }) => {
  await createReference(page, 'anna', 'a woman with short red hair')
  await form.fillIn('New image', { model: 'demo waves', prompt: '@anna at sea' })
  await expect(form.notes).toContainText('gets no images of @anna: it is described in words.')
  await expect(chipsOf(page).getByRole('button')).toHaveText(['@annain words'])
})

test('references are described, renamed, deleted and restored in their dialog', async ({
  studio,
  gallery,
  page,
  app,
  home,
}) => {
  const dialog = dialogOf(page)
  await studio.run('References…')
  await expect(dialog).toContainText('write @name in any prompt')
  await expectAccessible(page, 'no references')
  await dialog.getByRole('button', { name: 'New reference' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('kettle')
  await dialog.getByRole('radio', { name: 'Thing' }).check()
  await dialog.getByRole('button', { name: 'Add or drop images' }).click()
  const picker = page.getByRole('dialog', { name: 'Add images' })
  await picker.getByRole('button', { name: 'coffee' }).click()
  await picker.getByRole('button', { name: 'Use images' }).click()
  await expect(dialog.getByRole('img', { name: 'Image 1' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('button', { name: '@kettle Thing' })).toBeVisible()
  await expectAccessible(page, 'a reference')

  await dialog.getByRole('button', { name: 'New reference' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Kettle')
  await expect(dialog.getByText('Another reference has this name.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('pot')
  // Typed before the reply: it stays when the first name is saved.
  await dialog.getByRole('button', { name: 'Save' }).evaluate((save: HTMLButtonElement) => {
    const name = save.form!.querySelector('input')!
    save.click()
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(name, 'teapot')
    name.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await expect(dialog.getByRole('button', { name: '@pot Person' })).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('teapot')
  await dialog.getByRole('textbox', { name: 'Description' }).fill('a blue teapot')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('button', { name: '@teapot Person' })).toBeVisible()

  // A file goes to another library, here under another name as this one is taken.
  const file = join(home, 'teapot.atelier-reference')
  await answerSaveDialog(app, file)
  await dialog.getByRole('button', { name: 'Export…' }).click()
  await expect(dialog.getByRole('status')).toHaveText(`Exported @teapot to ${file}.`)
  await answerOpenDialog(app, [file])
  await dialog.getByRole('button', { name: 'Import…' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Imported @teapot as @teapot-2 because the name is taken.')
  await expect(dialog.getByRole('textbox', { name: 'Description' })).toHaveValue('a blue teapot')
  await dialog.getByRole('button', { name: '@teapot Person' }).click()

  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByRole('button', { name: '@teapot Person' })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(dialog.getByRole('button', { name: '@teapot Person' })).toHaveAttribute('aria-current', 'true')
  await expect(dialog.getByRole('textbox', { name: 'Description' })).toHaveValue('a blue teapot')
  // Closing the dialog leaves the undo.
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByText('Deleted @teapot.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await call(page, 'references.list', {})).map(({ name }) => name)).toContain('teapot')

  await gallery.open()
  await gallery.tiles.first().click()
  await gallery.tiles.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Add to reference' }).click()
  await page.getByRole('menuitem', { name: '@teapot', exact: true }).click()
  await expect(page.getByText('Added 1 image to @teapot.')).toBeVisible()
})

test('changes that were not saved are asked for before the dialog closes or another reference is chosen', async ({
  studio,
  page,
}) => {
  await createReference(page, 'anna')
  await createReference(page, 'bob')
  const dialog = dialogOf(page)
  await studio.run('References…')
  const name = dialog.getByRole('textbox', { name: 'Name' })
  const note = dialog.getByRole('textbox', { name: 'What matters' })
  const notes = async () => (await call(page, 'references.list', {})).map((each) => each.note)
  await note.fill('freckles')
  const question = dialog.getByRole('group', { name: 'Unsaved changes' })
  await page.keyboard.press('Escape')
  await expect(question).toContainText('Save changes to @anna?')
  await expect(question.getByRole('button', { name: 'Save' })).toBeFocused()
  await expectAccessible(page, 'unsaved changes')

  // Esc goes on editing, where the caret was.
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  await expect(note).toBeFocused()
  await expect(note).toHaveValue('freckles')

  await dialog.getByRole('button', { name: '@bob Person' }).click()
  await question.getByRole('button', { name: 'Save' }).click()
  await expect(name).toHaveValue('bob')
  expect(await notes()).toEqual(['freckles', ''])

  // A name that is taken cannot be saved: it is corrected, or dropped.
  await name.fill('anna')
  await dialog.getByRole('button', { name: 'New reference' }).click()
  await expect(question.getByRole('button', { name: 'Save' })).toBeDisabled()
  await expect(question.getByRole('button', { name: 'Keep editing' })).toBeFocused()
  await question.getByRole('button', { name: 'Discard' }).click()
  await expect(name).toHaveValue('')
  // Nothing was typed: nothing is asked.
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  const names = (await call(page, 'references.list', {})).map((each) => each.name)
  expect(names).toEqual(['anna', 'bob'])
})

test('the images of a reference are ordered by drag, and with the keyboard', async ({ studio, page }) => {
  await createReference(page, 'anna')
  const ids = async () => (await call(page, 'references.list', {}))[0]!.imageIds
  const [first, second] = await ids()
  const dialog = dialogOf(page)
  await studio.run('References…')
  const images = dialog.locator('.reference-image')
  const shown = () =>
    images.evaluateAll((all) => all.map((each) => /01[0-9A-Z]{24}/.exec(each.querySelector('img')!.src)?.[0]))
  await expect.poll(shown).toEqual([first, second])
  await images.nth(0).dragTo(images.nth(1))
  await expect.poll(shown).toEqual([second, first])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect.poll(ids).toEqual([second, first])

  // The buttons of an image appear with the focus, and move it.
  const back = images.nth(0).getByRole('button', { name: 'Move image 1 back' })
  await back.focus()
  await expect(back).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(shown).toEqual([first, second])
  await expect(images.nth(1).getByRole('button', { name: 'Move image 2 forward' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(shown).toEqual([second, first])
})

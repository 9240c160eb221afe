import { join } from 'node:path'
import { bflStub } from '../support/services/bfl-stub.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import { stabilityStub } from '../support/services/stability-stub.ts'
import { MoneyPage } from '../e2e/pages/money-page.ts'
import { activeDocument, call } from '../e2e/support/bridge.ts'
import { decode, libraryAssets, readOriginal } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

/** Long enough for several images in sequence on a slow machine. */
const timeout = 60_000
const spot = [
  { x: 340, y: 260 },
  { x: 380, y: 300 },
] as const

test('the Demo makes two new images, and one is opened as a document', async ({ studio, form, page }) => {
  await form.choose('New image')
  await expect(form.models).toContainText('Demo')
  await expect(form.generate).toBeDisabled()
  await expect(form.disabledReason('Enter a prompt.')).toBeVisible()
  await form.prompt.fill('a lighthouse in the evening')
  await form.setCount(2)
  await expect(form.generate).toHaveAccessibleName('Generate 2 images · free')
  await form.prompt.press('ControlOrMeta+Enter')
  await expect(studio.cards).toHaveCount(2)
  for (const card of await studio.cards.all()) await expect(card).toHaveAccessibleName(/Demo.*done/, { timeout })
  const made = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'generate')
  expect(made).toHaveLength(2)
  expect(new Set(made.map(({ sha256 }) => sha256)).size).toBe(2)

  const before = await activeDocument(page)
  await studio.cards.nth(1).click()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await activeDocument(page)).id).not.toBe(before.id)
  expect(made.map(({ id }) => id)).toContain((await activeDocument(page)).baseId)
})

test('an edit by the Demo changes only what is inside the mask', async ({ studio, form, running, page }) => {
  await studio.setNumber('Size', 60)
  await form.fillIn('Whole image', { model: 'demo' })
  await expect(page.getByText('Whole image sent')).toBeVisible()
  await form.choose('Add')
  await expect(form.models).toContainText('Demo')
  await studio.canvas.stroke(spot)
  await expect(page.getByText('Mask sent')).toBeVisible()
  await form.prompt.fill('a pattern instead of the spoon')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/Demo.*done/, { timeout })
  await expect(studio.measured).toContainText(', 0 outside')
  const [result] = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'edit')
  const source = (await libraryAssets(page)).find(({ id }) => id === result?.parentId)
  const [after, before] = await Promise.all(
    [result!, source!].map(async (asset) => decode(await readOriginal(running, asset))),
  )
  expect([after!.width, after!.height]).toEqual([before!.width, before!.height])
  const at = (image: typeof after, x: number, y: number) =>
    image!.data.subarray((y * image!.width + x) * 4, (y * image!.width + x) * 4 + 3)
  expect(at(after, 40, 40).equals(at(before, 40, 40))).toBe(true)
  expect(at(after, 360, 280).equals(at(before, 360, 280))).toBe(false)

  await page.keyboard.press('Enter')
  await expect(studio.cards.first()).toHaveAccessibleName(/kept/)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(studio.cards.first()).not.toHaveAccessibleName(/kept/)
})

test('without an open document, a new image appears and can be opened', async ({ studio, form, page }) => {
  await page.keyboard.press('ControlOrMeta+w')
  await expect(page.getByRole('tab')).toHaveCount(0)
  await form.fillIn('New image', { prompt: 'hills' })
  await form.setCount(2)
  await form.generate.click()
  await expect(studio.cards).toHaveCount(2)
  for (const card of await studio.cards.all()) await expect(card).toHaveAccessibleName(/done/, { timeout })
  await expect(page.getByRole('figure', { name: 'Result' })).toBeVisible()
  await studio.results.getByRole('button', { name: 'Open' }).click()
  await expect(page.getByRole('tab')).toHaveCount(1)
  // The other result is still listed below.
  await expect(studio.cards).toHaveCount(2)
  await expect(studio.cards.first()).toHaveAccessibleName(/kept/)
})

test('the form adapts to the model and warns that a model retires', async ({ form, startService, page }) => {
  await startService(openaiStub)
  await form.fillIn('New image', { model: 'demo waves', prompt: 'a red house' })
  await expect(page.getByRole('group', { name: 'Seed' })).toBeVisible()
  await form.chooseModel('gpt-image-2')
  await expect(form.models).toContainText('OpenAI')
  await expect(page.getByRole('group', { name: 'Quality' })).toBeVisible()
  await expect(form.generate).toHaveAccessibleName(/Generate · .*\$/)
  await form.setCount(2)
  await expect(form.prompt).toHaveValue('a red house')
  await form.fillIn('Whole image', { model: 'gpt-image-1.5' })
  await expect(form.notes).toContainText(/retire|until/i)
})

test.describe('with defaults that their service has retired', () => {
  const retired = { provider: 'bfl', model: 'flux-pro' }
  const draftModels = { any: retired }
  // The selected model is gone: its provider's default is used.
  const engines = { generate: [{ provider: 'bfl', model: 'gone' }] }
  test.use({ settings: { draftModels, studio: { engines }, providers: { bfl: { defaultModel: retired.model } } } })

  test('their successor is chosen with a sentence, which is not shown where it is named', async ({
    form,
    studio,
    startService,
    page,
  }) => {
    const server = await startService(bflStub)
    await form.fillIn('New image', { prompt: 'a green kite' })
    const told = form.notes.getByText('the default model FLUX.1 [pro]. Its successor, FLUX1.1 [pro], is used instead.')
    await expect(form.tick('FLUX1.1 [pro]')).toBeChecked()
    await expect(told).toBeVisible()
    await form.chooseModel('flux-pro-1.1')
    await expect(told).toBeHidden()
    const draft = page.getByRole('button', { name: 'Draft' })
    await expect(draft).toHaveAttribute('title', 'FLUX1.1 [pro]')
    await draft.click()
    await expect(told).toBeVisible()
    await form.generate.click()
    await expect(studio.cards.first()).toHaveAccessibleName(/FLUX1.1 \[pro\].*done/, { timeout })
    expect(server.submissions().map(({ path }) => path)).toEqual(['/v1/flux-pro-1.1'])
  })

  test('the money settings name the successor that is used, with a sentence', async ({ page }) => {
    await new MoneyPage(page).open()
    const row = page.getByRole('list', { name: 'Drafts' }).getByRole('listitem')
    await expect(row.getByText('FLUX1.1 [pro]', { exact: true })).toBeVisible()
    await expect(row).toContainText('the default model FLUX.1 [pro]. Its successor, FLUX1.1 [pro], is used instead.')
  })

  test('the successor can be made the default for good', async ({ models, page }) => {
    await models.open()
    await models.search.fill('flux1.1')
    const row = models.models('Black Forest Labs').filter({ hasText: /^FLUX1\.1 \[pro\](?! ultra)/ })
    const item = page.getByRole('menuitem', { name: 'Make default' })
    await row.click({ button: 'right' })
    await item.click()
    const saved = async () => (await call(page, 'settings.get', {})).providers.bfl?.defaultModel
    await expect.poll(saved).toBe('flux-pro-1.1')
    await row.click({ button: 'right' })
    await expect(item).toBeDisabled()
  })
})

test('a click counts although a note moves the button away during it', async ({ form, startService, page }) => {
  await startService(stabilityStub)
  await form.fillIn('New image', { model: 'stable image core', prompt: 'a red house' })
  await expect(form.generate).toContainText('$')
  const button = page.getByRole('button', { name: 'More models' })
  const before = (await button.boundingBox())!
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2)
  await page.mouse.down()
  const { studio } = await call(page, 'settings.get', {})
  await call(page, 'settings.change', { studio: { ...studio, n: 2 } })
  await expect(form.notes).toContainText('2 requests are sent for 2 images')
  await expect.poll(async () => (await button.boundingBox())!.y).toBeGreaterThan(before.y + before.height / 2)
  await page.mouse.up()
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible()
})

test('the picker searches, filters, adds a favorite and leads to the API key', async ({ form, page }) => {
  await form.choose('Add')
  const picker = await form.openPicker()
  await picker.getByRole('button', { name: 'Supports masks' }).click()
  await picker.getByRole('combobox', { name: 'Search models' }).fill('gpt-image-2')
  const option = picker.getByRole('option', { name: /GPT Image 2/i }).first()
  await option.hover()
  await option.locator('[data-part="favorite"]').click()
  await expect(picker.getByText('Favorites')).toBeVisible()
  await expect.poll(async () => (await call(page, 'settings.get', {})).favouriteModels.length).toBe(1)
  const addKey = picker.getByRole('option', { name: 'Add API key for OpenAI' })
  // The list scrolls to show what is under the pointer: a press in the same instant would miss it.
  await addKey.hover()
  await expect(addKey).toHaveAttribute('aria-selected', 'true')
  await addKey.click()
  await expect(page.getByLabel('Key for OpenAI')).toBeFocused()
})

test('a click in the picker adds a model to the selection, and Use only this replaces the selection', async ({
  form,
  page,
}) => {
  await form.fillIn('New image', { model: 'demo waves' })
  const picker = await form.openPicker()
  await page.getByRole('combobox', { name: 'Search models' }).fill('demo')
  const row = (name: string) => picker.getByRole('option', { name: new RegExp(`^${name}`) })
  await row('Demo Light').click()
  await row('Demo Shapes').click()
  await expect(row('Demo Shapes')).toHaveAccessibleName(/selected/)
  await expect(form.tick('Demo Waves')).toBeChecked()
  await expect(form.tick('Demo Light')).toBeChecked()
  await row('Demo Shapes').click()
  await expect(form.tick('Demo Shapes')).toHaveCount(0)

  await row('Demo Shapes').hover()
  await row('Demo Shapes').locator('[data-part="use-only"]').click()
  await expect(picker).toHaveCount(0)
  await expect(form.models.getByRole('checkbox')).toHaveCount(1)
  await expect(form.tick('Demo Shapes')).toBeChecked()

  await form.openPicker()
  await page.getByRole('combobox', { name: 'Search models' }).fill('demo light')
  await picker.getByRole('button', { name: 'Use only this' }).click()
  await expect(picker).toHaveCount(0)
  await expect(form.tick('Demo Light')).toBeChecked()
  await expect(form.tick('Demo Shapes')).toHaveCount(0)
})

test('a refusal shows the message of the service and offers two next steps', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const refusal = openaiStub.refusals[0]!
  const server = await startService(openaiStub, `refused:${refusal.name}`)
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'something that is not allowed' })
  await form.generate.click()
  const card = studio.cards.first()
  await expect(card).toHaveAccessibleName(/refused/, { timeout })
  await expect(card).toContainText(refusal.message)
  await expect(card).toContainText(/billed/)
  expect(server.submissions()).toHaveLength(1)
  await form.prompt.fill('')
  await card.getByRole('button', { name: 'Edit prompt' }).click()
  await expect(form.prompt).toBeFocused()
  await expect(form.prompt).toHaveValue('something that is not allowed')
  await card.getByRole('button', { name: 'Try another model' }).click()
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible()
  await page.keyboard.press('Escape')
  await card.getByRole('button', { name: 'Dismiss' }).click()
  await expect(studio.cards).toHaveCount(0)
})

test('a failure shows its message and whether it was billed, and is not repeated', async ({
  studio,
  form,
  startService,
}) => {
  const failure = openaiStub.failures.find(({ name }) => name === '400-unknown-parameter')!
  const server = await startService(openaiStub, `failed:${failure.name}`)
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  await form.generate.click()
  const card = studio.cards.first()
  await expect(card).toHaveAccessibleName(/failed/, { timeout })
  await expect(card).toContainText('Nothing was billed')
  await expect(studio.results).toContainText(failure.message)
  expect(server.submissions()).toHaveLength(1)
})

test('a cancellation says that the request was already sent', async ({ studio, form, startService, page }) => {
  const server = await startService(openaiStub, 'drip')
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  const sent = server.nextSubmission()
  await form.generate.click()
  await sent
  await page.getByTestId('studio-left').getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(studio.cards.first()).toHaveAccessibleName(/canceled/, { timeout })
  await expect(studio.cards.first()).toContainText('Canceled after sending')
})

test('an unreachable service falls back to the next one, and the result names both', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const broken = await startService(openaiStub)
  await broken.close()
  await startService(stabilityStub)
  const model = stabilityStub.models.generate!
  await call(page, 'settings.change', {
    fallback: { generate: [{ provider: 'stability', model }], edit: [], variations: [] },
  })
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await studio.cards.first().click()
  await expect(studio.results).toContainText(/OpenAI: .* → made by Stability AI/)
})

test('the Gallery shows how an image was generated', async ({ studio, form, gallery, page }) => {
  await form.fillIn('New image', { prompt: 'a boat on a lake' })
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(3)
  await gallery.tiles.first().click()
  const info = page.getByRole('region', { name: 'Generation details' })
  await expect(info).toContainText('a boat on a lake')
  await expect(info).toContainText('Demo')
  await info.getByRole('button', { name: 'Copy prompt' }).click()
  await expect(page.getByText('Copied prompt.')).toBeVisible()
})

test('reference images are picked, dropped or sent from the Gallery, and are part of the request', async ({
  studio,
  form,
  gallery,
  startService,
  page,
  home,
}) => {
  const server = await startService(openaiStub)
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a still life' })
  const references = page.getByRole('region', { name: 'Reference images' })
  await references.getByRole('button', { name: 'Add reference images' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'chelsea' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Use images' }).click()
  await expect(references.getByRole('img', { name: /Reference/ })).toHaveCount(1)

  // The notes of the plan move the drop target: wait for them.
  await expect(form.generate).toContainText('$')

  // A tile dragged back into the window is the library's own file: it is not imported a second time.
  const before = await libraryAssets(page)
  const coffee = before.find(({ name }) => name === 'coffee')!
  const box = (await references.boundingBox())!
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [join(home, 'library', coffee.relativePath)], dragOperationsMask: 1 }
  const at = { x: box.x + box.width / 2, y: box.y + box.height - 30 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await expect(references.getByRole('img', { name: /Reference/ })).toHaveCount(2)
  expect(await libraryAssets(page)).toHaveLength(before.length)

  await gallery.open()
  await gallery.tiles.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Use as reference' }).click()
  await expect(references).toBeVisible()
  await expect(references.getByRole('img', { name: /Reference/ })).toHaveCount(2)
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  const [submission] = server.submissions()
  expect(submission!.form.filter(({ name }) => name.startsWith('image'))).toHaveLength(2)
})

test('variations start from the image on the canvas, with and without a prompt', async ({ studio, form, page }) => {
  await form.choose('Variations')
  await expect(page.getByText('Whole image sent')).toBeVisible()
  for (const [at, prompt] of ['', 'in blue'].entries()) {
    await form.prompt.fill(prompt)
    await form.generate.click()
    await expect(studio.cards).toHaveCount(at + 1)
    await expect(studio.cards.nth(at)).toHaveAccessibleName(/Demo.*done/, { timeout })
  }
  const made = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'variations')
  const { baseId } = await activeDocument(page)
  expect(made.map(({ parentId }) => parentId)).toEqual([baseId, baseId])
})

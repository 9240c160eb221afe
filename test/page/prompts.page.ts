import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { openaiStub } from '../support/services/openai-stub.ts'
import { stabilityStub } from '../support/services/stability-stub.ts'
import { startTinyServer } from '../support/tiny-server.ts'
import type { GenerateForm } from '../e2e/pages/generate-form.ts'
import type { StudioPage } from '../e2e/pages/studio-page.ts'
import { activeDocument, call } from '../e2e/support/bridge.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { answerOpenDialog, answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

function openTool(page: Page, name: string): Promise<void> {
  return page.getByRole('toolbar', { name: 'Prompt tools' }).getByRole('button', { name }).click()
}

/** Generates an image and waits for it. */
async function draw(form: GenerateForm, studio: StudioPage, prompt: string): Promise<void> {
  const before = await studio.cards.count()
  await form.prompt.fill(prompt)
  await form.prompt.press('ControlOrMeta+Enter')
  await expect(studio.cards.nth(before)).toHaveAccessibleName(/done/, { timeout })
}

async function openVariants(page: Page): Promise<Locator> {
  const variants = page.locator('details', { has: page.getByText('Variants', { exact: true }) })
  await variants.locator('summary').click()
  return variants
}

test('a prompt weight is changed by key, or reported as unsupported by the model', async ({
  form,
  startService,
  page,
}) => {
  await startService(stabilityStub)
  await form.fillIn('New image', { model: 'demo waves', prompt: 'a red house' })
  await form.prompt.press('Home')
  await form.prompt.press('ControlOrMeta+ArrowRight')
  await form.prompt.press('ArrowRight')
  await form.prompt.press('ControlOrMeta+ArrowUp')
  await expect(page.getByText('does not support prompt weights')).toBeVisible()
  await expect(form.prompt).toHaveValue('a red house')

  await form.chooseModel('stable image core')
  await form.prompt.focus()
  await form.prompt.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(3, 3))
  await form.prompt.press('ControlOrMeta+ArrowUp')
  await form.prompt.press('ControlOrMeta+ArrowUp')
  await expect(form.prompt).toHaveValue('a (red:1.2) house')
  await expect(page.getByText('does not support prompt weights')).toHaveCount(0)
  for (const _ of [1, 2, 3]) await form.prompt.press('ControlOrMeta+ArrowDown')
  await expect(form.prompt).toHaveValue('a (red:0.9) house')
  await form.prompt.press('ControlOrMeta+z')
  await form.prompt.press('ControlOrMeta+z')
  await expect(form.prompt).toHaveValue('a (red:1.1) house')
})

test('the character limit is that of the model, and too long a prompt cannot be sent', async ({
  form,
  startService,
  page,
}) => {
  await startService(openaiStub)
  await startService(stabilityStub)
  await form.choose('New image')
  const section = page.getByRole('region', { name: 'Prompt' })
  for (const [model, limit] of [
    ['gpt-image-2', 32_000],
    ['stable image core', 10_000],
  ] as const) {
    await form.chooseModel(model)
    await form.prompt.fill('a cat')
    await expect(section).toContainText(`5 / ${limit.toLocaleString('en')}`)
    await form.prompt.fill('a'.repeat(limit + 4))
    await expect(section).toContainText(`${(limit + 4).toLocaleString('en')} / ${limit.toLocaleString('en')}`)
    await expect(form.disabledReason('The prompt is 4 characters too long.')).toBeVisible()
    await expect(form.generate).toBeDisabled()
  }
})

test('earlier prompts return by key and by search without losing the draft', async ({ form, studio, page }) => {
  await form.choose('New image')
  await draw(form, studio, 'a lighthouse at dawn')
  await draw(form, studio, 'a windmill at noon')
  await form.prompt.fill('half a thou')
  await form.prompt.press('Alt+ArrowUp')
  await expect(form.prompt).toHaveValue('a windmill at noon')
  await form.prompt.press('Alt+ArrowUp')
  await expect(form.prompt).toHaveValue('a lighthouse at dawn')
  await form.prompt.press('Alt+ArrowUp')
  await expect(page.getByText('No earlier prompts.')).toBeVisible()
  await form.prompt.press('Alt+ArrowDown')
  await form.prompt.press('Alt+ArrowDown')
  await expect(form.prompt).toHaveValue('half a thou')

  await form.prompt.press('ControlOrMeta+r')
  const found = page.getByRole('dialog', { name: 'Prompt history' })
  await found.getByRole('combobox').fill('dawn')
  await expect(found.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(found).toHaveCount(0)
  await expect(form.prompt).toHaveValue('a lighthouse at dawn')
  await expect(form.prompt).toBeFocused()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(form.prompt).toHaveValue('half a thou')

  await openTool(page, 'Prompt history')
  await expect(found.getByRole('option')).toHaveCount(2)
  await page.keyboard.press('Shift+Delete')
  await expect(found.getByRole('option')).toHaveCount(1)
  await found.getByRole('button', { name: 'Delete all…' }).click()
  await found.getByRole('button', { name: 'Delete all', exact: true }).click()
  await expect(found.getByText('No prompts yet. Every prompt you send is kept here.')).toBeVisible()
})

test('the prompt builder writes a prompt for each model, undone with one key', async ({ form, startService, page }) => {
  await startService(stabilityStub)
  await form.fillIn('New image', { model: 'stable image core' })
  await form.addModel('demo waves')
  await form.prompt.fill('a lighthouse')
  await openTool(page, 'Prompt builder')
  const dialog = page.getByRole('dialog', { name: 'Prompt builder' })
  await dialog.getByRole('textbox', { name: 'Style' }).focus()
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('textbox', { name: 'Mood' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'calm', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await dialog.getByRole('textbox', { name: 'Palette' }).fill('warm earth tones')
  await dialog.getByRole('textbox', { name: 'Negative prompt' }).fill('text')
  const ofStability = dialog.getByRole('region', { name: 'For Stable Image Core' })
  await expect(ofStability).toContainText('a lighthouse, calm mood, warm earth tones')
  await expect(ofStability).toContainText('Exclude: text')
  const ofDemo = dialog.getByRole('region', { name: 'For Demo Waves' })
  await expect(ofDemo).toContainText('A lighthouse, calm mood, warm earth tones. Avoid: text.')
  await ofStability.getByRole('button', { name: 'Use prompt' }).click()
  await expect(form.prompt).toHaveValue('a lighthouse, calm mood, warm earth tones')
  const negative = page.getByRole('textbox', { name: 'Negative prompt' })
  await expect(negative).toHaveValue('text')
  await expect(form.prompt).toBeFocused()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(form.prompt).toHaveValue('a lighthouse')
  await expect(negative).toHaveValue('')
  await page.keyboard.press('ControlOrMeta+Shift+z')
  await expect(form.prompt).toHaveValue('a lighthouse, calm mood, warm earth tones')

  await openTool(page, 'Prompt builder')
  await expect(dialog.getByRole('textbox', { name: 'Subject' })).toHaveValue('a lighthouse')
  await expect(dialog.getByRole('textbox', { name: 'Mood' })).toHaveValue('calm')
})

test('built-in and custom styles are wrapped around the prompt', async ({ form, studio, page, app, home }) => {
  await form.fillIn('New image', { prompt: 'in the style of my aunt' })
  await form.prompt.press('ControlOrMeta+Shift+y')
  const dialog = page.getByRole('dialog', { name: 'Styles' })
  await dialog.getByRole('searchbox').fill('watercol')
  await dialog.getByRole('button', { name: 'Watercolor', exact: true }).click()
  await dialog.getByRole('searchbox').fill('')
  await dialog.getByRole('button', { name: 'Save prompt as style…' }).click()
  const editor = page.getByRole('dialog', { name: 'New style' })
  await expect(editor.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    '{prompt}, in the style of my aunt',
  )
  await editor.getByRole('textbox', { name: 'Name' }).fill('My aunt')
  await editor.getByRole('button', { name: 'Save' }).click()
  const own = dialog.getByRole('region', { name: 'My styles' })
  await own.getByRole('button', { name: 'My aunt', exact: true }).click()
  const file = join(home, 'styles.json')
  await answerSaveDialog(app, file)
  await dialog.getByRole('button', { name: 'Export…' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Your styles were exported.')
  await dialog.getByRole('button', { name: 'Done' }).click()
  const chips = page.getByRole('list', { name: 'Styles' })
  await expect(chips.getByRole('listitem')).toHaveText(['Watercolor', 'My aunt'])
  await form.prompt.fill('a lighthouse')
  await page.getByText('Request preview', { exact: true }).click()
  await expect(page.getByText(/^a watercolor of a lighthouse, .*, in the style of my aunt$/)).toBeVisible()
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  const [made] = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'generate')
  expect(made?.recipe.prompt).toMatch(/^a watercolor of a lighthouse, .*, in the style of my aunt$/)
  await expect(form.prompt).toHaveValue('a lighthouse')

  await chips.getByRole('button', { name: 'Remove style Watercolor' }).click()
  await expect(chips.getByRole('listitem')).toHaveText(['My aunt'])
  await openTool(page, 'Styles')
  await dialog.getByRole('button', { name: 'Edit My aunt' }).click()
  await page.getByRole('dialog', { name: 'My aunt' }).getByRole('button', { name: 'Delete' }).click()
  await expect(own).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(chips).toHaveCount(0)

  await openTool(page, 'Styles')
  await answerOpenDialog(app, [file])
  await dialog.getByRole('button', { name: 'Import…' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Added 1 style.')
  await expect(own.getByRole('button', { name: 'My aunt', exact: true })).toBeVisible()
})

test('a snippet and a wildcard list are saved and inserted at the caret, and all variants are generated', async ({
  form,
  studio,
  page,
}) => {
  await form.choose('New image')
  await openTool(page, 'Wildcards')
  const lists = page.getByRole('dialog', { name: 'Wildcards' })
  await lists.getByRole('textbox', { name: 'Name' }).fill('animals')
  await lists.getByRole('textbox', { name: /Choices/ }).fill('ant\nbee\n\ncow')
  await lists.getByRole('button', { name: 'Save' }).click()
  await expect(lists.getByRole('button', { name: 'animals 3 lines' })).toBeVisible()
  await page.keyboard.press('Escape')

  await form.prompt.fill('a  by the sea')
  await form.prompt.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(2, 2))
  await openTool(page, 'Wildcards')
  await lists.getByRole('button', { name: 'Insert' }).click()
  await expect(form.prompt).toHaveValue('a __animals__ by the sea')
  await expect(form.prompt).toBeFocused()
  await page.keyboard.type(' sleeping')
  await expect(form.prompt).toHaveValue('a __animals__ sleeping by the sea')
  await expect(page.getByText('3 combinations. Each seed picks one.')).toBeVisible()

  await openTool(page, 'Snippets')
  const snippets = page.getByRole('dialog', { name: 'Snippets' })
  await snippets.getByRole('textbox', { name: 'Name' }).fill('beach')
  await snippets.getByRole('textbox', { name: 'Text' }).fill(', sand and shells')
  await snippets.getByRole('button', { name: 'Save' }).click()
  await snippets.getByRole('button', { name: 'Insert' }).click()
  await expect(form.prompt).toHaveValue(/, sand and shells/)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(form.prompt).toHaveValue('a __animals__ sleeping by the sea')

  const variants = await openVariants(page)
  await variants.getByRole('radio', { name: 'All', exact: true }).check()
  await expect(variants).toContainText('3 requests')
  await expect(form.generate).toHaveAccessibleName('Generate 3 images · free')
  await form.generate.click()
  await expect(studio.cards).toHaveCount(3)
  for (const card of await studio.cards.all()) await expect(card).toHaveAccessibleName(/done/, { timeout })
  const made = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'generate')
  expect(made.map(({ recipe }) => String(recipe.prompt)).toSorted()).toEqual([
    'a ant sleeping by the sea',
    'a bee sleeping by the sea',
    'a cow sleeping by the sea',
  ])

  await form.prompt.fill('a __ghost__')
  await expect(page.getByRole('alert').filter({ hasText: 'no wildcard list “ghost”' })).toBeVisible()
  await expect(form.generate).toBeDisabled()
})

test('prompt and seed variants are counted and priced before the click, and sent as counted', async ({
  form,
  studio,
  startService,
  page,
}) => {
  const server = await startService(openaiStub)
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a {red|blue} house' })
  await expect(form.generate).toHaveAccessibleName(/\$/)
  const single = Number(/\$([\d.]+)/.exec((await form.generate.textContent()) ?? '')?.[1])
  const variants = await openVariants(page)
  await variants.getByRole('radio', { name: 'All', exact: true }).check()
  await studio.setNumber('Seeds', 2)
  await expect(variants).toContainText('2 prompts × 2 seeds = 4 requests')
  await expect(form.generate).toHaveAccessibleName(/^Generate 4 images/)
  const total = Number(/\$([\d.]+)/.exec((await form.generate.textContent()) ?? '')?.[1])
  expect(total).toBeCloseTo(single * 4, 1)
  await form.generate.click()
  await expect(studio.cards).toHaveCount(4)
  for (const card of await studio.cards.all()) await expect(card).toHaveAccessibleName(/done/, { timeout })
  expect(server.submissions()).toHaveLength(4)
  // The shown price is that of the sent requests: each job carries its part of it.
  const jobs = await call(page, 'jobs.list', { documentId: (await activeDocument(page)).id })
  const estimated = jobs.reduce((sum, { estimateUsd }) => sum + (estimateUsd ?? 0), 0)
  expect(Math.abs(estimated - total)).toBeLessThan(0.006)
  const made = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'generate')
  expect(made.map(({ recipe }) => String(recipe.prompt)).toSorted()).toEqual([
    'a blue house',
    'a blue house',
    'a red house',
    'a red house',
  ])

  await form.prompt.fill('{a|b|c|d|e|f|g|h|i|j}'.repeat(4))
  await expect(form.disabledReason(/20,000 requests, at most 1,000/)).toBeVisible()
  await expect(form.generate).toBeDisabled()
})

test('a rewrite by a language model shows its changes, is applied by a click, and reports failures', async ({
  form,
  page,
}) => {
  const server = await startTinyServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    const message = { role: 'assistant', content: 'a tall lighthouse at dusk' }
    response.end(JSON.stringify({ model: 'small-model', choices: [{ message }], usage: { total_tokens: 42 } }))
  })
  try {
    await form.fillIn('New image', { prompt: 'a lighthouse at dawn' })
    await openTool(page, 'Rewrite with AI')
    const dialog = page.getByRole('dialog', { name: 'Rewrite with AI' })
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`${server.origin}/v1`)
    await dialog.getByRole('textbox', { name: 'Model' }).fill('small-model')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('button', { name: 'more vivid' }).click()
    await dialog.getByRole('button', { name: 'Rewrite', exact: true }).click()
    const change = dialog.getByLabel('Changes')
    await expect(change.locator('ins')).toHaveText(['tall ', 'dusk'])
    await expect(change.locator('del')).toHaveText(['dawn'])
    await expect(dialog.getByText('small-model · 42 tokens')).toBeVisible()
    const sent = JSON.parse(server.requests.at(-1)!.body.toString('utf8')) as { model: string; messages: unknown }
    expect(sent.model).toBe('small-model')
    expect(JSON.stringify(sent.messages)).toContain('more vivid')
    await expect(form.prompt).toHaveValue('a lighthouse at dawn')
    await dialog.getByRole('button', { name: 'Use prompt' }).click()
    await expect(form.prompt).toHaveValue('a tall lighthouse at dusk')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(form.prompt).toHaveValue('a lighthouse at dawn')

    server.answer = (_request, response) => {
      response.statusCode = 401
      response.end('{"error":{"message":"no key"}}')
    }
    await openTool(page, 'Rewrite with AI')
    await dialog.getByRole('button', { name: 'Rewrite', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText(/key/i)
    await expect(form.prompt).toHaveValue('a lighthouse at dawn')
  } finally {
    await server.close()
  }
})

test('an image restores all settings, all except the seed, or only the prompt', async ({
  form,
  studio,
  gallery,
  page,
}) => {
  await form.choose('New image')
  await studio.fixSeed(77)
  await draw(form, studio, 'a lighthouse at dawn')
  await form.prompt.fill('something else')
  await studio.fixSeed(5)
  await form.choose('Fill')
  await gallery.open()
  await gallery.tiles.first().click()
  const reuse = page.getByRole('group', { name: 'Reuse settings' })
  await reuse.getByRole('button', { name: 'Prompt only' }).click()
  await expect(form.prompt).toHaveValue('a lighthouse at dawn')
  // The fill on this computer takes no prompt, so the task changes.
  await expect(page.getByRole('radio', { name: 'New image', exact: true })).toBeChecked()
  await form.choose('Fill')
  await form.choose('Whole image')

  await form.prompt.fill('something else')
  await form.prompt.press('Escape')
  await gallery.open()
  await reuse.getByRole('button', { name: 'Use all settings' }).click()
  await expect(form.prompt).toHaveValue('a lighthouse at dawn')
  await expect(page.getByRole('radio', { name: 'New image', exact: true })).toBeChecked()
  await expect(page.getByRole('textbox', { name: 'Seed number' })).toHaveValue('77')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(form.prompt).toHaveValue('something else')

  await form.prompt.press('Escape')
  await gallery.open()
  await gallery.tiles.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'All except seed' }).click()
  await expect(page.getByRole('radio', { name: 'Random' })).toBeChecked()
  await expect(form.prompt).toHaveValue('a lighthouse at dawn')
  const settings = await call(page, 'settings.get', {})
  expect(settings.studio.task).toBe('generate')

  await form.prompt.fill('something else')
  await studio.cards.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Use all settings' }).click()
  await expect(form.prompt).toHaveValue('a lighthouse at dawn')
  await expect(page.getByRole('textbox', { name: 'Seed number' })).toHaveValue('77')
})

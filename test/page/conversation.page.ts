import { rm } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { geminiStub } from '../support/services/gemini-stub.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { buildMaskedResponse } from '../e2e/support/answers.ts'
import { ConversationPage } from '../e2e/pages/conversation-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectAccessible, expectOpenedAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { startServices } from '../e2e/support/services.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

/** Who spoke, and with what, in the last request. */
function lastTurns(server: StubServer): string[] {
  const body = server.submissions().at(-1)!.json as {
    contents: { role: string; parts: { text?: string; inlineData?: object; thoughtSignature?: string }[] }[]
  }
  return body.contents.map(({ role, parts }) => {
    const said = parts.map(({ text, inlineData, thoughtSignature }) =>
      [text, inlineData && 'image', thoughtSignature && 'signed'].filter(Boolean).join(' '),
    )
    return `${role}: ${said.join(' + ')}`
  })
}

async function say(conversation: ConversationPage, words: string): Promise<void> {
  await conversation.words.fill(words)
  await expect(conversation.send).toHaveText(/Send · /)
  await conversation.words.press('Enter')
  await expect(conversation.words).toHaveValue('')
  await expect(conversation.step(words).getByRole('button', { name: 'Continue from here' })).toBeVisible({ timeout })
}

async function documentOf(page: Page) {
  return { documentId: (await call(page, 'canvas.documents', {}))[0]!.id }
}

const currentOf = (page: Page) => page.locator('.conversation-step[aria-current="step"] .conversation-words')

test('a conversation with Gemini keeps its turns; steps are undone, branched, compared and deleted', async ({
  studio,
  startService,
  page,
}) => {
  const server = await startService(geminiStub)
  const conversation = new ConversationPage(page)
  await expect(studio.canvas.page.locator('.task-panel')).toBeVisible()
  await conversation.open()
  await expect(conversation.panel).toContainText('Say what to change')
  await conversation.chooseModel('nano banana 2.1')
  await expect(conversation.send).toBeDisabled()
  await say(conversation, 'warmer light, keep her face')
  expect(lastTurns(server)).toEqual(['user: warmer light, keep her face + image'])
  await say(conversation, 'a red hat')
  expect(lastTurns(server)).toEqual([
    'user: warmer light, keep her face + image',
    'model: image signed',
    'user: a red hat',
  ])
  await expect(currentOf(page)).toHaveText('a red hat')

  // Back to the first step: what is said now is another branch.
  await conversation.undo.click()
  await expect(currentOf(page)).toHaveText('warmer light, keep her face')
  await expect(conversation.step('a red hat')).toContainText('Undone')
  await conversation.redo.click()
  await expect(currentOf(page)).toHaveText('a red hat')
  await conversation.undo.click()
  await say(conversation, 'a blue hat')
  expect(lastTurns(server)).toEqual([
    'user: warmer light, keep her face + image',
    'model: image signed',
    'user: a blue hat',
  ])
  await expect(conversation.steps).toHaveCount(2)
  await expect(conversation.step('a blue hat')).toContainText('2 of 2')
  await conversation.step('a blue hat').getByRole('button', { name: 'Previous branch' }).click()
  await expect(conversation.step('a red hat')).toContainText('1 of 2')
  await expectAccessible(page, 'a conversation')
  await conversation.model.click()
  await expectOpenedAccessible(page, 'models for a step')
  await conversation.actionsOf('a red hat').click()
  await expectOpenedAccessible(page, 'menu of a step', 'menu')

  await conversation.run('a red hat', 'a blue hat', 'Compare with')
  await expect(page.getByRole('heading', { name: 'Compare', exact: true })).toBeAttached()
  await page.keyboard.press('ControlOrMeta+1')

  // The images stay.
  const images = (await libraryAssets(page)).length
  await conversation.panel.getByRole('button', { name: 'Conversation actions' }).click()
  await expectAccessible(page, 'menu of a conversation')
  await page.getByRole('menuitem', { name: 'Delete conversation' }).click()
  await expect(conversation.panel).toContainText('No conversation')
  expect((await libraryAssets(page)).length).toBe(images)
  await expect(page.locator('.toast-lasting')).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(conversation.steps).toHaveCount(2)
})

test('a step runs again with GPT Image, which gets the first image and what still holds', async ({
  studio,
  startService,
  page,
}) => {
  await studio.canvas.ready()
  const gemini = await startService(geminiStub)
  const server = await startService(openaiStub)
  const conversation = new ConversationPage(page)
  await conversation.open()
  await conversation.chooseModel('nano banana 2.1')
  await say(conversation, 'warmer light, a red hat')
  await say(conversation, 'make the hat blue')
  await conversation.run('make the hat blue', 'Run with another model…')
  // The list of models opens at once, with the focus in its search.
  await expect(page.getByRole('dialog', { name: 'Choose model' }).getByRole('combobox')).toBeFocused()
  await page.keyboard.type('gpt-image-2')
  await expect(page.getByRole('option', { name: /^GPT Image 2/, selected: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(conversation.panel.getByRole('button', { name: /^Model: GPT Image 2/ })).toBeFocused()
  await expect(conversation.panel).toContainText('Runs this step again, as another branch.')
  await expect(conversation.words).toHaveValue('make the hat blue')
  await conversation.panel.getByText('What is sent').click()
  const prompt = conversation.panel.getByRole('textbox', { name: 'Prompt' })
  await expect(prompt).toHaveValue('make the hat blue\n\nStill applies from before: warmer light.')
  await expect(conversation.panel).toContainText('With the last image and the first one')
  await expect(conversation.panel).toContainText('No longer applies: a red hat')
  await prompt.fill('make the hat blue and the light warm')
  await expect(conversation.send).toHaveText(/Send · /)
  await expect(conversation.send).toBeEnabled()
  await conversation.words.press('Enter')
  await expect(conversation.step('make the hat blue')).toContainText('2 of 2', { timeout })
  await expect(currentOf(page)).toHaveText('make the hat blue')
  await expect(conversation.step('make the hat blue').getByRole('button', { name: 'Continue from here' })).toBeVisible({
    timeout,
  })
  expect(gemini.submissions()).toHaveLength(2)
  const [submission] = server.submissions()
  expect(submission!.form.filter(({ name }) => name.startsWith('image'))).toHaveLength(2)
  expect(Buffer.from(submission!.form.find(({ name }) => name === 'prompt')!.bytes).toString()).toBe(
    'make the hat blue and the light warm\n\nImage 2 shows how this began: keep its people, faces and details where nothing else is asked.',
  )
  const made = (await libraryAssets(page)).find(({ recipe }) => recipe.provider === 'openai')!
  expect(made.recipe).toMatchObject({ prompt: 'make the hat blue', operation: 'edit' })
  const { threads } = await call(page, 'threads.list', await documentOf(page))
  expect(made.recipe.generation?.threadId).toBe(threads[0]!.id)
})

test('a step that fails keeps its words and is retried in its place', async ({ studio, startService, page }) => {
  const server = await startService(openaiStub, 'refused:400-moderation-of-the-image')
  const conversation = new ConversationPage(page)
  await studio.canvas.ready()
  await conversation.open()
  await conversation.chooseModel('gpt-image-2')
  await conversation.words.fill('a lighthouse')
  await expect(conversation.send).toHaveText(/Send · /)
  await conversation.send.click()
  const step = conversation.step('a lighthouse')
  await expect(step.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout })
  await expect(step).toContainText('rejected by the safety system')
  await expectAccessible(page, 'a failed step')
  await conversation.run('a lighthouse', 'Edit words…')
  await expect(conversation.words).toHaveValue('a lighthouse')
  server.continueWith('done')
  await step.getByRole('button', { name: 'Retry' }).click()
  await expect(step.getByRole('button', { name: 'Continue from here' })).toBeVisible({ timeout })
  await expect(conversation.steps).toHaveCount(1)
  await expect(step).not.toContainText('2 of 2')
  expect(server.submissions()).toHaveLength(2)
})

test('a mask limits a step to its area, and only its own words are sent', async ({ studio, startService, page }) => {
  const served: { server?: StubServer } = {}
  const image = () => buildMaskedResponse(served.server!, 'keeps')
  const server = (served.server = await startService(openaiStub, 'done', { image }))
  const conversation = new ConversationPage(page)
  await studio.setNumber('Size', 60)
  await studio.canvas.stroke([
    { x: 330, y: 240 },
    { x: 380, y: 290 },
  ])
  await conversation.open()
  await conversation.chooseModel('gpt-image-2')
  const inMask = conversation.panel.getByRole('switch', { name: 'Only in the mask' })
  await expect(inMask).toBeChecked()
  await say(conversation, 'a green cloth')
  await expect(studio.measured).toContainText(', 0 outside')
  await expect(conversation.panel.getByRole('img', { name: 'Mask of this step' })).toHaveCount(1)
  expect(server.submissions()[0]!.form.map(({ name }) => name)).toContain('mask')
  // The mask is still on the canvas, and fits the result.
  await expect(inMask).toBeChecked()
  await say(conversation, 'now blue')
  const [, second] = server.submissions()
  expect(Buffer.from(second!.form.find(({ name }) => name === 'prompt')!.bytes).toString()).toBe('now blue')
  expect(second!.form.filter(({ name }) => name.startsWith('image'))).toHaveLength(1)
  const made = (await libraryAssets(page)).filter(({ recipe }) => recipe.provider === 'openai')
  expect(made.map(({ recipe }) => recipe.changedOutside)).toEqual([0, 0])

  // Turned off, it stays off for this mask; another one limits again.
  await inMask.click()
  await expect(inMask).not.toBeChecked()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(inMask).toHaveCount(0)
  await studio.canvas.stroke([{ x: 120, y: 120 }])
  await expect(inMask).toBeChecked()
})

test(
  'a masked step runs again with its own mask, whatever is on the canvas by then',
  { tag: '@full' },
  async ({ studio, startService, page }) => {
    const served: { server?: StubServer } = {}
    const image = () => buildMaskedResponse(served.server!, 'keeps')
    const server = (served.server = await startService(openaiStub, 'done', { image }))
    const maskOf = (at: number) =>
      Buffer.from(server.submissions()[at]!.form.find(({ name }) => name === 'mask')!.bytes).toString('base64')
    const conversation = new ConversationPage(page)
    await studio.setNumber('Size', 60)
    await studio.canvas.stroke([
      { x: 330, y: 240 },
      { x: 380, y: 290 },
    ])
    await conversation.open()
    await conversation.chooseModel('gpt-image-2')
    await expect(conversation.panel.getByRole('switch', { name: 'Only in the mask' })).toBeChecked()
    await say(conversation, 'a green cloth')

    // Another mask is painted; the step is not limited to it.
    await studio.canvas.stroke([
      { x: 120, y: 120 },
      { x: 200, y: 160 },
    ])
    await conversation.run('a green cloth', 'Run with another model…')
    await conversation.pickModel('gpt-image-2.6-flare')
    const ofStep = conversation.panel.getByRole('switch', { name: 'Only in the mask of this step' })
    await expect(ofStep).toBeChecked()
    await expect(conversation.send).toHaveText(/Send · /)
    await conversation.words.press('Enter')
    await expect(conversation.step('a green cloth')).toContainText('2 of 2', { timeout })
    await expect(conversation.step('a green cloth').getByRole('button', { name: 'Continue from here' })).toBeVisible({
      timeout,
    })
    expect(server.submissions()).toHaveLength(2)
    expect(maskOf(1) === maskOf(0)).toBe(true)

    // Or with the one that is on the canvas now.
    await conversation.run('a green cloth', 'Edit words…')
    await conversation.panel.getByRole('button', { name: 'Use the mask on the canvas' }).click()
    await expect(conversation.panel.getByRole('switch', { name: 'Only in the mask', exact: true })).toBeChecked()
    await say(conversation, 'a green cloth')
    expect(maskOf(2) === maskOf(0)).toBe(false)
  },
)

test('unsent words survive a restart, with their model', async () => {
  test.setTimeout(180_000)
  const services = await startServices(['openai', 'gemini'])
  const home = await copyKnownHome()
  const env = { ...services.env, ...services.keyEnv }
  const running = await launch({ home, env })
  await new StudioPage(running.page).canvas.ready()
  const before = new ConversationPage(running.page)
  await before.open()
  await before.chooseModel('nano banana 2.1')
  await before.words.fill('warmer light, keep h')
  // Closed right after the last key.
  await quit(running)

  const next = await launch({ home, env })
  await new StudioPage(next.page).canvas.ready()
  const after = new ConversationPage(next.page)
  await after.open()
  await expect(after.words).toHaveValue('warmer light, keep h')
  await expect(after.panel.getByRole('button', { name: /^Model: .*Nano Banana 2\.1/i })).toBeVisible()
  expect(services.server('gemini').submissions()).toHaveLength(0)
  await quit(next)
  await services.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

test('a conversation starts from an image of the Gallery', async ({ gallery, page }) => {
  const conversation = new ConversationPage(page)
  await gallery.open()
  await gallery.tiles.last().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Continue in words…' }).click()
  await expect(conversation.words).toBeVisible()
  await conversation.panel.getByRole('button', { name: /^Model: / }).click()
  await expect(page.getByRole('dialog', { name: 'Choose model' }).getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await conversation.panel.getByRole('button', { name: 'Close conversation' }).click()
  await expect(page.getByRole('radio', { name: 'Fill', exact: true })).toBeVisible()
})

test('names of references are highlighted in the words to say', async ({ page }) => {
  const blank = { note: '', description: 'a red cat', rights: '' }
  await call(page, 'references.create', { name: 'anna', kind: 'person', imageIds: [], ...blank })
  const conversation = new ConversationPage(page)
  await conversation.open()
  await conversation.words.fill('put @anna beside @nobody here')
  const marks = conversation.panel.locator('.mention-marks mark')
  await expect(marks).toHaveText(['@anna', '@nobody'])
  await expect(marks.nth(1)).toHaveAttribute('data-unknown', 'true')
  await expect(conversation.words).toHaveAttribute('aria-description', /nobody/)
  // A name at the end is still being typed.
  await conversation.words.fill('put @ann')
  await expect(marks).toHaveCount(0)
})

import type { Page } from '@playwright/test'
import { geminiStub } from '../support/services/gemini-stub.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { ConversationPage } from './pages/conversation-page.ts'
import { expectAccessible } from './support/axe.ts'
import { call } from './support/bridge.ts'
import { libraryAssets } from './support/images.ts'
import { expect, test } from './support/test.ts'

test.use({ sharesWindow: true })

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
  await expect(conversation.step(words).getByRole('button', { name: 'Go on from here' })).toBeVisible({ timeout })
}

const currentOf = (page: Page) => page.locator('.conversation-step[aria-current="step"] .conversation-words')

test('a conversation with Gemini keeps its turns; steps are undone, branched, compared and deleted', async ({
  studio,
  startService,
  running,
}) => {
  const { page } = running
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

  await conversation.run('a red hat', 'a blue hat', 'Compare with')
  await expect(page.getByRole('heading', { name: 'Compare' })).toBeAttached()
  await page.keyboard.press('ControlOrMeta+1')

  // The images stay.
  const images = (await libraryAssets(page)).length
  await conversation.panel.getByRole('button', { name: 'Conversation actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete conversation' }).click()
  await expect(conversation.panel).toContainText('No conversation')
  expect((await libraryAssets(page)).length).toBe(images)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(conversation.steps).toHaveCount(2)
})

test('a step runs again with GPT Image, which gets the first image and what still holds', async ({
  studio,
  startService,
  running,
}) => {
  const { page } = running
  await studio.canvas.ready()
  const gemini = await startService(geminiStub)
  const server = await startService(openaiStub)
  const conversation = new ConversationPage(page)
  await conversation.open()
  await conversation.chooseModel('nano banana 2.1')
  await say(conversation, 'warmer light, a red hat')
  await say(conversation, 'make the hat blue')
  await conversation.run('make the hat blue', 'Run with another model…')
  await conversation.pickModel('gpt-image-2')
  await expect(conversation.panel).toContainText('Runs this step again, as another branch.')
  await expect(conversation.words).toHaveValue('make the hat blue')
  await conversation.panel.getByText('What is sent').click()
  const prompt = conversation.panel.getByRole('textbox', { name: 'Prompt' })
  await expect(prompt).toHaveValue('make the hat blue\n\nStill applies from before: warmer light.')
  await expect(conversation.panel).toContainText('With the last image and the first one')
  await prompt.fill('make the hat blue and the light warm')
  await expect(conversation.send).toHaveText(/Send · /)
  await conversation.words.press('Enter')
  await expect(conversation.step('make the hat blue')).toContainText('2 of 2', { timeout })
  await expect(currentOf(page)).toHaveText('make the hat blue')
  await expect(conversation.step('make the hat blue').getByRole('button', { name: 'Go on from here' })).toBeVisible({
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
  const [thread] = await call(page, 'threads.list', { documentId: (await call(page, 'canvas.documents', {}))[0]!.id })
  expect(made.recipe.generation?.threadId).toBe(thread!.id)
})

test('a step that fails keeps its words and is retried; a mask limits a step', async ({
  studio,
  startService,
  running,
}) => {
  const { page } = running
  const server = await startService(openaiStub, 'refused:moderation')
  const conversation = new ConversationPage(page)
  await studio.canvas.ready()
  await studio.scribble({ x: 150, y: 100 }, { x: 200, y: 140 })
  await conversation.open()
  await conversation.chooseModel('gpt-image-2')
  await conversation.panel.getByRole('switch', { name: 'Only in the mask' }).click()
  await conversation.words.fill('a lighthouse')
  await expect(conversation.send).toHaveText(/Send · /)
  await conversation.send.click()
  const step = conversation.step('a lighthouse')
  await expect(step.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout })
  server.continueWith('done')
  await step.getByRole('button', { name: 'Retry' }).click()
  await expect(step.getByRole('button', { name: 'Go on from here' })).toBeVisible({ timeout })
  await expect(conversation.steps).toHaveCount(1)
  await expect(studio.measured).toContainText(/ 0 outside|outside: 0|0 px/)
  const made = (await libraryAssets(page)).find(({ recipe }) => recipe.provider === 'openai')!
  expect(made.recipe.changedOutside).toBe(0)
  expect(server.submissions().at(-1)!.form.map(({ name }) => name)).toContain('mask')
})

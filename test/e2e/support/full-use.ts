import { expect, type Page } from '@playwright/test'
import { GenerateForm } from '../pages/generate-form.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { StudioPage } from '../pages/studio-page.ts'
import type { StubServer } from '../../support/services/stub-server.ts'
import { call } from './bridge.ts'
import type { RunningPackage } from './packaged.ts'

const timeout = 60_000

/** `openai` answers with images, `typed` is refused by its service. */
export interface UsedKeys {
  readonly openai: StubServer
  readonly typed: string
}

/**
 * Generates, edits with a mask, fails at three services that repeat what they were sent, has a prompt rewritten, and
 * types a key. Returns everything that was shown or copied.
 */
export async function useEverything({ page }: RunningPackage, { openai, typed }: UsedKeys): Promise<string> {
  const form = new GenerateForm(page)
  const studio = new StudioPage(page)
  const models = new ModelsPage(page)
  const shown: string[] = []
  const note = async () => void shown.push(await page.locator('body').innerHTML())
  await studio.canvas.ready()
  await models.open()
  await models.setKey('Stability AI', typed)
  await models.test('Stability AI')
  await expect(models.health('Stability AI')).toContainText(/key/i, { timeout })
  await note()
  await page.keyboard.press('ControlOrMeta+1')
  await form.fillIn('New image', { model: 'OpenAI gpt-image-2' })
  let cards = 0
  const generate = async (ends: RegExp) => {
    await form.prompt.fill(`a lighthouse, number ${(cards += 1)}`)
    await form.generate.click()
    await expect.poll(() => studio.cardCount()).toBe(cards)
    await expect(studio.cards.last()).toHaveAccessibleName(ends, { timeout })
    await note()
  }
  await generate(/done/)
  openai.setScene('echo-401')
  await generate(/failed/)
  openai.setScene('echo-500')
  await generate(/failed/)
  openai.setScene('done')
  await form.fillIn('Add', { model: 'OpenAI gpt-image-2' })
  await studio.setNumber('Size', 60)
  await studio.canvas.stroke([
    { x: 340, y: 260 },
    { x: 380, y: 300 },
  ])
  await generate(/done/)
  shown.push(await refusedRewrite(page))
  shown.push((await call(page, 'app.diagnostics', {})).text, JSON.stringify(await call(page, 'providers.list', {})))
  return shown.join('\n')
}

/** What the language model's service answered, as the page gets it. */
async function refusedRewrite(page: Page): Promise<string> {
  const rewrite = call(page, 'prompts.rewrite', { prompt: 'a lighthouse', dialect: 'sentence', wish: '' })
  return rewrite.then(
    () => Promise.reject(new Error('The service refuses every request.')),
    (thrown: Error) => thrown.message,
  )
}

/** Ends the page’s process in a way that would write a dump. */
export async function crashPage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  await session.send('Page.crash').catch(() => undefined)
  await crashed
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openaiStub } from '../support/services/openai-stub.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { expectModelDetails } from '../e2e/support/model-details.ts'
import { answerMessageBox } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('images that failed for the same reason share a card, and are retried and dismissed together', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const failure = openaiStub.failures.find(({ name }) => name === '400-unknown-parameter')!
  const server = await startService(openaiStub, `failed:${failure.name}`)
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  await form.addModel('demo waves')
  await form.setCount(4)
  await form.generate.click()
  const failed = studio.results.getByRole('listitem', { name: /4 images failed/ })
  await expect(failed).toContainText('4 images failed', { timeout })
  await expect(studio.results.getByRole('listitem', { name: /done/ })).toHaveCount(4, { timeout })
  await expect(studio.cards).toHaveCount(5)

  // The whole error is shown, once.
  await expect(page.getByText(failure.message)).toHaveCount(1)
  const text = failed.getByRole('alert')
  await expect(text).toContainText(failure.message)
  expect(await text.evaluate((element) => getComputedStyle(element).overflowY)).toBe('auto')
  await expectAccessible(page, 'a failed run')
  await expectModelDetails(failed, 'GPT Image 2')
  await failed.click()
  await expect(page.getByText(failure.message)).toHaveCount(1)

  server.setScene('done')
  const before = server.submissions().length
  await failed.getByRole('button', { name: 'Retry' }).click()
  await expect(failed).toHaveCount(0)
  await expect(studio.results.getByRole('listitem', { name: /done/ })).toHaveCount(8, { timeout })
  expect(server.submissions().length).toBeGreaterThan(before)

  server.setScene(`failed:${failure.name}`)
  await form.generate.click()
  await expect(failed).toBeVisible({ timeout })
  await failed.getByRole('button', { name: 'Dismiss' }).click()
  await expect(failed).toHaveCount(0)
  await page.reload()
  await studio.canvas.ready()
  await expect.poll(() => studio.cardCount()).toBe(12)
  await expect(failed).toHaveCount(0)
})

test('images that were refused for the same reason share a card with the full message and the next steps', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const [byPrompt, byResult] = ['400-moderation-of-the-prompt', '400-moderation-of-the-image'].map((name) =>
    openaiStub.refusals.find((refusal) => refusal.name === name)!,
  )
  const server = await startService(openaiStub, `refused:${byPrompt!.name}`)
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a forbidden house' })
  await form.addModel('demo waves')
  await form.setCount(4)
  await form.generate.click()
  const refused = studio.results.getByRole('listitem', { name: 'GPT Image 2, 4 images refused' })
  await expect(refused).toContainText('4 images refused', { timeout })
  await expect(refused).toContainText('OpenAI refused the prompt')
  await expect(studio.results.getByRole('listitem', { name: /done/ })).toHaveCount(4, { timeout })
  await expect(studio.cards).toHaveCount(5)
  const text = refused.getByRole('status')
  await expect(text).toContainText(byPrompt!.message)
  expect(await text.evaluate((element) => getComputedStyle(element).overflowY)).toBe('auto')
  await expectAccessible(page, 'a refused run')
  await expectModelDetails(refused, 'GPT Image 2')
  // The same prompt would be refused again.
  await expect(refused.getByRole('button', { name: 'Retry' })).toHaveCount(0)
  await refused.click({ position: { x: 40, y: 8 } })
  await expect(page.getByText(byPrompt!.message)).toHaveCount(1)
  await form.prompt.fill('')
  await refused.getByRole('button', { name: 'Edit prompt' }).click()
  await expect(form.prompt).toBeFocused()
  await expect(form.prompt).toHaveValue('a forbidden house')
  await refused.getByRole('button', { name: 'Dismiss' }).click()
  await expect(refused).toHaveCount(0)
  await expect(studio.cards).toHaveCount(4)

  // After a refused result the same prompt may succeed.
  server.setScene(`refused:${byResult!.name}`)
  await form.generate.click()
  await expect(refused).toContainText('OpenAI refused the result', { timeout })
  server.setScene('done')
  await refused.getByRole('button', { name: 'Retry' }).click()
  await expect(refused).toHaveCount(0)
  await expect(studio.results.getByRole('listitem', { name: /done/ })).toHaveCount(12, { timeout })
})

test('a wrong URL is corrected from the card with Edit URL, then Retry', async ({
  studio,
  form,
  startService,
  page,
  app,
}) => {
  const wrong = createServer((_request, response) => response.writeHead(404).end('Not Found'))
  await new Promise<void>((resolve) => wrong.listen(0, '127.0.0.1', resolve))
  const server = await startService(openaiStub)
  await call(page, 'providers.configure', {
    id: 'openai',
    baseUrl: `http://127.0.0.1:${(wrong.address() as AddressInfo).port}`,
  })
  await call(page, 'providers.setKey', { id: 'openai', key: openaiStub.goodKey, keep: 'session' })
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  await form.setCount(2)
  await form.generate.click()
  const failed = studio.results.getByRole('listitem', { name: /2 images failed/ })
  await expect(failed).toContainText('no image server was found there', { timeout })

  await failed.getByRole('button', { name: 'Edit URL' }).click()
  const models = new ModelsPage(page)
  const address = models.card('OpenAI').getByRole('textbox', { name: 'Service URL' })
  await expect(address).toBeFocused()
  await expect(address).toBeInViewport()
  expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0)
  await answerMessageBox(app, 'Use this address')
  await models.setAddress('OpenAI', server.origin)
  await expect(models.card('OpenAI').getByText(new URL(server.origin).host)).toBeVisible()
  await call(page, 'providers.setKey', { id: 'openai', key: openaiStub.goodKey, keep: 'session' })

  await page.keyboard.press('ControlOrMeta+1')
  await failed.getByRole('button', { name: 'Retry' }).click()
  await expect(studio.results.getByRole('listitem', { name: /done/ })).toHaveCount(2, { timeout })
  await expect(studio.cards).toHaveCount(2)
  wrong.close()
})

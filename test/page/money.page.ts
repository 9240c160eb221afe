import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openaiStub } from '../support/services/openai-stub.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { MoneyPage } from '../e2e/pages/money-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { answerMessageBox } from '../e2e/support/native-dialogs.ts'
import { expectModelDetails } from '../e2e/support/model-details.ts'
import { startServiceStub } from '../e2e/support/played-service.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000
const everything = { sinceDay: null, untilDay: null, limit: 100 } as const

test('the price on the button is recorded in the ledger and shown on the page', async ({
  studio,
  form,
  startService,
  page,
  app,
  home,
}) => {
  const policyViolations: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) policyViolations.push(message.text())
  })
  const server = await startService(openaiStub)
  const money = new MoneyPage(page)
  await money.open()
  await expect(page.getByRole('heading', { name: 'No spending in this period' })).toBeVisible()

  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Studio' }).click()
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a red kite' })
  await expect(form.generate).toHaveAccessibleName(/\$0\.\d+/)
  const price = /\$(0\.\d+)/.exec((await form.generate.getAttribute('aria-label')) ?? (await form.generate.innerText()))
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  server.setScene(`refused:${openaiStub.refusals[0]!.name}`)
  await form.generate.click()
  await expect(studio.cards.filter({ hasText: openaiStub.refusals[0]!.message })).toHaveCount(1, { timeout })

  const { entries } = await call(page, 'ledger.list', everything)
  expect(entries.map(({ outcome }) => outcome)).toEqual(['refused', 'done'])
  for (const { estimateUsd } of entries) expect(estimateUsd).toBe(Number(price?.[1]))
  expect(entries[1]).toMatchObject({ provider: 'openai', model: 'gpt-image-2', picturesCame: 1, startedBy: 'window' })

  await money.open()
  await expect(money.today).toContainText('2 requests, 1 image')
  await expect(money.chart.locator('canvas')).toBeVisible()
  await expect(money.attempts).toHaveCount(3)
  await expect(money.attempts.nth(1)).toContainText('Refused')
  await expect(money.attempts.nth(1)).toContainText(openaiStub.refusals[0]!.message)
  await expect(money.attempts.nth(2)).toContainText('GPT Image 2')
  await expectModelDetails(money.attempts.nth(2), 'GPT Image 2')
  await money.attempts.nth(2).locator('summary').click()
  await expect(money.attempts.nth(2).getByText(`Estimate: $${price?.[1]}, prices of`)).toBeVisible()
  await expect(money.attempts.nth(2).getByText(/^output tokens: \d+$/)).toBeVisible()
  await money.filter('Outcome', 'Done')
  await expect(money.attempts).toHaveCount(2)
  await money.filter('Billed', 'Not billed')
  await expect(page.getByText('No requests match.')).toBeVisible()
  await money.choose('View', 'Table')
  await expect(page.getByRole('table').filter({ hasText: 'Day' }).getByRole('row')).toHaveCount(2)
  await money.choose('Period', 'All')
  await expect(page.getByRole('table').filter({ hasText: 'Service' })).toContainText('OpenAI')
  await expectModelDetails(page.getByRole('region', { name: 'Spending' }), 'GPT Image 2')

  const path = join(home, 'spent.csv')
  // As the dialogs of some systems answer.
  await answerSaveDialog(app, join(home, 'spent'))
  await page.getByRole('button', { name: 'Save as CSV…' }).click()
  await expect(page.getByText('2 requests saved.')).toBeVisible()
  expect((await readFile(path, 'utf8')).split('\r\n')).toHaveLength(4)
  await page.getByRole('button', { name: 'Save as CSV…' }).click()
  await expect(page.getByRole('alert').filter({ hasText: path })).toContainText('already exists')
  expect(policyViolations).toEqual([])
})

test('a limit asks or stops before anything is sent, and is kept after leaving the page', async ({
  form,
  startService,
  page,
  app,
}) => {
  const server = await startService(openaiStub)
  const money = new MoneyPage(page)
  await money.open()
  await money.limit('Per run', '0.001')
  await money.limit('Per day', 'a lot')
  await expect(page.getByText('Enter an amount such as 5 or 2.50.')).toBeVisible()
  await money.limit('Per day', '')
  await expect.poll(async () => (await call(page, 'settings.get', {})).caps.perRunUsd).toBe(0.001)
  expect(await call(page, 'money.check', { estimates: [0.053] })).toEqual({
    type: 'ask',
    reasons: ['Your limit for one run is $0.001. This would cost $0.053.'],
  })
  expect(await call(page, 'money.check', { estimates: [null] })).toMatchObject({ type: 'ask' })
  expect(await call(page, 'money.check', { estimates: [0] })).toEqual({ type: 'fine', reasons: [] })

  await money.choose('If a run exceeds a limit', 'Send nothing')
  await expect.poll(async () => (await call(page, 'settings.get', {})).caps.onOver).toBe('stop')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Studio' }).click()
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a red kite' })
  await form.generate.click()
  await expect(page.getByText(/Your limit for one run is \$0\.001/).first()).toBeVisible()
  await page.keyboard.press('Escape')
  expect(server.submissions()).toHaveLength(0)
  expect((await call(page, 'ledger.list', everything)).entries).toEqual([])

  await money.open()
  await expect(page.getByRole('textbox', { name: 'Per run, $' })).toHaveValue('0.001')
  const declined = await answerMessageBox(app, 'Cancel')
  await money.limit('Per run', '')
  await expect.poll(declined).toEqual(['Allow more spending? Per run: $0.001 → no limit'])
  await expect(page.getByRole('textbox', { name: 'Per run, $' })).toHaveValue('0.001')
  await answerMessageBox(app, 'Change limits')
  await money.limit('Per run', '')
  await expect.poll(async () => (await call(page, 'settings.get', {})).caps.perRunUsd).toBeNull()
})

test('limits that cannot be read stop paid requests until the user confirms them', async () => {
  const caps = { perRunUsd: null, perDayUsd: 0.1, perMonthUsd: null, onOver: 'warn' }
  const home = await copyKnownHome({ caps })
  const running = await launch({ home })
  const { page } = running
  const server = await startServiceStub(running, openaiStub)
  const studio = new StudioPage(page)
  const form = new GenerateForm(page)
  const money = new MoneyPage(page)
  const copy = join(home, 'settings.json.damaged')

  const notice = page.getByText(/^Invalid settings were reset: caps\.onOver\./)
  await expect(notice).toContainText(`A copy of the file is at ${copy}.`)
  await studio.canvas.ready()
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a red kite' })
  await form.generate.click()
  const stopped = page.getByRole('dialog', { name: 'Spending limit reached' })
  await expect(stopped).toContainText('Your spending limits could not be read, so paid requests are stopped.')
  await stopped.getByRole('button', { name: 'Change limits' }).click()

  const problem = money.limits.getByRole('alert')
  await expect(problem).toContainText(copy)
  await expect(page.getByRole('textbox', { name: 'Per day, $' })).toHaveValue('0.1')
  await money.limit('Per day', '5')
  await expect.poll(async () => (await call(page, 'settings.get', {})).caps.perDayUsd).toBe(5)
  expect(await call(page, 'money.check', { estimates: [0.01] })).toMatchObject({ type: 'stop' })
  expect(server.submissions()).toHaveLength(0)

  const confirmed = await answerMessageBox(running.app, 'Use these limits')
  await problem.getByRole('button', { name: 'Confirm limits' }).click()
  await expect.poll(confirmed).toEqual([expect.stringContaining('Per day: $5.00')])
  await expect(problem).toHaveCount(0)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Studio' }).click()
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  expect(server.submissions()).toHaveLength(1)
  await server.close()
  await quit(running)
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

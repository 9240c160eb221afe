import { rm } from 'node:fs/promises'
import type { PlanRequest } from '../../src/shared/domain/generation.ts'
import { formatMoney } from '../../src/shared/util/format-money.ts'
import { falStub } from '../support/services/fal-stub.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import { stubs } from '../support/services/all-stubs.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { QueuePage } from '../e2e/pages/queue-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { activeDocument, call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import type { Running } from '../e2e/support/launch.ts'
import { launch, quit } from './support/launch.ts'
import { answerMessageBox } from '../e2e/support/native-dialogs.ts'
import { startServices } from '../e2e/support/services.ts'
import { expect, test } from './support/test.ts'
import { unsetNumbers } from '../../src/shared/domain/number-settings.ts'

const timeout = 60_000
const cloud = stubs.filter(({ id }) => !['fake', 'a1111', 'comfyui', 'openai-compatible'].includes(id))

test('one click sends to every cloud service, and the ledger has the price of the button', async () => {
  const services = await startServices(cloud.map(({ id }) => id))
  const running = await launch({ home: await copyKnownHome(), env: { ...services.env, ...services.keyEnv } })
  const { page } = running
  const [studio, form] = [new StudioPage(page), new GenerateForm(page)]
  await studio.canvas.ready()
  await form.fillIn('New image', { prompt: 'a lighthouse in the evening' })
  const views = await call(page, 'providers.list', {})
  for (const [at, { id }] of cloud.entries()) {
    const search = `${views.find((view) => view.id === id)!.label} ${services.modelOf(id)}`
    await (at === 0 ? form.chooseModel(search) : form.addModel(search))
  }
  await expect(form.generate).toHaveAccessibleName(new RegExp(`\\$.* ${cloud.length} models`))
  const shown = (await form.generate.textContent()) ?? ''
  // One of them refuses; the others continue.
  services.server('openai').setScene(`refused:${openaiStub.refusals[0]!.name}`)
  await form.generate.click()
  await expect.poll(() => studio.cardCount(), { timeout }).toBe(cloud.length)
  await expect.poll(async () => (await call(page, 'queue.view', {})).entries.length, { timeout }).toBe(0)

  for (const { id } of cloud) expect(services.server(id).submissions(), id).toHaveLength(1)
  const jobs = await call(page, 'jobs.list', { documentId: (await activeDocument(page)).id })
  expect(new Set(jobs.map(({ runId }) => runId)).size).toBe(1)
  expect(jobs.filter(({ state }) => state === 'refused').map(({ provider }) => provider)).toEqual(['openai'])
  expect(jobs.filter(({ state }) => state !== 'refused').every(({ state }) => state === 'done')).toBe(true)
  const { entries } = await call(page, 'ledger.list', { sinceDay: null, untilDay: null })
  expect(entries.map(({ provider }) => provider).toSorted()).toEqual(cloud.map(({ id }) => id).toSorted())
  const sum = entries.reduce((total, { estimateUsd }) => total + (estimateUsd ?? 0), 0)
  expect(shown).toContain(formatMoney(sum))
  expect(shown.includes('unknown')).toBe(entries.some(({ estimateUsd }) => estimateUsd === null))
  await expect(
    studio.results.getByRole('list', { name: new RegExp(`lighthouse.*${cloud.length} images`) }),
  ).toHaveCount(1)
  await end(running)
  await services.close()
})

test('a run over a limit is confirmed in main first, or stopped', async ({ form, startService, page, app }) => {
  const server = await startService(openaiStub)
  const limit = (onOver: 'ask' | 'stop') =>
    call(page, 'money.setCaps', {
      caps: { perRunUsd: 0.001, perDayUsd: null, perMonthUsd: null, onOver },
      isResuming: false,
    })
  await limit('ask')
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  const declined = await answerMessageBox(app, 'Cancel')

  await form.generate.click()
  await expect
    .poll(declined)
    .toEqual([expect.stringMatching(/spending limit at OpenAI\? Cost: \$.*\n.*limit for one run is \$0.001/)])
  await expect(form.generate).toBeEnabled()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(server.submissions()).toEqual([])

  await limit('stop')
  await form.generate.click()
  const stopped = page.getByRole('dialog', { name: 'Spending limit reached' })
  await stopped.getByRole('button', { name: 'Change limits' }).click()
  await expect(page.getByRole('heading', { name: 'Money' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+1')

  await answerMessageBox(app, 'Change limits')
  await limit('ask')
  await answerMessageBox(app, 'Send anyway')
  await form.generate.click()
  await expect(new StudioPage(page).cards.first()).toHaveAccessibleName(/done/, { timeout })
  expect(server.submissions()).toHaveLength(1)
})

test('a cheaper model is suggested, and selected instead with one click', async ({ form, startService, page }) => {
  await startService(openaiStub)
  await startService(falStub)
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  await expect(form.generate).toHaveAccessibleName(/\$/)
  const notes = page.locator('.price-notes')
  await expect(notes).toContainText(/Price as of \w+ \d+, \d{4}/)
  await expect(notes).toContainText(/Cheaper: .* instead of \$/)
  const before = await form.generate.textContent()
  await notes.getByRole('button', { name: 'Switch model' }).click()
  await expect(form.tick(/GPT Image 2$/)).toHaveCount(0)
  await expect(form.models.getByRole('checkbox', { checked: true })).toHaveCount(1)
  expect(await form.generate.textContent()).not.toBe(before)
})

test('a failed job is retried only by hand, and a card shows its details', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const server = await startService(openaiStub, 'failed:400-unknown-parameter')
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  await form.generate.click()
  const card = studio.cards.first()
  await expect(card).toHaveAccessibleName(/failed/, { timeout })
  expect(server.submissions()).toHaveLength(1)

  server.setScene('done')
  const queue = new QueuePage(page)
  // The shortcut also works in the prompt.
  await form.prompt.focus()
  await page.keyboard.press('ControlOrMeta+j')
  await expect(queue.rows.filter({ hasText: 'a house' })).toHaveCount(1)
  await queue.press('Retry')
  await page.keyboard.press('Escape')
  // The retried job replaces the failed card.
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.cards).toHaveCount(1)
  expect(server.submissions()).toHaveLength(2)

  await studio.cards.last().hover()
  await studio.cards.last().getByRole('button', { name: 'Details' }).click()
  const details = page.getByRole('dialog', { name: 'Details' })
  await expect(details).toContainText('OpenAI')
  await expect(details).toContainText(/\$0\.\d+/)
  await expect(details.getByRole('region', { name: 'Prompt' })).toContainText('a house')
  await page.keyboard.press('Escape')
  await expect(details).toHaveCount(0)
})

test('without a network, jobs that need one wait, say so, and can be canceled', async ({ studio, form, page, app }) => {
  await app.evaluate(async ({ net }) => {
    net.isOnline = () => false
  })
  await call(page, 'providers.setKey', { id: 'openai', key: 'sk-test-0000000000000000', keep: 'session' })
  await form.fillIn('New image', { model: 'gpt-image-2', prompt: 'a house' })
  await form.generate.click()
  const queue = new QueuePage(page)
  await expect(queue.button).toHaveAccessibleName(/no network/, { timeout })
  await queue.open()
  await expect(queue.panel).toContainText('No network. Requests that need it resume automatically.')
  await expect(queue.row('a house')).toBeVisible()
  expect((await call(page, 'jobs.list', { documentId: (await activeDocument(page)).id }))[0]).toMatchObject({
    state: 'queued',
    wasSent: false,
  })
  // Work on this computer continues.
  await page.keyboard.press('Escape')
  await form.choose('Fill')
  await studio.canvas.stroke([{ x: 300, y: 200 }])
  await studio.fill()
  await queue.open()
  await queue.row('a house').click()
  await page.keyboard.press('Delete')
  await expect(queue.rows).toHaveCount(0)
})

test('a thousand waiting jobs add few elements to the page, and all of them can be reached', async ({
  studio,
  form,
  page,
}) => {
  const queue = new QueuePage(page)
  await form.choose('New image')
  await call(page, 'queue.pause', { lane: null })
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length)
  const before = await nodes()
  const { id } = await activeDocument(page)
  const requests = Array.from({ length: 1_000 }, (_, at) => demoRequest(id, `image ${at + 1}`))
  await call(page, 'jobs.run', { runId: crypto.randomUUID(), maskPng: null, requests })
  await expect.poll(() => studio.cardCount(), { timeout }).toBe(1_000)
  expect(await studio.cards.count()).toBeLessThan(30)

  await queue.open()
  await expect(queue.list).toHaveAttribute('aria-rowcount', '1001')
  expect((await nodes()) - before).toBeLessThan(1_500)
  await page.keyboard.press('End')
  await expect(queue.row('image 1000')).toBeInViewport()
  await page.keyboard.press('Alt+Home')
  await expect.poll(async () => (await queue.waiting())[0]?.prompt).toBe('image 1000')
  await page.keyboard.press('Escape')

  await page.keyboard.press('ArrowRight')
  await expect(studio.cards.and(page.locator('[aria-current=true]'))).toHaveAttribute('aria-posinset', '1000')
  await page.keyboard.press('ArrowLeft')
  await expect(studio.cards.and(page.locator('[aria-current=true]'))).toBeInViewport()

  await queue.open()
  await queue.press('Cancel all')
  await queue.press('Cancel all 1000?')
  await expect(queue.panel).toContainText('The queue is empty', { timeout })
  expect((await nodes()) - before).toBeLessThan(1_500)
})

function demoRequest(documentId: PlanRequest['documentId'], prompt: string): PlanRequest {
  const unset = { negativePrompt: null, size: null, aspectRatio: null, quality: null, stylePreset: null, seed: null }
  const numbers = { ...unsetNumbers, loras: [], growPx: 0, featherPx: 0 }
  const images = {
    sourceId: null,
    referenceIds: [],
    hasMask: false,
    format: null,
    safety: null,
    options: {},
    trace: {},
  }
  const base = { documentId, operation: 'generate', provider: 'fake', model: 'demo-waves', prompt, n: 1 } as const
  return { ...base, ...unset, ...numbers, ...images }
}

async function end(running: Running): Promise<void> {
  await quit(running)
  await rm(running.home, { recursive: true, force: true, maxRetries: 5 })
}

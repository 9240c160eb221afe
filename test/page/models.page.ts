import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { a1111Stub } from '../support/services/a1111-stub.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import { startStubServer } from '../support/services/stub-server.ts'
import type { Locator } from '@playwright/test'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { expectModelDetails } from '../e2e/support/model-details.ts'
import { answerMessageBox } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

test('every provider has a card, and those on this computer are first', async ({ models, page }) => {
  const providers = await call(page, 'providers.list', {})
  const labels = providers.filter(({ id, kind }) => kind !== 'demo' && id !== 'local').map(({ label }) => label)
  const names = await models.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label')))
  expect(names).toEqual(['Local models', 'On this computer', ...labels])
  await expect(models.card('On this computer')).toContainText('Content-aware fill')
  await expect(models.card('On this computer')).toContainText('Demo')
  await expect(models.health('OpenAI')).toContainText('No API key')
})

test('a server on this computer is found on request and used with one click', async ({ models }) => {
  const card = models.card('On this computer')
  const find = card.getByRole('button', { name: 'Find running servers' })
  // One of the ports may be taken by a server of whoever runs the tests.
  const server = await startStubServer(a1111Stub, 'done', { port: 7861 }).catch(() =>
    startStubServer(a1111Stub, 'done', { port: 7860 }),
  )
  const { host } = new URL(server.origin)
  expect(server.requests).toEqual([])
  await find.click()
  const found = card.getByRole('list', { name: 'Servers on this computer' }).getByRole('listitem')
  const row = found.filter({ hasText: host })
  await expect(row).toContainText(
    new RegExp(`Stable Diffusion WebUI${host.replaceAll('.', String.raw`\.`)} · \\d+ models`),
  )
  await row.getByRole('button', { name: 'Use Stable Diffusion WebUI' }).click()
  await expect(row).toContainText('In use')
  await expect(models.models('Stable Diffusion WebUI').first()).toBeVisible()
  await server.close()
  await find.click()
  await expect(row).toHaveCount(0)
})

test('an API key is set, shown only by its end, tested, replaced and removed', async ({ models, page, app }) => {
  const server = await startStubServer(openaiStub)
  await answerMessageBox(app, 'Use this address')
  await call(page, 'providers.configure', { id: 'openai', baseUrl: server.origin })
  const card = models.card('OpenAI')
  await models.setKey('OpenAI', 'sk-proj-not-a-real-key-at-all')
  await expect(card.getByText(/^set · …-all · /)).toBeVisible()
  await models.test('OpenAI')
  await expect(card).toContainText('Incorrect API key')
  await expect(models.health('OpenAI')).toContainText('API key rejected')

  await card.getByRole('button', { name: 'Replace key for OpenAI' }).click()
  await expect(card.getByLabel('Key for OpenAI', { exact: true })).toBeFocused()
  await models.setKey('OpenAI', openaiStub.goodKey)
  await models.test('OpenAI')
  await expect(models.health('OpenAI')).toContainText('OK')
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(openaiStub.goodKey)
  expect(JSON.stringify(await call(page, 'providers.list', {}))).not.toContain(openaiStub.goodKey)

  await card.getByRole('button', { name: 'Remove key for OpenAI' }).click()
  await expect(card.getByLabel('Key for OpenAI', { exact: true })).toBeVisible()
  await expect(models.health('OpenAI')).toContainText('No API key')
  await server.close()
})

test('a pasted key is saved and tested at once, and an error is shown once', async ({ models, page, app }) => {
  const server = await startStubServer(openaiStub)
  await answerMessageBox(app, 'Use this address')
  await call(page, 'providers.configure', { id: 'openai', baseUrl: server.origin })
  const card = models.card('OpenAI')
  const paste = (key: string) =>
    card.getByLabel('Key for OpenAI', { exact: true }).evaluate((field, text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, key)
  await paste('sk-proj-not-a-real-key-at-all')
  await expect(models.health('OpenAI')).toContainText('API key rejected')
  await expect(card.getByText(/Incorrect API key/)).toHaveCount(1)
  await card.getByRole('button', { name: 'Replace key for OpenAI' }).click()
  await paste(` ${openaiStub.goodKey}\n`)
  await expect(models.health('OpenAI')).toContainText('OK')
  await server.close()
})

test('a host that is not an image server is reported as a wrong address', async ({ models, page, app }) => {
  const server = createServer((_request, response) => response.writeHead(404).end('Not Found'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  await answerMessageBox(app, 'Use this address')
  await call(page, 'providers.configure', { id: 'openai', baseUrl: `http://${host}` })
  await models.setKey('OpenAI', openaiStub.goodKey)
  const card = models.card('OpenAI')
  await expect(
    card.getByRole('status').filter({ hasText: `${host} responds, but no image server was found there` }),
  ).toBeVisible()
  await expect(models.health('OpenAI')).toHaveText('Can’t connect')
  await expect(card.getByText(/no image server/)).toHaveCount(1)
  await expect(card.getByText(/ 0\.\d s/)).toHaveCount(0)
  await call(page, 'providers.deleteKey', { id: 'openai' })

  for (const [id, label] of [
    ['openai-compatible', 'Your own server'],
    ['a1111', 'Stable Diffusion WebUI'],
  ] as const) {
    await call(page, 'providers.configure', { id, baseUrl: `http://${host}` })
    await models.test(label)
    await expect(models.card(label)).toContainText(`${host} responds, but no image server was found there`)
    await expect(models.health(label)).toHaveText('Can’t connect')
  }
  server.close()
})

test('a default model and a default size are saved', async ({ models, page }) => {
  const card = models.card('Stability AI')
  await models.openSettings('Stability AI')
  const { models: cards } = (await call(page, 'providers.list', {})).find(({ id }) => id === 'stability')!
  const wanted = cards.find(({ canGenerate, sizes }) => canGenerate && sizes.kind !== 'source')!
  await card.getByRole('combobox', { name: 'Model' }).selectOption({ value: wanted.id })
  await expect
    .poll(async () => (await call(page, 'settings.get', {})).providers.stability?.defaultModel)
    .toBe(wanted.id)
  await expect(card.getByRole('combobox', { name: 'Model' })).toHaveValue(wanted.id)
  const size = card.getByRole('combobox', { name: 'Size' })
  await size.selectOption({ index: 1 })
  const chosen = await size.inputValue()
  expect(chosen).not.toBe('')
  await expect.poll(async () => (await call(page, 'settings.get', {})).providers.stability?.defaultSize).toBe(chosen)
})

test('a service URL is validated, confirmed, and reset to its default', async ({ models, page, app }) => {
  const card = models.card('OpenAI')
  const baseUrl = async () => (await call(page, 'providers.list', {})).find(({ id }) => id === 'openai')?.baseUrl
  await models.openSettings('OpenAI')
  await models.setAddress('OpenAI', 'http://example.com')
  await expect(card.getByRole('alert')).toContainText('http')
  expect(await baseUrl()).toBeNull()
  const declined = await answerMessageBox(app, 'Cancel')
  await models.setAddress('OpenAI', 'https://gateway.example/v1')
  await expect.poll(declined).toEqual([expect.stringContaining('Use gateway.example for OpenAI?')])
  await expect(card.getByRole('textbox', { name: 'Service URL' })).toHaveValue('')
  await expect(card.getByRole('alert')).toHaveCount(0)
  expect(await baseUrl()).toBeNull()
  await answerMessageBox(app, 'Use this address')
  await models.setAddress('OpenAI', 'https://gateway.example/v1')
  await expect(card.getByRole('alert')).toHaveCount(0)
  await expect.poll(baseUrl).toBe('https://gateway.example/v1')
  await expect(card).toContainText('gateway.example: prompts and images are sent to this address')
  await card.getByRole('button', { name: 'Reset URL to default' }).click()
  await expect.poll(baseUrl).toBeNull()
  await expect(card).toContainText('OpenAI in the USA')
})

test('filters and the search narrow the list, and say when nothing is found', async ({ models, page }) => {
  await models.showOnly('Ready')
  await expect(models.card('On this computer')).toBeVisible()
  await expect(models.card('OpenAI')).toHaveCount(0)
  await models.showOnly('Supports masks')
  await expect(models.models('OpenAI').first()).toContainText('mask')
  await models.showOnly('All')
  await models.search.fill('ideogram')
  await expect(models.card('Ideogram')).toBeVisible()
  await expect(models.card('Stability AI')).toHaveCount(0)
  await models.search.fill('no such model')
  await expect(page.getByText('No models found')).toBeVisible()
  await page.getByRole('button', { name: 'Show all models' }).click()
  await expect(models.card('OpenAI')).toBeVisible()
})

test('a long list is collapsed, and a provider can be disabled', async ({ models, page }) => {
  await expect(models.models('OpenAI')).toHaveCount(4)
  await models
    .card('OpenAI')
    .getByRole('button', { name: /more models from OpenAI/ })
    .click()
  expect(await models.models('OpenAI').count()).toBeGreaterThan(4)
  await models.card('OpenAI').getByRole('switch', { name: 'Enable OpenAI' }).click()
  await expect(models.health('OpenAI')).toContainText('Off')
  await expect.poll(async () => (await call(page, 'settings.get', {})).providers.openai?.isEnabled).toBe(false)
})

test('model details open without an API key: in Models, the Studio, the Gallery and Compare', async ({
  models,
  form,
  page,
}) => {
  const expectDetails = async (container: Locator) => {
    await container.getByRole('button', { name: 'Details of Demo Light' }).click()
    await expect(models.details.getByRole('heading', { name: 'Demo Light' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(models.details).toHaveCount(0)
  }
  await models.openDetails('OpenAI', 'GPT Image 2.6 Sunburst')
  const { details } = models
  await expect(details).toContainText('gpt-image-2.6-sunburst')
  await expect(details).toContainText('480–3,840 px per side in steps of 16, up to 8.3 MP, 3:1 at most')
  await expect(details).toContainText('Up to 15')
  await expect(details.getByRole('row', { name: 'HD, up to 1 MP $0.211' })).toBeVisible()
  await expect(details).toContainText('An estimate, not from the vendor’s price list, Nov 20, 2026, excluding tax.')
  await expect(details).toContainText('OpenAI in the USA')
  await expect(details.getByRole('link', { name: 'Price list' })).toHaveAttribute('href', /^https:\/\//)
  await expect(details.getByRole('button', { name: 'Use in Studio' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(details).toHaveCount(0)

  await page.keyboard.press('ControlOrMeta+1')
  await form.choose('New image')
  const picker = await form.openPicker()
  await picker.getByRole('combobox', { name: 'Search models' }).fill('demo waves')
  await picker.getByRole('button', { name: 'Details of Demo Waves' }).click()
  await expect(details).toContainText('Nothing is billed.')
  await page.keyboard.press('Escape')
  await expect(details).toHaveCount(0)
  await expect(picker).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(picker).toHaveCount(0)

  await form.chooseModel('demo light')
  await form.models.getByRole('button', { name: 'Details of Demo Light' }).click()
  await expect(details.getByRole('heading', { name: 'Demo Light' })).toBeVisible()
  await page.keyboard.press('Escape')

  await form.prompt.fill('a lighthouse')
  await form.prompt.press('ControlOrMeta+Enter')
  const studio = new StudioPage(page)
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout: 60_000 })
  await studio.run('Show details')
  await expectDetails(page.getByRole('dialog', { name: 'Details', exact: true }))
  await page.keyboard.press('Escape')
  const gallery = new GalleryPage(page)
  await gallery.open()
  await gallery.tiles.first().click()
  await expectDetails(page.getByRole('complementary', { name: 'Information' }))
  await gallery.tiles.nth(1).click({ modifiers: ['Shift'] })
  await page.keyboard.press('c')
  await expectDetails(page.getByRole('region', { name: 'Compared images' }))
})

test('retired models are collapsed, but found by the search', async ({ models }) => {
  const card = models.card('Google Imagen')
  await expect(card.getByRole('listitem')).toHaveCount(await models.models('Google Imagen').count())
  const fold = card.getByRole('button', { name: /retired models from Google Imagen$/ })
  await fold.click()
  const retired = card.getByRole('list', { name: 'Retired models: Google Imagen' }).getByRole('listitem')
  await expect(retired.first()).toContainText('retired')
  await fold.click()
  await expect(retired).toHaveCount(0)
  await models.search.fill('imagen')
  await expect(retired.first()).toBeVisible()
})

test('Use in Studio adds a model to the selected ones', async ({ models, form }) => {
  await models.page.keyboard.press('ControlOrMeta+1')
  await form.fillIn('New image', { model: 'demo waves' })
  await form.addModel('demo light')
  await models.open()
  await models.openDetails('On this computer', 'Demo Shapes')
  await models.details.getByRole('button', { name: 'Use in Studio' }).click()
  await expect(form.prompt).toBeVisible()
  for (const name of ['Demo Waves', 'Demo Light', 'Demo Shapes']) await expect(form.tick(name)).toBeChecked()
})

test('the order of fallback models is changed by keyboard', async ({ models }) => {
  const { page } = models
  const order = async () => (await call(page, 'settings.get', {})).fallback.generate.map(({ model }) => model)
  const list = page.getByRole('region', { name: 'Fallback: New image' })
  const add = list.getByRole('combobox', { name: 'Add fallback: New image' })
  const { models: demo } = (await call(page, 'providers.list', {})).find(({ id }) => id === 'fake')!
  const [first, second] = demo.map(({ id }) => id)
  await add.selectOption({ value: `fake/${first}` })
  await add.selectOption({ value: `fake/${second}` })
  await expect.poll(order).toEqual([first, second])
  await list
    .getByRole('button', { name: /^Move .* up$/ })
    .nth(1)
    .focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(order).toEqual([second, first])
  // The focus follows the moved model.
  const focusIn = (index: number) => list.getByRole('listitem').nth(index).locator(':focus')
  await expect(focusIn(0)).toHaveCount(1)
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(order).toEqual([first, second])
  await expect(focusIn(1)).toHaveCount(1)
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(order).toEqual([second, first])
  await expectModelDetails(list, demo[0]!.label)
  await list
    .getByRole('button', { name: /^Remove / })
    .first()
    .click()
  await expect.poll(order).toEqual([first])
})

test('fields set by the configuration file or the environment are locked, and say so', async () => {
  const home = await copyKnownHome()
  const address = 'http://127.0.0.1:9'
  await writeFile(join(home, 'atelier.yaml'), 'media:\n  providers:\n    openai:\n      enabled: false\n')
  const running = await launch({ home, env: { ATELIER_OPENAI_BASE_URL: address } })
  try {
    await new StudioPage(running.page).canvas.ready()
    const models = new ModelsPage(running.page)
    await models.open()
    await models.openSettings('OpenAI')
    const card = models.card('OpenAI')
    await expect(card.getByRole('switch', { name: 'Enable OpenAI' })).toBeDisabled()
    await expect(card.getByText('Set by atelier.yaml')).toBeVisible()
    await expect(card.getByRole('textbox', { name: 'Service URL' })).toBeDisabled()
    await expect(card.getByRole('textbox', { name: 'Service URL' })).toHaveValue(address)
    await expect(card.getByText('Set by ATELIER_OPENAI_BASE_URL')).toBeVisible()
    await expect(card.getByRole('combobox', { name: 'Model' })).toBeEnabled()
  } finally {
    await quit(running)
    await rm(home, { recursive: true, force: true })
  }
})

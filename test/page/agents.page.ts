import { once } from 'node:events'
import { createServer } from 'node:net'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { freePort, takePort } from '../e2e/support/agent-port.ts'
import { answerMessageBox, answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const agentsOf = async (page: Page) => (await call(page, 'settings.get', {})).agents
const clipboardText = (app: ElectronApplication) => app.evaluate(async ({ clipboard }) => clipboard.readText())

/** null = nobody listens. */
async function statusOf(address: string, token: string): Promise<number | null> {
  const headers = { authorization: `Bearer ${token}`, connection: 'close' }
  return fetch(address, { method: 'POST', headers, body: '{}' }).then(
    ({ status }) => status,
    () => null,
  )
}

test.beforeEach(async ({ studio }) => {
  const settings = new SettingsPage(studio.page)
  await settings.open()
  await settings.show('Agents')
})

test('agents get folders that were chosen in a dialog, and lose them again', async ({ page, app, home }) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-agents-'))
  try {
    await expect(page.getByText('No folders allowed.')).toBeVisible()
    await answerOpenDialog(app, null)
    await page.getByRole('button', { name: 'Add folder…' }).click()
    await expect(page.getByText('No folders allowed.')).toBeVisible()
    await answerOpenDialog(app, [folder])
    await page.getByRole('button', { name: 'Add folder…' }).click()
    const rows = page.getByRole('list', { name: 'Allowed folders' }).getByRole('listitem')
    await expect(rows).toHaveText([folder])
    // The same one is not listed twice.
    await page.getByRole('button', { name: 'Add folder…' }).click()
    await expect.poll(async () => (await agentsOf(page)).folders).toEqual([folder])

    await expect(page.getByText(join(home, 'output'), { exact: true })).toBeVisible()
    const reset = page.getByRole('button', { name: 'Use default' })
    await expect(reset).toBeDisabled()
    await page.getByRole('button', { name: 'Change…' }).click()
    await expect.poll(async () => (await agentsOf(page)).outputFolder).toBe(folder)
    await expect(page.getByText(join(home, 'output'), { exact: true })).toHaveCount(0)
    await reset.click()
    await expect(page.getByText(join(home, 'output'), { exact: true })).toBeVisible()

    await page.getByRole('button', { name: `Remove ${folder}` }).click()
    await expect(page.getByText('No folders allowed.')).toBeVisible()
    expect(await agentsOf(page)).toMatchObject({ folders: [], outputFolder: null })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('limits are lowered at once, and raised after a question', async ({ page, app }) => {
  const perSession = page.getByRole('textbox', { name: 'Per session, $' })
  const perDay = page.getByRole('textbox', { name: 'Per day, $' })
  await expect(perSession).toHaveValue('1')
  await expect(perDay).toHaveValue('5')
  const shown = await answerMessageBox(app, 'Cancel')
  await perSession.fill('0')
  await perSession.press('Enter')
  await expect.poll(async () => (await agentsOf(page)).perSessionUsd).toBe(0)
  expect(await shown()).toEqual([])

  await perDay.fill('')
  await perDay.press('Enter')
  await expect.poll(shown).toEqual(['Let agents spend more? Per day: $5.00 → no limit'])
  await expect(perDay).toHaveValue('5')
  expect((await agentsOf(page)).perDayUsd).toBe(5)

  const allowed = await answerMessageBox(app, 'Change limits')
  await perDay.fill('20')
  await perDay.press('Enter')
  await expect.poll(async () => (await agentsOf(page)).perDayUsd).toBe(20)
  expect(await allowed()).toEqual(['Let agents spend more? Per day: $5.00 → $20.00'])
})

test('HTTP is turned on after a question, with a token that the window never gets', async ({ page, app, home }) => {
  const http = page.getByRole('switch', { name: 'Allow connections over HTTP' })
  const [first, second] = [await takePort(page), await freePort()]
  const shown = await answerMessageBox(app, 'Cancel')
  await http.click()
  await expect.poll(shown).toEqual([expect.stringContaining(`at port ${first}`)])
  await expect(http).toHaveAttribute('aria-checked', 'false')
  await answerMessageBox(app, 'Allow')
  await http.click()
  await expect(http).toHaveAttribute('aria-checked', 'true')

  const port = page.getByRole('textbox', { name: 'Port' })
  await port.fill('80')
  await expect(page.getByText('1024 to 65535.')).toBeVisible()
  const taken = createServer().listen(second, '127.0.0.1')
  await once(taken, 'listening')
  await port.fill(String(second))
  await port.press('Enter')
  await expect(page.getByRole('alert')).toHaveText(`Another app uses port ${second}. Choose another port.`)
  taken.close()
  await http.click()
  await http.click()
  const address = `http://127.0.0.1:${second}/mcp`
  await expect(page.getByText(address)).toBeVisible()
  expect((await agentsOf(page)).http).toEqual({ isOn: true, port: second })

  await page.getByRole('button', { name: 'Copy token' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const token = await clipboardText(app)
  expect(token).toMatch(/^[\w-]{43}$/)
  await page.getByRole('button', { name: 'Regenerate' }).click()
  await page.getByRole('button', { name: 'Copy token' }).click()
  await expect.poll(() => clipboardText(app)).not.toBe(token)
  const next = await clipboardText(app)
  expect(next).toMatch(/^[\w-]{43}$/)
  await expect.poll(() => statusOf(address, token)).toBe(401)
  expect(await statusOf(address, next)).not.toBe(401)
  const visible = JSON.stringify([await page.content(), await call(page, 'agents.view', {}), await agentsOf(page)])
  const files = await Promise.all(
    ['settings.json', 'logs/atelier.log'].map((name) => readFile(join(home, name), 'utf8')),
  )
  for (const secret of [token, next]) {
    expect(visible).not.toContain(secret)
    expect(files.join('\n')).not.toContain(secret)
  }

  await http.click()
  await expect(page.getByRole('button', { name: 'Copy token' })).toHaveCount(0)
  expect((await agentsOf(page)).http).toEqual({ isOn: false, port: second })
  await expect.poll(() => statusOf(address, next)).toBeNull()
})

test('an MCP client’s configuration starts this installation for this home', async ({ page, app, home }) => {
  const shown = page.getByRole('region', { name: 'MCP client configuration' })
  await expect(shown).toContainText('mcpServers')
  await page.getByRole('button', { name: 'Copy configuration' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const text = await clipboardText(app)
  expect(text).toBe(await shown.textContent())
  const [executable, code] = await app.evaluate(async ({ app: electron }) => [process.execPath, electron.getAppPath()])
  const { mcpServers } = JSON.parse(text) as {
    mcpServers: { atelier: { command: string; args: string[]; env: Record<string, string> } }
  }
  expect(mcpServers.atelier).toMatchObject({ command: executable, env: { ATELIER_HOME: home } })
  expect(mcpServers.atelier.args.slice(-2)).toEqual([code, 'mcp'])
})

test('the page is accessible in both themes', async ({ page, app }) => {
  await answerOpenDialog(app, ['/home/ann/Pictures/References'])
  await page.getByRole('button', { name: 'Add folder…' }).click()
  await answerMessageBox(app, 'Allow')
  const port = await takePort(page)
  await page.getByRole('switch', { name: 'Allow connections over HTTP' }).click()
  await expect(page.getByText(`http://127.0.0.1:${port}/mcp`)).toBeVisible()
  await expectAccessible(page, 'agents')
})

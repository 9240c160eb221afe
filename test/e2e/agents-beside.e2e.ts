import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { GalleryPage } from './pages/gallery-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { connectByConfiguration } from './support/agent-client.ts'
import { takePort } from './support/agent-port.ts'
import { call } from './support/bridge.ts'
import { answerMessageBox } from './support/native-dialogs.ts'
import { startOnce } from './support/shared-start.ts'
import { expect, test } from './support/test.ts'

const madeSchema = z.object({ success: z.boolean(), images: z.array(z.object({ id: z.string() })) })
type Made = z.output<typeof madeSchema>

const draw = { name: 'generate_image', arguments: { prompt: 'a paper boat', provider: 'fake' } }

async function make(client: Client): Promise<Made> {
  const { structuredContent } = await client.callTool(draw)
  return madeSchema.parse(structuredContent)
}

async function clipboardText(app: ElectronApplication): Promise<string> {
  return app.evaluate(async ({ clipboard }) => clipboard.readText())
}

// Each test counts from what is there; the last one closes the window.
const running = startOnce()

test('what an agent makes appears in the open window, and says so', async () => {
  const { page } = running()
  const gallery = new GalleryPage(page)
  await gallery.open()
  const before = await gallery.tiles.count()
  const client = await connectByConfiguration(running(), 'Helpful Agent')
  const made = await make(client)
  expect(made.success).toBe(true)
  await expect(gallery.tiles).toHaveCount(before + 1)
  await gallery.tile('a paper boat').click()
  const details = page.getByRole('complementary', { name: 'Information' })
  await expect(details).toContainText('Agent')
  await expect(details).toContainText('Helpful Agent')

  // Two agents at once share the library with the window.
  const other = await connectByConfiguration(running(), 'Other Agent')
  const [one, two] = await Promise.all([make(client), make(other)])
  expect(new Set([made, one, two].map(({ images }) => images[0]!.id)).size).toBe(3)
  await expect(gallery.tiles).toHaveCount(before + 3)
  await other.close()

  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Money')
  await expect(page.getByRole('table').getByText('agent').first()).toBeVisible()
  await client.close()
})

test('an agent keeps out of other folders, beside a window, too', async () => {
  const client = await connectByConfiguration(running(), 'Nosy Agent')
  await writeFile(join(running().home, 'secret.txt'), 'secret')
  const reply = await client.callTool({
    name: 'fill_image',
    arguments: { input_image: join(running().home, 'secret.txt'), mask_image: '/etc/passwd' },
  })
  expect(reply.isError).toBe(true)
  expect(JSON.stringify(reply.content)).toContain('not in an allowed folder')
  await client.close()
})

test('an agent over HTTP needs the token', async () => {
  const { page, app } = running()
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Agents')
  await takePort(page)
  await answerMessageBox(app, 'Allow')
  await page.getByRole('switch', { name: 'Allow connections over HTTP' }).click()
  await page.getByRole('button', { name: 'Copy token' }).click()
  await expect.poll(() => clipboardText(app)).toMatch(/^[\w-]{43}$/)
  const token = await clipboardText(app)
  const { http } = await call(page, 'agents.view', {})
  const url = new URL(http.type === 'listening' ? http.address : 'about:blank')

  const connect = async (authorization: string) => {
    const client = new Client({ name: 'Web Agent', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
    const requestInit = { headers: { authorization } }
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit }))
    return client
  }
  await expect(connect('Bearer wrong')).rejects.toThrow()
  const client = await connect(`Bearer ${token}`)
  expect((await client.listTools()).tools).toHaveLength(22)
  expect((await make(client)).success).toBe(true)
  await client.close()
  const rebound = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, origin: 'https://example.com' },
  })
  expect(rebound.status).toBe(403)
})

test('when the window closes, an agent is told', async () => {
  const client = await connectByConfiguration(running(), 'Left Agent')
  await make(client)
  await running().app.close()
  await expect(client.callTool(draw)).rejects.toThrow()
})

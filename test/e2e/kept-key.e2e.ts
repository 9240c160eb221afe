import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startTinyServer } from '../support/tiny-server.ts'
import { call } from './support/bridge.ts'
import { copyKnownHome } from './support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { expect, test } from './support/test.ts'

const key = 'sk-kept-0123456789-ab12'

// In the system's keychain, which only a start of the program has.
test('uses an API key only for its host, whatever the settings file says', async () => {
  const server = await startTinyServer((_request, response) => response.writeHead(401).end())
  const home = await copyKnownHome()
  const first = await launch({ home })
  await expect(first.page.getByRole('main')).toBeVisible()
  await call(first.page, 'providers.setKey', { id: 'openai', key, keep: 'keychain' })
  await quit(first)

  const file = join(home, 'settings.json')
  const settings = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as object
  await writeFile(file, JSON.stringify({ ...settings, providers: { openai: { baseUrl: server.origin } } }))
  const second = await launch({ home })
  try {
    await expect(second.page.getByRole('main')).toBeVisible()
    const { isOk, message } = await call(second.page, 'providers.test', { id: 'openai' })
    expect(isOk).toBe(false)
    expect(message).toContain('saved for another host')
    expect(server.requests).toEqual([])
  } finally {
    await call(second.page, 'providers.deleteKey', { id: 'openai' })
    await quit(second)
    await server.close()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
})

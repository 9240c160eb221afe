import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { openaiStub } from '../support/services/openai-stub.ts'
import { requestOf } from '../support/request-of.ts'
import { startUpdateServer, type UpdateServer } from '../support/updates/update-server.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { expectAccessible } from './support/axe.ts'
import { call } from './support/bridge.ts'
import { copyKnownHome } from './support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { startServiceStub } from './support/played-service.ts'
import { expect, test } from './support/test.ts'

test.skip(process.platform !== 'linux', 'The installation that is played is an AppImage.')

const timeout = 60_000
const next = '9.8.7'

/** An AppImage of a version that writes down that it was started. */
function playedAppImage(marker: string): Buffer {
  const script = `#!/bin/sh\nprintf '%s' "$0" > '${marker}'\nexit 0\n`
  return Buffer.concat([Buffer.from(script), randomBytes(400_000)])
}

async function startPlayed(settings: Readonly<Record<string, unknown>> = {}) {
  const server = await startUpdateServer()
  const folder = await mkdtemp(join(tmpdir(), 'atelier-updates-'))
  const appImage = join(folder, 'Atelier.AppImage')
  await writeFile(appImage, 'the old program', { mode: 0o755 })
  await writeFile(join(folder, 'updates.json'), server.sourceText)
  const env = { APPIMAGE: appImage, ATELIER_UPDATE_SOURCE: join(folder, 'updates.json') }
  const running = await launch({ home: await copyKnownHome(settings), env })
  const file = { name: `Atelier-${next}.AppImage`, bytes: playedAppImage(join(folder, 'started')) }
  const end = async () => {
    await quit(running)
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { server, folder, appImage, running, file, end }
}

const codeOf = (page: Page, name: 'updates.check' | 'updates.download' | 'updates.install') =>
  call(page, name, {}).then(
    (view) => view?.state.type ?? 'done',
    (error: Error) => error.message.split(': ')[1],
  )

/** Each fault ends with its own code, and leaves nothing to install. */
async function tryFaults(page: Page, server: UpdateServer, file: { name: string; bytes: Buffer }): Promise<void> {
  expect(await codeOf(page, 'updates.check')).toBe('update/unreadable')
  server.publish({ version: next, file }, { manifestStatus: 503 })
  expect(await codeOf(page, 'updates.check')).toBe('update/unreadable')
  server.publish({ version: next, file }, { manifestText: '<html>Please sign in</html>' })
  expect(await codeOf(page, 'updates.check')).toBe('update/unreadable')
  server.publish({ version: next, file }, { isForeign: true })
  expect(await codeOf(page, 'updates.check')).toBe('update/unsigned')
  for (const version of ['0.0.1', (await call(page, 'app.info', {})).version]) {
    server.publish({ version, file })
    expect(await codeOf(page, 'updates.check')).toBe('current')
  }
  server.publish({ version: next, file, stagingPercentage: 0 })
  expect(await codeOf(page, 'updates.check')).toBe('current')
  expect(await codeOf(page, 'updates.download')).toBe('update/failed')
  expect(server.requests.filter(({ url }) => url.endsWith(file.name))).toEqual([])
  server.publish({ version: next, file, stagingPercentage: 100 }, { fileStatus: 404 })
  expect(await codeOf(page, 'updates.check')).toBe('available')
  expect(await codeOf(page, 'updates.download')).toBe('download/refused')
  server.publish({ version: next, file }, { fileBytes: Buffer.concat([file.bytes, file.bytes]) })
  expect(await codeOf(page, 'updates.download')).toBe('download/mismatch')
  server.publish({ version: next, file }, { breaksAfter: 100_000 })
  expect(await codeOf(page, 'updates.download')).toBe('network/interrupted')
  expect(await codeOf(page, 'updates.install')).toBe('update/failed')
}

test('an update is found, refused where it is not as signed, waits for a running job, and replaces the program at a restart', async () => {
  const { server, folder, appImage, running, file, end } = await startPlayed({ lastVersion: '0.0.9' })
  const { page } = running
  const studio = new StudioPage(page)
  await studio.canvas.ready()

  await test.step('the first start after an update leads to what is new, once', async () => {
    const notice = page.locator('.toast').filter({ hasText: /Atelier was updated to \d/ })
    await expectAccessible(page, 'an update that arrived')
    await notice.getByRole('button', { name: 'What’s new' }).click()
    const help = page.getByRole('dialog', { name: 'Help' })
    await expect(help.getByRole('heading', { level: 1 })).toHaveText('What’s new')
    await page.keyboard.press('Escape')
    expect(await call(page, 'updates.takeWhatsNew', {})).toEqual({ version: null })
  })

  await test.step('nothing was asked by itself, and faults are told apart', async () => {
    expect(server.requests).toEqual([])
    await tryFaults(page, server, file)
    expect(await readFile(appImage, 'utf8')).toBe('the old program')
  })

  const settings = new SettingsPage(page)
  const restart = page.getByRole('button', { name: 'Restart to update' }).first()
  await test.step('a file that is not the announced one is refused in the window', async () => {
    await settings.open()
    await settings.show('Updates')
    server.publish({ version: next, file }, { fileBytes: randomBytes(file.bytes.length) })
    const download = page.getByRole('button', { name: /^Download \(/ })
    await expect(page.getByRole('status').filter({ hasText: `Atelier ${next} is available.` })).toBeVisible()
    await expectAccessible(page, 'updates')
    await download.click()
    await expect(page.getByRole('alert')).toContainText('not the file that was announced')
    await expectAccessible(page, 'a refused update')
    server.publish({ version: next, file })
    await download.click()
    await expect(restart).toBeEnabled({ timeout })
    await expect(page.getByRole('alert')).toHaveCount(0)
  })

  await test.step('it waits for a job, and main refuses too', async () => {
    const service = await startServiceStub(running, openaiStub, 'drip')
    await call(page, 'jobs.generate', requestOf({ provider: 'openai', model: openaiStub.models.generate ?? '' }))
    await expect(page.getByText('Still working: the queue. You can restart when it is done.')).toBeVisible({ timeout })
    await expect(restart).toBeDisabled()
    await call(page, 'settings.change', { theme: 'dark' })
    await running.app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
    expect(await codeOf(page, 'updates.install')).toBe('update/busy')
    await call(page, 'queue.cancel', { callIds: null })
    await expect(restart).toBeEnabled({ timeout })
    await service.close()
  })

  await test.step('the restart saves, replaces the program and starts the new one', async () => {
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({ 'user-agent': 'Atelier', 'accept-language': 'en' })
      const known =
        /^(?:host|connection|accept|accept-encoding|accept-language|user-agent|cache-control|pragma|sec-fetch-.*|priority)$/
      expect(Object.keys(headers).filter((name) => !known.test(name))).toEqual([])
    }
    const ended = new Promise((resolve) => running.child.once('exit', resolve))
    await restart.click()
    await ended
    const marker = join(folder, 'started')
    await expect.poll(() => readFile(marker, 'utf8').catch(() => null), { timeout }).toBe(appImage)
    expect((await readFile(appImage)).equals(file.bytes)).toBe(true)
    expect((await stat(appImage)).mode & 0o111).not.toBe(0)
    expect((await readdir(folder)).toSorted()).toEqual(['Atelier.AppImage', 'started', 'updates.json'])
  })
  await end()
})

test('a program that the update did not arrive in says so at the next start, and who updates it', async () => {
  const home = await copyKnownHome()
  const note = join(home, 'cache', 'updates', 'installing')
  await mkdir(dirname(note), { recursive: true })
  await writeFile(note, next)
  const first = await launch({ home })
  const notice = first.page.locator('.toast').filter({ hasText: `Atelier ${next} could not be installed` })
  await expect(notice.getByRole('button', { name: 'Help' })).toBeVisible({ timeout })
  await expect(readFile(note)).rejects.toMatchObject({ code: 'ENOENT' })
  const settings = new SettingsPage(first.page)
  await settings.open()
  await settings.show('Updates')
  await expect(first.page.getByText('runs from a folder that was not installed')).toBeVisible()
  await expect(first.page.getByRole('heading', { name: /^Version \d/ })).toBeVisible()
  await expect(first.page.getByRole('button', { name: 'Check now' })).toHaveCount(0)
  await quit(first)
})

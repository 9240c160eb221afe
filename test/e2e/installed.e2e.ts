import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { SettingsPage } from './pages/settings-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { makeUserHome, obtainPackage, runAsUser, startPackage } from './support/packaged.ts'

// Beside packaged.e2e: what only an installer brings. Runs only where ATELIER_INSTALLED names an installed program.

let home: string
test.beforeEach(async () => {
  home = await makeUserHome()
})
test.afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))

test('its command is in the path', async () => {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  expect(await runAsUser('atelier', ['--version'], home)).toEqual({ code: 0, out: `${version}\n`, err: '' })
  const { code, out } = await runAsUser('atelier', ['help'], home)
  expect([code, out]).toEqual([0, expect.stringContaining('Usage: atelier <command>')])
})

test('it opens documents, and has a menu entry', async () => {
  const type = 'application/vnd.atelier.document'
  const { out } = await runAsUser('xdg-mime', ['query', 'default', type], home)
  expect(out).toBe('art.atelier.studio.desktop\n')
  const entry = '/usr/share/applications/art.atelier.studio.desktop'
  expect(await runAsUser('desktop-file-validate', [entry], home)).toEqual({ code: 0, out: '', err: '' })
})

test('it says that it does not update itself', async () => {
  const { page, close, kill } = await startPackage(await obtainPackage(), home)
  try {
    await new StudioPage(page).canvas.ready()
    const settings = new SettingsPage(page)
    await settings.open()
    await settings.show('Updates')
    await expect(page.getByText('Atelier was installed as a package and does not check for updates.')).toBeVisible()
    expect(await close()).toBe(0)
  } finally {
    kill()
  }
})

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildStandIn } from '../support/engine/build-stand-in.ts'
import { engineArchive, startReleaseServer } from '../support/engine/release-server.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('an engine is installed from its release or a zip, reselected and deleted', async () => {
  const home = await copyKnownHome()
  const standIn = await buildStandIn()
  const archive = await engineArchive(standIn.libraryPath)
  const server = await startReleaseServer(archive)
  const running = await launch({ home, env: { ATELIER_ENGINE_MIRROR: server.origin } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  const models = new ModelsPage(page)
  await models.open()
  const engine = models.card('Local models').getByRole('region', { name: 'Engine' })

  const install = engine.getByRole('button', { name: 'Install engine' })
  await expect(install).toBeVisible({ timeout })
  await expect(engine).toContainText('CPU')
  await expectAccessible(page, 'an engine to install')
  // No request is sent before the click.
  expect(server.requests).toEqual([])

  server.faults = { digest: `sha256:${'0'.repeat(64)}` }
  await install.click()
  await expect(engine.getByRole('alert')).toContainText(/hash|SHA-256/i, { timeout })
  await expect(models.health('Local models')).toHaveText('No engine')

  server.faults = {}
  await install.click()
  await expect(models.health('Local models')).toHaveText('No models', { timeout })
  await expect(engine).toContainText('stable-diffusion.cpp stand-in')
  await engine.getByText('Installed engines').click()
  const installed = engine.getByRole('list', { name: 'Installed engines' }).getByRole('listitem')
  await expect(installed).toHaveCount(1)
  await expect(installed).toContainText('In use')

  const zip = join(standIn.folder, 'own.zip')
  await writeFile(zip, archive)
  await answerOpenDialog(running.app, [zip])
  await engine.getByRole('button', { name: 'Install from zip…' }).click()
  await expect(installed).toHaveCount(2, { timeout })
  const first = installed.filter({ hasText: 'master-' })
  await expect(first).not.toContainText('In use')
  await expectAccessible(page, 'installed engines')
  await first.getByRole('button', { name: /^Use / }).click()
  await expect(first).toContainText('In use', { timeout })
  await first.getByRole('button', { name: /^Delete / }).click()
  await expect(installed).toHaveCount(1)
  await expect(models.health('Local models')).toHaveText('No engine')

  await quit(running)
  await server.close()
  await rm(standIn.folder, { recursive: true })
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

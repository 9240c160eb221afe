import { rm } from 'node:fs/promises'
import { expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { GalleryPage } from '../pages/gallery-page.ts'
import { GenerateForm } from '../pages/generate-form.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { StudioPage } from '../pages/studio-page.ts'
import type { ServiceStub } from '../../support/services/service-stub.ts'
import type { StubOptions, StubServer } from '../../support/services/stub-server.ts'
import { call, libraryIds } from './bridge.ts'
import { copyKnownHome, sampleCount } from './known-home.ts'
import { launch, makeHome, quit, type Running } from './launch.ts'
import { provideLocalHome, type LocalHome } from './local-home.ts'
import { startServiceStub } from './played-service.ts'

interface Fixtures {
  /** Whether the program was never started before in its home: `test.use({ isFirstStart: true })`. */
  readonly isFirstStart: boolean
  /** The program as a start leaves it. */
  readonly running: Running
  readonly app: ElectronApplication
  readonly home: string
  /** Its Studio, with the sample image fitted and ready to be painted on. */
  readonly studio: StudioPage
  /** Its Gallery, once the samples are imported. */
  readonly gallery: GalleryPage
  /** Its generate form, with the Studio ready. */
  readonly form: GenerateForm
  /** Its Models, opened. */
  readonly models: ModelsPage
  /** Starts the stub of a service, which ends with the test. */
  readonly startService: (stub: ServiceStub, scene?: string, options?: StubOptions) => Promise<StubServer>
  /** A home with a local engine, in which nothing is started yet. */
  readonly local: LocalHome
}

export const test = base.extend<Fixtures>({
  isFirstStart: [false, { option: true }],
  running: async ({ isFirstStart }, provide, info) => {
    const running = await launch({ home: isFirstStart ? await makeHome() : await copyKnownHome() })
    const problems: string[] = []
    const notePageError = (error: Error) => problems.push(String(error))
    running.page.on('pageerror', notePageError)
    await provide(running)
    if (info.status !== info.expectedStatus) {
      await running.page.screenshot({ path: info.outputPath('window.png') }).catch(() => undefined)
    }
    running.page.off('pageerror', notePageError)
    await quit(running)
    await rm(running.home, { recursive: true, force: true, maxRetries: 5 })
    // An uncaught error is a failure, whatever the test checked.
    expect(problems).toEqual([])
  },
  app: async ({ running }, provide) => provide(running.app),
  home: async ({ running }, provide) => provide(running.home),
  // Playwright's own would be that of a browser.
  page: async ({ running }, provide) => provide(running.page),
  studio: async ({ page }, provide) => {
    const studio = new StudioPage(page)
    await studio.canvas.ready()
    await provide(studio)
  },
  gallery: async ({ studio }, provide) => {
    const { page } = studio
    await expect.poll(async () => (await libraryIds(page)).length).toBe(sampleCount)
    await provide(new GalleryPage(page))
  },
  form: async ({ studio }, provide) => {
    await provide(new GenerateForm(studio.page))
  },
  models: async ({ studio }, provide) => {
    const models = new ModelsPage(studio.page)
    await models.open()
    await provide(models)
    await removeKeys(models.page)
  },
  startService: async ({ running }, provide) => {
    const servers: StubServer[] = []
    await provide(async (stub, scene, options) => {
      const server = await startServiceStub(running, stub, scene, options)
      servers.push(server)
      return server
    })
    await Promise.all(servers.map((server) => server.close()))
  },
  local: ({}, provide, info) => provideLocalHome(provide, info),
})

/** All tests share one keychain: the next test must find it empty, and send nothing to a service by accident. */
async function removeKeys(page: Page): Promise<void> {
  if (page.isClosed()) return
  for (const { id, key } of await call(page, 'providers.list', {})) {
    if (key.source === 'keychain') await call(page, 'providers.deleteKey', { id })
  }
}

export { expect }

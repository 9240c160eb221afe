import { rm } from 'node:fs/promises'
import { copyKnownHome } from '../../e2e/support/known-home.ts'
import { makeHome } from '../../e2e/support/launch.ts'
import { provideLocalHome } from '../../e2e/support/local-home.ts'
import { expect, test as base } from '../../e2e/support/test.ts'
import { endStages, launch, leave, quit } from './launch.ts'

interface Fixtures {
  /** Settings that the home has from the start. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Variables of the program's environment. */
  readonly env: Readonly<Record<string, string>>
}

interface WorkerFixtures {
  readonly stages: null
}

/** Tests of the page with all that is behind it, in a window that stays: opening a program takes a tenth of a start. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  stages: [
    async ({}, provide) => {
      await provide(null)
      await endStages()
    },
    { scope: 'worker', timeout: 180_000, auto: true },
  ],
  settings: [{}, { option: true }],
  env: [{}, { option: true }],
  running: async ({ isFirstStart, settings, env }, provide, info) => {
    const home = isFirstStart ? await makeHome() : await copyKnownHome(settings)
    const running = await launch({ home, env })
    const { page } = running
    const problems: string[] = []
    const note = (error: Error) => problems.push(String(error))
    page.on('pageerror', note)
    await provide(running)
    if (info.status !== info.expectedStatus) {
      await page.screenshot({ path: info.outputPath('window.png') }).catch(() => undefined)
    }
    page.off('pageerror', note)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null, forcedColors: null, contrast: null })
    await leave()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
    // An uncaught error is a failure, whatever the test checked.
    expect(problems).toEqual([])
  },
  local: ({}, provide, info) => provideLocalHome(provide, info, { launch, quit }),
})

export { expect }

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { projectRoot, sandboxFlags } from '../../../scripts/setup/project.mjs'
import { cleanEnvironment, whenListening, type Running } from '../../e2e/support/launch.ts'
import { countStart } from '../../support/count-start.ts'
import { beginPageCoverage, writePageCoverage } from '../../support/window-coverage.ts'
import type { PageHost } from '../../support/host/page-host-calls.ts'
import { keepSystem, restoreSystem } from './system-modules.ts'

/**
 * V8 optimizes code only once it has run some fifteen times as often as usual. A page is opened anew for each test and
 * used for seconds: 21 tests took 205 s of processor time instead of 234 to 238.
 */
const lateOptimization = '--js-flags=--invocation-count-for-maglev=6000 --invocation-count-for-turbofan=40000'

/** The variable with the built host (page-host.ts). */
export const pageHostVariable = 'ATELIER_PAGE_HOST'

interface Main {
  readonly pageHost: PageHost
}

/**
 * One window of Electron in which programs are opened one after another, each on a home of its own, with main, database,
 * files and page as in a start of the program.
 */
export interface Stage {
  /** Opens the program on a home; the one before is closed. */
  open(home: string, env?: Readonly<Record<string, string>>): Promise<Running>
  /** @param isAsked whether the page may save before, as when a person quits */
  close(isAsked: boolean): Promise<void>
  end(): Promise<void>
}

/** @param locale a language, or a pseudo-language (`ATELIER_LOCALE`): it holds for the life of a process */
export function createStage(locale: string): Stage {
  let app: ElectronApplication | null = null
  let profile: string | null = null
  let isOpen = false

  async function start(): Promise<ElectronApplication> {
    const entry = process.env[pageHostVariable]
    if (entry === undefined) throw new Error(`${pageHostVariable} is not set: playwright.config.ts names its set-up`)
    profile = await mkdtemp(join(tmpdir(), 'atelier-stage-'))
    countStart()
    const started = await _electron.launch({
      args: [...sandboxFlags, lateOptimization, entry, projectRoot, profile],
      cwd: projectRoot,
      env: { ...cleanEnvironment(), ATELIER_LOCALE: locale },
    })
    started.context().setDefaultTimeout(60_000)
    await keepSystem(started)
    return started
  }

  async function close(isAsked: boolean): Promise<void> {
    if (!isOpen || app === null) return
    isOpen = false
    await Promise.all(app.windows().map(writePageCoverage))
    await app.evaluate(async (_electronModule, asks) => (globalThis as unknown as Main).pageHost.close(asks), isAsked)
  }

  async function end(): Promise<void> {
    const [ended, folder] = [app, profile]
    app = null
    await Promise.all(ended?.windows().map(writePageCoverage) ?? [])
    await ended
      ?.evaluate(async ({ app: program }) => {
        await (globalThis as unknown as Main).pageHost.end()
        program.exit(0)
      })
      .catch(() => undefined)
    await ended?.close().catch(() => undefined)
    if (folder !== null) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }

  return {
    async open(home, env = {}) {
      await close(false)
      if (app !== null && app.process().exitCode !== null) await end()
      const running = (app ??= await start())
      await restoreSystem(running)
      isOpen = true
      await running.evaluate(
        async (_electronModule, [folder, added]) => (globalThis as unknown as Main).pageHost.open(folder, added),
        [home, env] as const,
      )
      const page = await running.firstWindow()
      await beginPageCoverage(page)
      await whenListening(page)
      return { app: running, page, child: running.process(), home }
    },
    close,
    end,
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { projectRoot, sandboxFlags } from '../../../scripts/setup/project.mjs'
import { countStart } from '../../support/count-start.ts'
import { answerMessageBox } from './native-dialogs.ts'
import { beginPageCoverage, writePageCoverage } from '../../support/window-coverage.ts'

takeSeat()

/** A running program and its home folder. */
export interface Running {
  /**
   * Functions given to `evaluate` are async: V8 holds the promise of a plain value only weakly until main's next turn, and
   * a garbage collection before that fails the call (“Resulting promise was garbage collected”).
   */
  readonly app: ElectronApplication
  readonly page: Page
  readonly child: ChildProcess
  readonly home: string
}

interface LaunchOptions {
  /** A folder from an earlier run; by default a fresh one. */
  readonly home?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** The button that ends what is under way, of the question whether the program may close. */
const endsWork = /^(Cancel .* and close|Close anyway)$/

/** A fresh folder for `ATELIER_HOME`. */
export function makeHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'atelier-e2e-'))
}

/** Starts the built program and waits for its window. */
export async function launch({ home, args = [], env = {} }: LaunchOptions = {}): Promise<Running> {
  const folder = home ?? (await makeHome())
  countStart()
  const app = await _electron.launch({
    args: [...sandboxFlags, projectRoot, ...args],
    cwd: projectRoot,
    env: { ...cleanEnvironment(), ATELIER_HOME: folder, ...env },
  })
  app.context().setDefaultTimeout(60_000)
  const page = await app.firstWindow()
  await beginPageCoverage(page)
  await whenListening(page)
  return { app, page, child: app.process(), home: folder }
}

/** The window exists before its page, and the page before it takes keys: earlier calls and keys would be lost. */
export async function whenListening(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      'bridge' in globalThis &&
      document.querySelector('#root > *') !== null &&
      document.querySelector('.shell[inert]') === null,
  )
}

/** Starts the program a second time while it runs; returns the exit code. */
export async function startAgain({ child, home }: Running, args: readonly string[]): Promise<number | null> {
  const env = { ...cleanEnvironment(), ATELIER_HOME: home }
  countStart()
  const second = spawn(child.spawnfile, [...sandboxFlags, projectRoot, ...args], { cwd: projectRoot, env })
  const [code] = (await once(second, 'close')) as [number | null]
  return code
}

/** Ends the program as the system does when it shuts down. */
export async function shutDown({ app, child }: Running): Promise<void> {
  await Promise.all(app.windows().map(writePageCoverage))
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Ends the program as its own menu would, canceling what is under way, and as a last resort by force. */
export async function quit({ app, child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await Promise.all(app.windows().map(writePageCoverage))
  await answerMessageBox(app, endsWork).catch(() => undefined)
  const forced = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await app.close().catch(() => undefined)
  clearTimeout(forced)
}

/** Sets display and keychain of this worker and its children (scripts/checks/seats.mjs); by default the current ones. */
function takeSeat(): void {
  const seats = JSON.parse(process.env['ATELIER_E2E_SEATS'] ?? '[]') as readonly Readonly<Record<string, string>>[]
  Object.assign(process.env, seats[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)])
}

/** The environment of this process, in English and without what is of the test runner. */
export function cleanEnvironment(): Record<string, string> {
  // The texts that tests look for are English, whatever the machine speaks.
  const env: NodeJS.ProcessEnv = { ...process.env, LANG: 'en_US.UTF-8', LANGUAGE: 'en' }
  for (const name of ['ELECTRON_RUN_AS_NODE', 'LC_ALL', 'LC_MESSAGES', 'ATELIER_LOCALE']) delete env[name]
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

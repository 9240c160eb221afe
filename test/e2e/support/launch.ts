import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { projectRoot, sandboxFlags } from '../../../scripts/setup/project.mjs'

takeSeat()

/** One running program with the folder it keeps everything in. */
export interface Running {
  readonly app: ElectronApplication
  readonly page: Page
  readonly child: ChildProcess
  readonly home: string
}

interface LaunchOptions {
  /** A folder from an earlier run; a fresh one without it. */
  readonly home?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A fresh folder for `ATELIER_HOME`. */
export function makeHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'atelier-e2e-'))
}

/** Starts the built program and waits for its window. */
export async function launch({ home, args = [], env = {} }: LaunchOptions = {}): Promise<Running> {
  const folder = home ?? (await makeHome())
  const app = await _electron.launch({
    args: [...sandboxFlags, projectRoot, ...args],
    cwd: projectRoot,
    env: { ...cleanEnvironment(), ATELIER_HOME: folder, ...env },
  })
  const page = await app.firstWindow()
  // The window is there before its page: what is asked of that one would be lost.
  await page.waitForFunction(() => 'bridge' in globalThis)
  return { app, page, child: app.process(), home: folder }
}

/** The same program once more, while it runs; answers with its exit code. */
export async function startAgain({ child, home }: Running, args: readonly string[]): Promise<number | null> {
  const env = { ...cleanEnvironment(), ATELIER_HOME: home }
  const second = spawn(child.spawnfile, [...sandboxFlags, projectRoot, ...args], { cwd: projectRoot, env })
  const [code] = (await once(second, 'close')) as [number | null]
  return code
}

/** Ends the program as its own menu would, and as a last resort by force. */
export async function quit({ app, child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const forced = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await app.close().catch(() => undefined)
  clearTimeout(forced)
}

/** Display and keychain of this worker, and of what it starts (scripts/checks/seats.mjs); where none are given, the ones at hand. */
function takeSeat(): void {
  const seats = JSON.parse(process.env['ATELIER_E2E_SEATS'] ?? '[]') as readonly Readonly<Record<string, string>>[]
  Object.assign(process.env, seats[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)])
}

function cleanEnvironment(): Record<string, string> {
  const env = { ...process.env }
  delete env['ELECTRON_RUN_AS_NODE']
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

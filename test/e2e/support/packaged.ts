import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { chromium, type Page } from '@playwright/test'
import { withKeychain } from '../../../scripts/checks/keychain.mjs'
import { startVirtualDisplay } from '../../../scripts/setup/display.mjs'
import { isRoot, projectRoot } from '../../../scripts/setup/project.mjs'
import { run } from '../../../scripts/setup/run.mjs'
import { countStart } from '../../support/count-start.ts'

/** The unpacked program for Linux, as an installer lays it out. */
export interface Packaged {
  readonly folder: string
  readonly program: string
  readonly resources: string
  /** What people type: in an installation, it is in the path. */
  readonly commandLine: string
  /** Deletes what was packed for the tests; an installation stays. */
  readonly remove: () => Promise<void>
}

/** A running packaged program. Its fuses refuse Playwright’s own way into main: only the window can be driven. */
export interface RunningPackage {
  readonly page: Page
  /** What it printed. */
  readonly printed: () => string
  /** Closes the window as a user does. Returns the exit code. */
  readonly close: () => Promise<number | null>
  /** Ends what is left of it. */
  readonly kill: () => void
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** `nobody`: Chromium’s sandbox does not work as root, and nobody works as root. */
const ordinaryUser = isRoot ? { uid: 65_534, gid: 65_534 } : {}

/** Whether Chromium can have its sandbox on this computer, as in most containers it cannot. Installers bring its helper. */
export function canSandbox(): boolean {
  return (
    process.env['ATELIER_INSTALLED'] !== undefined ||
    spawnSync('unshare', ['--user', 'true'], ordinaryUser).status === 0
  )
}

/** The program that an installer has put where `ATELIER_INSTALLED` says, otherwise one packed from the build. */
export async function obtainPackage(): Promise<Packaged> {
  const folder = process.env['ATELIER_INSTALLED']
  if (folder === undefined) return packProgram()
  return { ...layoutOf(folder), commandLine: 'atelier', remove: async () => {} }
}

const layoutOf = (folder: string) => ({
  folder,
  program: join(folder, 'atelier'),
  resources: join(folder, 'resources'),
})

/** Packs the built program into a folder that every user can read. */
async function packProgram(): Promise<Packaged> {
  const out = await mkdtemp(join(tmpdir(), 'atelier-packaged-'))
  await chmod(out, 0o755)
  const args = [join(projectRoot, 'scripts', 'package.mjs'), '--try', out]
  const { code, text } = await run(process.execPath, args, { cwd: projectRoot, output: 'capture' })
  if (code !== 0) throw new Error(`Packing failed:\n${text}`)
  const folder = join(out, 'linux-unpacked')
  // As the system's package managers install it; without root, Chromium uses the kernel's user namespaces.
  if (isRoot) await chmod(join(folder, 'chrome-sandbox'), 0o4755)
  const layout = layoutOf(folder)
  return {
    ...layout,
    commandLine: join(layout.resources, 'bin', 'atelier'),
    remove: () => rm(out, { recursive: true, force: true }),
  }
}

/** A home folder of the ordinary user. */
export async function makeUserHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-user-'))
  await mkdir(join(home, 'runtime'), { mode: 0o700 })
  if (isRoot) await Promise.all([home, join(home, 'runtime')].map((path) => chown(path, 65_534, 65_534)))
  return home
}

/** Writes a file where this user's program looks for its settings. */
export async function writeToHome(home: string, name: 'atelier.yaml' | 'settings.json', text: string): Promise<void> {
  const folder = join(home, 'Atelier')
  const path = join(folder, name)
  await mkdir(folder, { recursive: true })
  await writeFile(path, text)
  if (isRoot) await Promise.all([folder, path].map((each) => chown(each, 65_534, 65_534)))
}

/** A keychain that outlives the programs which use it, as a user's own does. */
export interface Keychain {
  /** Names it to a program. */
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

export async function startKeychain(home: string): Promise<Keychain> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-keychain-'))
  if (isRoot) await chown(folder, 65_534, 65_534)
  const script =
    'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; echo "$DBUS_SESSION_BUS_ADDRESS"; cat'
  const base = options(home)
  const env = { ...base.env, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder }
  const stdio = ['pipe', 'pipe', 'ignore'] as ['pipe', 'pipe', 'ignore']
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], { ...base, env, stdio })
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    async stop() {
      const ended = once(child, 'close')
      child.stdin.end()
      await ended
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface StartOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the program, with a keychain of its own if `env` names none, and waits for its window. */
export async function startPackage(
  { program }: Packaged,
  home: string,
  { args: added = [], env = {} }: StartOptions = {},
): Promise<RunningPackage> {
  const own = ['--remote-debugging-port=0', ...added]
  const hasKeychain = env['DBUS_SESSION_BUS_ADDRESS'] !== undefined
  const [command, args] = hasKeychain ? [program, own] : await withKeychain(program, own)
  // The display that is there may be root's alone.
  const display = isRoot ? await startVirtualDisplay() : null
  const base = options(home, display?.name)
  countStart()
  const child = spawn(command, args, { ...base, env: { ...base.env, ...env }, detached: true })
  child.once('close', () => void display?.stop())
  const kill = () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL')
  }
  const printed = collect(child)
  const address = await addressFrom(child, printed)
  const browser = await chromium.connectOverCDP(address)
  const [page] = browser.contexts()[0]!.pages()
  page!.setDefaultTimeout(60_000)
  return {
    page: page!,
    printed,
    close: async () => {
      const ended = once(child, 'close') as Promise<[number | null]>
      await page!.evaluate(() => window.close()).catch(() => undefined)
      const [code] = await ended
      return code
    },
    kill,
  }
}

/** Runs a program of the package as the ordinary user until it ends. `input`: what it reads from standard input. */
export async function runAsUser(
  command: string,
  args: readonly string[],
  home: string,
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const base = options(home)
  const stdio = ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe']
  countStart()
  const child = spawn(command, args, { ...base, stdio, env: { ...base.env, ...env }, timeout: 60_000 })
  child.stdin.on('error', () => undefined).end(input)
  let [out, err] = ['', '']
  child.stdout.on('data', (part: Buffer) => (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (err += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

/** An agent of the ordinary user, connected through the command line of the package. */
export async function connectAgent(
  { resources }: Packaged,
  home: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Client> {
  const base = options(home)
  const own = [join(resources, 'bin', 'atelier'), 'mcp']
  const asUser = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  const [command, ...args] = isRoot ? [...asUser, ...own] : own
  const client = new Client({ name: 'Trial', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  const inherited = Object.entries({ ...base.env, ...env }).filter((entry): entry is [string, string] => !!entry[1])
  const transport = {
    command: command!,
    args,
    cwd: home,
    env: Object.fromEntries(inherited),
    stderr: 'ignore' as const,
  }
  countStart()
  await client.connect(new StdioClientTransport(transport))
  return client
}

/** All processes of the program: their arguments and what the kernel says of them. */
export async function processesOf({ folder }: Packaged): Promise<{ pid: string; args: string; status: string }[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    ids.map(async (id) => {
      const program = await readlink(`/proc/${id}/exe`).catch(() => '')
      if (!program.startsWith(folder)) return null
      const [args, status] = await Promise.all(
        ['cmdline', 'status'].map((name) => readFile(`/proc/${id}/${name}`, 'utf8')),
      )
      return { pid: id, args: args!.replaceAll('\0', ' '), status: status! }
    }),
  )
  return found.filter((each) => each !== null)
}

function options(home: string, display?: string) {
  const { WAYLAND_DISPLAY, PATH } = process.env
  const shown = display === undefined ? { DISPLAY: process.env['DISPLAY'], WAYLAND_DISPLAY } : { DISPLAY: display }
  const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'runtime'), LANG: 'C.UTF-8', PATH, ...shown }
  return { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'], ...ordinaryUser }
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (text += part.toString()))
  return () => text
}

/** Where Chromium says that its window can be reached. */
async function addressFrom(child: ChildProcess, printed: () => string): Promise<string> {
  const ended = once(child, 'close').then(() => {
    throw new Error(`The packaged program ended before its window was there:\n${printed()}`)
  })
  ended.catch(() => undefined)
  const listening = new Promise<string>((resolve) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      const [address] = /ws:\/\/\S+/.exec(line) ?? []
      if (address !== undefined) resolve(address)
    })
  })
  return Promise.race([listening, ended])
}

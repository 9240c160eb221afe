import { access, chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { noDisplay } from '../../src/shared/messages/en/start.ts'
import { startStubServer } from '../support/services/stub-server.ts'
import { GalleryPage } from './pages/gallery-page.ts'
import { ModelsPage } from './pages/models-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { echoingOpenai, startEcho } from './support/echoing-services.ts'
import { grantedPermissions, listenForEscapes, tryFiles, tryToEscape } from './support/escapes.ts'
import { crashPage, useEverything } from './support/full-use.ts'
import { call } from './support/bridge.ts'
import { installLocalModels, useAsAgent, useServiceAndModels } from './support/kept-key-use.ts'
import { libraryAssets } from './support/images.ts'
import { readContacts, readFuses, remoteConnections } from './support/packaged-facts.ts'
import { huntIn, huntInProcesses, isForAgent, isMain } from './support/hunt-in-package.ts'
import { findForms, formsOf, huntInFiles, huntInHeap, makeKey } from './support/key-hunt.ts'
import { whenListening } from './support/launch.ts'
import {
  canSandbox,
  connectAgent,
  makeUserHome,
  obtainPackage,
  processesOf,
  runAsUser,
  startKeychain,
  startPackage,
  type Packaged,
  writeToHome,
  type RunningPackage,
} from './support/packaged.ts'

// The program as it is shipped: sealed, in Chromium's sandbox, used by somebody who is not root.
test.skip(process.platform !== 'linux', 'The unpacked program is laid out differently elsewhere.')
test.skip(!canSandbox(), 'This kernel gives ordinary users no namespaces, which Chromium’s sandbox is made of.')
test.describe.configure({ mode: 'default' })

let packaged: Packaged
let home: string
let running: RunningPackage | null = null

test.beforeAll(async () => {
  packaged = await obtainPackage()
})
test.afterAll(() => packaged.remove())
test.beforeEach(async () => {
  home = await makeUserHome()
})
test.afterEach(async () => {
  running?.kill()
  running = null
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

const commandLine = () => packaged.commandLine
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

async function opened(options: Parameters<typeof startPackage>[2] = {}): Promise<RunningPackage> {
  running = await startPackage(packaged, home, options)
  await whenListening(running.page)
  return running
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('a first start, a fill, a key and a second start, in the sandbox', async () => {
  const first = await opened()
  const studio = new StudioPage(first.page)
  await studio.canvas.ready()
  const processes = await processesOf(packaged)
  expect(processes.length).toBeGreaterThan(3)
  for (const { args, status } of processes) {
    expect(args).not.toContain('--no-sandbox')
    expect(status).not.toMatch(/^Uid:.*\b0\b/m)
  }
  const pages = processes.filter(({ args }) => args.includes('--type=renderer'))
  expect(pages).not.toHaveLength(0)
  // 2: the kernel filters what the page's process may ask of it.
  for (const { status } of pages) expect(status).toMatch(/^Seccomp:\s+2$/m)

  await studio.setNumber('Size', 60)
  await studio.canvas.stroke([
    { x: 350, y: 270 },
    { x: 375, y: 295 },
  ])
  await studio.fill()
  await expect(studio.measured).toContainText(', 0 outside')

  const models = new ModelsPage(first.page)
  await models.open()
  const key = `sk-packaged-${'k'.repeat(40)}`
  await models.setKey('OpenAI', key)
  expect(await first.close()).toBe(0)
  const kept = await Promise.all((await filesBelow(home)).map((path) => readFile(path)))
  expect(kept.length).toBeGreaterThan(5)
  expect(kept.filter((bytes) => bytes.includes(key))).toHaveLength(0)
  expect(first.printed()).not.toContain(key)

  const second = await opened()
  const gallery = new GalleryPage(second.page)
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(3)
  const [newest] = await libraryAssets(second.page)
  expect(newest).toMatchObject({ recipe: { operation: 'fill' } })
  expect(await second.close()).toBe(0)

  const exported = join(home, 'spoonless.webp')
  const { code, err } = await runAsUser(commandLine(), ['export', newest!.id, '--out', exported], home)
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(await sharp(exported).metadata()).toMatchObject({ format: 'webp', width: newest!.widthPx })
})

test('it runs no script, no debugger and no code from outside its archive', async () => {
  const marker = join(home, 'ran')
  const script = join(home, 'script.cjs')
  await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`, { mode: 0o644 })
  const list = ['--ozone-platform=headless', 'list', '--json']
  // Without a display the program says so and ends; Node would have run the script.
  const asNode = { ELECTRON_RUN_AS_NODE: '1', DISPLAY: '', WAYLAND_DISPLAY: '' }
  const started = await runAsUser(packaged.program, [script], home, asNode)
  expect([started.code, started.err]).toEqual([1, expect.stringContaining(noDisplay)])
  const listed = await runAsUser(packaged.program, list, home, { NODE_OPTIONS: `--require ${script}` })
  expect(listed.code).toBe(0)
  await runAsUser(packaged.program, [...list, `--require=${script}`, '-r', script], home)
  expect(await exists(marker)).toBe(false)

  const port = 29_229
  const inspected = runAsUser(packaged.program, [`--inspect-brk=127.0.0.1:${port}`, ...list], home)
  await expect(isListening(port, inspected)).resolves.toBe(false)

  const beside = join(packaged.resources, 'app')
  await mkdir(beside)
  await writeFile(join(beside, 'package.json'), '{ "main": "index.js" }')
  await writeFile(join(beside, 'index.js'), await readFile(script, 'utf8'))
  try {
    const answer = await runAsUser(packaged.program, list, home)
    expect(answer.code).toBe(0)
    expect(await exists(marker)).toBe(false)
  } finally {
    await rm(beside, { recursive: true })
  }
})

// The items of Electron's security tutorial that a page can try; docs/threat-model.md lists all of them.
test('script in the page gets no permission, no file, no other page and no way to the network', async () => {
  const netLog = join(home, 'net-log.json')
  const opener = await recordLinks(home)
  // A camera and a microphone that would answer, so that a refusal is one of the program.
  const { page, close } = await opened({
    args: [`--log-net-log=${netLog}`, '--use-fake-device-for-media-stream'],
    env: { PATH: `${opener.folder}:${process.env['PATH']}` },
  })
  await new StudioPage(page).canvas.ready()
  const listeners = await listenForEscapes()
  try {
    expect(await page.evaluate(nodeInPage)).toEqual([])
    expect(
      await page.evaluate(() => Object.keys((globalThis as never as { bridge: object }).bridge).toSorted()),
    ).toEqual(['call', 'cancel', 'handlesOf', 'listen'])
    expect(await page.evaluate(policyOfPage)).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';(?!.*unsafe)/,
    )
    expect(await grantedPermissions(page)).toEqual([])
    expect(await openToOthers(home)).toEqual([])
    const processes = await processesOf(packaged)
    expect(processes.filter(({ args }) => unsafeSwitches.test(args))).toEqual([])

    const url = page.url()
    await tryToEscape(page, listeners)
    expect(await tryFiles(page)).toEqual([])
    expect(page.url()).toBe(url)
    expect(page.context().pages()).toHaveLength(1)
    expect(await page.evaluate(bridgeOfFrame)).toBe(false)
    // Another address in the same window is refused even where it is the program's own page.
    await page.evaluate(() => window.location.assign('app://atelier/index.html?other'))
    await page.evaluate(() => void window.open('file:///etc/passwd'))
    await page.evaluate(() => void window.open('https://docs.x.ai/?q=secret'))
    expect(await page.evaluate(() => window.open('https://docs.x.ai/'))).toBeNull()
    await expect.poll(opener.links).toEqual(['https://docs.x.ai/'])
    expect(page.url()).toBe(url)

    expect(await remoteConnections(processes.map(({ pid }) => pid))).toEqual([])
    expect(listeners.arrived()).toEqual({ packets: 0, connections: 0 })
    expect(await close()).toBe(0)
    // The proxy that does not exist, and nothing else: neither of the page nor of Chromium itself.
    const contacts = await readContacts(netLog)
    expect(
      contacts.filter((contact) => !/^(http:\/\/)?127\.0\.0\.1:9\b|^(app|asset|blob|data):/.test(contact)),
    ).toEqual([])
    expect(contacts).not.toHaveLength(0)
  } finally {
    listeners.close()
  }
  const names = (await filesBelow(home)).map((path) => basename(path))
  expect(names.filter((name) => /dropped|\.(dmp|bdic)$/.test(name))).toEqual([])
})

test('keys that were used in every way are found in no file, no child process and no page', async () => {
  test.slow()
  const keys = { openai: makeKey('environment'), stability: makeKey('typed'), rewriter: makeKey('rewriter') }
  const forms = Object.entries(keys).flatMap(([name, key]) => formsOf(name, key))
  const keep = (text: string) => expect(findForms(Buffer.from(text), forms)).toEqual([])
  const openai = await startStubServer(echoingOpenai(keys.openai))
  const echo = await startEcho(401)
  const env = {
    OPENAI_API_KEY: keys.openai,
    ATELIER_REWRITER_KEY: keys.rewriter,
    ATELIER_OPENAI_BASE_URL: openai.origin,
    ATELIER_STABILITY_BASE_URL: echo.origin,
    TMPDIR: join(home, 'runtime'),
  }
  await writeToHome(home, 'atelier.yaml', `settings:\n  rewriter:\n    base_url: ${echo.origin}/v1\n    model: small\n`)
  try {
    const window = await opened({ env })
    keep(await useEverything(window, { openai, typed: keys.stability }))
    expect(openai.submissions()).toHaveLength(4)
    expect(echo.requests()).toBeGreaterThan(1)
    expect(await huntInHeap(window.page, forms)).toEqual([])
    expect(await huntInProcesses(packaged, { home, forms })).toEqual([])

    const [newest] = await libraryAssets(window.page)
    const run = async (args: readonly string[], code: number) => {
      const ended = await runAsUser(commandLine(), args, home, env)
      keep(ended.out + ended.err)
      expect(ended, args.join(' ')).toMatchObject({ code })
    }
    await run(['generate', 'a pier', '--provider', 'openai', '--model', 'gpt-image-2', '--out', 'made'], 0)
    await run(['export', newest!.id, '--out', join(home, 'exported.png')], 0)
    await run(['config', 'show'], 0)
    await run(['keys', 'set', 'openai', keys.openai], 2)
    await run(['backup', join(home, 'backup.zip')], 0)

    // Killed while a service has not answered yet, after the page has crashed.
    openai.setScene('drip')
    const sent = openai.nextSubmission()
    const waiting = runAsUser(commandLine(), ['generate', 'a boat', '--provider', 'openai'], home, env)
    await sent
    await crashPage(window.page)
    window.kill()
    keep(window.printed())
    await openai.close()
    keep((await waiting).err)
    expect(await huntInFiles(home, forms)).toEqual([])
  } finally {
    echo.close()
    await openai.close()
  }
})

// Beside agents and models of this computer.
test('a key of the keychain is in no process but those that send it', { tag: '@full' }, async () => {
  test.slow()
  const key = makeKey('kept')
  const forms = formsOf('kept', key)
  const keep = (text: string) => expect(findForms(Buffer.from(text), forms)).toEqual([])
  const openai = await startStubServer(echoingOpenai(key))
  const keychain = await startKeychain(home)
  const models = await installLocalModels(home)
  const env = {
    ...keychain.env,
    ATELIER_OPENAI_BASE_URL: openai.origin,
    TMPDIR: join(home, 'runtime'),
  }
  const run = async (args: readonly string[], input?: string) => {
    const { code, out, err } = await runAsUser(commandLine(), args, home, env, input)
    keep(out + err)
    expect(code, `${args.join(' ')}: ${err}`).toBe(0)
  }
  try {
    await run(['keys', 'set', 'openai'], `${key}\n`)
    await run(['keys', 'test', 'openai'])
    const window = await opened({ env })
    await new StudioPage(window.page).canvas.ready()
    const source = (await call(window.page, 'providers.list', {})).find(({ id }) => id === 'openai')?.key?.source
    expect(source).toBe('keychain')
    keep(await useServiceAndModels(window))
    expect(await huntIn(packaged, { home, forms, mayHold: isMain })).toEqual(
      expect.arrayContaining(['engine', 'vision']),
    )
    const beside = await connectAgent(packaged, home, env)
    keep(await useAsAgent(beside))
    // The program behind the agent only passes on what it says.
    expect(await huntIn(packaged, { home, forms, mayHold: (args) => isMain(args) && !isForAgent(args) })).toContain(
      'agent',
    )
    expect(await huntInHeap(window.page, forms)).toEqual([])
    await beside.close()
    expect(await window.close()).toBe(0)
    keep(window.printed())

    const alone = await connectAgent(packaged, home, env)
    keep(await useAsAgent(alone))
    expect(await huntIn(packaged, { home, forms, mayHold: isMain })).toContain('agent')
    await alone.close()
    expect(openai.submissions()).toHaveLength(3)
    await run(['keys', 'list'])
    await run(['generate', 'a pier', '--provider', 'openai', '--model', 'gpt-image-2', '--out', 'made'])
    expect(await huntInFiles(home, forms)).toEqual([])
    await run(['keys', 'delete', 'openai'])
  } finally {
    await keychain.stop()
    await openai.close()
    await rm(models, { recursive: true, force: true })
  }
})

test('its fuses are set', async () => {
  expect(await readFuses(packaged.program)).toMatchObject({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  })
})

const unsafeSwitches =
  /--(no-sandbox|disable-web-security|allow-running-insecure-content|enable-blink-features|enable-experimental|allow-file-access|disable-site-isolation)/

const nodeInPage = () =>
  ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron'].filter((name) => name in globalThis)

const policyOfPage = async () => (await fetch(location.href)).headers.get('content-security-policy')

/** Whether a frame of the page has the bridge. */
async function bridgeOfFrame(): Promise<boolean> {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const isThere = frame.contentWindow !== null && 'bridge' in frame.contentWindow
  frame.remove()
  return isThere
}

/** The program's home, if other accounts can look into it. */
async function openToOthers(folder: string): Promise<string[]> {
  const database = (await filesBelow(folder)).find((path) => basename(path) === 'atelier.db')
  const libraryHome = dirname(database!)
  const paths = [libraryHome, join(libraryHome, 'app-data')]
  const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode))
  return paths.filter((_, at) => (modes[at]! & 0o077) !== 0)
}

/** Stands for the system's own command that opens links, and writes them down. */
async function recordLinks(folder: string) {
  const record = join(folder, 'links')
  const path = join(folder, 'bin')
  await mkdir(path)
  await chmod(path, 0o755)
  await writeFile(record, '')
  await chmod(record, 0o666)
  await writeFile(join(path, 'xdg-open'), `#!/bin/sh\necho "$1" >> ${record}\n`, { mode: 0o755 })
  return { folder: path, links: async () => (await readFile(record, 'utf8')).split('\n').filter(Boolean) }
}

/** Whether anything takes connections at a port before the program ends. */
async function isListening(port: number, ended: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController()
  const open = (async () => {
    while (!stop.signal.aborted && !(await takesConnections(port))) await setTimeout(50)
    return !stop.signal.aborted
  })()
  void ended.finally(() => stop.abort())
  return open
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket
      .once('error', () => resolve(false))
      .once('connect', () => {
        socket.destroy()
        resolve(true)
      })
  })
}

test('it holds what this system needs and nothing else, and stays small', async () => {
  const paths = await filesBelow(packaged.resources)
  const archive = await readFile(join(packaged.resources, 'app.asar'))
  const names = [...paths.map((path) => path.slice(packaged.resources.length + 1)), ...namesIn(archive)]
  const native = names.filter((name) => /\.(node|so|dll|dylib|exe)(\.\d+)*$/.test(name))
  expect(native.length).toBeGreaterThan(2)
  expect(native.filter((name) => /darwin|win32|arm64|ia32|musl|\.dll|\.dylib|\.exe/.test(name))).toEqual([])
  const code = names.filter((name) => /^(out|node_modules|app\.asar\.unpacked)\//.test(name))
  expect(code.length).toBeGreaterThan(100)
  expect(
    code.filter((name) => /(?<!\.d)\.(map|tsx?|mts|cts|cc|h|gyp)$|\.test\.|(^|\/)(test|docs|bench)\//.test(name)),
  ).toEqual([])
  expect(names).toEqual(expect.arrayContaining(['LICENSE', 'licenses.json', 'sbom.cdx.json', 'bin/atelier']))
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size))
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(limitMb * 1_000_000)
})

/** All that is beside Electron itself. */
const limitMb = 95

interface ArchiveEntry {
  readonly files?: Readonly<Record<string, ArchiveEntry>>
}

/** The paths of all files, from the header: a length at byte 12, then JSON (Electron's asar format). */
function namesIn(archive: Buffer): string[] {
  const header = archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8')
  const walk = ({ files }: ArchiveEntry, at: string): string[] =>
    files === undefined
      ? [at]
      : Object.entries(files).flatMap(([name, entry]) => walk(entry, at === '' ? name : `${at}/${name}`))
  return walk(JSON.parse(header) as ArchiveEntry, '')
}

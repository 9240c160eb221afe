import { access, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { GalleryPage } from './pages/gallery-page.ts'
import { ModelsPage } from './pages/models-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { libraryAssets } from './support/images.ts'
import { whenListening } from './support/launch.ts'
import {
  canSandbox,
  makeUserHome,
  packProgram,
  processesOf,
  runAsUser,
  startPackage,
  type Packaged,
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
  packaged = await packProgram()
})
test.afterAll(() => rm(dirname(packaged.folder), { recursive: true, force: true }))
test.beforeEach(async () => {
  home = await makeUserHome()
})
test.afterEach(async () => {
  running?.kill()
  running = null
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

const commandLine = () => join(packaged.resources, 'bin', 'atelier')
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

async function opened(): Promise<RunningPackage> {
  running = await startPackage(packaged, home)
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
  await runAsUser(packaged.program, [script], home, { ELECTRON_RUN_AS_NODE: '1' })
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

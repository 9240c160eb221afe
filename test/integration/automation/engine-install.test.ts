import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { engineArchive, startReleaseServer, type ReleaseServer } from '../../support/engine/release-server.ts'
import { zipOf } from '../../support/engine/write-zip.ts'
import { runCommand } from '../../support/run-command.ts'

const tag = 'master-827-97d2990'

let folder: string
let home: string
let archive: Buffer
let bad: Buffer
let server: ReleaseServer
/** Folders of all tests. */
const built: string[] = []

async function atelier(args: string, interruptAt?: RegExp) {
  let interrupt: (() => void) | undefined
  const result = await runCommand([...args.split(' '), '--json'], {
    home,
    cwd: folder,
    env: { ATELIER_ENGINE_MIRROR: server.origin },
    onStarted: (stop) => (interrupt = stop),
    onSaid: (text) => interruptAt?.test(text) && interrupt?.(),
  })
  return { ...result, report: JSON.parse(result.out) as Record<string, unknown> }
}

const settings = async () =>
  JSON.parse(await readFile(join(home, 'settings.json'), 'utf8')) as { enginePath: string | null }
const engineFolders = async () =>
  (await readdir(join(home, 'engines'))).filter((name) => !/^\.downloads$|pinned/.test(name))
const expectNothing = async () => {
  expect(await engineFolders()).toEqual([])
  expect((await settings().catch(() => ({ enginePath: null }))).enginePath ?? null).toBeNull()
}

let template: string
let first: Awaited<ReturnType<typeof atelier>>

/** Makes the home one in which the first build is installed: installing draws test images, which takes the longest. */
async function useInstalled(): Promise<void> {
  await cp(template, home, { recursive: true })
  const file = join(home, 'settings.json')
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(template, home))
}

async function standIn(faults: readonly string[] = []): Promise<Buffer> {
  const library = await buildStandIn({ faults })
  built.push(library.folder)
  return engineArchive(library.libraryPath)
}

beforeAll(async () => {
  archive = await standIn()
  bad = await standIn(['FLAT'])
  server = await startReleaseServer(archive)
  folder = await mkdtemp(join(tmpdir(), 'atelier-installed-'))
  template = home = join(folder, 'home')
  first = await atelier('engine install --backend cpu')
  built.push(folder)
})
beforeEach(async () => {
  if (home !== template) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  folder = await mkdtemp(join(tmpdir(), 'atelier-install-'))
  home = join(folder, 'home')
  server.faults = {}
  server.archive = archive
  server.requests.length = 0
})
afterAll(async () => {
  await server.close()
  await Promise.all(
    [folder, ...built].map((builtFolder) => rm(builtFolder, { recursive: true, force: true, maxRetries: 5 })),
  )
})

it('installs, tests, switches, and removes builds', async () => {
  expect((await atelier('engine list')).report).toMatchObject({ engines: [], release: { tag } })
  await useInstalled()
  expect(first.report).toMatchObject({
    success: true,
    engine: { version: 'stand-in' },
    engines: [
      {
        name: `${tag}-cpu`,
        tag,
        backend: 'cpu',
        current: true,
        archives: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      },
    ],
  })
  expect(first.err).toMatch(/Checking the release page.*\nDownloading[^]*Unpacking[^]*Generating test images/)
  expect(await readdir(join(home, 'engines', '.downloads'))).toEqual([])
  expect(await readFile(join(home, 'engines', `${tag}-cpu`, 'ggml.txt'), 'utf8')).toContain('MIT')
  expect((await atelier('engine test')).report).toMatchObject({
    success: true,
    engine: {
      version: 'stand-in',
      devices: expect.arrayContaining([expect.objectContaining({ free_bytes: expect.any(Number) })]),
    },
  })

  expect((await atelier('engine install --backend vulkan')).report).toMatchObject({ success: true })
  expect((await settings()).enginePath).toContain(`${tag}-vulkan`)
  const switched = await atelier(`engine use ${tag}-cpu`)
  expect(switched.report).toMatchObject({ success: true })
  expect((await settings()).enginePath).toContain(`${tag}-cpu`)

  expect((await atelier(`engine remove ${tag}-cpu`)).report).toMatchObject({ success: true })
  expect(await engineFolders()).toEqual([`${tag}-vulkan`])
  expect((await settings()).enginePath).toBeNull()
  expect((await atelier(`engine remove ${tag}-cpu`)).report).toMatchObject({
    error: expect.stringContaining(`Installed: ${tag}-vulkan`),
  })
})

it('removes leftovers of a killed program, and older releases except the last one used', async () => {
  await useInstalled()
  const engines = join(home, 'engines')
  const record = JSON.parse(await readFile(join(engines, `${tag}-cpu`, 'atelier-engine.json'), 'utf8')) as object
  for (const name of ['master-1-aaaaaaa-cpu', 'master-2-bbbbbbb-cpu']) {
    await cp(join(engines, `${tag}-cpu`), join(engines, name), { recursive: true })
    await writeFile(join(engines, name, 'atelier-engine.json'), JSON.stringify({ ...record, tag: name }))
  }
  const half = join(engines, '.half.4194303.0123456789ab.atelier-tmp')
  await cp(join(engines, `${tag}-cpu`), half, { recursive: true })
  await rm(join(engines, `${tag}-cpu`), { recursive: true })
  await atelier('engine use master-2-bbbbbbb-cpu')
  expect((await atelier('engine install --backend cpu')).report).toMatchObject({ success: true })
  expect((await engineFolders()).toSorted()).toEqual(['master-2-bbbbbbb-cpu', `${tag}-cpu`])
})

it('removes archives of other releases that were never installed, and keeps resumable downloads', async () => {
  const downloads = join(home, 'engines', '.downloads')
  await mkdir(downloads, { recursive: true })
  const old = 'sd-master-0000000-bin-win-cpu-x64.zip'
  const current = 'sd-master-97d2990-bin-win-cpu-x64.zip'
  for (const name of [old, `${old}.part`, `${old}.part.json`, current, `${current}.part`, `${current}.part.json`])
    await writeFile(join(downloads, name), 'zip')
  expect((await atelier('engine list')).report).toMatchObject({ success: true })
  expect((await readdir(downloads)).toSorted()).toEqual([current, `${current}.part`, `${current}.part.json`])
})

it.each([
  ['has no checksum', { digest: null }, 'download/refused', 'has no checksum'],
  ['has a checksum of an unknown type', { digest: 'md5:0123' }, 'download/refused', 'has no checksum'],
  ['sends different content', { bytes: randomBytes(4_000) }, 'download/mismatch', 'not the file that was announced'],
  ['does not exist', { pageStatus: 404 }, 'download/refused', 'no longer exists'],
  ['limits the request rate', { pageStatus: 403 }, 'provider/rate-limited', 'limits the request rate'],
  ['fails', { pageStatus: 500 }, 'provider/unavailable', 'returned 500'],
  ['links to another site', { elsewhere: 'http://127.0.0.1:9' }, 'network/blocked-url', 'another site'],
] as const)('installs nothing when the release page %s', async (_what, faults, code, args) => {
  server.faults = faults
  const { code: exitCode, report } = await atelier('engine install --backend cpu')
  expect(exitCode).not.toBe(0)
  expect(report).toMatchObject({ success: false, error_code: code, error: expect.stringContaining(args) })
  await expectNothing()
})

it('reports that the network is unavailable', async () => {
  const closedServer = await startReleaseServer(archive)
  await closedServer.close()
  const result = await runCommand(['engine', 'install', '--backend', 'cpu', '--json'], {
    home,
    env: { ATELIER_ENGINE_MIRROR: closedServer.origin },
  })
  expect(JSON.parse(result.out)).toMatchObject({
    error_code: 'network/offline',
    error: expect.stringContaining('cannot be reached'),
  })
})

it('accepts only an address of this computer as release mirror', async () => {
  const result = await runCommand(['engine', 'list', '--json'], {
    home,
    env: { ATELIER_ENGINE_MIRROR: 'http://example.com' },
  })
  expect(JSON.parse(result.out)).toMatchObject({ error_code: 'configuration/invalid' })
})

it('keeps the working engine when the new one fails its test images', async () => {
  await useInstalled()
  server.archive = bad
  const failed = await atelier('engine install --backend vulkan')
  expect(failed.report).toMatchObject({ error_code: 'engine/unusable', error: expect.stringContaining('one color') })
  expect(await engineFolders()).toEqual([`${tag}-cpu`])
  // The archive is deleted, because the next attempt would fail with it too.
  expect(await readdir(join(home, 'engines', '.downloads'))).toEqual([])
  expect((await settings()).enginePath).toContain(`${tag}-cpu`)
})

it('refuses a later download that differs from the first install', async () => {
  await useInstalled()
  await atelier(`engine remove ${tag}-cpu`)
  server.archive = bad
  const changed = await atelier('engine install --backend cpu')
  expect(changed.report).toMatchObject({ error_code: 'download/mismatch' })
  await expectNothing()
})

it('resumes an interrupted download', async () => {
  const large = { name: 'kernels.bin', bytes: randomBytes(2_000_000), method: 0 }
  server.archive = await engineArchive(join(built[0]!, 'libstable-diffusion.so'), [large])
  server.faults = { file: { stallAfter: [1_000_000] } }
  // One line for each tenth: it may be said before the last bytes have come.
  const stopped = await atelier('engine install --backend cpu', /Downloading (?:0\.[4-9]|1\.0) MB/)
  expect(stopped.code).toBe(5)
  await expectNothing()
  const downloads = join(home, 'engines', '.downloads')
  const sizes = (await readdir(downloads, { recursive: true })).map(
    async (name) => (await stat(join(downloads, name))).size,
  )
  const kept = Math.max(...(await Promise.all(sizes)))
  expect(kept).toBeGreaterThan(300_000)
  server.requests.length = 0
  expect((await atelier('engine install --backend cpu')).report).toMatchObject({ success: true })
  expect(server.requests.map(({ headers }) => headers.range)).toContain(`bytes=${kept}-`)
})

it('installs a local archive and refuses invalid ones', async () => {
  await writeFile(join(folder, 'my build (1).zip'), archive)
  const installed = await runCommand(['engine', 'install', '--from', 'my build (1).zip', '--json'], {
    home,
    cwd: folder,
  })
  const { engines } = JSON.parse(installed.out) as { engines: { name: string }[] }
  expect(engines).toMatchObject([{ name: expect.stringMatching(/^my-build-1-[0-9a-f]{8}$/), tag: null, current: true }])
  expect((await atelier('engine test')).report).toMatchObject({ success: true })

  await writeFile(join(folder, 'cut.zip'), archive.subarray(0, archive.length - 40))
  await writeFile(join(folder, 'hostile.zip'), zipOf([{ name: '../../out.so', bytes: Buffer.from('x') }]))
  await writeFile(join(folder, 'windows.zip'), zipOf([{ name: 'stable-diffusion.dll', bytes: Buffer.from('x') }]))
  for (const name of ['cut.zip', 'hostile.zip', 'windows.zip']) {
    expect((await atelier(`engine install --from ${name}`)).report).toMatchObject({ error_code: 'engine/unusable' })
  }
  expect((await atelier('engine install --from gone.zip')).report).toMatchObject({ error_code: 'storage/not-found' })
  expect(await engineFolders()).toEqual([engines[0]!.name])
  expect((await readdir(folder)).toSorted()).toEqual([
    'cut.zip',
    'home',
    'hostile.zip',
    'my build (1).zip',
    'windows.zip',
  ])
})

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import { fetchManifest } from '../../../src/main/updates/fetch-manifest.ts'
import { readManifest } from '../../../src/main/updates/read-manifest.ts'
import { parseUpdateSource } from '../../../src/main/updates/update-source.ts'
import { createNodeTransport } from '../../support/node-transport.ts'
import { startUpdateServer, type UpdateServer } from '../../support/updates/update-server.ts'

const transport = createNodeTransport()
const system = { platform: 'linux', arch: 'x64' } as const
const rules = { allowsLoopback: true }
const release = { version: '1.1.0', file: { name: 'Atelier-1.1.0.AppImage', bytes: Buffer.from('program') } }

let server: UpdateServer
beforeEach(async () => {
  server = await startUpdateServer()
})
afterEach(() => server.close())

const ask = (sourceText = server.sourceText) => {
  const source = parseUpdateSource(sourceText, rules) ?? expect.fail('no source')
  return fetchManifest({ source, transport, system })
}

describe('the list of versions', () => {
  it('is asked for with its signature, by a request that is the same for everybody', async () => {
    server.publish(release)
    expect(await ask()).toMatchObject({ version: '1.1.0', files: [{ url: release.file.name, size: 7 }] })
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/releases/latest-linux.yml',
      '/releases/latest-linux.yml.sig',
    ])
    for (const { headers } of server.requests) {
      const { host: _host, connection: _connection, ...sent } = headers
      expect(sent).toEqual({
        accept: '*/*',
        'accept-encoding': 'gzip, deflate, br',
        'accept-language': 'en',
        'user-agent': 'Atelier',
      })
    }
  })

  it('of somebody else is refused', async () => {
    server.publish(release, { isForeign: true })
    await expect(ask()).rejects.toMatchObject({ code: 'update/unsigned' })
  })

  it('that is not there is said with its status', async () => {
    await expect(ask()).rejects.toMatchObject({ code: 'update/unreadable', message: /\(404\)/ })
  })

  it.each([
    ['leads elsewhere', 'update/unreadable', (_in, out) => out.writeHead(302, { location: 'https://a.test/' }).end()],
    ['never ends', 'update/unreadable', (_in, out) => void out.write('a'.repeat(100_000))],
    [
      'breaks off',
      'network/interrupted',
      (_in, out) => void out.writeHead(200, { 'content-length': 9 }).write('a', () => out.destroy()),
    ],
  ] satisfies [string, string, RequestListener][])('that %s is refused: %s', async (_what, code, listener) => {
    const other = createServer(listener)
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const sourceText = JSON.stringify({
      ...(JSON.parse(server.sourceText) as object),
      url: `http://127.0.0.1:${port}/`,
    })
    await expect(ask(sourceText)).rejects.toMatchObject({ code })
    other.closeAllConnections()
    other.close()
  })

  it('at an address where nobody answers is no connection', async () => {
    const { sourceText } = server
    await server.close()
    await expect(ask(sourceText)).rejects.toMatchObject({ code: 'network/offline' })
    server = await startUpdateServer()
  })
})

describe('npm run sign', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atelier-sign-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const sign = (args: readonly string[], env: Record<string, string> = {}) => {
    const options = {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...env },
    } as const
    const { status, stderr } = spawnSync(process.execPath, [join(projectRoot, 'scripts/sign.mjs'), ...args], options)
    return { status, stderr }
  }

  async function writeRelease() {
    const sha512 = createHash('sha512').update(release.file.bytes).digest('base64')
    const files = `files:\n  - url: ${release.file.name}\n    sha512: ${sha512}\n    size: 7\n`
    await writeFile(join(folder, release.file.name), release.file.bytes)
    await writeFile(join(folder, 'latest-linux.yml'), `version: 1.1.0\n${files}`)
    await writeFile(join(folder, 'builder-debug.yml'), 'not: a manifest\n')
  }

  it('makes a key that only its owner can read, and signs what the program then accepts', async () => {
    await writeRelease()
    const key = join(folder, 'key.pem')
    const made = sign(['--new-key', key])
    const publicKey = /ATELIER_UPDATE_KEY=(\S+)/.exec(made.stderr)?.[1]
    expect((await stat(key)).mode & 0o777).toBe(0o600)
    expect(sign(['--new-key', key])).toMatchObject({ status: 1 })
    expect(sign([folder], { ATELIER_SIGNING_KEY_FILE: key })).toEqual({ status: 0, stderr: 'latest-linux.yml.sig\n' })
    const source = parseUpdateSource(JSON.stringify({ url: 'https://updates.test/', publicKey }), rules)
    const bytes = await readFile(join(folder, 'latest-linux.yml'))
    const signature = await readFile(join(folder, 'latest-linux.yml.sig'), 'utf8')
    expect(readManifest({ name: 'latest-linux.yml', bytes, signature }, source!.publicKey)).toMatchObject({
      version: '1.1.0',
    })
  })

  it('signs nothing that is not as described, and keeps no key in the repository', async () => {
    await writeRelease()
    const key = join(folder, 'key.pem')
    sign(['--new-key', key])
    await writeFile(join(folder, release.file.name), 'another')
    const refused = sign([folder], { ATELIER_SIGNING_KEY_FILE: key })
    expect(refused).toMatchObject({ status: 1, stderr: /is not the file that latest-linux.yml describes/ })
    expect(sign(['--new-key', join(projectRoot, 'key.pem')])).toMatchObject({ status: 1 })
  })
})

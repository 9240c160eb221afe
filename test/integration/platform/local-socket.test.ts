import { spawn, type ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { builtProgram } from '../../support/built/built-program.ts'
import { memoryAtRest } from '../../support/net/connections.ts'
import {
  connectLocal,
  listenLocal,
  socketFolders,
  type LocalListener,
} from '../../../src/main/platform/network/local-socket.ts'

const echo = (stream: Duplex) => void stream.pipe(stream)
const nobody = 65_534
const isRoot = process.getuid?.() === 0

let root: string
let home: string
let cleanUps: (() => unknown)[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'atelier-socket-'))
  // Another user can get as far as the folder of the socket.
  await chmod(root, 0o755)
  home = join(root, 'home')
  cleanUps = [() => rm(root, { recursive: true, force: true })]
})
afterEach(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp()
})

async function listen(onConnection = echo, at = home): Promise<LocalListener> {
  const listener = await listenLocal(at, onConnection)
  cleanUps.push(() => listener.close())
  return listener
}

async function listenInChild(): Promise<{ child: ChildProcess; line: string }> {
  const driver = fileURLToPath(builtProgram(new URL('../../support/net/socket-driver.ts', import.meta.url)))
  const child = spawn(process.execPath, [driver, home], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  cleanUps.push(() => child.kill('SIGKILL'))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, line: String(line).trim() }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** What comes back for a word. */
async function ask(at = home): Promise<string | null> {
  const stream = await connectLocal(at)
  if (stream === null) return null
  stream.end('hello')
  return text(stream)
}

const burst = async (count: number) =>
  expect(await Promise.all(Array.from({ length: count }, () => ask()))).not.toContain(null)

const socketOf = async (folder: string) =>
  join(folder, (await readdir(folder)).find((name) => /^\d+$/.test(name)) ?? 'none')

/** Counts, until the test ends, the connections of this process that were made and those that the system refused. */
function countAttempts(): { readonly queued: number; readonly refused: number } {
  const counted = { queued: 0, refused: 0 }
  const follow = (message: unknown) =>
    (message as { readonly socket: Socket }).socket
      .on('connect', () => (counted.queued += 1))
      .on('error', () => (counted.refused += 1))
  subscribe('net.client.socket', follow)
  cleanUps.push(() => unsubscribe('net.client.socket', follow))
  return counted
}

/** Tries to connect as another user, in a process that becomes theirs: they need not be able to start Electron. */
async function connectAs(uid: number, path: string): Promise<string> {
  const become = uid === 0 ? '' : `process.setgroups([]); process.setgid(${uid}); process.setuid(${uid});`
  const code = `${become} require('node:net').connect(${JSON.stringify(path)}).on('connect', () => { console.log('connected'); process.exit() }).on('error', (error) => console.log(error.code))`
  const child = spawn(process.execPath, ['-e', code], {
    cwd: '/',
    env: { ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return (await text(child.stdout)).trim()
}

/** A socket beside the home that anybody may connect to. */
async function listenForAll(): Promise<string> {
  const path = join(root, 'for-all')
  const server = createServer((stream) => stream.end()).listen(path)
  cleanUps.push(() => server.close())
  await once(server, 'listening')
  await chmod(path, 0o777)
  return path
}

describe('a local socket', () => {
  it('connects processes of one user, and keeps others out', async () => {
    expect(await ask()).toBeNull()
    await listen()
    expect(await ask()).toBe('hello')
    const folder = join(home, 'app-data', 'agents')
    const socket = await socketOf(folder)
    expect([(await lstat(folder)).mode & 0o777, (await lstat(socket)).mode & 0o777]).toEqual([0o700, 0o600])
    if (isRoot) {
      // They get as far as the folder of the socket.
      for (const each of [home, dirname(folder)]) await chmod(each, 0o755)
      expect(await connectAs(nobody, await listenForAll())).toBe('connected')
      expect(await connectAs(nobody, socket)).toBe('EACCES')
      expect(await connectAs(0, socket)).toBe('connected')
    }
  })
  it('replaces what a killed process left, and never a living one', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { child, line } = await listenInChild()
      expect(line).toBe('listening')
      expect(await ask()).toBe('hello')
      await expect(listen()).rejects.toMatchObject({ code: 'storage/locked' })
      expect(await ask()).toBe('hello')
      await kill(child)
      expect(await ask()).toBeNull()
    }
    await listen()
    expect(await ask()).toBe('hello')
    // The socket and the file that keeps its number.
    expect(await readdir(join(home, 'app-data', 'agents'))).toHaveLength(2)
  })

  it('is free again after it was closed', async () => {
    for (let round = 0; round < 3; round += 1) {
      const listener = await listen()
      const stream = await connectLocal(home)
      await listener.close()
      stream?.resume()
      await once(stream!, 'close')
      expect(await ask()).toBeNull()
    }
  })

  it('goes to exactly one of many that start at once', async () => {
    const isTaken = { status: 'rejected', reason: expect.objectContaining({ code: 'storage/locked' }) }
    for (let round = 0; round < 5; round += 1) {
      const { child } = await listenInChild()
      await kill(child)
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => listen()))
      const listeners = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      expect(listeners).toHaveLength(1)
      expect(results.filter(({ status }) => status === 'rejected')).toEqual(Array.from({ length: 19 }, () => isTaken))
      expect(await ask()).toBe('hello')
      await listeners[0]?.close()
    }
  })

  it('goes to exactly one of several processes', async () => {
    const children = await Promise.all(Array.from({ length: 6 }, listenInChild))
    expect(children.filter(({ line }) => line === 'listening')).toHaveLength(1)
    expect(await ask()).toBe('hello')
  })

  it('is in a folder elsewhere if the path of the home is too long', async () => {
    home = join(root, ...Array.from({ length: 4 }, () => 'long'.repeat(12)), 'ü')
    cleanUps.push(() => Promise.all(socketFolders(home).map((folder) => rm(folder, { recursive: true, force: true }))))
    await listen()
    expect(await ask()).toBe('hello')
    const folders = socketFolders(home)
    expect(folders.every((folder) => !folder.startsWith(home))).toBe(true)
    // One of them: /run/user exists where somebody has signed in.
    const existing = await Promise.all(folders.map((folder) => lstat(folder).catch(() => null)))
    expect(existing.filter((stats) => stats !== null).map(({ mode }) => mode & 0o777)).toEqual([0o700])
    expect(await ask(join(home, 'another'))).toBeNull()
  })

  it('uses no folder that another user may have planted', async () => {
    home = join(root, ...Array.from({ length: 4 }, () => 'long'.repeat(12)))
    const theirs = join(root, 'theirs')
    await mkdir(theirs, { mode: 0o700 })
    const folders = socketFolders(home)
    cleanUps.push(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))
    for (const folder of folders) await symlink(theirs, folder).catch(() => undefined)
    await expect(listen()).rejects.toMatchObject({ code: 'storage/read-only' })
    expect(await readdir(theirs)).toEqual([])
    if (!isRoot) return
    for (const folder of folders) {
      await rm(folder, { force: true })
      if (await lstat(dirname(folder)).catch(() => null)) await mkdir(folder, { mode: 0o700 })
      await chown(folder, nobody, nobody).catch(() => undefined)
    }
    await expect(listen()).rejects.toMatchObject({ code: 'storage/read-only' })
    expect(await ask()).toBeNull()
  })

  it('makes its folder private before use, and removes what is not its own', async () => {
    const folder = join(home, 'app-data', 'agents')
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o777)
    await writeFile(join(folder, 'planted'), '')
    expect(await ask()).toBeNull()
    await listen()
    expect((await lstat(folder)).mode & 0o777).toBe(0o700)
    expect(await readdir(folder)).not.toContain('planted')
  })

  it('survives connections that are dropped midway', async () => {
    let closed = 0
    await listen((stream) => {
      stream.on('close', () => (closed += 1))
      stream.write(Buffer.alloc(4_000_000))
      stream.resume()
    })
    for (let count = 0; count < 20; count += 1) {
      const stream = await connectLocal(home)
      await once(stream!, 'data')
      stream?.destroy()
    }
    await expect.poll(() => closed).toBe(20)
  })

  it(
    'waits for a process that accepts no connection for seconds, with more waiting than the system queues',
    { tags: 'full' },
    async () => {
      const { child } = await listenInChild()
      child.kill('SIGSTOP')
      const attempts = countAttempts()
      const answers = Promise.all(Array.from({ length: 700 }, () => ask()))
      // Each of those beyond the queue tries again and again: twenty times take three seconds.
      const triesMs = 60_000
      const tries = () => expect(attempts.refused).toBeGreaterThan(20 * (700 - attempts.queued))
      await Promise.race([answers, vi.waitFor(tries, triesMs)])
      expect(attempts.queued).toBeLessThan(700)
      child.kill('SIGCONT')
      expect(new Set(await answers)).toEqual(new Set(['hello']))
    },
  )

  it('takes a thousand connections, and keeps nothing of them', { tags: 'full' }, async () => {
    await listen()
    await burst(200)
    const before = await memoryAtRest()
    for (let round = 0; round < 10; round += 1) await burst(100)
    const after = await memoryAtRest()
    // All at once: more than the system queues.
    await burst(1_000)
    const atLast = await memoryAtRest()
    expect([before, after, atLast].map(({ connections }) => connections)).toEqual([0, 0, 0])
    expect(after.bytes - before.bytes).toBeLessThan(1_000_000)
    expect(atLast.bytes - before.bytes).toBeLessThan(1_500_000)
  })
})

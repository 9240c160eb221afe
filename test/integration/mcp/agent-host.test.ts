import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openAgentHost, type AgentHost, type AgentSessions } from '../../../src/main/mcp/index.ts'
import { connectLocal, listenLocal } from '../../../src/main/platform/network/local-socket.ts'
import { settingsSchema, type Settings } from '../../../src/shared/domain/settings.ts'
import { createEmitter } from '../../../src/shared/util/create-emitter.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'

let home: string
let host: AgentHost
let token: string
let current: Settings
let changes: number
let isDisposed: boolean
let takenUp: number
let serve: (stream: Duplex) => Promise<void>
const changed = createEmitter<[Settings]>()
const logger = createRecordingLogger()

const sessions: AgentSessions = {
  serveStream: (stream) => serve(stream),
  isWorking: () => false,
  handleHttp: async (request) => new Response(await request.text()),
  takeUp: async () => void takenUp++,
  idle: async () => undefined,
  dispose: async () => void (isDisposed = true),
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'atelier-agents-'))
  token = 'first'
  changes = 0
  isDisposed = false
  takenUp = 0
  current = settingsSchema.parse({})
  serve = async (stream) => {
    stream.pipe(stream)
    await once(stream, 'close')
  }
})
afterEach(async () => {
  await host.close()
  await rm(home, { recursive: true, force: true })
})

function open(timing: { readonly retryMs?: number } = {}): void {
  host = openAgentHost({
    sessions,
    home,
    settings: { load: async () => current, onChanged: changed.on },
    token: async () => token,
    onHttpChanged: () => (changes += 1),
    logger,
    ...timing,
  })
}

function setHttp(isOn: boolean, port: number): void {
  current = { ...current, agents: { ...current.agents, http: { isOn, port } } }
  changed.emit(current)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function post(port: number, bearer: string): Promise<number> {
  const headers = { authorization: `Bearer ${bearer}`, connection: 'close' }
  const response = await fetch(`http://127.0.0.1:${port}/mcp`, { method: 'POST', headers, body: 'hello' })
  return response.status
}

async function ask(): Promise<string | null> {
  const stream = await connectLocal(home)
  if (stream === null) return null
  stream.end('hello')
  return text(stream)
}

it('serves programs on the local socket from the start, and over HTTP while it is on', async () => {
  open()
  await expect.poll(ask).toBe('hello')
  expect(host.http()).toEqual({ type: 'off' })
  const port = await freePort()
  setHttp(true, port)
  await expect.poll(() => host.http()).toEqual({ type: 'listening', address: `http://127.0.0.1:${port}/mcp` })
  expect(await post(port, 'first')).toBe(200)
  const next = await freePort()
  setHttp(true, next)
  await expect.poll(() => host.http()).toMatchObject({ address: `http://127.0.0.1:${next}/mcp` })
  await expect(post(port, 'first')).rejects.toThrow()
  setHttp(false, next)
  await expect.poll(() => host.http()).toEqual({ type: 'off' })
  await expect(post(next, 'first')).rejects.toThrow()
  expect(changes).toBe(3)
  expect(await ask()).toBe('hello')
})

it('listens over HTTP from the start if the settings say so, and ends everything when it is closed', async () => {
  const port = await freePort()
  setHttp(true, port)
  open()
  await expect.poll(() => host.http().type).toBe('listening')
  await expect.poll(ask).toBe('hello')
  const stream = await connectLocal(home)
  await host.close()
  stream?.resume()
  await once(stream!, 'close')
  expect(isDisposed).toBe(true)
  expect(await ask()).toBeNull()
  await expect(post(port, 'first')).rejects.toThrow()
  setHttp(false, port)
  setHttp(true, port)
  await expect(post(port, 'first')).rejects.toThrow()
})

it('accepts the new token only once it was renewed', async () => {
  const port = await freePort()
  setHttp(true, port)
  open()
  await expect.poll(() => host.http().type).toBe('listening')
  token = 'second'
  expect(await post(port, 'first')).toBe(200)
  await host.renewToken()
  expect(await post(port, 'first')).toBe(401)
  expect(await post(port, 'second')).toBe(200)
  setHttp(false, port)
  await expect.poll(() => host.http().type).toBe('off')
  await host.renewToken()
  expect(host.http()).toEqual({ type: 'off' })
})

it('says why it does not listen, and tries another port', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  setHttp(true, port)
  open()
  const message = `Another app uses port ${port}. Choose another port.`
  await expect.poll(() => host.http()).toEqual({ type: 'failed', message })
  setHttp(true, await freePort())
  await expect.poll(() => host.http().type).toBe('listening')
  other.close()
})

it('takes over the local socket once another process has ended', async () => {
  let probes = 0
  const other = await listenLocal(home, (stream) => {
    probes += 1
    stream.end('the other')
  })
  open({ retryMs: 20 })
  // It has found the other one alive again and again.
  await expect.poll(() => probes).toBeGreaterThanOrEqual(4)
  expect(await ask()).toBe('the other')
  expect(takenUp).toBe(0)
  await other.close()
  await expect.poll(ask, { timeout: 15_000 }).toBe('hello')
  // What agents began there goes on here; the socket may answer first.
  await expect.poll(() => takenUp).toBe(1)
})

it('goes on after a session that failed, and closes its stream', async () => {
  serve = () => Promise.reject(new Error('broken'))
  open()
  await expect.poll(async () => (await connectLocal(home))?.resume()).toBeDefined()
  const stream = await connectLocal(home)
  await once(stream!.resume(), 'close')
  serve = async (next) => void next.end('fine')
  expect(await ask()).toBe('fine')
  expect(logger.entries.some(({ event }) => event === 'agents.session-failed')).toBe(true)
})

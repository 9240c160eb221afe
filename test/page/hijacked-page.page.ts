import { access, chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Bridge } from '../../src/shared/contract/index.ts'
import { unpackReply } from '../../src/shared/domain/reply.ts'
import { requestOf } from '../support/request-of.ts'
import { startTinyServer, type TinyServer } from '../support/tiny-server.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { answerMessageBox, answerOpenDialog, watchOpened } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

/** Calls main as foreign script in the page could: any route with any input. Returns `ok` or the error code. */
async function attempt(page: Page, route: string, input: unknown): Promise<string> {
  const traveled = await page.evaluate(
    ([name, body]) => {
      const { bridge } = globalThis as unknown as { bridge: Bridge }
      return bridge.call(name, body, crypto.randomUUID())
    },
    [route, input] as const,
  )
  const reply = unpackReply(traveled)
  return reply.ok ? 'ok' : reply.error.code
}

interface Waiting {
  cancelQuestion?: () => void
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

const key = 'sk-hijacked-0123456789-ab12'
const sentTo = ({ requests }: TinyServer) => requests.map(({ headers, body }) => JSON.stringify(headers) + String(body))

let server: TinyServer
test.beforeEach(async ({ gallery }) => {
  await expect(gallery.page.getByRole('main')).toBeVisible()
  server = await startTinyServer((_request, response) => response.writeHead(401).end())
})
test.afterEach(() => server.close())

test('runs no program that the user has not picked in a dialog', async ({ app, page, home }) => {
  const opened = await watchOpened(app)
  const [id] = await libraryIds(page)
  const ran = join(home, 'ran')
  const program = join(home, 'program.sh')
  await writeFile(program, `#!/bin/sh\necho "$1" > '${ran}.part' && mv '${ran}.part' '${ran}'\n`)
  await chmod(program, 0o755)

  for (const patch of [
    { externalEditor: program },
    { theme: 'light', externalEditor: program },
    { version: 1, externalEditor: program },
  ]) {
    expect(await attempt(page, 'settings.change', patch)).toBe('request/invalid')
  }
  expect(await attempt(page, 'external.edit', { id, program })).toBe('request/invalid')
  await answerOpenDialog(app, null)
  await call(page, 'external.chooseProgram', {})
  expect(await call(page, 'external.edit', { id: id!, program: 'ask' })).toEqual({ isOpened: false })
  expect((await call(page, 'settings.get', {})).externalEditor).toBeNull()
  // What is opened now is an image, with the system's default app.
  expect(await call(page, 'external.edit', { id: id!, program: 'usual' })).toEqual({ isOpened: true })
  expect(await opened()).toEqual([expect.stringMatching(/external.*\.(png|tif)$/)])
  expect(await exists(ran)).toBe(false)

  // Picked by the user, the same program runs.
  await answerOpenDialog(app, [program])
  await call(page, 'external.chooseProgram', {})
  expect((await call(page, 'settings.get', {})).externalEditor).toBe(program)
  await call(page, 'external.edit', { id: id!, program: 'usual' })
  await expect.poll(() => exists(ran)).toBe(true)
  await call(page, 'external.resetProgram', {})
  expect((await call(page, 'settings.get', {})).externalEditor).toBeNull()
})

test('sends no API key to a new host without confirmation', async ({ app, page }) => {
  const host = new URL(server.origin).host
  await call(page, 'providers.setKey', { id: 'openai', key, keep: 'session' })
  const address = async () => (await call(page, 'providers.list', {})).find(({ id }) => id === 'openai')?.baseUrl
  const patch = { providers: { openai: { baseUrl: server.origin } } }
  expect(await attempt(page, 'settings.change', patch)).toBe('request/invalid')

  const declined = await answerMessageBox(app, 'Cancel')
  const configure = (baseUrl: string) => attempt(page, 'providers.configure', { id: 'openai', baseUrl })
  expect(await configure(server.origin)).toBe('request/cancelled')
  expect(await declined()).toEqual([expect.stringContaining(`Send your OpenAI API key to ${host}?`)])
  expect(await configure(`https://${host.replace('127.0.0.1', 'evil.example')}`)).toBe('request/cancelled')
  expect(await configure('http://evil.example')).toBe('configuration/invalid')
  expect(await configure(`https://user:pass@evil.example`)).toBe('configuration/invalid')
  expect(await address()).toBeNull()
  expect(sentTo(server)).toEqual([])

  // Nothing leaves this computer while the real service is tested: outgoing requests go to a proxy that does not exist.
  await app.evaluate(async ({ session }) =>
    session.fromPartition('atelier-services').setProxy({ proxyRules: '127.0.0.1:9' }),
  )
  expect((await call(page, 'providers.test', { id: 'openai' })).isOk).toBe(false)
  expect(sentTo(server)).toEqual([])
})

test('confirms only one address at a time', async ({ app, page }) => {
  await app.evaluate(async ({ dialog }) => {
    dialog.showMessageBox = () =>
      new Promise((resolve) => {
        ;(globalThis as Waiting).cancelQuestion = () => resolve({ response: 0, checkboxChecked: false })
      })
  })
  const ask = (baseUrl: string) => attempt(page, 'providers.configure', { id: 'openai', baseUrl })
  const both = [ask('https://first.example'), ask('https://second.example')]
  expect(await Promise.race(both)).toBe('request/cancelled')
  await app.evaluate(async () => (globalThis as Waiting).cancelQuestion?.())
  expect(await Promise.all(both)).toEqual(['request/cancelled', 'request/cancelled'])
})

test('sends the API key to a confirmed address, and confirms it once', async ({ app, page }) => {
  await call(page, 'providers.setKey', { id: 'openai', key, keep: 'session' })
  const confirmed = await answerMessageBox(app, 'Use this address')
  await call(page, 'providers.configure', { id: 'openai', baseUrl: server.origin })
  await call(page, 'providers.configure', { id: 'openai', baseUrl: `${server.origin}/v1` })
  await call(page, 'providers.configure', { id: 'openai', baseUrl: null })
  await call(page, 'providers.configure', { id: 'openai', baseUrl: server.origin })
  expect(await confirmed()).toHaveLength(1)
  await call(page, 'providers.test', { id: 'openai' })
  expect(sentTo(server).join('\n')).toContain(key)
})

test('may use a loopback address for a local program that has no API key', async ({ app, page }) => {
  const questions = await answerMessageBox(app, 'Cancel')
  const configure = (baseUrl: string) => attempt(page, 'providers.configure', { id: 'comfyui', baseUrl })
  expect(await configure(server.origin)).toBe('ok')
  expect(await questions()).toEqual([])
  expect(await configure('http://192.168.1.20:8188')).toBe('request/cancelled')
  await call(page, 'providers.setKey', { id: 'comfyui', key, keep: 'session' })
  expect(await configure('http://127.0.0.1:8189')).toBe('request/cancelled')
  expect(await questions()).toEqual([
    expect.stringContaining('Use 192.168.1.20:8188 for ComfyUI?'),
    expect.stringContaining('Send your ComfyUI API key to 127.0.0.1:8189?'),
  ])
})

const { maskPng: _maskPng, ...request } = requestOf({ model: 'gpt-image-2', seed: null })

/** Also claims consent, as an older page could. */
const runOf = (planRequest: object) => ({
  runId: crypto.randomUUID(),
  isApproved: true,
  maskPng: null,
  requests: [{ ...planRequest, hasMask: false }],
})

test('cannot exceed or raise a spending limit that stops', async ({ app, page }) => {
  const caps = { perRunUsd: 0.001, perDayUsd: null, perMonthUsd: null, onOver: 'stop' } as const
  await answerMessageBox(app, 'Use this address')
  await call(page, 'providers.configure', { id: 'openai', baseUrl: server.origin })
  await call(page, 'providers.setKey', { id: 'openai', key, keep: 'session' })
  await call(page, 'money.setCaps', { caps, isResuming: false })

  const declined = await answerMessageBox(app, 'Cancel')
  expect(await attempt(page, 'settings.change', { caps: { ...caps, onOver: 'ask' } })).toBe('request/invalid')
  expect(await attempt(page, 'settings.change', { capsProblem: null })).toBe('request/invalid')
  for (const looser of [{ onOver: 'ask' }, { perRunUsd: 100 }, { perRunUsd: null }]) {
    const change = { caps: { ...caps, ...looser }, isResuming: true }
    expect(await attempt(page, 'money.setCaps', change)).toBe('request/cancelled')
  }
  expect(await declined()).toHaveLength(3)
  expect(await attempt(page, 'jobs.generate', { ...request, maskPng: null })).toBe('money/over-cap')
  await attempt(page, 'jobs.run', runOf(request))
  expect((await call(page, 'ledger.list', { sinceDay: null, untilDay: null })).entries).toEqual([])
  expect(sentTo(server)).toEqual([])
})

test('cannot exceed a spending limit that asks unless the user confirms it in main', async ({ app, page }) => {
  const caps = { perRunUsd: 0.001, perDayUsd: null, perMonthUsd: null, onOver: 'ask' } as const
  await answerMessageBox(app, 'Use this address')
  await call(page, 'providers.configure', { id: 'openai', baseUrl: server.origin })
  await call(page, 'providers.setKey', { id: 'openai', key, keep: 'session' })
  await call(page, 'prompts.setRewriter', { baseUrl: 'https://llm.example/v1', model: 'small' })
  await call(page, 'money.setCaps', { caps, isResuming: false })

  const declined = await answerMessageBox(app, 'Cancel')
  const rewriteInput = { prompt: 'a heron', dialect: 'sentence', wish: '', isApproved: true }
  expect(await attempt(page, 'jobs.generate', { ...request, maskPng: null, isApproved: true })).toBe(
    'request/cancelled',
  )
  expect(await attempt(page, 'jobs.run', runOf(request))).toBe('request/cancelled')
  expect(await attempt(page, 'prompts.rewrite', rewriteInput)).toBe('request/cancelled')
  const overLimit = expect.stringMatching(
    /^Exceed your spending limit at OpenAI\? Cost: \$.*\nYour limit for one run is \$/,
  )
  expect(await declined()).toEqual([
    overLimit,
    overLimit,
    expect.stringContaining('at llm.example? Cost: 1 request without a known price'),
  ])
  expect((await call(page, 'ledger.list', { sinceDay: null, untilDay: null })).entries).toEqual([])
  expect(sentTo(server)).toEqual([])

  const agreed = await answerMessageBox(app, 'Send anyway')
  expect(await attempt(page, 'jobs.run', runOf(request))).toBe('ok')
  await expect.poll(() => sentTo(server).length).toBeGreaterThan(0)
  expect(await agreed()).toEqual([overLimit])
})

test('gives agents no folder, money or access by itself', async ({ app, page }) => {
  const { agents } = await call(page, 'settings.get', {})
  const wide = { ...agents, folders: ['/'], perDayUsd: null, http: { isOn: true, port: 47_821 } }
  expect(await attempt(page, 'settings.change', { agents: wide })).toBe('request/invalid')
  expect(await attempt(page, 'settings.change', { theme: 'light', agents: wide })).toBe('request/invalid')
  await answerOpenDialog(app, null)
  expect(await attempt(page, 'agents.addFolder', { path: '/', folder: '/' })).toBe('ok')
  expect(await attempt(page, 'agents.chooseOutputFolder', { path: '/' })).toBe('ok')
  const declined = await answerMessageBox(app, 'Cancel')
  expect(await attempt(page, 'agents.setLimits', { perSessionUsd: null, perDayUsd: 5 })).toBe('request/cancelled')
  expect(await attempt(page, 'agents.setHttp', { isOn: true, port: 47_821 })).toBe('request/cancelled')
  expect(await declined()).toEqual([
    'Let agents spend more? Per session: $1.00 → no limit',
    expect.stringContaining('Allow connections over HTTP?'),
  ])
  expect((await call(page, 'settings.get', {})).agents).toEqual(agents)
})

test('sends the API key of the language model to no other host', async ({ app, page }) => {
  const rewriteInput = { prompt: 'a heron', dialect: 'sentence', wish: '', isApproved: true }
  await answerMessageBox(app, 'Use this address')
  await call(page, 'prompts.setRewriter', { baseUrl: 'https://llm.example/v1', model: 'small' })
  await call(page, 'prompts.setRewriterKey', { key, keep: 'session' })
  const declined = await answerMessageBox(app, 'Cancel')
  const rewriter = { baseUrl: server.origin, model: 'small' }
  expect(await attempt(page, 'settings.change', { rewriter })).toBe('request/invalid')
  expect(await attempt(page, 'prompts.setRewriter', rewriter)).toBe('request/cancelled')
  expect(await declined()).toEqual([expect.stringContaining('Send your prompt rewriting API key to 127.0.0.1')])
  expect(await attempt(page, 'prompts.rewrite', rewriteInput)).not.toBe('ok')
  expect(sentTo(server)).toEqual([])
})

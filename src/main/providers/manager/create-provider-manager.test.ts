import { afterEach, describe, expect, it } from 'vitest'
import {
  agree,
  clearManagerStages,
  lumen,
  lumenModel,
  openManagerStage,
} from '../../../../test/support/manager-stage.ts'
import { createStage } from '../../../../test/support/local-stage.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { noConfiguration, type Configuration } from '../../settings/index.ts'
import type { AdapterInput } from '../core/adapter.ts'
import { fake as demo } from '../fake/fake.ts'

const key = 'lumen-key-1234567890-ab12'
const env = { BFL_API_KEY: key }

afterEach(clearManagerStages)

const fake = lumen({
  id: 'fake',
  label: 'Demo',
  kind: 'demo',
  credential: { need: 'none', form: 'key', pageUrl: null },
})

describe('views', () => {
  it('list every provider in order without sending a request', async () => {
    const { manager, requests } = await openManagerStage({ adapters: [fake, lumen()], env })
    const [first, second] = await manager.list()
    expect(first).toEqual({
      id: 'bfl',
      label: 'Lumen',
      kind: 'cloud',
      key: {
        need: 'required',
        form: 'key',
        source: 'environment',
        ending: 'ab12',
        variable: 'BFL_API_KEY',
        keychainProblem: null,
        pageUrl: 'https://lumen.example/keys',
      },
      health: expect.objectContaining({ state: 'unknown' }),
      isEnabled: true,
      defaultModel: null,
      defaultSize: null,
      baseUrl: null,
      ownBaseUrl: 'https://api.lumen.example',
      decidedElsewhere: {},
      pages: null,
      privacy: 'Prompts go to Lumen.',
      models: [lumenModel('lumen-2')],
      modelsRefreshedAtMs: null,
      addModelHint: null,
    })
    expect(second).toMatchObject({ id: 'fake', key: { need: 'none', source: null, variable: null } })
    expect(requests).toEqual([])
  })

  it('report an invalid base URL', async () => {
    const { manager, requests } = await openManagerStage({ env: { ...env, ATELIER_BFL_BASE_URL: 'ftp://x' } })
    expect(await manager.view('bfl')).toMatchObject({
      baseUrl: null,
      decidedElsewhere: { baseUrl: 'ATELIER_BFL_BASE_URL' },
      health: { state: 'down', note: expect.stringContaining('ATELIER_BFL_BASE_URL') },
    })
    expect(await manager.test('bfl')).toMatchObject({ isOk: false, message: expect.stringContaining('ftp://x') })
    expect(requests).toEqual([])
  })

  it('are rejected for an unknown provider', async () => {
    const { manager } = await openManagerStage()
    await expect(manager.view('runway')).rejects.toMatchObject({ code: 'provider/unsupported' })
  })
})

describe('keys', () => {
  it('can be set, shown by their ending, used and deleted', async () => {
    const { manager, keychain, requests, views } = await openManagerStage()
    expect(await manager.setKey('bfl', key, 'keychain')).toMatchObject({ key: { source: 'keychain', ending: 'ab12' } })
    expect(JSON.parse(keychain.kept.get('bfl') ?? '')).toEqual({ key, hosts: ['own'] })
    await manager.test('bfl')
    expect(requests[0]).toMatchObject({
      url: 'https://api.lumen.example/me',
      headers: { authorization: `Bearer ${key}` },
    })
    expect(await manager.deleteKey('bfl')).toMatchObject({ key: { source: null } })
    await expect.poll(() => views.at(-1)?.key.source).toBeNull()
    expect(JSON.stringify(views)).not.toContain(key)
  })

  it('can be limited to the session or to one call', async () => {
    const { manager, keychain, requests } = await openManagerStage({ adapters: [lumen(), fake] })
    expect(await manager.setKey('bfl', key, 'session')).toMatchObject({ key: { source: 'session' } })
    expect(keychain.kept.size).toBe(0)
    const session = await manager.open('bfl', { ...options(), key: 'one-call-key' })
    await session.check()
    expect(requests[0]?.headers['authorization']).toBe('Bearer one-call-key')
    await expect(manager.setKey('fake', key, 'session')).rejects.toMatchObject({ code: 'request/invalid' })
  })

  it('reset the health after they are replaced', async () => {
    const { manager, answer: response } = await openManagerStage({ env })
    response(() => ({ status: 401, json: { detail: 'Bad key' } }))
    await manager.test('bfl')
    expect((await manager.view('bfl')).health.state).toBe('key-rejected')
    expect((await manager.setKey('bfl', `${key}x`, 'session')).health.state).toBe('unknown')
  })

  it('are required before anything is sent', async () => {
    const { manager, requests } = await openManagerStage()
    await expect(manager.open('bfl', options())).rejects.toMatchObject({ code: 'credential/missing' })
    expect(await manager.test('bfl')).toMatchObject({ isOk: false, message: expect.stringContaining('BFL_API_KEY') })
    expect(requests).toEqual([])
  })
})

const options = () => ({ signal: new AbortController().signal, onUpdate: () => undefined, onSending: () => undefined })

describe('test', () => {
  it('returns the account message and updates the health', async () => {
    const { manager, views } = await openManagerStage({ env })
    expect(await manager.test('bfl')).toEqual({ isOk: true, message: 'Hello Ada.', latencyMs: 0 })
    await expect.poll(() => views.at(-1)?.health).toMatchObject({ state: 'ok', calls: 1, failures: 0 })
  })

  it('stores the balance of the account', async () => {
    const rich = lumen({ check: async () => ({ message: 'Fine.', balance: { amount: 12, unit: 'credits' } }) })
    const { manager } = await openManagerStage({ env, adapters: [rich] })
    await manager.test('bfl')
    expect((await manager.view('bfl')).health.balance).toEqual({ amount: 12, unit: 'credits' })
  })

  it('returns the error message of the service without the key', async () => {
    const { manager, answer: response, logger } = await openManagerStage({ env })
    response(() => ({ status: 503, json: { error: { message: `Down for repairs, ${key}` } } }))
    const outcome = await manager.test('bfl')
    expect(outcome).toMatchObject({ isOk: false, message: expect.stringContaining('Down for repairs') })
    const { health } = await manager.view('bfl')
    expect(health).toMatchObject({ state: 'degraded', failures: 1 })
    expect(JSON.stringify([outcome, health, logger.entries])).not.toContain(key)
  })
})

describe('configure', () => {
  it('changes the given fields and resets those that are null', async () => {
    const { manager, settings, requests } = await openManagerStage({ env })
    await manager.configure('bfl', { defaultModel: 'lumen-2', defaultSize: '16:9' }, agree)
    const view = await manager.configure('bfl', { baseUrl: 'http://localhost:9000/', defaultModel: null }, agree)
    expect(view).toMatchObject({ baseUrl: 'http://localhost:9000', defaultModel: null, defaultSize: '16:9' })
    expect(settings().providers.bfl).toMatchObject({ baseUrl: 'http://localhost:9000', defaultSize: '16:9' })
    await manager.test('bfl')
    expect(requests[0]?.url).toBe('http://localhost:9000/me')
    expect(await manager.configure('bfl', { baseUrl: 'https://api.lumen.example/' }, agree)).toMatchObject({
      baseUrl: null,
    })
  })

  it('keeps both of two concurrent changes', async () => {
    const { manager, settings } = await openManagerStage({ adapters: [lumen(), fake] })
    await Promise.all([
      manager.configure('bfl', { isEnabled: false }, agree),
      manager.configure('fake', { isEnabled: false }, agree),
      manager.configure('bfl', { defaultSize: '1:1' }, agree),
    ])
    expect(settings().providers).toEqual({ bfl: { isEnabled: false, defaultSize: '1:1' }, fake: { isEnabled: false } })
  })

  it('rejects an insecure base URL and an invalid size', async () => {
    const { manager, settings } = await openManagerStage()
    await expect(manager.configure('bfl', { baseUrl: 'http://gateway.example' }, agree)).rejects.toMatchObject({
      code: 'configuration/invalid',
    })
    await expect(manager.configure('bfl', { defaultSize: 'large' }, agree)).rejects.toMatchObject({
      code: 'request/invalid',
    })
    expect(settings().providers).toEqual({})
  })

  it('disables a provider', async () => {
    const { manager } = await openManagerStage({ env })
    await manager.configure('bfl', { isEnabled: false }, agree)
    await expect(manager.open('bfl', options())).rejects.toMatchObject({ code: 'provider/disabled' })
    await expect(manager.requireModel({ provider: 'bfl', model: 'lumen-2' })).rejects.toMatchObject({
      code: 'provider/disabled',
    })
  })

  it('is overridden by atelier.yaml', async () => {
    const configuration = { ...noConfiguration, providers: { bfl: { isEnabled: false } } }
    const { manager } = await openManagerStage({ configuration: () => configuration })
    expect(await manager.configure('bfl', { isEnabled: true }, agree)).toMatchObject({
      isEnabled: false,
      decidedElsewhere: { isEnabled: 'atelier.yaml' },
    })
  })
})

describe('open', () => {
  const input = {} as AdapterInput

  it('measures the time to the image and counts responses', async () => {
    const { manager, clock } = await openManagerStage({ env })
    const session = await manager.open('bfl', {
      ...options(),
      onSending: () => clock.advance(2_500),
    })
    expect(await session.submit(input)).toMatchObject({ type: 'done' })
    expect((await manager.view('bfl')).health).toMatchObject({ state: 'ok', imageMs: 2_500, calls: 1 })
  })

  it('stores the retry time of a rate limit', async () => {
    const { manager, answer: response, clock } = await openManagerStage({ env })
    response(() => ({ status: 429, headers: { 'retry-after': '20' }, json: { detail: 'Slow down' } }))
    const session = await manager.open('bfl', options())
    await expect(session.submit(input)).rejects.toMatchObject({ code: 'provider/rate-limited' })
    expect((await manager.view('bfl')).health).toMatchObject({ limitedUntilMs: clock.nowMs() + 20_000, state: 'ok' })
  })

  it('does not blame the stored key for a rejected key of the call', async () => {
    const { manager, answer: response } = await openManagerStage({ env })
    response(() => ({ status: 401, json: {} }))
    const session = await manager.open('bfl', { ...options(), key: 'wrong-key' })
    await expect(session.submit(input)).rejects.toMatchObject({ code: 'credential/rejected' })
    expect((await manager.view('bfl')).health.state).toBe('unknown')
  })

  it('sends people to the Models page, except from the test there', async () => {
    const { manager, answer: response } = await openManagerStage({ env })
    response(() => ({ status: 401, json: {} }))
    const session = await manager.open('bfl', options())
    const message = expect.stringMatching(/ Check the API key on the Models page\.$/) as string
    await expect(session.submit(input)).rejects.toMatchObject({ message })
    expect((await manager.test('bfl')).message).toMatch(/ Check the API key\.$/)
  })

  it('sends nothing when the user has canceled', async () => {
    const { manager, requests } = await openManagerStage({ env })
    const session = await manager.open('bfl', {
      ...options(),
      onSending: () => {
        throw AppError.cancelled()
      },
    })
    await expect(session.submit(input)).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(requests).toEqual([])
  })
})

describe('lanes, safety and fallback order', () => {
  it('reports concurrency and whether a provider needs the network', async () => {
    const { manager } = await openManagerStage()
    expect(manager.lane('bfl')).toMatchObject({ concurrency: 3, needsNetwork: true })
    const local = await openManagerStage({ set: { providers: { bfl: { baseUrl: 'http://127.0.0.1:8188' } } } })
    expect(local.manager.lane('bfl').needsNetwork).toBe(false)
  })

  it('works without a network where nothing is requested', async () => {
    const { manager } = await openManagerStage({ adapters: [createStage().adapter, demo] })
    for (const id of ['local', 'fake'] as const) expect(manager.lane(id).needsNetwork).toBe(false)
  })

  it('takes over what changes while it runs', async () => {
    let configuration: Configuration = noConfiguration
    const stage = await openManagerStage({ configuration: () => configuration, env: { BFL_API_KEY: key } })
    const session = await stage.manager.open('bfl', options())
    configuration = {
      ...noConfiguration,
      providers: { bfl: { isEnabled: false, baseUrl: 'https://gateway.example', defaultModel: 'lumen-2' } },
    }
    stage.manager.takeChanges()
    await expect
      .poll(() => stage.views.at(-1))
      .toMatchObject({
        id: 'bfl',
        isEnabled: false,
        defaultModel: 'lumen-2',
        decidedElsewhere: { isEnabled: 'atelier.yaml' },
      })
    await expect(stage.manager.open('bfl', options())).rejects.toMatchObject({
      code: 'provider/disabled',
    })
    // What runs keeps its address.
    await session.check()
    expect(stage.requests.map(({ url }) => new URL(url).host)).toEqual(['api.lumen.example'])
    stage.views.length = 0
    stage.manager.takeChanges()
    expect(stage.views).toEqual([])
  })
})

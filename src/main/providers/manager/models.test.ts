import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  agree,
  clearManagerStages,
  lumen,
  lumenModel,
  openManagerStage,
} from '../../../../test/support/manager-stage.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { readTextFile } from './read-text-file.ts'

const env = { BFL_API_KEY: 'lumen-key-1234567890-ab12' }

afterEach(clearManagerStages)

/** Lists one known model with newer facts, and one more; describes any id but `gone`. */
const listing = (isComplete: boolean, overrides: Partial<ProviderAdapter> = {}): ProviderAdapter =>
  lumen({
    addModelHint: 'as on its page',
    models: [lumenModel('lumen-2'), lumenModel('lumen-3'), lumenModel('lumen-1', { state: retired })],
    async listModels(call) {
      await call.response({ method: 'GET', path: '/models' })
      const models = [lumenModel('lumen-2', { label: 'Lumen 2 for you', origin: 'live' }), lumenModel('lumen-next')]
      return { models, isComplete }
    },
    async describeModel(id, call) {
      await call.response({ method: 'GET', path: `/models/${id}` })
      if (id === 'gone') throw new AppError('provider/unknown-model', 'No such model.')
      return lumenModel(id, { label: `Described ${id}` })
    },
    ...overrides,
  })

const retired = { type: 'retired', on: null, successor: 'lumen-2', isServedElsewhere: false, note: null } as const
const labels = (view: { models: readonly { label: string }[] }) => view.models.map(({ label }) => label)

describe('the model list of a service', () => {
  it('is merged with the built-in models', async () => {
    const { manager, clock } = await openManagerStage({ adapters: [listing(false)], env })
    const view = await manager.refreshModels('bfl')
    expect(labels(view)).toEqual(['Lumen 2 for you', 'lumen-3', 'lumen-1', 'lumen-next'])
    expect(view.modelsRefreshedAtMs).toBe(clock.nowMs())
  })

  it('hides unlisted models when complete, except retired ones', async () => {
    const { manager } = await openManagerStage({ adapters: [listing(true, { addModelHint: null })], env })
    expect(labels(await manager.refreshModels('bfl'))).toEqual(['Lumen 2 for you', 'lumen-1', 'lumen-next'])
    const missing = manager.requireModel({ provider: 'bfl', model: 'lumen-3' })
    await expect(missing).rejects.toMatchObject({ code: 'provider/unknown-model' })
  })

  it('decides about models that the vendor deprecates, or retires only on its pages', async () => {
    const models = [
      lumenModel('lumen-2'),
      lumenModel('lumen-next', { state: { type: 'current', deprecated: { successor: 'lumen-2' } } }),
      lumenModel('lumen-0', { state: { type: 'current', deprecated: { successor: 'lumen-2' } } }),
      lumenModel('lumen-1', { state: { ...retired, isServedElsewhere: true, toldBy: 'pages' } }),
    ]
    const { manager, requests } = await openManagerStage({ adapters: [listing(true, { models })], env })
    await manager.requireModel({ provider: 'bfl', model: 'lumen-2' })
    expect(requests).toEqual([])
    expect(await manager.requireModel({ provider: 'bfl', model: 'lumen-0' })).toMatchObject({
      state: { type: 'retired', on: null, successor: 'lumen-2', toldBy: 'list' },
    })
    expect(await manager.requireModel({ provider: 'bfl', model: 'lumen-1' })).toMatchObject({
      state: { type: 'retired', toldBy: 'list' },
    })
    expect(await manager.requireModel({ provider: 'bfl', model: 'lumen-next' })).toMatchObject({
      state: { type: 'current' },
    })
    expect(requests.map(({ url }) => url)).toEqual(['https://api.lumen.example/models'])
  })

  it('is read once before the first plan for a server with loaded models', async () => {
    const { manager, requests, views } = await openManagerStage({
      adapters: [listing(true, { loadedModels: ['lumen-2'] })],
      env,
    })
    const ref = { provider: 'bfl', model: 'lumen-2' } as const
    expect(await manager.requireModel(ref)).toMatchObject({ label: 'Lumen 2 for you' })
    expect(await manager.requireModel(ref)).toMatchObject({ label: 'Lumen 2 for you' })
    expect(requests.map(({ url }) => url)).toEqual(['https://api.lumen.example/models'])
    await expect.poll(() => views.map(labels).at(-1)).toContain('Lumen 2 for you')
  })

  it('falls back to the built-in models and is not retried at every plan', async () => {
    const {
      manager,
      requests,
      clock,
      answer: response,
    } = await openManagerStage({
      adapters: [listing(true, { loadedModels: ['lumen-2'] })],
      env,
    })
    response(() => ({ status: 500 }))
    const ref = { provider: 'bfl', model: 'lumen-2' } as const
    expect(await manager.requireModel(ref)).toMatchObject({ label: 'lumen-2' })
    expect(await manager.requireModel(ref)).toMatchObject({ label: 'lumen-2' })
    expect(requests).toHaveLength(1)
    response(() => ({ json: {} }))
    clock.advance(5_000)
    expect(await manager.requireModel(ref)).toMatchObject({ label: 'Lumen 2 for you' })
  })

  it('retires a model after its last day unless the service still lists it', async () => {
    const models = [lumenModel('lumen-2', { state: { type: 'retiring', on: '2026-12-01', successor: 'lumen-3' } })]
    const { manager, clock } = await openManagerStage({ adapters: [listing(false, { models })], env })
    const stateOf = async () => (await manager.view('bfl')).models[0]?.state
    clock.advance(Date.UTC(2026, 11, 1, 23) - clock.nowMs())
    expect(await stateOf()).toMatchObject({ type: 'retiring' })
    clock.advance(2 * 3_600_000)
    expect(await stateOf()).toEqual({
      type: 'retired',
      on: '2026-12-01',
      successor: 'lumen-3',
      isServedElsewhere: true,
      note: null,
    })
    await manager.refreshModels('bfl')
    expect(await stateOf()).toEqual({ type: 'current' })
  })

  it('is cached per base URL and key', async () => {
    const { manager, requests } = await openManagerStage({ adapters: [listing(false)], env })
    await manager.refreshModels('bfl')
    const requestsBefore = requests.length
    expect(await manager.configure('bfl', { baseUrl: 'https://gateway.example' }, agree)).toMatchObject({
      modelsRefreshedAtMs: null,
    })
    expect(labels(await manager.configure('bfl', { baseUrl: null }, agree))).toContain('lumen-next')
    const replaced = await manager.setKey('bfl', 'another-key-1234567890-cd34', 'session')
    expect(labels(replaced)).not.toContain('lumen-next')
    expect(requests).toHaveLength(requestsBefore)
  })

  it('is refreshed after a successful test', async () => {
    const { manager, views } = await openManagerStage({ adapters: [listing(false)], env })
    await manager.test('bfl')
    await expect.poll(() => views.at(-1)?.models.map(({ id }) => id)).toContain('lumen-next')
  })

  it('is read once for a configured local server, and its failure is not reported', async () => {
    const local = listing(false, { kind: 'local', credential: { need: 'none', form: 'key', pageUrl: null } })
    const unknown = await openManagerStage({ adapters: [local] })
    await unknown.manager.list()
    const {
      manager,
      requests,
      answer: response,
      views,
    } = await openManagerStage({
      adapters: [local],
      set: { providers: { bfl: { isEnabled: true } } },
    })
    response(() => ({ status: 503 }))
    await manager.list()
    await expect.poll(() => requests.length).toBe(1)
    await manager.list()
    expect((await manager.view('bfl')).health.state).toBe('unknown')
    expect(requests).toHaveLength(1)
    expect(views).toEqual([])
    expect(unknown.requests).toEqual([])
  })

  it('is unsupported by some services', async () => {
    const { manager } = await openManagerStage({ env })
    await expect(manager.refreshModels('bfl')).rejects.toMatchObject({ code: 'provider/unsupported' })
  })
})

describe('added models', () => {
  it('are described, kept across an offline restart and removed', async () => {
    const stage = await openManagerStage({ adapters: [listing(false)], env })
    const view = await stage.manager.addModel('bfl', ' ada/own ')
    expect(view.models.at(-1)).toMatchObject({ id: 'ada/own', label: 'Described ada/own', origin: 'added' })
    expect(stage.settings().providers.bfl?.addedModels).toEqual(['ada/own'])
    await stage.manager.dispose()

    const { manager, requests, settings } = stage.restart()
    expect((await manager.view('bfl')).models.at(-1)).toMatchObject({ label: 'Described ada/own' })
    expect(await manager.requireModel({ provider: 'bfl', model: 'ada/own' })).toMatchObject({ id: 'ada/own' })
    expect(requests).toEqual([])
    expect(labels(await manager.removeModel('bfl', 'ada/own'))).not.toContain('Described ada/own')
    expect(settings().providers.bfl?.addedModels).toEqual([])
  })

  it('are refused when the service does not know them', async () => {
    const { manager, settings } = await openManagerStage({ adapters: [listing(false)], env })
    await expect(manager.addModel('bfl', 'gone')).rejects.toMatchObject({ code: 'provider/unknown-model' })
    expect(settings().providers).toEqual({})
  })

  it('are not added twice', async () => {
    const { manager, settings, requests } = await openManagerStage({ adapters: [listing(false)], env })
    await manager.addModel('bfl', 'lumen-2')
    expect(requests).toEqual([])
    await manager.addModel('bfl', 'x')
    await manager.addModel('bfl', 'x')
    expect(settings().providers.bfl?.addedModels).toEqual(['x'])
  })

  it('are described again on refresh and kept when that fails', async () => {
    let isGone = false
    const adapter = listing(false, {
      async describeModel(id) {
        if (isGone) throw new AppError('provider/unknown-model', 'No such model.')
        return lumenModel(id)
      },
    })
    const { manager, logger } = await openManagerStage({ adapters: [adapter], env })
    await manager.addModel('bfl', 'ada/own')
    isGone = true
    expect(labels(await manager.refreshModels('bfl'))).toContain('ada/own')
    expect(logger.entries).toMatchObject([{ event: 'models.not-described' }])
  })

  it('copy the first current model when they cannot be described', async () => {
    const adapter = lumen({
      addModelHint: 'any',
      models: [lumenModel('old', { state: retired }), lumenModel('lumen-2', { seed: 'yes', note: 'Fast' })],
    })
    const { manager } = await openManagerStage({ adapters: [adapter], env })
    expect((await manager.addModel('bfl', 'mine')).models.at(-1)).toMatchObject({
      id: 'mine',
      label: 'mine',
      note: null,
      seed: 'yes',
      price: { per: 'unknown' },
      origin: 'added',
    })
    const bare = await openManagerStage({ adapters: [lumen({ addModelHint: 'any', models: [] })], env })
    expect((await bare.manager.addModel('bfl', 'mine')).models).toMatchObject([{ id: 'mine', canGenerate: true }])
  })

  it('need a service that supports them', async () => {
    const { manager } = await openManagerStage({ env })
    await expect(manager.addModel('bfl', 'mine')).rejects.toMatchObject({ code: 'provider/unknown-model' })
  })
})

describe('requireModel', () => {
  it('describes any id once for concurrent callers', async () => {
    const { manager, requests, settings } = await openManagerStage({ adapters: [listing(false)], env })
    const ref = { provider: 'bfl', model: 'ada/own' } as const
    const both = await Promise.all([manager.requireModel(ref), manager.requireModel(ref)])
    expect(both).toMatchObject([{ label: 'Described ada/own' }, { label: 'Described ada/own' }])
    await manager.requireModel(ref)
    expect(requests).toHaveLength(1)
    // Using a model does not add it to the list.
    expect(settings().providers).toEqual({})
  })

  it('passes on why a model cannot be described', async () => {
    const { manager } = await openManagerStage({ adapters: [listing(false)], env })
    await expect(manager.requireModel({ provider: 'bfl', model: 'gone' })).rejects.toMatchObject({
      code: 'provider/unknown-model',
    })
  })

  it('lets an adapter read the workflow file of a model', async () => {
    const path = join(tmpdir(), `atelier-workflow-${process.pid}.json`)
    await writeFile(path, '{"1":{}}')
    let text: string | undefined
    const adapter = listing(false, {
      async describeModel(id, call) {
        text = await call.readText?.(id.slice('workflow:'.length))
        return lumenModel(id)
      },
    })
    const { manager } = await openManagerStage({ adapters: [adapter], env })
    await manager.addModel('bfl', `workflow:${path}`)
    expect(text).toBe('{"1":{}}')
    await writeFile(path, ' '.repeat(5_000_001))
    await expect(readTextFile(path)).rejects.toMatchObject({ code: 'media/too-large' })
    await expect(readTextFile(`${path}.missing`)).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

describe('a service account', () => {
  it('signs in once and passes its project to the adapter', async () => {
    let project: unknown
    const adapter = lumen({
      signIn: async (credential, call, nowMs) => {
        if (credential.type !== 'service-account') return null
        await call.response({ method: 'POST', path: '/token', auth: 'none' })
        return { headers: { authorization: 'Bearer short-lived' }, expiresAtMs: nowMs + 3_600_000 }
      },
      async check(call) {
        project = call.project
        await call.response({ method: 'GET', path: '/me' })
        return { message: 'Fine.' }
      },
    })
    const account = {
      clientEmail: 'a@b.example',
      privateKey: 'not a key',
      privateKeyId: null,
      projectId: 'my-project',
      location: 'europe-west4',
    }
    const secrets = {
      get: async () => ({ type: 'service-account', account, source: 'service-account' }) as const,
      set: async () => undefined,
      delete: async () => false,
      permission: async () => 'given' as const,
      allow: async () => undefined,
      status: async () => ({ id: 'bfl', source: 'service-account', ending: null, keychainProblem: null }) as const,
    }
    const { manager, requests, answer: response } = await openManagerStage({ adapters: [adapter], secrets })
    await manager.test('bfl')
    await manager.test('bfl')
    expect(project).toEqual({ projectId: 'my-project', location: 'europe-west4' })
    expect(requests.map(({ url, headers }) => [new URL(url).pathname, headers['authorization']])).toEqual([
      ['/token', undefined],
      ['/me', 'Bearer short-lived'],
      ['/me', 'Bearer short-lived'],
    ])
    // A rejected token is not used a second time.
    response(({ url }) => (url.endsWith('/me') ? { status: 401 } : {}))
    expect(await manager.test('bfl')).toMatchObject({ isOk: false })
    await manager.test('bfl')
    expect(requests.slice(4).map(({ url }) => new URL(url).pathname)).toEqual(['/token', '/me'])
  })
})

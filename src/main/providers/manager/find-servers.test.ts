import { afterEach, describe, expect, it } from 'vitest'
import { clearManagerStages, lumen, lumenModel, openManagerStage } from '../../../../test/support/manager-stage.ts'
import type { ProviderAdapter } from '../core/adapter.ts'

afterEach(clearManagerStages)

const server = (overrides: Partial<ProviderAdapter> = {}): ProviderAdapter =>
  lumen({
    kind: 'local',
    credential: { need: 'optional', form: 'key', pageUrl: null },
    usualPorts: [7_000, 7_001],
    async listModels(call) {
      await call.response({ method: 'GET', path: '/models' })
      return { models: [lumenModel('a'), lumenModel('b')], isComplete: true }
    },
    ...overrides,
  })

describe('servers on this computer', () => {
  it('are found on their usual ports without sending the key', async () => {
    const {
      manager,
      requests,
      answer: response,
    } = await openManagerStage({
      adapters: [server()],
      env: { BFL_API_KEY: 'lumen-key-1234567890-ab12' },
    })
    response(({ url }) => (url.includes(':7001') ? { json: { name: 'Ada' } } : { status: 404, json: { no: 1 } }))
    expect(await manager.findServers()).toEqual([
      { provider: 'bfl', label: 'Lumen', baseUrl: 'http://127.0.0.1:7001', models: 2 },
    ])
    expect(requests.map(({ url }) => new URL(url).origin)).toEqual([
      'http://127.0.0.1:7000',
      'http://127.0.0.1:7001',
      'http://127.0.0.1:7001',
    ])
    expect(JSON.stringify(requests)).not.toContain('lumen-key')
  })

  it('are reported when they need a login and skipped when they list no models', async () => {
    const locked = await openManagerStage({ adapters: [server({ usualPorts: [7_000] })] })
    locked.answer(() => ({ status: 401, json: {} }))
    expect(await locked.manager.findServers()).toMatchObject([{ models: null }])
    const another = server({ usualPorts: [7_000], listModels: async () => ({ models: [], isComplete: false }) })
    const stage = await openManagerStage({ adapters: [another] })
    expect(await stage.manager.findServers()).toEqual([])
  })

  it('are not searched for a provider without usual ports', async () => {
    const { manager, requests } = await openManagerStage()
    expect(await manager.findServers()).toEqual([])
    expect(requests).toEqual([])
  })
})

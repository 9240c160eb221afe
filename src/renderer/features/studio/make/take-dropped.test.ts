import { describe, expect, it, vi } from 'vitest'
import type { ImportReport } from '../../../../shared/contract/index.ts'
import { createClient, createServices } from '../../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../client/fake-bridge.ts'
import { assetId, sampleAsset, sampleSettings } from '../../../client/sample-records.ts'
import { takeDropped } from './take-dropped.ts'

async function setUp(answers: Answers = {}) {
  const bridge = createFakeBridge({ 'settings.get': () => sampleSettings(), ...answers })
  const services = await createServices(createClient(bridge), { isMac: false, describeError: vi.fn() })
  services.assets.put([sampleAsset(1, { relativePath: '2026/coffee.png' })])
  const imports = () => bridge.calls.filter(({ name }) => name === 'library.importFiles').map(({ input }) => input)
  return { services, imports }
}

const nothing: ImportReport = {
  imported: [],
  added: 0,
  alreadyThere: 0,
  dialects: [],
  failed: [],
  failedCount: 0,
  notTried: 0,
  isCancelled: false,
}

describe('dropped files', () => {
  it('are known by their path where they are the library’s own', async () => {
    const { services, imports } = await setUp()
    await expect(takeDropped(services, ['/home/a/library/2026/coffee.png'])).resolves.toEqual([assetId(1)])
    await expect(takeDropped(services, ['C:\\a\\library\\2026\\coffee.png'])).resolves.toEqual([assetId(1)])
    expect(imports()).toEqual([])
  })

  it('are imported where they come from elsewhere', async () => {
    const { services, imports } = await setUp({
      'library.importFiles': () => ({ ...nothing, imported: [assetId(2)], added: 1 }),
    })
    const paths = ['/home/a/library/2026/coffee.png', '/tmp/coffee.png']
    await expect(takeDropped(services, paths)).resolves.toEqual([assetId(1), assetId(2)])
    expect(imports()).toEqual([{ paths: ['/tmp/coffee.png'] }])
  })

  it('say what is wrong with them when none can be read', async () => {
    const error = { code: 'media/undecodable', message: 'This is no picture.' } as const
    const { services } = await setUp({
      'library.importFiles': () => ({ ...nothing, failed: [{ file: 'notes.txt', error }], failedCount: 1 }),
    })
    await expect(takeDropped(services, ['/tmp/notes.txt'])).rejects.toMatchObject({ code: error.code })
  })
})

import { describe, expect, it, vi } from 'vitest'
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

describe('dropped files', () => {
  it('are known by their path where they are the library’s own', async () => {
    const { services, imports } = await setUp()
    await expect(takeDropped(services, ['/home/a/library/2026/coffee.png'])).resolves.toEqual([assetId(1)])
    await expect(takeDropped(services, ['C:\\a\\library\\2026\\coffee.png'])).resolves.toEqual([assetId(1)])
    expect(imports()).toEqual([])
  })

  it('are imported where they come from elsewhere', async () => {
    const { services, imports } = await setUp({
      'library.importFiles': () => ({ imported: [sampleAsset(2)], failed: [] }),
    })
    const paths = ['/home/a/library/2026/coffee.png', '/tmp/coffee.png']
    await expect(takeDropped(services, paths)).resolves.toEqual([assetId(1), assetId(2)])
    expect(imports()).toEqual([{ paths: ['/tmp/coffee.png'] }])
  })

  it('say what is wrong with them when none can be read', async () => {
    const error = { code: 'media/undecodable', message: 'This is no picture.' } as const
    const { services } = await setUp({
      'library.importFiles': () => ({ imported: [], failed: [{ file: 'notes.txt', error }] }),
    })
    await expect(takeDropped(services, ['/tmp/notes.txt'])).rejects.toMatchObject({ code: error.code })
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { ImportReport } from '../../shared/contract/index.ts'
import { createClient } from './client.ts'
import { createServices } from './services.ts'
import { createFakeBridge, type Answers } from '../../../test/support/window/fake-bridge.ts'
import { assetId, sampleHandle, sampleSettings } from '../../../test/support/window/sample-records.ts'
import { takeDropped } from './take-dropped.ts'

async function setUp(answers: Answers = {}) {
  const bridge = createFakeBridge({ 'settings.get': () => sampleSettings(), ...answers })
  const services = await createServices(createClient(bridge), { isMac: false, describeError: vi.fn() })
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
  damaged: [],
  damagedCount: 0,
  notTried: 0,
  isCancelled: false,
}

const file = (name: string) => new File([], name)

describe('dropped files', () => {
  it('are imported by their file handles', async () => {
    const { services, imports } = await setUp({
      'library.importFiles': () => ({ ...nothing, imported: [assetId(1), assetId(2)], added: 1, alreadyThere: 1 }),
    })
    await expect(takeDropped(services, [file('coffee.png'), file('sea.png')])).resolves.toEqual([
      assetId(1),
      assetId(2),
    ])
    expect(imports()).toEqual([{ files: [sampleHandle('coffee.png'), sampleHandle('sea.png')] }])
  })

  it('send no request without files', async () => {
    const { services, imports } = await setUp()
    await expect(takeDropped(services, [])).resolves.toEqual([])
    expect(imports()).toEqual([])
  })

  it('reject with the reason if none can be read', async () => {
    const error = { code: 'media/undecodable', message: 'This is no image.' } as const
    const { services } = await setUp({
      'library.importFiles': () => ({ ...nothing, failed: [{ file: 'notes.txt', error }], failedCount: 1 }),
    })
    await expect(takeDropped(services, [file('notes.txt')])).rejects.toMatchObject({ code: error.code })
  })
})

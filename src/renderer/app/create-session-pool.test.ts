import { expect, it, vi } from 'vitest'
import { createClient, createServices } from '../client/index.ts'
import { createFakeBridge } from '../client/fake-bridge.ts'
import { assetId, documentId, sampleSettings } from '../client/sample-records.ts'
import { createSessionPool } from './create-session-pool.ts'

const document = {
  id: documentId(1),
  baseId: assetId(1),
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  mask: { growPx: 4, featherPx: 8, sampling: 'automatic' } as const,
  isActive: true,
  openedAtMs: 0,
}

it('writes what was painted in the last moment before a picture goes', async () => {
  let documents = [document]
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => documents,
    'canvas.loadMask': () => [],
    'canvas.saveMask': () => undefined,
  })
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  await services.documents.load()
  const pool = createSessionPool(services)
  await vi.waitFor(() => expect(pool.store.getState().session).not.toBeNull())
  const { session } = pool.store.getState()
  session?.paintRect({ x: 10, y: 10, widthPx: 20, heightPx: 20 }, 'paint')
  documents = []
  await services.documents.load()
  expect(pool.store.getState().session).toBeNull()
  await vi.waitFor(() => expect(session?.isDisposed).toBe(true))
  const saves = bridge.calls.filter(({ name }) => name === 'canvas.saveMask')
  expect(saves.map(({ input }) => input)).toMatchObject([
    { id: document.id, tiles: [{ layer: 'mask', column: 0, row: 0 }], settings: document.mask },
  ])
})

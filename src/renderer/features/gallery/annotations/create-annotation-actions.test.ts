import { describe, expect, it, vi } from 'vitest'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { noAnnotations } from '../../../../shared/domain/annotations.ts'
import { createClient } from '../../../client/client.ts'
import { createAssetCache } from '../../../client/create-asset-cache.ts'
import { createFakeBridge } from '../../../../../test/support/window/fake-bridge.ts'
import { createIntents, type Notice } from '../../../client/intents.ts'
import { assetId, sampleAsset } from '../../../../../test/support/window/sample-records.ts'
import { createUndoStack } from '../create-undo-stack.ts'
import { createAnnotationActions } from './create-annotation-actions.ts'

const [a, b] = [assetId(1), assetId(2)]

function setUp(records: readonly Asset[] = [], changed?: number) {
  const bridge = createFakeBridge({
    'catalogue.mark': ({ ids }) => ({ undoId: 'u1', changed: changed ?? ids.length }),
    'catalogue.undoMark': () => undefined,
  })
  const client = createClient(bridge)
  const assets = createAssetCache(client, vi.fn())
  assets.put(records)
  const intents = createIntents()
  const notices: Notice[] = []
  intents.answer((intent) => intent.type === 'notify' && notices.push(intent.notice))
  const undo = createUndoStack(intents)
  const calls = () => bridge.calls.map(({ name, input }) => [name, input])
  return { actions: createAnnotationActions({ client, assets }, undo), undo, notices, calls }
}

const labeled = (number: number, label: 'red' | null) =>
  sampleAsset(number, { annotations: { ...noAnnotations, label } })

describe('annotation actions', () => {
  it('annotates all images in one request, shows a notice and can be undone', async () => {
    const { actions, undo, notices, calls } = setUp()
    await actions.mark([a, b], { rating: 4 })
    await undo.undoLast()
    expect(calls()).toEqual([
      ['catalogue.mark', { ids: [a, b], change: { rating: 4 } }],
      ['catalogue.undoMark', { undoId: 'u1' }],
    ])
    expect(notices[0]?.text).toBe('4 stars · 2 images')
  })

  it('shows no notice when nothing changed and sends no request for an empty selection', async () => {
    const { actions, undo, notices, calls } = setUp([], 0)
    await actions.mark([a], { flag: 'pick' })
    await actions.mark([] as readonly AssetId[], { flag: 'pick' })
    expect([calls().length, notices.length, undo.store.getState().steps.length]).toEqual([1, 0, 0])
  })

  it('removes a label only if all images have it', async () => {
    const { actions, calls } = setUp([labeled(1, 'red'), labeled(2, null)])
    await actions.toggleLabel([a, b], 'red')
    await actions.toggleLabel([a], 'red')
    expect(calls().map(([, input]) => input)).toEqual([
      { ids: [a, b], change: { label: 'red' } },
      { ids: [a], change: { label: null } },
    ])
  })

  it('saves notes without a notice', async () => {
    const { actions, undo, notices } = setUp()
    await actions.keepNotes([a], 'blue hour')
    expect([notices.length, undo.store.getState().steps.length]).toEqual([0, 1])
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { createClient } from '../../../client/client.ts'
import { createFakeBridge } from '../../../../../test/support/window/fake-bridge.ts'
import { createIntents, type Notice } from '../../../client/intents.ts'
import { assetId } from '../../../../../test/support/window/sample-records.ts'
import { createUndoStack } from '../create-undo-stack.ts'
import { createCollectionActions } from './create-collection-actions.ts'
import { createCollectionsStore } from './create-collections-store.ts'
import { settle } from '../../../../../test/support/settle.ts'

const folderId = 'F'.padEnd(26, '0') as CollectionId
const insideId = 'G'.padEnd(26, '0') as CollectionId
const folder: Collection = {
  id: folderId,
  parentId: null,
  name: 'Café',
  kind: 'folder',
  query: null,
  position: 1,
  count: 0,
}
const inside: Collection = { ...folder, id: insideId, parentId: folderId, name: 'Poster', kind: 'manual', position: 2 }

async function setUp(added = [assetId(1)]) {
  const bridge = createFakeBridge({
    'collections.list': () => [folder, inside],
    'collections.change': () => folder,
    'collections.remove': () => undefined,
    'collections.restore': () => undefined,
    'collections.add': () => ({ added }),
    'collections.takeOut': ({ ids }) => ({ takenOut: ids }),
  })
  const client = createClient(bridge)
  const intents = createIntents()
  const notices: Notice[] = []
  intents.answer((intent) => intent.type === 'notify' && notices.push(intent.notice))
  const undo = createUndoStack(intents)
  const collections = createCollectionsStore(client)
  await collections.load()
  const onRemoved = vi.fn<(isGone: (id: CollectionId) => boolean) => void>()
  const actions = createCollectionActions({ client, collections, undo, onRemoved })
  const calls = () =>
    bridge.calls.filter(({ name }) => name !== 'collections.list').map(({ name, input }) => [name, input])
  return { bridge, collections, actions, undo, notices, calls, onRemoved }
}

describe('collections', () => {
  it('add images, and undo removes only those that were new', async () => {
    const { actions, undo, notices, calls } = await setUp()
    await actions.add(inside, [assetId(1), assetId(2)])
    await undo.undoLast()
    expect(notices[0]?.text).toBe('Added 1 image to “Poster”.')
    expect(calls()).toEqual([
      ['collections.add', { id: insideId, ids: [assetId(1), assetId(2)] }],
      ['collections.takeOut', { id: insideId, ids: [assetId(1)] }],
    ])
  })

  it('show a notice when all images are already included', async () => {
    const { actions, undo, notices } = await setUp([])
    await actions.add(inside, [assetId(1)])
    expect([notices[0]?.text, undo.store.getState().steps.length]).toEqual(['Already in “Poster”.', 0])
  })

  it('are removed with everything inside them and can be restored', async () => {
    const { actions, undo, calls, onRemoved } = await setUp()
    await actions.remove(folder)
    const [isGone] = onRemoved.mock.calls[0]!
    expect([isGone(folderId), isGone(insideId)]).toEqual([true, true])
    await undo.undoLast()
    expect(calls()).toEqual([
      ['collections.remove', { id: folderId }],
      ['collections.restore', { id: folderId }],
    ])
  })

  it('can be renamed and moved with undo, but never moved into themselves', async () => {
    const { actions, undo, calls } = await setUp()
    await actions.rename(inside, '  Poster ')
    await actions.rename(inside, 'Flyer ')
    await actions.move(inside, folder, 'before')
    await actions.move(folder, inside, 'after')
    await undo.undoLast()
    await undo.undoLast()
    expect(calls().map(([, input]) => input)).toEqual([
      { id: insideId, name: 'Flyer' },
      { id: insideId, parentId: null, position: 0 },
      { id: insideId, parentId: folderId, position: 2 },
      { id: insideId, name: 'Poster' },
    ])
  })

  it('are reloaded when images or collections change', async () => {
    vi.useFakeTimers()
    const { bridge, collections } = await setUp()
    const load = () => bridge.calls.filter(({ name }) => name === 'collections.list').length
    bridge.emit('library.changed', { ids: [assetId(1)], reason: 'updated' })
    bridge.emit('library.changed', { ids: [assetId(2)], reason: 'updated' })
    await settle()
    bridge.emit('collections.changed', {})
    await settle()
    expect([load(), collections.store.getState().all?.length]).toEqual([3, 2])
    vi.useRealTimers()
  })
})

import { expect, it } from 'vitest'
import type { NamedReference } from '../../../shared/domain/named-reference.ts'
import { createFakeBridge } from '../../../../test/support/window/fake-bridge.ts'
import { assetId } from '../../../../test/support/window/sample-records.ts'
import { sampleReference } from '../../../../test/support/window/sample-references.ts'
import { createClient } from '../../client/client.ts'
import { createReferencesStore } from '../../client/stores/create-references-store.ts'
import { createIntents, type Notice } from '../../client/intents.ts'
import { addToReference } from './add-to-reference.ts'
import { createUndoStack } from './create-undo-stack.ts'

function setUp(start: NamedReference) {
  let stored = start
  const bridge = createFakeBridge({
    'references.list': () => [stored],
    'references.change': ({ change }) => {
      stored = { ...stored, imageIds: change.imageIds ?? stored.imageIds }
      return stored
    },
  })
  const intents = createIntents()
  const notices: Notice[] = []
  intents.answer((intent) => intent.type === 'notify' && notices.push(intent.notice))
  const undo = createUndoStack(intents)
  const parts = { references: createReferencesStore(createClient(bridge)), undo }
  return { parts, undo, notices, images: () => stored.imageIds, add: (count: number) => addMany(count) }

  async function addMany(count: number) {
    await addToReference(
      parts,
      stored,
      Array.from({ length: count }, (_, at) => assetId(at + 1)),
    )
  }
}

it('adds images behind the others, and undo takes only those away', async () => {
  const { add, undo, notices, images } = setUp(sampleReference(1, { name: 'anna', imageIds: [assetId(2)] }))
  await add(3)
  expect(images()).toEqual([2, 1, 3].map(assetId))
  expect(notices[0]?.text).toBe('Added 2 images to @anna.')
  await undo.undoLast()
  expect(images()).toEqual([assetId(2)])
})

it('says when there is nothing to add, or no room', async () => {
  const has = setUp(sampleReference(1, { name: 'anna', imageIds: [assetId(1)] }))
  await has.add(1)
  expect(has.notices[0]?.text).toBe('All of these are already in @anna.')
  const ids = Array.from({ length: 20 }, (_, at) => assetId(at + 100))
  const full = setUp(sampleReference(1, { name: 'anna', imageIds: ids }))
  await full.add(1)
  expect(full.notices[0]?.text).toBe('@anna has 20 images already, which is the most.')
  expect(full.images()).toEqual(ids)
})

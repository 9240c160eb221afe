import { expect, test } from 'vitest'
import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import { createClient } from '../client/index.ts'
import { createFakeBridge } from '../../../test/support/window/fake-bridge.ts'
import { createShellStore } from './create-shell-store.ts'
import { followOpening } from './follow-opening.ts'

const begun = { done: 0, total: null }
const later = { done: 10_000, total: 30_000 }

function followed(answer: () => Promise<{ opening: LibraryOpening | null }>) {
  const bridge = createFakeBridge({ 'app.opening': answer })
  const shell = createShellStore('studio')
  const stop = followOpening(createClient(bridge), shell)
  return { bridge, shell, stop, shown: () => shell.getState().opening }
}

test('a window that comes late asks, and is told from there on', async () => {
  const { bridge, shown, stop } = followed(async () => ({ opening: begun }))
  await expect.poll(shown).toEqual(begun)
  bridge.emit('app.openingChanged', { opening: later })
  expect(shown()).toEqual(later)
  bridge.emit('app.openingChanged', { opening: null })
  expect(shown()).toBeNull()
  stop()
  bridge.emit('app.openingChanged', { opening: later })
  expect(shown()).toBeNull()
})

test('an answer that comes after the end does not bring it back', async () => {
  const answer = Promise.withResolvers<{ opening: LibraryOpening | null }>()
  const { bridge, shown } = followed(() => answer.promise)
  bridge.emit('app.openingChanged', { opening: null })
  answer.resolve({ opening: later })
  await new Promise((resolve) => setTimeout(resolve))
  expect(shown()).toBeNull()
})

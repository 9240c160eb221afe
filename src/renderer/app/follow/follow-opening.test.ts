import { expect, test } from 'vitest'
import type { LibraryOpening } from '../../../shared/domain/library.ts'
import { createClient } from '../../client/index.ts'
import { createFakeBridge } from '../../../../test/support/window/fake-bridge.ts'
import { createShellStore } from '../create-shell-store.ts'
import { followOpening } from './follow-opening.ts'

const initial = { done: 0, total: null }
const later = { done: 10_000, total: 30_000 }

function followed(response: () => Promise<{ opening: LibraryOpening | null }>) {
  const bridge = createFakeBridge({ 'app.opening': response })
  const shell = createShellStore('studio')
  const stop = followOpening(createClient(bridge), shell)
  return { bridge, shell, stop, shown: () => shell.getState().opening }
}

test('loads the current library opening progress and then follows events until stopped', async () => {
  const { bridge, shown, stop } = followed(async () => ({ opening: initial }))
  await expect.poll(shown).toEqual(initial)
  bridge.emit('app.openingChanged', { opening: later })
  expect(shown()).toEqual(later)
  bridge.emit('app.openingChanged', { opening: null })
  expect(shown()).toBeNull()
  stop()
  bridge.emit('app.openingChanged', { opening: later })
  expect(shown()).toBeNull()
})

test('ignores a late response after the library finished opening', async () => {
  const response = Promise.withResolvers<{ opening: LibraryOpening | null }>()
  const { bridge, shown } = followed(() => response.promise)
  bridge.emit('app.openingChanged', { opening: null })
  response.resolve({ opening: later })
  await new Promise((resolve) => setTimeout(resolve))
  expect(shown()).toBeNull()
})

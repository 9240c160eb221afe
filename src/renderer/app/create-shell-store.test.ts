import { expect, it } from 'vitest'
import type { AssetId } from '../../shared/domain/ids.ts'
import { createShellStore, dropUnfiled, noteFiled, noteSharp } from './create-shell-store.ts'

const [first, second] = ['first' as AssetId, 'second' as AssetId]

function incomingStore(url: string) {
  const store = createShellStore('studio')
  store.setState({ incoming: { url, assetId: null } })
  const incoming = () => store.getState().incoming
  return { store, incoming }
}

it('shows an incoming file until the canvas shows all of its pixels', () => {
  const { store, incoming } = incomingStore('a')
  store.setState((state) => noteSharp(state, second))
  expect(incoming()).toEqual({ url: 'a', assetId: null })
  store.setState((state) => noteFiled(state, 'a', first))
  store.setState((state) => noteSharp(state, second))
  expect(incoming()).toEqual({ url: 'a', assetId: first })
  store.setState((state) => noteSharp(state, first))
  expect(incoming()).toBeNull()
})

it('clears the incoming file at once if the canvas already shows that image', () => {
  const { store, incoming } = incomingStore('a')
  store.setState((state) => noteSharp(state, first))
  store.setState((state) => noteFiled(state, 'a', first))
  expect(incoming()).toBeNull()
})

it('clears the incoming file only if its own import failed', () => {
  const { store, incoming } = incomingStore('b')
  store.setState((state) => dropUnfiled(state, 'a'))
  store.setState((state) => noteFiled(state, 'a', first))
  expect(incoming()).toEqual({ url: 'b', assetId: null })
  store.setState((state) => dropUnfiled(state, 'b'))
  expect(incoming()).toBeNull()
})

import { describe, expect, it, vi } from 'vitest'
import { createClient } from './client.ts'
import { createFakeBridge } from '../../../test/support/window/fake-bridge.ts'
import type { Asset } from '../../shared/domain/asset.ts'

const failure = { code: 'storage/full', message: 'The disk is full.', detail: { errno: 'ENOSPC' } }

describe('client', () => {
  it('returns the value of a reply', async () => {
    const client = createClient(createFakeBridge({ 'catalogue.tags': () => [{ name: 'kite', count: 1 }] }))
    await expect(client.call('catalogue.tags', {})).resolves.toEqual([{ name: 'kite', count: 1 }])
  })

  it('turns a failed reply into the error it was', async () => {
    const client = createClient(createFakeBridge({ 'catalogue.tags': () => Promise.reject(failure) }))
    const call = client.call('catalogue.tags', {})
    await expect(call).rejects.toMatchObject({ name: 'AppError', ...failure })
  })

  it('gives every call an id of its own', async () => {
    const bridge = createFakeBridge({ 'library.trash': () => undefined })
    const client = createClient(bridge)
    await client.call('library.trash', { ids: [] })
    await client.call('library.trash', { ids: [] })
    expect(new Set(bridge.calls.map(({ callId }) => callId)).size).toBe(2)
  })

  it('tells the main process of a canceled call, and rejects even if the answer still comes', async () => {
    const answer = Promise.withResolvers<Asset[]>()
    const bridge = createFakeBridge({ 'library.assets': () => answer.promise })
    const abort = new AbortController()
    const call = createClient(bridge).call('library.assets', { ids: [] }, { signal: abort.signal })
    abort.abort()
    expect(bridge.cancelled).toEqual([bridge.calls[0]?.callId])
    answer.resolve([])
    await expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
  })

  it('does not start a call whose signal is aborted already', async () => {
    const bridge = createFakeBridge()
    const call = createClient(bridge).call('catalogue.tags', {}, { signal: AbortSignal.abort() })
    await expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(bridge.calls).toEqual([])
  })

  it('does not cancel a call that has ended', async () => {
    const bridge = createFakeBridge({ 'library.trash': () => undefined })
    const abort = new AbortController()
    await createClient(bridge).call('library.trash', { ids: [] }, { signal: abort.signal })
    abort.abort()
    expect(bridge.cancelled).toEqual([])
  })

  it('hands events to who listens to that name, until they stop', () => {
    const bridge = createFakeBridge()
    const client = createClient(bridge)
    const listener = vi.fn()
    const stop = client.on('canvas.documentsChanged', listener)
    bridge.emit('canvas.documentsChanged', {})
    bridge.emit('app.commandChosen', { command: 'edit.undo' })
    stop()
    bridge.emit('canvas.documentsChanged', {})
    expect(listener).toHaveBeenCalledTimes(1)
  })
})

import { describe, expect, it, vi } from 'vitest'
import { createClient } from './client.ts'
import { createFakeBridge } from '../../../test/support/window/fake-bridge.ts'
import type { Asset } from '../../shared/domain/asset.ts'

const failure = { code: 'storage/full', message: 'The disk is full.', detail: { errno: 'ENOSPC' } }

describe('client', () => {
  it('resolves with the value of a successful response', async () => {
    const client = createClient(createFakeBridge({ 'catalogue.tags': () => [{ name: 'kite', count: 1 }] }))
    await expect(client.call('catalogue.tags', {})).resolves.toEqual([{ name: 'kite', count: 1 }])
  })

  it('rejects with an AppError restored from a failed response', async () => {
    const client = createClient(createFakeBridge({ 'catalogue.tags': () => Promise.reject(failure) }))
    const call = client.call('catalogue.tags', {})
    await expect(call).rejects.toMatchObject({ name: 'AppError', ...failure })
  })

  it('gives every call a unique id', async () => {
    const bridge = createFakeBridge({ 'library.trash': () => undefined })
    const client = createClient(bridge)
    await client.call('library.trash', { ids: [] })
    await client.call('library.trash', { ids: [] })
    expect(new Set(bridge.calls.map(({ callId }) => callId)).size).toBe(2)
  })

  it('forwards an abort to the main process and rejects even if a response arrives', async () => {
    const answer = Promise.withResolvers<Asset[]>()
    const bridge = createFakeBridge({ 'library.assets': () => answer.promise })
    const abort = new AbortController()
    const call = createClient(bridge).call('library.assets', { ids: [] }, { signal: abort.signal })
    abort.abort()
    expect(bridge.cancelled).toEqual([bridge.calls[0]?.callId])
    answer.resolve([])
    await expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
  })

  it('does not start a call with an already aborted signal', async () => {
    const bridge = createFakeBridge()
    const call = createClient(bridge).call('catalogue.tags', {}, { signal: AbortSignal.abort() })
    await expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(bridge.calls).toEqual([])
  })

  it('does not cancel a completed call', async () => {
    const bridge = createFakeBridge({ 'library.trash': () => undefined })
    const abort = new AbortController()
    await createClient(bridge).call('library.trash', { ids: [] }, { signal: abort.signal })
    abort.abort()
    expect(bridge.cancelled).toEqual([])
  })

  it('delivers only events of the subscribed name, until unsubscribed', () => {
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

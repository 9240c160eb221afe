import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from './client.ts'
import { createLedgerStore } from './stores/create-ledger-store.ts'
import { createFakeBridge, type Answers } from '../../../test/support/window/fake-bridge.ts'
import { sampleHandle, sampleLedgerEntry } from '../../../test/support/window/sample-records.ts'

const row = { key: '2026-11-20', usd: 1, perhapsUsd: 0, unpriced: 0, attempts: 1, pictures: 1 }

function openStore(answers: Answers = {}) {
  const bridge = createFakeBridge({
    'ledger.totals': () => ({ today: row, month: row }),
    'ledger.spend': ({ by }) => [{ ...row, key: by }],
    'ledger.list': ({ before, limit }) => {
      const first = (before ?? 251) - 1
      const entries = Array.from({ length: Math.min(limit, first) }, (_, n) => sampleLedgerEntry({ id: first - n }))
      return { entries, isAll: first <= limit }
    },
    ...answers,
  })
  return { bridge, ledger: createLedgerStore(createClient(bridge)) }
}

const settled = () => vi.advanceTimersByTimeAsync(1)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('ledger store', () => {
  it('sends no request until it is watched', async () => {
    const { bridge, ledger } = openStore()
    bridge.emit('ledger.changed', {})
    await vi.advanceTimersByTimeAsync(1_000)
    expect(bridge.calls).toEqual([])
    ledger.watch()
    await settled()
    const { totals, spend, entries, isAll } = ledger.store.getState()
    expect(totals?.today.usd).toBe(1)
    expect(spend).toMatchObject({
      days: [{ key: 'day' }],
      providers: [{ key: 'provider' }],
      models: [{ key: 'model' }],
    })
    expect([entries?.length, isAll]).toEqual([100, false])
  })

  it('loads all pages and keeps them loaded after a change', async () => {
    const { bridge, ledger } = openStore()
    ledger.watch()
    await settled()
    await ledger.loadMore()
    await ledger.loadMore()
    await ledger.loadMore()
    const state = ledger.store.getState()
    expect(state.entries?.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, n) => 250 - n))
    expect(state.isAll).toBe(true)
    bridge.emit('ledger.changed', {})
    bridge.emit('ledger.changed', {})
    await vi.advanceTimersByTimeAsync(1_000)
    expect(bridge.calls.filter(({ name }) => name === 'ledger.totals')).toHaveLength(2)
    expect(ledger.store.getState().entries).toHaveLength(250)
  })

  it('reloads a long list in several requests', async () => {
    const { bridge, ledger } = openStore({
      'ledger.list': ({ before, limit }) => {
        const first = (before ?? 2_001) - 1
        return {
          entries: Array.from({ length: limit }, (_, n) => sampleLedgerEntry({ id: first - n })),
          isAll: first <= limit,
        }
      },
    })
    ledger.watch()
    await settled()
    for (let page = 0; page < 6; page++) await ledger.loadMore()
    bridge.emit('ledger.changed', {})
    await vi.advanceTimersByTimeAsync(1_000)
    expect(ledger.store.getState().entries?.map(({ id }) => id)).toEqual(
      Array.from({ length: 700 }, (_, n) => 2_000 - n),
    )
  })

  it('shows the latest query regardless of response order', async () => {
    const slow = Promise.withResolvers<void>()
    const { ledger } = openStore({
      'ledger.list': async ({ provider }) => {
        if (provider === 'bfl') await slow.promise
        return { entries: [sampleLedgerEntry({ id: provider === 'bfl' ? 1 : 2 })], isAll: true }
      },
    })
    ledger.watch()
    ledger.showOnly({ provider: 'bfl' })
    ledger.showOnly({ provider: 'openai' })
    await settled()
    slow.resolve()
    await settled()
    expect(ledger.store.getState().entries).toMatchObject([{ id: 2 }])
  })

  it('keeps the current data and exposes the error if a reload fails', async () => {
    let isBroken = false
    const error = { code: 'storage/corrupt', message: 'Damaged.' }
    const { bridge, ledger } = openStore({
      'ledger.totals': () => (isBroken ? Promise.reject(error) : { today: row, month: row }),
    })
    const stop = ledger.watch()
    await settled()
    isBroken = true
    bridge.emit('ledger.changed', {})
    await vi.advanceTimersByTimeAsync(1_000)
    expect(ledger.store.getState()).toMatchObject({ totals: { today: row }, error: { code: 'storage/corrupt' } })
    stop()
    bridge.emit('ledger.changed', {})
    const callCount = bridge.calls.length
    await vi.advanceTimersByTimeAsync(1_000)
    expect(bridge.calls).toHaveLength(callCount)
  })

  it('exports the selected date range as CSV', async () => {
    const saved = { path: '/out.csv', file: sampleHandle('out.csv'), rows: 3 }
    const { bridge, ledger } = openStore({ 'ledger.saveCsv': () => saved })
    ledger.showSpan({ sinceDay: '2026-11-01', untilDay: null })
    expect(await ledger.saveCsv()).toEqual(saved)
    expect(bridge.calls.at(-1)).toMatchObject({
      name: 'ledger.saveCsv',
      input: { sinceDay: '2026-11-01', untilDay: null },
    })
  })
})

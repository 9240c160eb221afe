import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from './client.ts'
import { createClock } from './services.ts'
import { createProvidersStore } from './stores/create-providers-store.ts'
import { createFakeBridge, type Answers } from '../../../test/support/window/fake-bridge.ts'
import { sampleCard, sampleProvider } from '../../../test/support/window/sample-providers.ts'
import { secondsUntil } from './use-countdown.ts'

function setUp(answers: Answers) {
  const bridge = createFakeBridge(answers)
  return { bridge, providers: createProvidersStore(createClient(bridge)) }
}

const listOfTwo: Answers = { 'providers.list': () => [sampleProvider('openai'), sampleProvider('fake')] }

describe('providers store', () => {
  it('lists providers once and applies change events', async () => {
    const { bridge, providers } = setUp(listOfTwo)
    await providers.load()
    bridge.emit('providers.changed', sampleProvider('openai', { isEnabled: false }))
    expect(providers.store.getState().providers?.map(({ id, isEnabled }) => [id, isEnabled])).toEqual([
      ['openai', false],
      ['fake', true],
    ])
    expect(bridge.calls).toHaveLength(1)
  })

  it('does not overwrite an event with an older list', async () => {
    const { bridge, providers } = setUp(listOfTwo)
    const loading = providers.load()
    bridge.emit('providers.changed', sampleProvider('fake', { isEnabled: false }))
    await loading
    expect(providers.store.getState().providers?.[1]?.isEnabled).toBe(false)
  })

  it('stores the error if the list fails to load', async () => {
    const { providers } = setUp({})
    await providers.load()
    expect(providers.store.getState()).toMatchObject({ providers: null, error: { code: 'internal/bug' } })
  })

  it('applies the response of a change and rejects when it fails', async () => {
    const failure = { code: 'configuration/invalid', message: 'http is for this computer only.' }
    const { bridge, providers } = setUp({
      ...listOfTwo,
      'providers.addModel': ({ model }) => sampleProvider('openai', { models: [sampleCard(model)] }),
      'providers.configure': () => Promise.reject(failure),
    })
    await providers.load()
    await providers.addModel('openai', 'gpt-image-9')
    expect(providers.store.getState().providers?.[0]?.models[0]?.id).toBe('gpt-image-9')
    await expect(providers.configure('openai', { baseUrl: 'http://example.com' })).rejects.toMatchObject(failure)
    expect(bridge.calls.at(-1)?.input).toEqual({ id: 'openai', baseUrl: 'http://example.com' })
  })

  it('toggles optimistically and reverts if the request fails', async () => {
    const answer = Promise.withResolvers<never>()
    const { providers } = setUp({ ...listOfTwo, 'providers.configure': () => answer.promise })
    await providers.load()
    const change = providers.configure('openai', { isEnabled: false })
    expect(providers.store.getState().providers?.[0]?.isEnabled).toBe(false)
    answer.reject({ code: 'storage/read-only', message: 'The settings cannot be written.' })
    await expect(change).rejects.toMatchObject({ code: 'storage/read-only' })
    expect(providers.store.getState().providers?.[0]?.isEnabled).toBe(true)
  })

  it('sends an API key once and does not store it', async () => {
    const { bridge, providers } = setUp({ ...listOfTwo, 'providers.setKey': () => sampleProvider('openai') })
    await providers.load()
    await providers.setKey('openai', 'not-a-real-key', 'session')
    expect(bridge.calls.filter(({ name }) => name === 'providers.setKey')).toHaveLength(1)
    expect(JSON.stringify(providers.store.getState())).not.toContain('not-a-real-key')
  })
})

describe('clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 10_000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('shares one timer among subscribers and stops it with the last', () => {
    const clock = createClock()
    const [first, second] = [vi.fn(), vi.fn()]
    const stops = [clock.subscribe(first), clock.subscribe(second)]
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(2_000)
    expect(first).toHaveBeenCalledTimes(2)
    expect(second).toHaveBeenCalledTimes(2)
    expect(clock.now()).toBe(12_000)
    stops.forEach((stop) => stop())
    expect(vi.getTimerCount()).toBe(0)
  })

  it('counts down whole seconds and ends with null', () => {
    expect(secondsUntil(12_000, 10_000)).toBe(2)
    expect(secondsUntil(10_001, 10_000)).toBe(1)
    expect(secondsUntil(10_000, 10_000)).toBeNull()
    expect(secondsUntil(null, 10_000)).toBeNull()
  })
})

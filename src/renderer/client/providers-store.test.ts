import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from './client.ts'
import { createClock } from './services.ts'
import { createProvidersStore } from './create-providers-store.ts'
import { createFakeBridge, type Answers } from '../../../test/support/window/fake-bridge.ts'
import { sampleCard, sampleProvider } from '../../../test/support/window/sample-providers.ts'
import { secondsUntil } from './use-countdown.ts'

function setUp(answers: Answers) {
  const bridge = createFakeBridge(answers)
  return { bridge, providers: createProvidersStore(createClient(bridge)) }
}

const listOfTwo: Answers = { 'providers.list': () => [sampleProvider('openai'), sampleProvider('fake')] }

describe('providers store', () => {
  it('lists once and follows the changes', async () => {
    const { bridge, providers } = setUp(listOfTwo)
    await providers.load()
    bridge.emit('providers.changed', sampleProvider('openai', { isEnabled: false }))
    expect(providers.store.getState().providers?.map(({ id, isEnabled }) => [id, isEnabled])).toEqual([
      ['openai', false],
      ['fake', true],
    ])
    expect(bridge.calls).toHaveLength(1)
  })

  it('does not let a slow list undo an event', async () => {
    const { bridge, providers } = setUp(listOfTwo)
    const loading = providers.load()
    bridge.emit('providers.changed', sampleProvider('fake', { isEnabled: false }))
    await loading
    expect(providers.store.getState().providers?.[1]?.isEnabled).toBe(false)
  })

  it('keeps the reason when the list cannot be had', async () => {
    const { providers } = setUp({})
    await providers.load()
    expect(providers.store.getState()).toMatchObject({ providers: null, error: { code: 'internal/bug' } })
  })

  it('shows what a change came to, and rejects with what was wrong with it', async () => {
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

  it('shows a switch at once, and takes it back where it was turned down', async () => {
    const answer = Promise.withResolvers<never>()
    const { providers } = setUp({ ...listOfTwo, 'providers.configure': () => answer.promise })
    await providers.load()
    const asked = providers.configure('openai', { isEnabled: false })
    expect(providers.store.getState().providers?.[0]?.isEnabled).toBe(false)
    answer.reject({ code: 'storage/read-only', message: 'The settings cannot be written.' })
    await expect(asked).rejects.toMatchObject({ code: 'storage/read-only' })
    expect(providers.store.getState().providers?.[0]?.isEnabled).toBe(true)
  })

  it('sends a key once and keeps nothing of it', async () => {
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

  it('ticks for everybody by one timer, and only while somebody counts', () => {
    const clock = createClock()
    const [one, other] = [vi.fn(), vi.fn()]
    const stops = [clock.subscribe(one), clock.subscribe(other)]
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(2_000)
    expect(one).toHaveBeenCalledTimes(2)
    expect(other).toHaveBeenCalledTimes(2)
    expect(clock.now()).toBe(12_000)
    stops.forEach((stop) => stop())
    expect(vi.getTimerCount()).toBe(0)
  })

  it('counts whole seconds down, and not beyond', () => {
    expect(secondsUntil(12_000, 10_000)).toBe(2)
    expect(secondsUntil(10_001, 10_000)).toBe(1)
    expect(secondsUntil(10_000, 10_000)).toBeNull()
    expect(secondsUntil(null, 10_000)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { createPromptsStore } from './stores/create-prompts-store.ts'
import { createFakeBridge } from '../../../test/support/window/fake-bridge.ts'

function setUp() {
  const lists = { now: [{ name: 'animals', lines: ['ant'] }], isBroken: false }
  const bridge = createFakeBridge({
    'prompts.wildcards': () =>
      lists.isBroken ? Promise.reject({ code: 'storage/locked', message: 'Not now.' }) : lists.now,
  })
  const errors: unknown[] = []
  const prompts = createPromptsStore(createClient(bridge), (error) => errors.push(error))
  return { lists, bridge, errors, prompts }
}

describe('prompts store', () => {
  it('loads a list once on first use and reloads it after changes', async () => {
    const { lists, bridge, prompts } = setUp()
    bridge.emit('prompts.changed', { what: 'wildcards' })
    expect(bridge.calls).toEqual([])
    await Promise.all([prompts.want('wildcards'), prompts.want('wildcards')])
    expect(bridge.calls).toHaveLength(1)
    expect(prompts.store.getState().lists.get('animals')).toEqual(['ant'])
    lists.now = [{ name: 'animals', lines: ['ant', 'bee'] }]
    bridge.emit('prompts.changed', { what: 'wildcards' })
    await prompts.want('wildcards')
    expect(prompts.store.getState().lists.get('animals')).toEqual(['ant', 'bee'])
    expect(prompts.store.getState().snippets).toBeNull()
  })

  it('retries a list that failed to load', async () => {
    const { lists, prompts } = setUp()
    lists.isBroken = true
    await expect(prompts.want('wildcards')).rejects.toMatchObject({ code: 'storage/locked' })
    lists.isBroken = false
    await prompts.want('wildcards')
    expect(prompts.store.getState().wildcards).toHaveLength(1)
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { NamedReference } from '../../shared/domain/named-reference.ts'
import { createFakeBridge } from '../../../test/support/window/fake-bridge.ts'
import { sampleReference } from '../../../test/support/window/sample-references.ts'
import { createClient } from './client.ts'
import { createReferencesStore, findReference } from './stores/create-references-store.ts'

function setUp() {
  const library: { all: NamedReference[] } = { all: [sampleReference(1)] }
  const bridge = createFakeBridge({
    'references.list': () => library.all,
    'references.create': (draft) => {
      const created = sampleReference(2, draft)
      library.all = [...library.all, created]
      return created
    },
    'references.remove': ({ id }) => {
      library.all = library.all.filter((each) => each.id !== id)
    },
  })
  const references = createReferencesStore(createClient(bridge))
  const lists = () => bridge.calls.filter(({ name }) => name === 'references.list').length
  const all = () => references.store.getState().all
  return { library, bridge, references, lists, all }
}

describe('references store', () => {
  it('loads on first use and follows changes from then on', async () => {
    const { library, bridge, references, lists, all } = setUp()
    bridge.emit('references.changed', {})
    expect(lists()).toBe(0)
    references.want()
    references.want()
    await vi.waitFor(() => expect(all()).toHaveLength(1))
    expect(lists()).toBe(1)
    library.all = [sampleReference(1), sampleReference(2)]
    bridge.emit('references.changed', {})
    bridge.emit('references.changed', {})
    await vi.waitFor(() => expect(all()).toHaveLength(2))
    expect(lists()).toBe(2)
  })

  it('keeps the list where nothing has changed', async () => {
    const { bridge, references, lists, all } = setUp()
    references.want()
    await vi.waitFor(() => expect(all()).toHaveLength(1))
    const before = all()
    bridge.emit('references.changed', {})
    await vi.waitFor(() => expect(lists()).toBe(2))
    await Promise.resolve()
    expect(all()).toBe(before)
  })

  it('is up to date once a change resolves', async () => {
    const { references, all } = setUp()
    const created = await references.create({ ...sampleReference(2), name: 'bob' })
    expect(findReference(all(), 'BOB')?.id).toBe(created.id)
    await references.remove(created.id)
    expect(findReference(all(), 'bob')).toBeUndefined()
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeBridge, type Answers } from '../../../../../test/support/window/fake-bridge.ts'
import { assetId, sampleSettings } from '../../../../../test/support/window/sample-records.ts'
import { createClient, createServices } from '../../../client/index.ts'
import { createDuplicatesStore } from './create-duplicates-store.ts'

const groups = [[3, 2, 1].map(assetId), [5, 4].map(assetId)]

async function setUp() {
  const answers: Answers = {
    'settings.get': () => sampleSettings(),
    'catalogue.duplicates': ({ type }) => ({
      groups,
      analyzed: 5,
      pending: 2,
      model: type === 'content' ? 'clip' : null,
    }),
  }
  const bridge = createFakeBridge(answers)
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  const duplicates = createDuplicatesStore(services)
  const queries = () => bridge.calls.filter(({ name }) => name === 'catalogue.duplicates').map(({ input }) => input)
  const found = () => duplicates.store.getState().found
  return { bridge, duplicates, queries, found }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createDuplicatesStore', () => {
  it('compares by appearance first, and again while images are not analyzed yet', async () => {
    const { duplicates, queries } = await setUp()
    duplicates.open()
    await vi.advanceTimersByTimeAsync(1_500)
    expect(queries()).toEqual([
      { type: 'appearance', maxDistance: 4 },
      { type: 'appearance', maxDistance: 4 },
    ])
    duplicates.close()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(queries()).toHaveLength(2)
  })

  it('compares by content with the similarity that was set, and again only when the index has grown', async () => {
    const { bridge, duplicates, queries, found } = await setUp()
    duplicates.open()
    duplicates.setType('content')
    expect(found()).toBeNull()
    await vi.advanceTimersByTimeAsync(1_500)
    duplicates.setLikeness(90)
    duplicates.setLikeness(91)
    await vi.advanceTimersByTimeAsync(5_000)
    const content = [
      { type: 'content', minLikeness: 0.95 },
      { type: 'content', minLikeness: 0.91 },
    ]
    expect(queries().slice(1)).toEqual(content)
    expect(found()).toMatchObject({ model: 'clip' })
    bridge.emit('vision.indexChanged', {})
    bridge.emit('vision.indexChanged', {})
    await vi.advanceTimersByTimeAsync(5_000)
    expect(queries().slice(1)).toEqual([...content, content[1]])
  })

  it('takes images out of the groups at once', async () => {
    const { duplicates, found } = await setUp()
    duplicates.open()
    await vi.advanceTimersByTimeAsync(10)
    duplicates.drop([2, 4].map(assetId))
    expect(found()?.groups).toEqual([[3, 1].map(assetId)])
  })
})

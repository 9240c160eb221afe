import { describe, expect, it } from 'vitest'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { createFakeBridge } from '../../../../../test/support/window/fake-bridge.ts'
import { createClient, createServices } from '../../../client/index.ts'
import {
  assetId,
  sampleAsset,
  sampleEdit,
  sampleResult,
  sampleSettings,
} from '../../../../../test/support/window/sample-records.ts'
import { kinshipOf, loadFamily, workedOn } from './lineage.ts'

/** 1 → 2 expanded by 100 left and 50 above → 3 its layers flattened → 4 edited; 5 and 6 edits of 1; 7 a crop of 1. */
const family = [
  sampleAsset(1),
  sampleResult(2, 1, { operation: 'expand', parentAt: { x: 100, y: 50 } }, { widthPx: 800, heightPx: 500 }),
  sampleResult(3, 2, { operation: 'compose' }, { widthPx: 800, heightPx: 500 }),
  sampleResult(4, 3, { operation: 'edit' }, { widthPx: 800, heightPx: 500 }),
  sampleResult(5, 1, { operation: 'edit' }),
  sampleResult(6, 5, { operation: 'fill' }),
  sampleResult(7, 1, { operation: 'crop', parentAt: { x: -10, y: -20 } }, { widthPx: 300, heightPx: 200 }),
  sampleResult(8, 1, { operation: 'edit' }, { widthPx: 1024, heightPx: 1024 }),
]
const byId = new Map(family.map((asset) => [asset.id, asset]))
const find = (id: Asset['id']) => byId.get(id)
const kinship = (result: number, base: number) => kinshipOf(find(assetId(result))!, find(assetId(base))!, find)

describe('position of the base in a result', () => {
  it('accumulates through later edits', () => {
    expect(kinship(2, 1)).toEqual({ baseAt: { x: 100, y: 50 }, hasLayers: false })
    expect(kinship(4, 1)).toEqual({ baseAt: { x: 100, y: 50 }, hasLayers: true })
    expect(kinship(7, 1)).toEqual({ baseAt: { x: -10, y: -20 }, hasLayers: false })
  })

  it('is found through a common ancestor, even at an earlier extent', () => {
    expect(kinship(6, 4)).toEqual({ baseAt: { x: -100, y: -50 }, hasLayers: false })
    expect(kinship(1, 7)).toEqual({ baseAt: { x: 10, y: 20 }, hasLayers: false })
    expect(kinship(6, 5)).toEqual({ baseAt: { x: 0, y: 0 }, hasLayers: false })
  })

  it('reports only layers that the base does not contain yet', () => {
    expect(kinship(4, 3)).toEqual({ baseAt: { x: 0, y: 0 }, hasLayers: false })
    expect(kinship(4, 2)).toMatchObject({ hasLayers: true })
  })

  it('is unknown for another size or without a common ancestor', () => {
    expect(kinship(8, 1)).toBeNull()
    expect(kinshipOf(sampleAsset(9), sampleAsset(1), find)).toBeNull()
  })

  it('is unknown for a response that was not pasted', () => {
    const refused = sampleResult(10, 1, { edit: { ...sampleEdit, isRefused: true } })
    expect(kinshipOf(refused, sampleAsset(1), find)).toBeNull()
  })
})

it('finds the image beneath a composite', () => {
  expect(workedOn(assetId(3), find)).toBe(assetId(2))
  expect(workedOn(assetId(2), find)).toBe(assetId(2))
  expect(workedOn(assetId(99), find)).toBe(assetId(99))
  expect(workedOn(null, find)).toBeNull()
})

it('loads an image and all its sources, each once', async () => {
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'library.assets': ({ ids }) => ids.flatMap((id) => byId.get(id) ?? []),
  })
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  await loadFamily(services, assetId(4))
  await loadFamily(services, assetId(3))
  expect(bridge.calls.filter(({ name }) => name === 'library.assets')).toHaveLength(4)
  expect([...services.assets.store.getState().records.keys()]).toEqual([4, 3, 2, 1].map(assetId))
})

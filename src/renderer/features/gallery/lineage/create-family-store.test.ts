import { expect, it } from 'vitest'
import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import { createClient, createServices } from '../../../client/index.ts'
import { createFakeBridge } from '../../../../../test/support/window/fake-bridge.ts'
import { assetId, sampleSettings } from '../../../../../test/support/window/sample-records.ts'
import { createFamilyStore } from './create-family-store.ts'

const lineage: Lineage = {
  members: [0, 1, 2].map(assetId),
  links: [
    { fromId: assetId(0), toId: assetId(1), how: 'parent' },
    { fromId: assetId(1), toId: assetId(2), how: 'parent' },
  ],
  isCut: false,
}

async function setUp() {
  const answers: ((found: Lineage) => void)[] = []
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => [],
    'catalogue.lineage': () => new Promise<Lineage>((resolve) => answers.push(resolve)),
  })
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  const family = createFamilyStore(services)
  const answer = async () => {
    answers.shift()?.(lineage)
    await new Promise((resolve) => setTimeout(resolve))
  }
  return {
    family,
    answer,
    walk: (...moves: ('left' | 'right')[]) => moves.forEach((move) => family.whenThere(() => family.walk(move))),
  }
}

it('replays keys in order that were pressed before the family has loaded', async () => {
  const { family, answer, walk } = await setUp()
  family.show(assetId(0))
  walk('right', 'right', 'left')
  const seen: unknown[] = []
  family.whenThere(() => seen.push(family.store.getState().chosen))
  expect(seen).toEqual([])
  await answer()
  expect(seen).toEqual([assetId(1)])
  walk('right')
  expect(family.store.getState().chosen).toBe(assetId(2))
})

it('discards keys for a family that was closed or replaced', async () => {
  const { family, answer, walk } = await setUp()
  family.show(assetId(0))
  walk('right')
  family.close()
  family.show(assetId(0))
  walk('right', 'right')
  family.show(assetId(1))
  await answer()
  await answer()
  await answer()
  expect(family.store.getState().chosen).toBe(assetId(1))
})

import { afterEach, expect, it, vi } from 'vitest'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { LibraryChange } from '../assets.ts'
import { watchSafety, type SafetyWatch } from './watch-safety.ts'
import { fakeAssets } from '../../../../test/support/fake-assets.ts'

const safetyCheck = {
  model: 'scripted-1',
  scores: { drawing: 0, neutral: 1, sexy: 0, hentai: 0, porn: 0 },
}
const id = (name: string) => name as AssetId

function setUp(section: Record<string, Partial<Asset>>, { isOn = true } = {}) {
  const images = new Map(
    Object.entries(section).map(([name, asset]) => [
      id(name),
      { id: id(name), parentId: null, recipe: { operation: 'generate' }, ...asset } as Asset,
    ]),
  )
  const settings = { isOn }
  const listeners = new Set<(change: LibraryChange) => void>()
  const looked: AssetId[] = []
  const library = {
    load: (ids: readonly AssetId[]) => Promise.resolve(ids.flatMap((each) => images.get(each) ?? [])),
    unchecked: vi.fn((limit: number) =>
      Promise.resolve(
        [...images.values()]
          .filter((each) => !each.safetyCheck && each.recipe.operation === 'generate')
          .slice(0, limit)
          .map((each) => each.id),
      ),
    ),
    checkSafety: vi.fn((each: AssetId) => {
      looked.push(each)
      images.set(each, { ...images.get(each)!, safetyCheck })
      return Promise.resolve()
    }),
    onChanged: (listener: (change: LibraryChange) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const warn = vi.fn()
  const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn(), flush: () => Promise.resolve() }
  const assets = fakeAssets({
    records: { load: (ids) => library.load(ids) },
    safety: { unchecked: (limit) => library.unchecked(limit), check: (each) => library.checkSafety(each) },
    changes: { onChanged: (listener) => library.onChanged(listener) },
  })
  watch = watchSafety({ assets, isOn: () => settings.isOn, logger })
  const add = (name: string, asset: Partial<Asset>) => {
    images.set(id(name), { id: id(name), parentId: null, recipe: { operation: 'generate' }, ...asset } as Asset)
    for (const listener of listeners) listener({ ids: [id(name)], reason: 'added' })
  }
  return { watch, library, looked, settings, warn, add, listeners }
}

let watch: SafetyWatch
afterEach(() => watch.dispose())

it('looks at what nobody has looked at, one after another', async () => {
  const { library, looked } = setUp({ a: {}, b: { safetyCheck }, c: {} })
  watch.wake()
  await watch.idle()
  expect(looked).toEqual(['a', 'c'])
  expect(library.checkSafety).toHaveBeenCalledTimes(2)
})

it('does nothing, and asks for nothing, while it is not wanted', async () => {
  const { library, settings, looked, add } = setUp({ a: {} }, { isOn: false })
  watch.wake()
  add('b', {})
  await watch.idle()
  expect(library.unchecked).not.toHaveBeenCalled()
  settings.isOn = true
  watch.wake()
  await watch.idle()
  expect(looked).toEqual(['a', 'b'])
})

it('stops in the middle when it is not wanted any more', async () => {
  const { library, settings, looked } = setUp({ a: {}, b: {}, c: {} })
  const check = library.checkSafety.getMockImplementation()!
  library.checkSafety.mockImplementation((each) => {
    settings.isOn = false
    return check(each)
  })
  watch.wake()
  await watch.idle()
  expect(looked).toEqual(['a'])
})

it('looks at what is filed, and at what was made of an image that has been looked at', async () => {
  const { looked, add } = setUp({ parent: { safetyCheck } })
  add('new', {})
  add('cropped', { parentId: id('parent'), recipe: { operation: 'crop' } as Asset['recipe'] })
  add('merged', { recipe: { operation: 'merge', takenFromId: id('parent') } as Asset['recipe'] })
  add('photo', { recipe: { operation: 'import' } as Asset['recipe'] })
  add('filled', { parentId: id('photo'), recipe: { operation: 'fill' } as Asset['recipe'] })
  await watch.idle()
  expect(looked.toSorted()).toEqual(['cropped', 'merged', 'new'])
})

it('goes on after one that cannot be looked at, and does not try it for ever', async () => {
  const { library, looked, warn, add } = setUp({ broken: {}, b: {} })
  const check = library.checkSafety.getMockImplementation()!
  library.checkSafety.mockImplementation((each) =>
    each === 'broken' ? Promise.reject(new Error('cannot be read')) : check(each),
  )
  watch.wake()
  await watch.idle()
  add('c', {})
  await watch.idle()
  expect(looked).toEqual(['b', 'c'])
  expect(warn).toHaveBeenCalledTimes(1)
})

it('hears nothing any more once it is disposed of', async () => {
  const { looked, add, listeners } = setUp({})
  await watch.dispose()
  add('late', {})
  watch.wake()
  expect(listeners.size).toBe(0)
  expect(looked).toEqual([])
})

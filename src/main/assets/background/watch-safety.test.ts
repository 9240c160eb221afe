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
  const checked: AssetId[] = []
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
      checked.push(each)
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
  return { watch, library, checked, settings, warn, add, listeners }
}

let watch: SafetyWatch
afterEach(() => watch.dispose())

it('checks each unchecked image, one at a time', async () => {
  const { library, checked } = setUp({ a: {}, b: { safetyCheck }, c: {} })
  watch.wake()
  await watch.idle()
  expect(checked).toEqual(['a', 'c'])
  expect(library.checkSafety).toHaveBeenCalledTimes(2)
})

it('does nothing and makes no query while turned off', async () => {
  const { library, settings, checked, add } = setUp({ a: {} }, { isOn: false })
  watch.wake()
  add('b', {})
  await watch.idle()
  expect(library.unchecked).not.toHaveBeenCalled()
  settings.isOn = true
  watch.wake()
  await watch.idle()
  expect(checked).toEqual(['a', 'b'])
})

it('stops midway when turned off', async () => {
  const { library, settings, checked } = setUp({ a: {}, b: {}, c: {} })
  const check = library.checkSafety.getMockImplementation()!
  library.checkSafety.mockImplementation((each) => {
    settings.isOn = false
    return check(each)
  })
  watch.wake()
  await watch.idle()
  expect(checked).toEqual(['a'])
})

it('checks new generated images, and images derived from checked ones', async () => {
  const { checked, add } = setUp({ parent: { safetyCheck } })
  add('new', {})
  add('cropped', { parentId: id('parent'), recipe: { operation: 'crop' } as Asset['recipe'] })
  add('merged', { recipe: { operation: 'merge', takenFromId: id('parent') } as Asset['recipe'] })
  add('photo', { recipe: { operation: 'import' } as Asset['recipe'] })
  add('filled', { parentId: id('photo'), recipe: { operation: 'fill' } as Asset['recipe'] })
  await watch.idle()
  expect(checked.toSorted()).toEqual(['cropped', 'merged', 'new'])
})

it('continues after an image that fails, and does not retry it', async () => {
  const { library, checked, warn, add } = setUp({ broken: {}, b: {} })
  const check = library.checkSafety.getMockImplementation()!
  library.checkSafety.mockImplementation((each) =>
    each === 'broken' ? Promise.reject(new Error('cannot be read')) : check(each),
  )
  watch.wake()
  await watch.idle()
  add('c', {})
  await watch.idle()
  expect(checked).toEqual(['b', 'c'])
  expect(warn).toHaveBeenCalledTimes(1)
})

it('ignores changes after it is disposed', async () => {
  const { checked, add, listeners } = setUp({})
  await watch.dispose()
  add('late', {})
  watch.wake()
  expect(listeners.size).toBe(0)
  expect(checked).toEqual([])
})

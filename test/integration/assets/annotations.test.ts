import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LibraryChange } from '../../../src/main/assets/index.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { noAnnotations, type AnnotationChange, type Annotations } from '../../../src/shared/domain/annotations.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { createChance } from '../../support/chance.ts'
import { failureOf } from '../../support/failure-of.ts'
import { fillDatabase } from '../../support/open-database.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { withHome } from '../../support/temporary-home.ts'

const count = 12
const home = withHome()
let opened: TestLibrary
let ids: AssetId[]
let emitted: LibraryChange[]

beforeEach(() => {
  const records = Array.from({ length: count }, () => buildAsset())
  ids = records.map(({ id }) => id)
  fillDatabase(home.paths.databaseFile, records)
  opened = openTestLibrary(home.paths)
  emitted = []
  opened.assets.changes.onChanged((change) => emitted.push(change))
})
afterEach(async () => {
  await opened.close()
})

const annotationsOf = async (wanted: readonly AssetId[] = ids): Promise<Annotations[]> =>
  (await opened.assets.records.load(wanted)).map(({ annotations }) => annotations)
const tagNames = async () => (await opened.assets.annotations.tags()).map(({ name }) => name)

test('annotates many images in one change and emits one event that lists the changed ones', async () => {
  const { assets } = opened
  await assets.annotations.change(ids.slice(0, 2), { rating: 4 })
  emitted = []
  const change = { rating: 4, flag: 'pick', label: 'red', notes: 'for the wall', addTags: ['Kite', 'sea'] } as const
  const { changed } = await assets.annotations.change(ids.slice(0, 5), { ...change, addTags: [...change.addTags] })
  expect(changed).toBe(5)
  expect(emitted.map(({ ids: named, reason }) => [named.toSorted(), reason])).toEqual([
    [ids.slice(0, 5).toSorted(), 'marks'],
  ])
  const { addTags: tags, ...rest } = change
  expect(await annotationsOf(ids.slice(0, 6))).toEqual([
    ...Array.from({ length: 5 }, () => ({ ...rest, tags })),
    noAnnotations,
  ])
})

test('reports no change and emits nothing when the values are already set', async () => {
  const { assets } = opened
  await assets.annotations.change(ids, { rating: 0, flag: 'none', label: null, removeTags: ['never'] })
  expect(await assets.annotations.change([], { rating: 3 })).toMatchObject({ changed: 0 })
  expect(emitted).toEqual([])
})

test('a tag keeps its first spelling, ignores case, and disappears with its last image', async () => {
  const { assets } = opened
  await assets.annotations.change([ids[0]!], { addTags: ['Red kite'] })
  await assets.annotations.change([ids[1]!], { addTags: ['RED KITE', 'sea'] })
  expect(await assets.annotations.tags()).toEqual([
    { name: 'Red kite', count: 2 },
    { name: 'sea', count: 1 },
  ])
  await assets.trash.add([ids[1]!])
  expect(await assets.annotations.tags()).toEqual([
    { name: 'Red kite', count: 1 },
    { name: 'sea', count: 0 },
  ])
  await assets.trash.purge([ids[1]!])
  expect(await assets.annotations.tags()).toEqual([{ name: 'Red kite', count: 1 }])
  await assets.annotations.change(ids, { removeTags: ['red KITE'] })
  expect(await assets.annotations.tags()).toEqual([])
})

test('tags ignore case in every alphabet, and composed and decomposed accents are equal', async () => {
  const { assets } = opened
  await assets.annotations.change([ids[0]!], { addTags: ['Ärger', 'Море'] })
  await assets.annotations.change([ids[1]!], { addTags: ['A\u0308RGER', 'МОРЕ'] })
  expect(await assets.annotations.tags()).toEqual([
    { name: 'Ärger', count: 2 },
    { name: 'Море', count: 2 },
  ])
})

test('renames a tag, merges it into an existing one, and removes it', async () => {
  const { assets } = opened
  await assets.annotations.change(ids.slice(0, 3), { addTags: ['kite'] })
  await assets.annotations.change(ids.slice(2, 5), { addTags: ['Kites'] })
  await assets.annotations.renameTag('kite', 'Kite')
  expect(await assets.annotations.tags()).toEqual([
    { name: 'Kite', count: 3 },
    { name: 'Kites', count: 3 },
  ])
  emitted = []
  await assets.annotations.renameTag('kite', 'kites')
  expect(await assets.annotations.tags()).toEqual([{ name: 'Kites', count: 5 }])
  expect(emitted.map((change) => change.ids.toSorted())).toEqual([ids.slice(0, 3).toSorted()])
  await assets.annotations.removeTag('KITES')
  expect(await tagNames()).toEqual([])
  expect(await failureOf(assets.annotations.removeTag('kites'))).toMatchObject({ code: 'storage/not-found' })
  expect(await failureOf(assets.annotations.renameTag('kites', 'kite'))).toMatchObject({ code: 'storage/not-found' })
})

test('undoing a rename, merge, or removal restores the tag and its spelling', async () => {
  const { assets } = opened
  await assets.annotations.change(ids.slice(0, 3), { addTags: ['kite'] })
  await assets.annotations.change(ids.slice(2, 5), { addTags: ['Kites'] })
  const previous = await annotationsOf()
  const undos = [
    await assets.annotations.renameTag('kite', 'KITE'),
    await assets.annotations.renameTag('KITE', 'dragon'),
    await assets.annotations.renameTag('dragon', 'Kites'),
    await assets.annotations.removeTag('kites'),
  ]
  expect(await tagNames()).toEqual([])
  const seen: string[][] = []
  for (const { undoId } of undos.toReversed()) {
    await assets.annotations.undo(undoId)
    seen.push(await tagNames())
  }
  expect(seen).toEqual([['Kites'], ['dragon', 'Kites'], ['KITE', 'Kites'], ['kite', 'Kites']])
  expect(await annotationsOf()).toEqual(previous)
})

test('rejects a change for all images when one of them would exceed the tag limit', async () => {
  const { assets } = opened
  for (let n = 0; n < 4; n++) {
    await assets.annotations.change([ids[0]!], {
      addTags: Array.from({ length: 50 }, (_, index) => `tag ${n} ${index}`),
    })
  }
  const previous = await annotationsOf()
  const failure = await failureOf(assets.annotations.change(ids, { rating: 5, addTags: ['one more'] }))
  expect(failure).toMatchObject({ code: 'request/invalid' })
  expect(await annotationsOf()).toEqual(previous)
  expect(await tagNames()).not.toContain('one more')
})

test('a change can be undone once, and not after a restart', async () => {
  await opened.assets.annotations.change([ids[0]!], { rating: 2, addTags: ['sea'] })
  const previous = await annotationsOf()
  const { undoId } = await opened.assets.annotations.change(ids, {
    rating: 5,
    notes: 'x',
    addTags: ['kite', 'Sea'],
    removeTags: ['sea'],
  })
  await opened.assets.annotations.undo(undoId)
  expect(await annotationsOf()).toEqual(previous)
  expect(await tagNames()).toEqual(['sea'])
  const failure = await failureOf(opened.assets.annotations.undo(undoId))
  expect(failure).toMatchObject({ code: 'storage/not-found' })
  const { undoId: laterUndoId } = await opened.assets.annotations.change(ids, { rating: 1 })
  await opened.close()
  opened = openTestLibrary(home.paths)
  expect(await failureOf(opened.assets.annotations.undo(laterUndoId))).toMatchObject({ code: 'storage/not-found' })
})

test('the last fifty changes can be undone', async () => {
  const undoIds: string[] = []
  for (let n = 0; n < 51; n++) {
    undoIds.push((await opened.assets.annotations.change([ids[0]!], { rating: n % 2 === 0 ? 5 : 1 })).undoId)
  }
  expect(await failureOf(opened.assets.annotations.undo(undoIds[0]!))).toMatchObject({ code: 'storage/not-found' })
  await opened.assets.annotations.undo(undoIds[1]!)
  expect((await annotationsOf())[0]).toMatchObject({ rating: 5 })
})

test('undo restores the other images when one was deleted meanwhile', async () => {
  const { undoId } = await opened.assets.annotations.change(ids, { label: 'blue', addTags: ['kite'] })
  await opened.assets.trash.add([ids[0]!])
  await opened.assets.trash.purge([ids[0]!])
  await opened.assets.annotations.undo(undoId)
  expect(await annotationsOf(ids.slice(1))).toEqual(ids.slice(1).map(() => noAnnotations))
})

const someTags = ['Kite', 'kite', 'sea', 'Sky', 'ocean']

function anyChange(next: (below: number) => number): AnnotationChange {
  const tags = () => someTags.filter(() => next(3) === 0)
  return {
    ...(next(2) === 0 && { rating: next(6) }),
    ...(next(2) === 0 && { flag: (['none', 'pick', 'reject'] as const)[next(3)]! }),
    ...(next(2) === 0 && { label: ([null, 'red', 'blue'] as const)[next(3)]! }),
    ...(next(2) === 0 && { notes: ['', 'a', 'b'][next(3)]! }),
    ...(next(2) === 0 && { addTags: tags() }),
    ...(next(2) === 0 && { removeTags: tags() }),
  }
}

test('undoing any change, or several in reverse order, restores the previous state', async () => {
  const next = createChance(6)
  for (let round = 0; round < 40; round++) {
    const states: Annotations[][] = []
    const undoIds: string[] = []
    for (let n = 0; n < 4; n++) {
      states.push(await annotationsOf())
      const some = ids.filter(() => next(2) === 0)
      const { undoId, changed } = await opened.assets.annotations.change(some, anyChange(next))
      undoIds.push(undoId)
      const after = await annotationsOf()
      const different = after.filter(
        (annotations, index) => JSON.stringify(annotations) !== JSON.stringify(states[n]![index]),
      )
      expect(changed).toBeGreaterThanOrEqual(different.length)
    }
    const keeps = next(4)
    while (undoIds.length > keeps) {
      await opened.assets.annotations.undo(undoIds.pop()!)
      expect(await annotationsOf()).toEqual(states[undoIds.length])
    }
  }
})

test('keeps all concurrent writes of two programs to one library', async () => {
  const secondProgram = openTestLibrary(home.paths)
  await Promise.all(
    ids.map(async (id, n) => {
      const { assets } = n % 2 === 0 ? opened : secondProgram
      await assets.annotations.change([id], { rating: (n % 5) + 1, addTags: ['kite', `tag ${n % 3}`] })
    }),
  )
  await secondProgram.close()
  expect(await annotationsOf()).toEqual(
    ids.map((_, n) => ({ ...noAnnotations, rating: (n % 5) + 1, tags: ['kite', `tag ${n % 3}`] })),
  )
})

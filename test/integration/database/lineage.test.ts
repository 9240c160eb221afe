import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import type { Recipe } from '../../../src/shared/domain/asset.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { buildAsset, fillRecipe, plainGeneration } from '../../support/build-asset.ts'
import { openNewDatabase } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()
let db: DatabaseSync
let madeAtMs = 1_000

beforeEach(() => {
  db = openNewDatabase(home.paths.databaseFile)
})
afterEach(async () => {
  db.close()
})

interface Sources {
  readonly parentId?: AssetId
  readonly takenFromId?: AssetId
  readonly referenceIds?: readonly AssetId[]
  readonly controlId?: AssetId
}

function recipeOf({ takenFromId, referenceIds, controlId }: Sources): Recipe {
  const isGenerated = referenceIds !== undefined || controlId !== undefined
  const control = controlId && { imageId: controlId, net: 'canny', strength: 1, findsEdges: false }
  const generation = isGenerated ? { ...plainGeneration, referenceIds: [...(referenceIds ?? [])], control } : null
  return { ...fillRecipe, takenFromId, generation }
}

function add(sources: Sources = {}): AssetId {
  const record = buildAsset({
    createdAtMs: madeAtMs++,
    parentId: sources.parentId ?? null,
    recipe: recipeOf(sources),
  })
  allOperations['assets.add'].run(db, { record })
  return record.id
}

const link = (fromId: AssetId, toId: AssetId, how: string) => ({ fromId, toId, how })
const familyOf = (id: AssetId, limit = 2_000) => allOperations['lineage.of'].run(db, { id, most: limit })

test('finds the oldest ancestor of an image', () => {
  const photo = add()
  const edit = add({ parentId: photo })
  const last = add({ parentId: edit })
  const unrelated = add()
  const founders = allOperations['looks.kinOf'].run(db, { ids: [last, edit, photo, unrelated] })
  expect(new Map(founders.map(({ id, founder }) => [id, founder]))).toEqual(
    new Map([
      [last, photo],
      [edit, photo],
      [photo, photo],
      [unrelated, unrelated],
    ]),
  )
})

test('finds all relatives through any chain of links, oldest first', () => {
  const photo = add()
  const otherPhoto = add()
  const style = add()
  const edit = add({ parentId: photo, referenceIds: [style, otherPhoto] })
  const merged = add({ parentId: edit, takenFromId: otherPhoto })
  const cousin = add({ parentId: photo })
  add()
  const family = familyOf(merged)!
  expect(family.members).toEqual([photo, otherPhoto, style, edit, merged, cousin])
  expect(family.isCut).toBe(false)
  expect(new Set(family.links.map(({ fromId, toId, how }) => `${fromId} ${how} ${toId}`))).toEqual(
    new Set([
      `${photo} parent ${edit}`,
      `${style} reference ${edit}`,
      `${otherPhoto} reference ${edit}`,
      `${edit} parent ${merged}`,
      `${otherPhoto} taken-from ${merged}`,
      `${photo} parent ${cousin}`,
    ]),
  )
  for (const id of family.members) expect(familyOf(id)!.members).toEqual(family.members)
})

test('includes control images, and drops one that is replaced', () => {
  const [sketch, pose] = [add(), add()]
  const drawn = add({ controlId: sketch })
  expect(familyOf(sketch)).toMatchObject({
    members: [sketch, drawn],
    links: [{ fromId: sketch, toId: drawn, how: 'control' }],
  })
  const change = db.prepare(`UPDATE assets SET recipe = json_set(recipe, '$.generation.control', json(?)) WHERE id = ?`)
  change.run(JSON.stringify({ imageId: pose }), drawn)
  expect(familyOf(sketch)!.members).toEqual([sketch])
  expect(familyOf(pose)!.links).toEqual([{ fromId: pose, toId: drawn, how: 'control' }])
  change.run('null', drawn)
  expect(familyOf(pose)!.members).toEqual([pose])
})

test('lists sources and uses other than parent and children, newest uses first', () => {
  const [photo, sketch, style] = [add(), add(), add()]
  const drawn = add({ parentId: photo, controlId: sketch, referenceIds: [sketch, style] })
  const later = add({ controlId: sketch })
  const merged = add({ takenFromId: drawn })
  const usesOf = (id: AssetId, limit = 10) => allOperations['lineage.uses'].run(db, { id, most: limit })
  expect(usesOf(drawn)).toEqual({
    links: [
      link(sketch, drawn, 'control'),
      link(sketch, drawn, 'reference'),
      link(style, drawn, 'reference'),
      link(drawn, merged, 'taken-from'),
    ],
    isCut: false,
  })
  expect(usesOf(photo)).toEqual({ links: [], isCut: false })
  expect(usesOf(sketch, 1)).toEqual({ links: [link(sketch, later, 'control')], isCut: true })
  allOperations['assets.setTrashed'].run(db, { ids: [sketch, later], trashedAtMs: 5 })
  expect(usesOf(sketch).links.map(({ toId }) => toId)).toEqual([drawn, drawn])
  expect(usesOf(later).links).toEqual([link(sketch, later, 'control')])
  allOperations['assets.setPurging'].run(db, { ids: [sketch], isPurging: true })
  expect(usesOf(later).links).toEqual([])
})

test('an image without relatives is a family of one; an unknown image has none', () => {
  const alone = add()
  expect(familyOf(alone)).toEqual({ members: [alone], links: [], isCut: false })
  expect(familyOf(buildAsset().id)).toBeNull()
})

test('ends at cycles, and tolerates an image that is its own source', () => {
  const first = add()
  const second = add({ parentId: first })
  const third = add({ parentId: second, referenceIds: [first] })
  db.prepare('UPDATE assets SET parent_id = ? WHERE id = ?').run(third, first)
  db.prepare(`UPDATE assets SET recipe = json_set(recipe, '$.takenFromId', id) WHERE id = ?`).run(second)
  const family = familyOf(second)!
  expect(family.members).toEqual([first, second, third])
  expect(family.links).toHaveLength(5)
})

test('includes trashed images; a purged one no longer connects its relatives', () => {
  const photo = add()
  const edit = add({ parentId: photo })
  const style = add()
  const last = add({ parentId: edit, referenceIds: [style, buildAsset().id] })
  allOperations['assets.setTrashed'].run(db, { ids: [edit], trashedAtMs: 5 })
  expect(familyOf(last)!.members).toEqual([photo, edit, style, last])
  allOperations['assets.setPurging'].run(db, { ids: [edit, style], isPurging: true })
  expect(familyOf(last)).toEqual({ members: [last], links: [], isCut: false })
  allOperations['assets.remove'].run(db, { ids: [edit, style] })
  expect(familyOf(last)).toEqual({ members: [last], links: [], isCut: false })
  expect(familyOf(photo)!.members).toEqual([photo])
})

test('updates relatives when a recipe is replaced', () => {
  const [first, second] = [add(), add()]
  const adopted = buildAsset({ createdAtMs: madeAtMs++, recipe: recipeOf({ takenFromId: first }) })
  allOperations['assets.adopt'].run(db, { record: adopted })
  expect(familyOf(adopted.id)!.members).toEqual([first, adopted.id])
  // The job that made the file replaces the record adopted by the sweep: another ID, another recipe.
  const replacement = { ...buildAsset({ ...adopted, createdAtMs: madeAtMs }), id: buildAsset().id }
  allOperations['assets.add'].run(db, {
    record: { ...replacement, recipe: recipeOf({ referenceIds: [second, second] }) },
  })
  expect(familyOf(adopted.id)).toBeNull()
  expect(familyOf(replacement.id)!.members).toEqual([second, replacement.id])
  expect(db.prepare('SELECT count(*) AS count FROM asset_links').get()).toEqual({ count: 1 })
})

test('limits a large family to the nearest: ancestors and descendants before cousins', () => {
  const photo = add()
  let last = photo
  for (let n = 0; n < 30; n++) last = add({ parentId: last })
  const cousins = Array.from({ length: 50 }, () => add({ parentId: photo }))
  const family = familyOf(last, 40)!
  expect(family.isCut).toBe(true)
  expect(family.members).toHaveLength(40)
  expect(family.members.filter((id) => !cousins.includes(id))).toHaveLength(31)
  expect(familyOf(last, 81)).toMatchObject({ isCut: false })
})

test('follows a chain of two thousand images to its end', () => {
  const photo = add()
  let last = photo
  db.exec('BEGIN')
  for (let n = 1; n < 2_000; n++) last = add({ parentId: last })
  db.exec('COMMIT')
  const family = familyOf(photo)!
  expect(family.members).toHaveLength(2_000)
  expect(family.members.at(-1)).toBe(last)
  expect(family.isCut).toBe(false)
})

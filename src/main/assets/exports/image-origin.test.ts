import { expect, test } from 'vitest'
import { buildAsset } from '../../../../test/support/build-asset.ts'
import type { Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import type { AssetRecord } from '../../database/index.ts'
import { foreignRecipe } from '../../imaging/child/metadata/dialects/foreign-recipe.ts'
import { findOrigin } from './image-origin.ts'

const id = (number: number) => `01ARZ3NDEKTSV4RRFFQ69G5F${String(number).padStart(2, '0')}` as AssetId
/** Builds a family in which each image is derived from the previous one; a part may be taken from any. */
function family(...steps: (Partial<Recipe> & { dialect?: AssetRecord['dialect'] })[]) {
  const records = steps.map(({ dialect = null, ...recipe }, at): AssetRecord => {
    const made = recipe.operation === 'import' || recipe.operation === 'generate'
    return {
      ...buildAsset({
        id: id(at),
        parentId: made ? null : id(at - 1),
        dialect,
        recipe: { ...importRecipe, ...recipe },
      }),
    }
  })
  const lineage = new Map(records.map((record) => [record.id, record]))
  return findOrigin(records.at(-1)!, lineage)
}

const photo = { operation: 'import' } as const
const generated = { operation: 'generate', provider: 'openai', model: 'gpt-image-2' } as const
const edited = { operation: 'edit', provider: 'bfl', model: 'kontext' } as const
const filled = { operation: 'fill', provider: 'content-aware-fill' } as const
const cropped = { operation: 'crop' } as const

test('keeps a crop or fill of a generated image generated, with its model', () => {
  const origin = family(generated, filled, cropped)
  expect(origin).toMatchObject({ kind: 'trainedAlgorithmicMedia', source: null, ancestors: [id(1), id(0)] })
  expect(origin.madeBy?.recipe.model).toBe('gpt-image-2')
})

test('keeps an edited photo a composite after further operations', () => {
  const origin = family(photo, edited, filled, cropped)
  expect(origin.kind).toBe('compositeWithTrainedAlgorithmicMedia')
  expect(origin.source?.id).toBe(id(0))
  expect(origin.madeBy?.recipe.provider).toBe('bfl')
})

test('keeps the origin of a photo after a local fill, without a model', () => {
  expect(family(photo, filled, cropped)).toMatchObject({ kind: 'own', madeBy: null, source: { id: id(0) } })
})

test('marks a locally filled photo as changed, but not a cropped one', () => {
  expect(family(photo, cropped)).toMatchObject({ kind: 'own', changedBy: 'nobody', generation: null })
  expect(family(photo, filled, cropped)).toMatchObject({ kind: 'own', changedBy: 'local', generation: null })
  expect(family(photo, filled, { operation: 'external' })).toMatchObject({ kind: 'own', changedBy: 'external' })
})

test('finds the generation of a cropped or filled image, from Atelier or another program', () => {
  expect(family(generated, cropped).generation).toMatchObject({ operation: 'generate', model: 'gpt-image-2' })
  const foreign = { ...photo, prompt: 'a fox', dialect: 'a1111' as const }
  expect(family(foreign, filled).generation).toMatchObject({ operation: 'import', prompt: 'a fox' })
  expect(family(photo, edited, filled).generation).toMatchObject({ provider: 'bfl' })
})

test('finds no generation where another program’s graph could not be read', () => {
  const unread = {
    ...photo,
    generation: foreignRecipe({ widthPx: 64, heightPx: 64 }).generation,
    dialect: 'comfyui' as const,
  }
  expect(family(unread, cropped).generation).toBeNull()
  const steps = { ...unread, generation: foreignRecipe({ steps: 18 }).generation }
  expect(family(steps, cropped).generation).toMatchObject({ generation: { steps: 18 } })
})

test('makes a photo a composite when an area from another program is merged into it', () => {
  const foreign = { ...photo, dialect: 'comfyui' as const }
  expect(family(foreign, photo, { operation: 'merge', takenFromId: id(0) }).kind).toBe(
    'compositeWithTrainedAlgorithmicMedia',
  )
  expect(family(photo, foreign, { operation: 'merge', takenFromId: id(0) }).kind).toBe(
    'compositeWithTrainedAlgorithmicMedia',
  )
  expect(family(foreign, filled).kind).toBe('own')
})

test('classifies demo images as algorithmic, not trained', () => {
  expect(family({ operation: 'generate', provider: 'fake' }).kind).toBe('algorithmicMedia')
  expect(family(photo, { operation: 'edit', provider: 'fake' }).kind).toBe('compositeSynthetic')
  expect(family(generated, { operation: 'edit', provider: 'fake' }).kind).toBe('trainedAlgorithmicMedia')
})

test('makes a photo a composite when an area of a generated image is merged into it', () => {
  const origin = family(generated, photo, { operation: 'merge', takenFromId: id(0) })
  expect(origin.kind).toBe('compositeWithTrainedAlgorithmicMedia')
  expect(origin.madeBy?.id).toBe(id(0))
})

test('terminates on a cycle in the records', () => {
  const a = { ...buildAsset({ id: id(1), parentId: id(2), recipe: { ...importRecipe, ...cropped } }) }
  const b = { ...buildAsset({ id: id(2), parentId: id(1), recipe: { ...importRecipe, ...cropped } }) }
  expect(findOrigin(a, new Map([a, b].map((each) => [each.id, each]))).ancestors).toEqual([id(2)])
})

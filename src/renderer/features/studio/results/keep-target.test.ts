import { describe, expect, it } from 'vitest'
import {
  assetId,
  documentId,
  sampleAsset,
  sampleEdit,
  sampleJob,
  sampleResult,
} from '../../../../../test/support/window/sample-records.ts'
import { isRefused, keepTargetOf } from './keep-target.ts'
import type { FindAsset } from './lineage.ts'
import { jobsBeneath } from './strip-jobs.ts'

const base = sampleAsset(1)
const open = { size: { widthPx: 600, heightPx: 400 }, base }
const find: FindAsset = (id) => (id === base.id ? base : undefined)
const same = sampleResult(2, 1, { operation: 'edit' })
const larger = sampleResult(3, 1, { operation: 'edit' }, { widthPx: 1024, heightPx: 1024 })
const expanded = sampleResult(
  4,
  1,
  { operation: 'expand', parentAt: { x: 150, y: 0 } },
  { widthPx: 750, heightPx: 400 },
)
const refused = sampleResult(5, 1, { edit: { ...sampleEdit, isRefused: true } })
const foreign = sampleAsset(6)
const here = { baseAt: { x: 0, y: 0 }, hasLayers: false }

describe('keepTargetOf', () => {
  it.each([
    ['replaces the base by an edit of the same size', 'edit', same, here],
    ['replaces the base by an expanded image at its offset', 'expand', expanded, { ...here, baseAt: { x: 150, y: 0 } }],
    ['opens an edit of another size as a new document', 'edit', larger, null],
    ['opens a response that was not pasted as a new document', 'edit', refused, null],
    ['does not replace the base by a result that is not loaded yet', 'variations', undefined, null],
    ['replaces the base by a variation of the same size and another origin', 'variations', foreign, here],
    ['never replaces the base by a new image', 'generate', same, null],
  ] as const)('%s', (_, operation, result, place) => {
    expect(keepTargetOf(sampleJob(1, { operation }), result, open, find)).toEqual(place)
  })

  it('returns null without an open document', () => {
    expect(keepTargetOf(sampleJob(1), same, null, find)).toBeNull()
  })

  it('recognizes a response that was not pasted', () => {
    expect([refused, same, null, undefined].map(isRefused)).toEqual([true, false, false, false])
  })
})

const loose = (number: number) => sampleJob(number, { documentId: null, assetId: null, operation: 'generate' })
const state = (jobs: readonly ReturnType<typeof sampleJob>[]) => ({ byId: new Map(jobs.map((job) => [job.id, job])) })
const ids = (jobs: readonly { id: string }[]) => jobs.map(({ id }) => Number(id.slice(-3)))
const nothingKnown: FindAsset = () => undefined

describe('jobs of a document', () => {
  const jobs = [loose(1), loose(2), sampleJob(3)]

  it('are its own, or without a document those of no document', () => {
    expect(ids(jobsBeneath(state(jobs), { id: documentId(1), baseId: assetId(1) }, nothingKnown))).toEqual([3])
    expect(ids(jobsBeneath(state(jobs), null, nothingKnown))).toEqual([1, 2])
  })

  it('include the siblings of the result it was opened from, even after an edit of it is kept', () => {
    const edit = sampleJob(4, { documentId: documentId(2), assetId: assetId(101), operation: 'edit' })
    const fresh = { id: documentId(2), baseId: assetId(101) }
    const kept = { id: documentId(2), baseId: assetId(104) }
    expect(ids(jobsBeneath(state(jobs), fresh, nothingKnown))).toEqual([1, 2])
    expect(ids(jobsBeneath(state([...jobs, edit]), kept, nothingKnown))).toEqual([1, 2, 4])
    const composed = sampleResult(200, 101, { operation: 'compose' })
    const ofLayers = { ...edit, assetId: composed.id }
    const known: FindAsset = (id) => (id === composed.id ? composed : undefined)
    expect(ids(jobsBeneath(state([...jobs, ofLayers]), kept, known))).toEqual([1, 2, 4])
  })
})

import { describe, expect, it } from 'vitest'
import { assetId, documentId, sampleAsset, sampleJob } from '../../client/sample-records.ts'
import { keepWay } from './keep-way.ts'
import { jobsBeneath } from './strip-jobs.ts'

const canvas = { widthPx: 600, heightPx: 400 }
const same = sampleAsset(1)
const larger = sampleAsset(1, { widthPx: 1024, heightPx: 1024 })

describe('keeping', () => {
  it.each([
    ['a fill takes the place of the picture', 'fill', same, canvas, 'replace'],
    ['an edit of the same size takes its place', 'edit', same, canvas, 'replace'],
    ['an edit of another size is a picture of its own', 'edit', larger, canvas, 'open'],
    ['a result whose size is not known yet is not laid over the picture', 'variations', undefined, canvas, 'open'],
    ['a new picture never takes the place of another', 'generate', same, canvas, 'open'],
    ['with nothing open there is no place to take', 'edit', same, null, 'open'],
  ] as const)('%s', (_, operation, result, size, way) => {
    expect(keepWay(sampleJob(1, { operation }), result, size)).toBe(way)
  })
})

const loose = (number: number) => sampleJob(number, { documentId: null, assetId: null, operation: 'generate' })
const state = (jobs: readonly ReturnType<typeof sampleJob>[]) => ({ byId: new Map(jobs.map((job) => [job.id, job])) })
const ids = (jobs: readonly { id: string }[]) => jobs.map(({ id }) => Number(id.slice(-3)))

describe('the jobs beneath a picture', () => {
  const jobs = [loose(1), loose(2), sampleJob(3)]

  it('are its own, or with none open those that belong to none', () => {
    expect(ids(jobsBeneath(state(jobs), { id: documentId(1), baseId: assetId(1) }))).toEqual([3])
    expect(ids(jobsBeneath(state(jobs), null))).toEqual([1, 2])
  })

  it('include the companions of the result it was opened from, also once an edit of it is kept', () => {
    const edit = sampleJob(4, { documentId: documentId(2), assetId: assetId(101), operation: 'edit' })
    expect(ids(jobsBeneath(state(jobs), { id: documentId(2), baseId: assetId(101) }))).toEqual([1, 2])
    expect(ids(jobsBeneath(state([...jobs, edit]), { id: documentId(2), baseId: assetId(104) }))).toEqual([1, 2, 4])
  })
})

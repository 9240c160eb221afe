import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AssetId, JobId } from '../../shared/domain/ids.ts'
import { blankJob } from './blank-job.ts'
import { createEditMask } from './edit-mask.ts'

const id = 'job' as JobId
const result = 'result' as AssetId
const painted = new Uint8Array([1, 2, 3])
const withEdge = new Uint8Array([4, 5])
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-edit-mask-'))
  await writeFile(join(folder, 'painted'), painted)
  await writeFile(join(folder, 'mask'), withEdge)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Kept {
  /** Absent = the queue does not keep the request any more. */
  readonly request?: { readonly body: string; readonly maskPng: Uint8Array | null }
  readonly hasResult?: boolean
  readonly hasMask?: boolean
  readonly hasPaint?: boolean
}

function maskOf({ request, hasResult = true, hasMask = true, hasPaint = true }: Kept) {
  const asset = {
    name: 'coffee',
    widthPx: 600,
    heightPx: 400,
    hasMask,
    hasRawAnswer: hasPaint,
    recipe: { growPx: 7, featherPx: 9 },
  }
  const job = { ...blankJob(1), id, callId: 'call', assetId: 'source' as AssetId, resultId: hasResult ? result : null }
  return createEditMask({
    find: async () => job as never,
    database: { call: async () => (request ?? null) as never },
    imaging: { measureMask: async ({ size }) => ({ x: 1, y: 2, ...size }) },
    assets: {
      records: { require: async () => asset } as never,
      files: {
        locate: async (_id: AssetId, which: string) => ({ path: join(folder, which), mime: 'image/png' }),
      } as never,
    },
  })(id)
}

describe('the mask of an edit', () => {
  const maskBounds = { x: 1, y: 2, widthPx: 600, heightPx: 400 }

  it('is found beside its result, as painted, once the queue has forgotten the request', async () => {
    expect(await maskOf({})).toEqual({ maskPng: painted, growPx: 7, featherPx: 9, maskBounds })
  })

  it('has its edge already where what was painted is not kept', async () => {
    expect(await maskOf({ hasPaint: false })).toEqual({ maskPng: withEdge, growPx: 0, featherPx: 0, maskBounds })
  })

  it('is none where the whole image was edited', async () => {
    expect(await maskOf({ hasMask: false })).toBeNull()
  })

  it('is said to be gone where neither request nor result is left: the whole image is never edited in its place', async () => {
    await expect(maskOf({ hasResult: false })).rejects.toMatchObject({ code: 'storage/not-found' })
  })

  it('is not guessed from a request that cannot be read', async () => {
    await expect(maskOf({ request: { body: '{}', maskPng: painted } })).rejects.toMatchObject({
      code: 'storage/corrupt',
    })
  })
})

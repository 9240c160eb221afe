import { describe, expect, it } from 'vitest'
import { assetIdSchema, type AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { MeasuredDifference } from '../imaging/imaging.ts'
import { createMeasuring } from './create-measuring.ts'
import { fakeAssets } from '../../../test/support/fake-assets.ts'

const [firstId, secondId] = ['01K8M0000000000000000000A1', '01K8M0000000000000000000A2'].map((id) =>
  assetIdSchema.parse(id),
) as [AssetId, AssetId]
const found = { ssim: 1 } as MeasuredDifference

const settled = () => new Promise((resolve) => setImmediate(resolve))

function setUp() {
  const requests: {
    signal: AbortSignal
    resolve: (value: MeasuredDifference) => void
    reject: (why: unknown) => void
  }[] = []
  const measuring = createMeasuring({
    assets: fakeAssets({ files: { locate: async (id) => ({ path: `/${id}`, mime: 'image/png' }) } }),
    imaging: {
      measureDifference: (_request, options) =>
        new Promise((resolve, reject) => requests.push({ signal: options!.signal!, resolve, reject })),
    },
  })
  return { measuring, requests }
}

describe('measuring a pair', () => {
  it('is done once for all callers and cached', async () => {
    const { measuring, requests } = setUp()
    const { signal } = new AbortController()
    const both = [measuring.load(firstId, secondId, signal), measuring.load(firstId, secondId, signal)]
    await settled()
    expect(requests).toHaveLength(1)
    requests[0]!.resolve(found)
    expect(await Promise.all(both)).toEqual([found, found])
    expect(await measuring.load(firstId, secondId, signal)).toBe(found)
    expect(requests).toHaveLength(1)
  })

  it('continues while any caller waits, and is aborted after the last one cancels', async () => {
    const { measuring, requests } = setUp()
    const [first, second] = [new AbortController(), new AbortController()]
    const waiting = [measuring.load(firstId, secondId, first.signal), measuring.load(firstId, secondId, second.signal)]
    await settled()
    first.abort()
    await expect(waiting[0]).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(requests[0]!.signal.aborted).toBe(false)
    second.abort()
    await expect(waiting[1]).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(requests[0]!.signal.aborted).toBe(true)
  })

  it('is retried after a failure', async () => {
    const { measuring, requests } = setUp()
    const { signal } = new AbortController()
    const failing = measuring.load(firstId, secondId, signal)
    await settled()
    requests[0]!.reject(new AppError('storage/not-found', 'Its disk is not there.'))
    await expect(failing).rejects.toMatchObject({ code: 'storage/not-found' })
    const again = measuring.load(firstId, secondId, signal)
    await settled()
    requests[1]!.resolve(found)
    expect(await again).toBe(found)
  })
})

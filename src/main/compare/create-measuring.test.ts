import { describe, expect, it } from 'vitest'
import { assetIdSchema, type AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { MeasuredDifference } from '../imaging/imaging.ts'
import { createMeasuring } from './create-measuring.ts'
import { fakeAssets } from '../../../test/support/fake-assets.ts'

const [one, other] = ['01K8M0000000000000000000A1', '01K8M0000000000000000000A2'].map((id) =>
  assetIdSchema.parse(id),
) as [AssetId, AssetId]
const found = { ssim: 1 } as MeasuredDifference

const settled = () => new Promise((resolve) => setImmediate(resolve))

function setUp() {
  const asked: { signal: AbortSignal; resolve: (value: MeasuredDifference) => void; reject: (why: unknown) => void }[] =
    []
  const measuring = createMeasuring({
    assets: fakeAssets({ files: { locate: async (id) => ({ path: `/${id}`, mime: 'image/png' }) } }),
    imaging: {
      measureDifference: (_request, options) =>
        new Promise((resolve, reject) => asked.push({ signal: options!.signal!, resolve, reject })),
    },
  })
  return { measuring, asked }
}

describe('measuring a pair', () => {
  it('is done once for all who ask, and kept', async () => {
    const { measuring, asked } = setUp()
    const { signal } = new AbortController()
    const both = [measuring.load(one, other, signal), measuring.load(one, other, signal)]
    await settled()
    expect(asked).toHaveLength(1)
    asked[0]!.resolve(found)
    expect(await Promise.all(both)).toEqual([found, found])
    expect(await measuring.load(one, other, signal)).toBe(found)
    expect(asked).toHaveLength(1)
  })

  it('goes on while somebody waits, and stops when nobody does', async () => {
    const { measuring, asked } = setUp()
    const [first, second] = [new AbortController(), new AbortController()]
    const waiting = [measuring.load(one, other, first.signal), measuring.load(one, other, second.signal)]
    await settled()
    first.abort()
    await expect(waiting[0]).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(asked[0]!.signal.aborted).toBe(false)
    second.abort()
    await expect(waiting[1]).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(asked[0]!.signal.aborted).toBe(true)
  })

  it('is tried again after it has failed', async () => {
    const { measuring, asked } = setUp()
    const { signal } = new AbortController()
    const failing = measuring.load(one, other, signal)
    await settled()
    asked[0]!.reject(new AppError('storage/not-found', 'Its disk is not there.'))
    await expect(failing).rejects.toMatchObject({ code: 'storage/not-found' })
    const again = measuring.load(one, other, signal)
    await settled()
    asked[1]!.resolve(found)
    expect(await again).toBe(found)
  })
})

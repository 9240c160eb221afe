import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRecordingLogger } from '../../../../test/support/recording-logger.ts'
import type { DroppedHandle } from '../../../shared/domain/file-handles.ts'
import { assetUrl, differenceUrl, incomingUrl, previewUrl, regionUrl } from '../../../shared/domain/image-url.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { RegionRequest } from '../../imaging/imaging.ts'
import { createAssetResponder } from './asset-responder.ts'
import type { AssetRequest, AssetResponse } from './file-response.ts'
import { fakeAssets } from '../../../../test/support/fake-assets.ts'

const id = '01JD3Q0000000000000000000A'
const missingId = '01JD3Q0000000000000000000B'
const brokenId = '01JD3Q0000000000000000000C'
const lostId = '01JD3Q0000000000000000000D'
const photoHandle = 'p'.repeat(32)
const textHandle = 't'.repeat(32)
const goneHandle = 'g'.repeat(32)
const bytes = Uint8Array.from({ length: 700_000 }, (_, index) => index % 251)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-assets-'))
  await writeFile(join(folder, 'coffee.png'), bytes)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function setUp() {
  const logger = createRecordingLogger()
  const assets = fakeAssets({
    files: {
      locate: async (assetId: string) => {
        if (assetId === missingId) throw new AppError('storage/not-found', 'gone')
        if (assetId === brokenId) throw new AppError('storage/corrupt', `${folder} is broken`)
        return { path: join(folder, assetId === lostId ? 'lost.png' : 'coffee.png'), mime: 'image/png' }
      },
    },
  })
  const jobs = {
    preview: (_id: string, revision: number) =>
      revision === 2 ? { bytes: new Uint8Array([1, 2, 3]), mime: 'image/webp' } : null,
  }
  const regionRequests: RegionRequest[] = []
  const imaging = {
    readRegion: async (request: RegionRequest) => {
      regionRequests.push(request)
      if (request.area.x > 1000) throw new AppError('request/invalid', `outside of ${request.sourcePath}`)
      return new Uint8Array([1, 2, 3, 4])
    },
  }
  const origins = new Set(['app://atelier'])
  const comparisons = {
    map: async (firstId: string, secondId: string) => {
      if (firstId === secondId) throw new AppError('storage/not-found', 'gone')
      return new Uint8Array([0, 255, 7])
    },
  }
  const services = async () => ({ assets, jobs, imaging, comparisons })
  const incoming = new Map([
    [photoHandle, 'coffee.png'],
    [textHandle, 'coffee.txt'],
    [goneHandle, 'gone.jpg'],
  ])
  const findIncoming = (handle: string) => {
    const name = incoming.get(handle)
    return name === undefined ? null : join(folder, name)
  }
  const respondTo = createAssetResponder({ services, findIncoming, origins, logger })
  const respond = async (request: AssetRequest) => toResponse(await respondTo(request))
  const get = (url: string, headers: Record<string, string> = {}, method = 'GET') => respond({ url, headers, method })
  return { get, respond, logger, asked: regionRequests }
}

/** Converts to the response that the page receives. */
function toResponse({ statusCode, headers, data }: AssetResponse): Response {
  return new Response(Readable.toWeb(data) as ReadableStream<Uint8Array>, { status: statusCode, headers })
}

async function holds(response: Response, expected: Uint8Array): Promise<boolean> {
  return Buffer.from(await response.arrayBuffer()).equals(expected)
}

const requestFrom = (origin: string, url: string): AssetRequest => ({ url, method: 'GET', headers: { Origin: origin } })

const getIncoming = (handle: string) => setUp().get(incomingUrl(handle as DroppedHandle))

describe('asset://incoming', () => {
  it('serves the file unchanged and uncached', async () => {
    const response = await getIncoming(photoHandle)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    expect(await holds(response, bytes)).toBe(true)
  })

  it.each([
    ['a handle that was never issued', 'n'.repeat(32), 404],
    ['a file that is not an image', textHandle, 404],
    ['a file that is gone', goneHandle, 404],
    ['a path', '..%2Fcoffee.png', 400],
    ['nothing', '', 400],
  ])('refuses %s', async (_what, handle, status) => {
    const response = await getIncoming(handle)
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
  })
})

describe('asset://library', () => {
  it('streams the whole file with type and length, cached forever', async () => {
    const { get } = setUp()
    const response = await get(assetUrl(id, 'full'))
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
      'cache-control': expect.stringContaining('immutable'),
      'x-content-type-options': 'nosniff',
    })
    expect(await holds(response, bytes)).toBe(true)
  })

  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=699990-', 699_990, 699_999],
    ['bytes=-5', 699_995, 699_999],
    ['bytes=10-9999999', 10, 699_999],
  ])('serves the range %s', async (range, first, last) => {
    const { get } = setUp()
    const response = await get(assetUrl(id, 'full'), { range })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/700000`)
    expect(await holds(response, bytes.subarray(first, last + 1))).toBe(true)
  })

  it('reads only the requested range of a huge file', async () => {
    // Larger than a single buffer can be; the sparse file takes no disk space.
    await truncate(join(folder, 'coffee.png'), 3_000_000_000)
    const response = await setUp().get(assetUrl(id, 'full'), { range: 'bytes=0-9' })
    expect(response.status).toBe(206)
    expect(await holds(response, bytes.subarray(0, 10))).toBe(true)
  })

  it.each(['bytes=700000-', 'bytes=900000-900001'])('returns 416 for %s', async (range) => {
    const { get } = setUp()
    expect((await get(assetUrl(id, 'full'), { range })).status).toBe(416)
  })

  it.each(['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-'])('ignores the range %s', async (range) => {
    const { get } = setUp()
    expect((await get(assetUrl(id, 'full'), { range })).status).toBe(200)
  })

  it('stops reading when the client cancels', async () => {
    const { get } = setUp()
    const reader = (await get(assetUrl(id, 'full'))).body!.getReader()
    await reader.read()
    await expect(reader.cancel()).resolves.toBeUndefined()
  })

  it('answers HEAD without a body', async () => {
    const { get } = setUp()
    const response = await get(assetUrl(id, 'full'), {}, 'HEAD')
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    expect(await response.text()).toBe('')
  })

  it.each([
    ['an unknown id', 404, assetUrl(missingId, 'full')],
    ['a file that is gone', 404, assetUrl(lostId, 'full')],
    ['a broken library', 500, assetUrl(brokenId, 'full')],
    ['an invalid id', 400, 'asset://library/nope/full'],
    ['an unknown rendition', 400, `asset://library/${id}/huge`],
    ['a path with parent folders', 400, `asset://library/${id}/..%2f..%2fetc%2fpasswd`],
    ['an extra path segment', 400, `asset://library/${id}/full/more`],
    ['another host', 400, `asset://elsewhere/${id}/full`],
  ])('responds to %s with %i and reveals no path', async (_name, status, url) => {
    const { get } = setUp()
    const response = await get(url)
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('rejects other methods', async () => {
    const { get } = setUp()
    expect((await get(assetUrl(id, 'full'), {}, 'POST')).status).toBe(405)
  })

  it('lets only the page of the app read pixels', async () => {
    const { respond } = setUp()
    const ours = await respond(requestFrom('app://atelier', assetUrl(id, 'full')))
    expect(ours.headers.get('access-control-allow-origin')).toBe('app://atelier')
    expect((await respond(requestFrom('https://example.com', assetUrl(id, 'full')))).status).toBe(403)
  })
})

describe('asset://library/<id>/region', () => {
  const area = { x: 512, y: 0, widthPx: 8192, heightPx: 4096 }

  it('returns raw pixels of the visible image', async () => {
    const { get, asked } = setUp()
    const response = await get(regionUrl(id, area, 2))
    expect(asked).toEqual([{ sourcePath: join(folder, 'coffee.png'), area, level: 2 }])
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-length')).toBe('4')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3, 4]))
  })

  const region = `asset://library/${id}/region`
  it.each([
    ['an area that is too large', 400, regionUrl(id, area, 1)],
    ['an area outside the image', 400, regionUrl(id, { ...area, x: 2000 }, 2)],
    ['an unknown level', 400, regionUrl(id, area, 17)],
    ['an empty area', 400, regionUrl(id, { ...area, widthPx: 0 }, 2)],
    ['a negative position', 400, `${region}?x=-1&y=0&w=1&h=1&level=0`],
    ['a fraction', 400, `${region}?x=1.5&y=0&w=1&h=1&level=0`],
    ['an exponent', 400, `${region}?x=1e3&y=0&w=1&h=1&level=0`],
    ['a missing number', 400, `${region}?x=1&y=0&w=1&h=1`],
    ['an extra number', 400, `${region}?x=1&y=0&w=1&h=1&level=0&z=1`],
    ['an extra path segment', 400, `${region}/more?x=1&y=0&w=1&h=1&level=0`],
    ['an invalid id', 400, 'asset://library/nope/region?x=1&y=0&w=1&h=1&level=0'],
    ['an unknown id', 404, regionUrl(missingId, area, 2)],
  ])('refuses %s', async (_name, status, url) => {
    const { get } = setUp()
    const response = await get(url)
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
  })

  it('serves the page of the app only', async () => {
    const { respond, asked } = setUp()
    expect((await respond(requestFrom('https://example.com', regionUrl(id, area, 2)))).status).toBe(403)
    expect(asked).toEqual([])
  })
})

describe('asset://compare', () => {
  it('returns the difference map, uncached', async () => {
    const { get } = setUp()
    const response = await get(differenceUrl(id, missingId))
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255, 7]))
  })

  it.each([
    [404, differenceUrl(id, id)],
    [400, `asset://compare/${id}`],
    [400, `asset://compare/${id}/nope`],
    [400, `${differenceUrl(id, missingId)}/more`],
  ])('returns %i for %s', async (status, url) => expect((await setUp().get(url)).status).toBe(status))
})

describe('asset://preview', () => {
  it('returns an existing preview, uncached', async () => {
    const { get } = setUp()
    const response = await get(previewUrl(id, 2))
    expect(response.headers.get('content-type')).toBe('image/webp')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
  })

  it.each([
    [404, previewUrl(id, 1)],
    [400, `asset://preview/${id}/-1`],
    [400, `asset://preview/nope/2`],
  ])('returns %i for %s', async (status, url) => {
    const { get } = setUp()
    expect((await get(url)).status).toBe(status)
  })
})

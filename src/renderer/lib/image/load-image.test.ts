import { afterEach, expect, it, vi } from 'vitest'
import { loadThumbnail, prefetchThumbnail } from './load-image.ts'

afterEach(() => vi.unstubAllGlobals())

function stubDecoder() {
  const fetched = vi.fn(async (url: string) => new Response(url))
  const bitmaps: { readonly url: string; readonly close: () => void }[] = []
  vi.stubGlobal('fetch', fetched)
  vi.stubGlobal('createImageBitmap', async (blob: Blob) => {
    const bitmap = { url: await blob.text(), close: vi.fn() }
    bitmaps.push(bitmap)
    return bitmap
  })
  return { fetched, bitmaps }
}

const { signal } = new AbortController()

it('decodes a prefetched thumbnail once, for the view that draws it', async () => {
  const { fetched, bitmaps } = stubDecoder()
  await prefetchThumbnail('a')
  expect(await loadThumbnail('a', signal)).toBe(bitmaps[0])
  expect(fetched).toHaveBeenCalledOnce()
  // A second view of the same image has its own bitmap: either may close it.
  expect(await loadThumbnail('a', signal)).toBe(bitmaps[1])
})

it('keeps at most one prefetched thumbnail and closes an unused one', async () => {
  const { bitmaps } = stubDecoder()
  await prefetchThumbnail('a')
  await prefetchThumbnail('b')
  expect(bitmaps[0]?.close).toHaveBeenCalledOnce()
  expect(await loadThumbnail('b', signal)).toBe(bitmaps[1])
})

it('returns null for an unreadable file and fetches it again next time', async () => {
  const { fetched } = stubDecoder()
  fetched.mockResolvedValueOnce(new Response(null, { status: 404 }))
  await prefetchThumbnail('a')
  expect(await loadThumbnail('a', signal)).toBeNull()
  expect(await loadThumbnail('a', signal)).not.toBeNull()
})

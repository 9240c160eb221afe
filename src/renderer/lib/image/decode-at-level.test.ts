import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { decodeAtLevel } from './decode-at-level.ts'

const size = { widthPx: 6_000, heightPx: 4_001 }
const jpeg = new Blob(['jpeg'], { type: 'image/jpeg' })
const frame = { displayWidth: 1_500, displayHeight: 1_001, close: vi.fn() }
const decoded = vi.fn<(source: unknown, options?: ImageBitmapOptions) => void>()
let decode: () => Promise<{ image: object }>

beforeEach(() => {
  decode = async () => ({ image: frame })
  vi.stubGlobal('createImageBitmap', async (source: unknown, options?: ImageBitmapOptions) => decoded(source, options))
  vi.stubGlobal(
    'ImageDecoder',
    class {
      decode = () => decode()
      close = vi.fn()
    },
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.clearAllMocks()
})

const resized = { resizeWidth: 1_500, resizeHeight: 1_001, resizeQuality: 'medium' }

it('scales a JPEG in its decoder and closes the frame', async () => {
  await decodeAtLevel(jpeg, size, 2)
  expect(decoded).toHaveBeenCalledExactlyOnceWith(frame, undefined)
  expect(frame.close).toHaveBeenCalledOnce()
})

it.each([
  ['returns another size', async () => ({ image: { ...frame, displayWidth: 1_499 } })],
  ['fails', async () => Promise.reject(new Error('broken'))],
])('falls back to a full decode if the decoder %s', async (_what, decodes) => {
  decode = decodes
  await decodeAtLevel(jpeg, size, 2)
  expect(decoded).toHaveBeenCalledExactlyOnceWith(jpeg, resized)
})

it('decodes other formats fully, and a JPEG unscaled at level 0', async () => {
  const png = new Blob(['png'], { type: 'image/png' })
  await decodeAtLevel(png, size, 2)
  await decodeAtLevel(jpeg, size, 0)
  expect(decoded.mock.calls).toEqual([
    [png, resized],
    [jpeg, undefined],
  ])
})

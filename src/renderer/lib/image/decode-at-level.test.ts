import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { decodeAtLevel } from './decode-at-level.ts'

const size = { widthPx: 6_000, heightPx: 4_001 }
const jpeg = new Blob(['jpeg'], { type: 'image/jpeg' })
const frame = { displayWidth: 1_500, displayHeight: 1_001, close: vi.fn() }
const asked = vi.fn<(what: unknown, options?: ImageBitmapOptions) => void>()
let decode: () => Promise<{ image: object }>

beforeEach(() => {
  decode = async () => ({ image: frame })
  vi.stubGlobal('createImageBitmap', async (what: unknown, options?: ImageBitmapOptions) => asked(what, options))
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

it('lets a JPEG’s decoder scale, and lets the frame go', async () => {
  await decodeAtLevel(jpeg, size, 2)
  expect(asked).toHaveBeenCalledExactlyOnceWith(frame, undefined)
  expect(frame.close).toHaveBeenCalledOnce()
})

it.each([
  ['comes out at another size', async () => ({ image: { ...frame, displayWidth: 1_499 } })],
  ['cannot read it', async () => Promise.reject(new Error('broken'))],
])('decodes it whole where that decoder %s', async (_what, decodes) => {
  decode = decodes
  await decodeAtLevel(jpeg, size, 2)
  expect(asked).toHaveBeenCalledExactlyOnceWith(jpeg, resized)
})

it('decodes other formats whole, and every pixel where every pixel is asked for', async () => {
  const png = new Blob(['png'], { type: 'image/png' })
  await decodeAtLevel(png, size, 2)
  await decodeAtLevel(jpeg, size, 0)
  expect(asked.mock.calls).toEqual([
    [png, resized],
    [jpeg, undefined],
  ])
})

import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import type { StubRequest } from '../../support/services/service-stub.ts'
import type { StubServer } from '../../support/services/stub-server.ts'

/** How a simulated model treats the image and the mask it is sent. */
export type Manner =
  /** Repaints what is inside the mask, and nothing else. */
  | 'keeps'
  /** Returns the image unchanged. */
  | 'nothing'
  /** Returns an entirely different image. */
  | 'other'
  /** Repaints what is inside the mask, and changes the colors of a third of the rest. */
  | 'strays'

/** The response of a model that paints with a mask (repaint = transparent, or white) to the last request of the server. */
export async function buildMaskedResponse(server: Pick<StubServer, 'requests'>, manner: Manner): Promise<Uint8Array> {
  const request = server.requests.at(-1)
  if (request === undefined) throw new Error('nothing was asked')
  const { image, mask } = await sentImages(request)
  const { width, height } = image.info
  const result = Buffer.from(image.data)
  for (let at = 0; at < width * height; at++) {
    const isInside = mask === null || isRepainted(mask, at)
    const [x, y] = [at % width, Math.floor(at / width)]
    const isLight = (x >> 4) % 2 === (y >> 4) % 2
    const isPainted = manner === 'other' || (manner !== 'nothing' && isInside)
    if (isPainted) result.set(isLight ? [40, 160, 90] : [20, 90, 60], at * 4)
    else if (manner === 'strays' && (y >> 6) % 3 === 0) redden(result, at * 4)
  }
  const raw = { width, height, channels: 4 as const }
  return sharp(result, { raw }).removeAlpha().png().toBuffer()
}

function isRepainted({ data, hasAlpha }: Mask, at: number): boolean {
  return hasAlpha ? data[at * 4 + 3]! < 128 : data[at * 4]! >= 128
}

/** Keeps the lightness, so that the alignment does not change. */
function redden(rgba: Buffer, at: number): void {
  rgba[at] = Math.min(255, rgba[at]! + 90)
  rgba[at + 1] = Math.max(0, rgba[at + 1]! - 27)
}

interface Raw {
  readonly data: Buffer
  readonly info: { readonly width: number; readonly height: number }
}

interface Mask extends Raw {
  readonly hasAlpha: boolean
}

async function sentImages({ form }: StubRequest): Promise<{ image: Raw; mask: Mask | null }> {
  const file = (name: RegExp) => form.find((part) => name.test(part.name))?.bytes
  const image = file(/^image/)
  if (image === undefined) throw new Error('no image was sent')
  const mask = file(/^mask/)
  if (mask === undefined) return { image: await decode(image), mask: null }
  const { hasAlpha } = await sharp(mask).metadata()
  return { image: await decode(image), mask: { ...(await decode(mask)), hasAlpha } }
}

function decode(bytes: Uint8Array): Promise<Raw> {
  return sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
}

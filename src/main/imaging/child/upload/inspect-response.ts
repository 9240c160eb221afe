import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { ResponseFacts } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openPicture } from '../source/decode-picture.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'

/** A picture whose first rows show anything at all is not black: most answers are judged by these. */
const firstRows = 16

export async function inspectResponse(path: string, budget: ByteBudget, signal: AbortSignal): Promise<ResponseFacts> {
  const picture = await untilAborted(inspectPicture(fileSource(path)), signal)
  const work = budget.run(decodedBytes(picture), signal, () => isBlack(picture))
  return { ...picture.facts, isBlack: await untilAborted(work, signal) }
}

/** Black everywhere; with transparency, evenly so: black ink on a clear ground is a drawing. */
async function isBlack(picture: InspectedPicture): Promise<boolean> {
  const { widthPx, heightPx } = picture.facts
  try {
    const top = { left: 0, top: 0, width: widthPx, height: Math.min(firstRows, heightPx) }
    const first = await openPicture(picture).extract(top).removeAlpha().raw({ depth: 'uchar' }).toBuffer()
    if (!isZero(first)) return false
    const { data, info } = await openPicture(picture).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    if (info.channels === 3) return isZero(data)
    for (let at = 0; at < data.length; at += info.channels) {
      const isInk = data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 0
      if (!isInk || data[at + 3] !== data[3]) return false
    }
    return true
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((value) => value === 0)
}

import type { AppError } from '../../../../shared/errors/index.ts'
import type { SniffedImageFormat } from '../header/sniff-format.ts'
import { toDecodeError } from './decode-error.ts'
import type { InspectedImage } from './inspect-image.ts'
import { bufferOf, isFilling, isQuietlyDamaged, spareBytes } from './quiet-damage.ts'
import { failOn } from './sharp-engine.ts'

/** Which complaint of the decoder ends a decode. */
export type FailOn = 'none' | 'error' | 'warning'

export interface Recovered<T> {
  readonly value: T
  /** How it was decoded; a further decode needs the same. */
  readonly failOn: FailOn
  /** The decoder complained: some pixels are not what the image had. */
  readonly isDamaged: boolean
}

/** The decoders of these formats guess pixels they cannot read, and only warn. */
const warningFormats: ReadonlySet<SniffedImageFormat> = new Set(['jpeg', 'gif'])

/**
 * Decodes an image, and tells from the decoder's complaints whether it is whole.
 * @param isEnough whether what is left of a damaged image is worth keeping: the decoder leaves the rest gray or black
 * @throws media/* where it cannot be decoded, or not enough of it
 */
export async function decodeRecovering<T>(
  image: InspectedImage,
  isEnough: (rest: T) => boolean,
  decode: (failOn: FailOn) => Promise<T>,
): Promise<Recovered<T>> {
  const isWarning = warningFormats.has(image.format)
  // The decoder works in a thread of its own: meanwhile this one reads the same bytes.
  const [warned, endsAmiss] = await Promise.all([
    isWarning ? attempt(image, () => decode('warning')) : null,
    isWarning && isQuietlyDamaged(image),
  ])
  if (warned !== null && 'value' in warned) return { value: warned.value, failOn, isDamaged: endsAmiss }
  const strict = await attempt(image, () => decode(failOn))
  if ('value' in strict) {
    // The decoder ends with its first complaint: behind a harmless one there may be others.
    const isDamaged = endsAmiss || (warned !== null && !(await isHarmless(warned.complaint, image)))
    return { value: strict.value, failOn, isDamaged }
  }
  if (strict.error.code !== 'media/undecodable') throw strict.error
  const rest = await attempt(image, () => decode('none'))
  if ('error' in rest || !isEnough(rest.value)) throw strict.error
  return { value: rest.value, failOn: 'none', isDamaged: true }
}

type Attempt<T> = { readonly value: T } | { readonly error: AppError; readonly complaint: string }

async function attempt<T>({ source }: InspectedImage, decode: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await decode() }
  } catch (thrown) {
    const complaint = thrown instanceof Error ? thrown.message : String(thrown)
    return { error: toDecodeError(thrown, source.name), complaint }
  }
}

/**
 * Whether a warning is not about pixels: libjpeg (jerror.h) also warns of versions and parameters that some encoders
 * write wrongly, and of what stands between the pixels and the end, which some cameras fill up.
 */
async function isHarmless(complaint: string, { format, source: { input } }: InspectedImage): Promise<boolean> {
  if (format !== 'jpeg') return false
  const spare = spareBytes(complaint)
  if (spare > 0) return typeof input !== 'string' && isFilling(bufferOf(input), spare)
  return (
    !/corrupt jpeg data|inconsistent progression|premature end/i.test(complaint) || /bad icc marker/i.test(complaint)
  )
}

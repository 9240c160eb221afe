import { setImmediate as breathe } from 'node:timers/promises'
import { AppError } from '../../../../shared/errors/index.ts'
import { areaOutsideImage } from '../../../../shared/messages/en/imaging.ts'
import { debounce, type DelayedTask } from '../../../../shared/util/debounce.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { RegionRequest } from '../../imaging.ts'
import { averagePixels, type PixelAverages } from './average-pixels.ts'
import type { DecodedImage } from './decode-image.ts'

/** Whole levels are kept every two halvings; those in between are averaged on demand. */
const halvingsPerKept = 2
/** Source pixels averaged before yielding to other calls. */
const pixelsPerTurn = 4_000_000

/** The level at which a large image is first shown, computed in one pass while its file is decoded. */
const firstLevel = halvingsPerKept

export interface RegionReaderOptions {
  readonly open: (path: string) => Promise<OpenImage>
  /** Limit for kept images; the two read last are always kept, since a base and a result are viewed alternately. */
  readonly limitBytes: number
  /** Everything is dropped after this long without reads. */
  readonly idleMs: number
}

export interface OpenImage {
  readonly size: Size
  readonly load: () => Promise<DecodedImage>
  /** A quarter of the sides, rounded up; null where decoding all of it is quick enough. */
  readonly loadQuarter: (() => Promise<DecodedImage>) | null
}

interface Kept {
  readonly levels: Promise<ImageLevels>
  opened: ImageLevels | null
  bytes: number
}

/**
 * Returns parts of images at the level a view needs, decoding each image once. A path always stands for the same
 * pixels, as for files of the library.
 */
export class RegionReader {
  readonly #options: RegionReaderOptions
  /** In the order of use. */
  readonly #kept = new Map<string, Kept>()
  readonly #clearWhenIdle: DelayedTask<[]>

  constructor(options: RegionReaderOptions) {
    this.#options = options
    this.#clearWhenIdle = debounce(() => this.#kept.clear(), options.idleMs, { isUnref: true })
  }

  get keptBytes(): number {
    return [...this.#kept.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** @throws request/invalid if the part does not lie in the image; media/*, storage/* from decoding */
  async read(request: RegionRequest, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const levels = await untilAborted(this.#open(request.sourcePath), signal)
    checkInside(request.area, levels.size)
    return untilAborted(levels.read(request.area, request.level), signal)
  }

  #open(path: string): Promise<ImageLevels> {
    const known = this.#kept.get(path)
    const entry = known ?? this.#begin(path)
    this.#kept.delete(path)
    this.#kept.set(path, entry)
    this.#clearWhenIdle()
    return entry.levels
  }

  #begin(path: string): Kept {
    const onBytes = (bytes: number): void => {
      entry.bytes = bytes
      this.#trim()
    }
    const levels = this.#options.open(path).then((image) => new ImageLevels(image, onBytes))
    const entry: Kept = { levels, opened: null, bytes: 0 }
    levels.then(
      (opened) => (entry.opened = opened),
      () => this.#kept.delete(path),
    )
    return entry
  }

  #trim(): void {
    const older = [...this.#kept.entries()].slice(0, -2)
    // Nine images viewed together are shown small: the coarse levels take little memory and are kept longest.
    for (const [, entry] of older) {
      if (this.keptBytes <= this.#options.limitBytes) return
      if (entry.opened !== null) entry.bytes = entry.opened.dropFinest()
    }
    for (const [path, { bytes }] of older) {
      if (this.keptBytes <= this.#options.limitBytes) return
      if (bytes > 0) this.#kept.delete(path)
    }
  }
}

/** An image with the halvings requested so far; all its pixels only once needed. */
class ImageLevels {
  readonly #image: OpenImage
  readonly #onBytes: (bytes: number) => void
  readonly #kept = new Map<number, Promise<PixelAverages>>()
  #bytes = 0
  /** Of them, every pixel; 0 while those are not there. */
  #finestBytes = 0

  constructor(image: OpenImage, onBytes: (bytes: number) => void) {
    this.#image = image
    this.#onBytes = onBytes
  }

  get size(): Size {
    return this.#image.size
  }

  async read(area: Rect, level: number): Promise<Uint8Array<ArrayBuffer>> {
    const from = coarsestKept(area, this.size, level)
    const source = await this.#level(from)
    const part = {
      x: area.x >> from,
      y: area.y >> from,
      widthPx: ceilShift(area.widthPx, from),
      heightPx: ceilShift(area.heightPx, from),
    }
    const packed = new Uint32Array(ceilShift(area.widthPx, level) * ceilShift(area.heightPx, level))
    averagePixels(source, part, 2 ** (level - from), packed)
    return new Uint8Array(packed.buffer)
  }

  /** Drops full-resolution pixels if halvings are available. Returns the bytes still held. */
  dropFinest(): number {
    if (this.#finestBytes === 0 || this.#finestBytes === this.#bytes) return this.#bytes
    this.#kept.delete(0)
    this.#bytes -= this.#finestBytes
    this.#finestBytes = 0
    return this.#bytes
  }

  #level(level: number): Promise<PixelAverages> {
    const known = this.#kept.get(level)
    if (known !== undefined) return known
    const created = this.#makeLevel(level)
    this.#kept.set(level, created)
    void created.then(
      ({ packed }) => {
        if (level === 0) this.#finestBytes = packed.byteLength
        this.#onBytes((this.#bytes += packed.byteLength))
      },
      () => this.#kept.delete(level),
    )
    return created
  }

  async #makeLevel(level: number): Promise<PixelAverages> {
    const { load, loadQuarter } = this.#image
    if (level === 0) return toGrid(await load())
    if (level !== firstLevel || loadQuarter === null) return shrink(await this.#level(level - halvingsPerKept))
    const quarter = toGrid(await loadQuarter())
    // Viewing the whole image is usually followed by zooming in.
    setImmediate(() => void this.#level(0).catch(() => undefined))
    return quarter
  }
}

function toGrid({ widthPx, heightPx, hasAlpha, rgba }: DecodedImage): PixelAverages {
  return { widthPx, heightPx, hasAlpha, packed: new Uint32Array(rgba.buffer, rgba.byteOffset, widthPx * heightPx) }
}

/** The next whole level, with turns for other calls in between. */
async function shrink(finer: PixelAverages): Promise<PixelAverages> {
  const step = 2 ** halvingsPerKept
  const [widthPx, heightPx] = [Math.ceil(finer.widthPx / step), Math.ceil(finer.heightPx / step)]
  const packed = new Uint32Array(widthPx * heightPx)
  const rowsPerTurn = Math.max(1, Math.floor(pixelsPerTurn / (finer.widthPx * step)))
  for (let row = 0; row < heightPx; row += rowsPerTurn) {
    const y = row * step
    const band = { x: 0, y, widthPx: finer.widthPx, heightPx: Math.min(rowsPerTurn * step, finer.heightPx - y) }
    averagePixels(finer, band, step, packed.subarray(row * widthPx))
    await breathe()
  }
  return { widthPx, heightPx, hasAlpha: finer.hasAlpha, packed }
}

/** Returns the coarsest kept level whose pixels end where the area does. */
function coarsestKept(area: Rect, whole: Size, level: number): number {
  let keptLevel = Math.floor(level / halvingsPerKept) * halvingsPerKept
  while (keptLevel > 0 && !isAligned(area, whole, 2 ** keptLevel)) keptLevel -= halvingsPerKept
  return keptLevel
}

function isAligned({ x, y, widthPx, heightPx }: Rect, whole: Size, step: number): boolean {
  const endsWell = (end: number, last: number): boolean => end % step === 0 || end === last
  const isStartAligned = x % step === 0 && y % step === 0
  return isStartAligned && endsWell(x + widthPx, whole.widthPx) && endsWell(y + heightPx, whole.heightPx)
}

function ceilShift(length: number, level: number): number {
  return Math.ceil(length / 2 ** level)
}

function checkInside({ x, y, widthPx, heightPx }: Rect, size: Size): void {
  const isInside = x >= 0 && y >= 0 && x + widthPx <= size.widthPx && y + heightPx <= size.heightPx
  if (isInside && widthPx > 0 && heightPx > 0) return
  throw new AppError('request/invalid', areaOutsideImage)
}

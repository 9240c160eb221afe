import type { FillPreview } from '../../imaging.ts'
import type { FillPatch } from '../fill/index.ts'
import { sharp } from '../source/sharp-engine.ts'

/** A preview is visible only briefly: small and fast matters more than sharp. */
const quality = 75
const longestSidePx = 768

/** Encodes previews one at a time; of those arriving meanwhile only the newest is kept. Sends nothing after `stop`. */
export class PreviewSender {
  readonly #send: (preview: FillPreview) => void
  #next: FillPatch | null = null
  #isBusy = false
  #isStopped = false

  constructor(send: (preview: FillPreview) => void) {
    this.#send = send
  }

  offer(patch: FillPatch): void {
    this.#next = patch
    if (!this.#isBusy) void this.#drain()
  }

  stop(): void {
    this.#isStopped = true
    this.#next = null
  }

  async #drain(): Promise<void> {
    this.#isBusy = true
    while (this.#next !== null) {
      const patch = this.#next
      this.#next = null
      // A preview that cannot be encoded must not fail the job: the result is still coming.
      const preview = await encodePreview(patch).catch(() => null)
      if (preview !== null && !this.#isStopped) this.#send(preview)
    }
    this.#isBusy = false
  }
}

/** A scale that is not a power of two may yield slightly more than the intended whole number. */
const roundingSlack = 1e-6

export async function encodePreview(patch: FillPatch): Promise<FillPreview> {
  const scale = patch.scale ?? 1
  const raw = {
    width: Math.ceil(patch.widthPx * scale - roundingSlack),
    height: Math.ceil(patch.heightPx * scale - roundingSlack),
    channels: 4 as const,
  }
  const pipeline = sharp(patch.rgba, { raw }).resize(longestSidePx, longestSidePx, {
    fit: 'inside',
    withoutEnlargement: true,
    kernel: 'linear',
  })
  const isOpaque = isEveryPixelOpaque(patch.rgba)
  const bytes = isOpaque
    ? await pipeline.removeAlpha().jpeg({ quality }).toBuffer()
    : await pipeline.webp({ quality, effort: 0 }).toBuffer()
  const { x, y, widthPx, heightPx } = patch
  return {
    box: { x, y, widthPx, heightPx },
    bytes: Uint8Array.from(bytes),
    mime: isOpaque ? 'image/jpeg' : 'image/webp',
  }
}

function isEveryPixelOpaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) {
    if (rgba[i] !== 255) return false
  }
  return true
}

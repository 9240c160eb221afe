import { join } from 'node:path'
import type { FillRequest, Imaging } from '../../src/main/imaging/imaging.ts'
import { open, rectangleMask, texture } from '../../test/fixtures/images/make-image.ts'

export interface MeasuredFill {
  readonly firstPreviewMs: number
  readonly totalMs: number
}

/** Creates an image with a square hole, ready to be filled by the imaging process. */
export async function makeFill(
  folder: string,
  widthPx: number,
  heightPx: number,
  holePx: number,
): Promise<FillRequest> {
  const sourcePath = join(folder, `fill-${widthPx}.png`)
  await open(texture(widthPx, heightPx)).png({ compressionLevel: 1 }).toFile(sourcePath)
  const x = Math.floor((widthPx - holePx) / 2)
  const y = Math.floor((heightPx - holePx) / 2)
  return {
    sourcePath,
    maskPng: await rectangleMask(widthPx, heightPx, { x, y, widthPx: holePx, heightPx: holePx }),
    samplingPng: null,
    growPx: 4,
    featherPx: 4,
    seed: 1,
    modelSize: null,
    colourAdaptation: 0.5,
    resultPath: join(folder, `fill-${widthPx}-result.png`),
    effectiveMaskPath: join(folder, `fill-${widthPx}-mask.png`),
  }
}

/** Measures end to end: from the call to the first preview, and to the written files. */
export async function measureFill(imaging: Imaging, request: FillRequest): Promise<MeasuredFill> {
  const startedMs = performance.now()
  let firstPreviewMs = Number.POSITIVE_INFINITY
  await imaging.fill(request, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onPreview: () => {
      firstPreviewMs = Math.min(firstPreviewMs, performance.now() - startedMs)
    },
  })
  return { firstPreviewMs, totalMs: performance.now() - startedMs }
}

/** Returns milliseconds from canceling, at the first preview, to the response. */
export async function measureCancel(imaging: Imaging, request: FillRequest): Promise<number> {
  const stop = new AbortController()
  let cancelledMs = 0
  await imaging
    .fill(request, {
      signal: stop.signal,
      onProgress: () => undefined,
      onPreview: () => {
        if (stop.signal.aborted) return
        cancelledMs = performance.now()
        stop.abort()
      },
    })
    .catch(() => undefined)
  return performance.now() - cancelledMs
}

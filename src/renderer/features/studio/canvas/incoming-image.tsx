import { useEffect, useRef, useState, type RefObject } from 'react'
import * as messages from '../../../../shared/messages/en/canvas.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { decodeAtLevel } from '../../../lib/image/decode-at-level.ts'
import { drawPart, setSmoothing } from '../../../lib/image/draw-part.ts'
import { loadFile } from '../../../lib/image/load-image.ts'
import { levelFor } from '../../../lib/image/image-level.ts'
import { fit, type ViewSize } from '../../../editor/session/viewport.ts'
import './incoming-image.css'

/** Limit for decoding the image whole, next to the imaging process: 256 MB. JPEG is decoded no larger than shown. */
const mostWholePixels = 64_000_000

interface IncomingImageProps {
  readonly url: string
  /** Called when the user interacts with what is below. */
  readonly onDismiss: () => void
}

/**
 * A newly opened file, decoded by the browser and positioned as on the canvas: a large one appears long before it is
 * imported. Shows nothing if the browser cannot read it.
 */
export function IncomingImage({ url, onDismiss }: IncomingImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isShown, setShown] = useState(false)
  useAnyInput(onDismiss)
  useEffect(() => {
    const abort = new AbortController()
    void showFile(canvas, url, abort.signal).then(setShown)
    return () => abort.abort()
  }, [url])
  return (
    <div className="incoming-image" data-shown={isShown} role="status" aria-label={messages.openingImage}>
      <canvas ref={canvas} />
    </div>
  )
}

/** Returns whether there is anything to show. */
async function showFile(
  canvas: RefObject<HTMLCanvasElement | null>,
  url: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const file = await loadFile(url, signal)
    const size = await sizeOf(file)
    const isTooLarge = file.type !== 'image/jpeg' && size.widthPx * size.heightPx > mostWholePixels
    if (canvas.current === null || isTooLarge) return false
    const view = viewSizeOf(canvas.current)
    // Another route is shown: the canvas will be ready when the user returns.
    if (view.widthPx === 0) return false
    const bitmap = await decodeAtLevel(file, size, levelFor(fit(view, size).zoom))
    if (!signal.aborted) draw(canvas.current, view, bitmap, size)
    bitmap.close()
    return !signal.aborted
  } catch {
    return false
  }
}

/** With orientation applied; decodes no pixels. */
async function sizeOf(file: Blob): Promise<Size> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    await new Promise((resolve, reject) => {
      image.addEventListener('load', resolve)
      image.addEventListener('error', reject)
      image.src = url
    })
    return { widthPx: image.naturalWidth, heightPx: image.naturalHeight }
  } finally {
    URL.revokeObjectURL(url)
  }
}

function viewSizeOf(canvas: HTMLCanvasElement): ViewSize {
  const dpr = window.devicePixelRatio
  const { width, height } = canvas.getBoundingClientRect()
  return { widthPx: Math.round(width * dpr), heightPx: Math.round(height * dpr), dpr }
}

/** Same as on the canvas: nothing moves when the canvas takes over. */
function draw(canvas: HTMLCanvasElement, view: ViewSize, image: ImageBitmap, size: Size): void {
  canvas.width = view.widthPx
  canvas.height = view.heightPx
  const context = canvas.getContext('2d')
  if (context === null) return
  const { zoom, originX, originY } = fit(view, size)
  const rect = { x: 0, y: 0, ...size }
  context.translate(Math.round(originX), Math.round(originY))
  setSmoothing(context, zoom)
  drawPart(
    context,
    zoom,
    { image, rect, scaleX: image.width / size.widthPx, scaleY: image.height / size.heightPx },
    rect,
  )
}

const inputs = ['pointerdown', 'keydown', 'wheel', 'resize'] as const

function useAnyInput(onInput: () => void): void {
  useEffect(() => {
    const stop = new AbortController()
    const options = { signal: stop.signal, capture: true, passive: true }
    for (const input of inputs) window.addEventListener(input, onInput, options)
    return () => stop.abort()
  }, [onInput])
}

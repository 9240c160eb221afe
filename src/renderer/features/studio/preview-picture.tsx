import { useLayoutEffect, useRef, type CSSProperties } from 'react'
import { loadFile } from '../../lib/picture/load-image.ts'

interface PreviewPictureProps {
  readonly src: string
  readonly className?: string | undefined
  readonly style?: CSSProperties
}

/** As wide as the thumbnail that will take its place. */
const widthPx = 512

/**
 * A first look at a result, small. The look before it stays until this one is decoded. An `<img>` would decode what a
 * service has returned, several megapixels, again and again while it comes.
 */
export function PreviewPicture({ src, className, style }: PreviewPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // Before the frame is painted: fetching begins at once.
  useLayoutEffect(() => {
    const abort = new AbortController()
    // One that is gone before it is fetched has been replaced, by the next or by the result.
    void draw(canvas.current, src, abort.signal).catch(() => undefined)
    return () => abort.abort()
  }, [src])
  return <canvas ref={canvas} className={className} style={style} width={0} height={0} aria-hidden="true" />
}

async function draw(canvas: HTMLCanvasElement | null, src: string, signal: AbortSignal): Promise<void> {
  const file = await loadFile(src, signal)
  const bitmap = await createImageBitmap(file, { resizeWidth: widthPx, resizeQuality: 'medium' })
  if (canvas === null || signal.aborted) return bitmap.close()
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap)
}

import { useLayoutEffect, useRef, type CSSProperties } from 'react'
import { loadPreview, type PreviewSource } from '../../lib/picture/load-preview.ts'

interface PreviewPictureProps extends PreviewSource {
  readonly className?: string | undefined
  readonly style?: CSSProperties
}

/** As wide as the thumbnail that will take its place. */
const widthPx = 512

/**
 * A first look at a result, small. The look before it stays until this one is decoded. An `<img>` would decode what a
 * service has returned, several megapixels, again and again while it comes.
 */
export function PreviewPicture({ url, maskUrl, className, style }: PreviewPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // Before the frame is painted: fetching begins at once.
  useLayoutEffect(() => {
    const abort = new AbortController()
    // One that is gone before it is fetched has been replaced, by the next or by the result.
    void draw(canvas.current, { url, maskUrl }, abort.signal).catch(() => undefined)
    return () => abort.abort()
  }, [url, maskUrl])
  return <canvas ref={canvas} className={className} style={style} width={0} height={0} aria-hidden="true" />
}

async function draw(canvas: HTMLCanvasElement | null, source: PreviewSource, signal: AbortSignal): Promise<void> {
  const bitmap = await loadPreview(source, signal, widthPx)
  if (canvas === null || signal.aborted) return bitmap.close()
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap)
}

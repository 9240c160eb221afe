import { CircleSlash, Hourglass } from 'lucide-react'
import { useLayoutEffect, useRef, type CSSProperties } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { loadPreview, type PreviewSource } from '../../../lib/image/load-preview.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { Image } from '../../../ui/image.tsx'
import { formatCanceled, stoppingText, stoppingTitle } from './job-messages.ts'
import { useIsPreviewCovered, previewSource } from '../use-overlays.ts'

/** The image of a card: the result, the progress, or why there is none. */
export function CardImage({ job }: { readonly job: JobSnapshot }) {
  if (job.resultId !== null) return <ResultImage id={job.resultId} />
  switch (job.state) {
    case 'cancelled':
      return (
        <div className="card-note">
          <CircleSlash size={15} aria-hidden="true" />
          <p>{formatCanceled(job)}</p>
        </div>
      )
    case 'running':
      return job.phase === 'stopping' ? <StoppingImage /> : <CoarseImage job={job} />
    case 'queued':
    case 'done':
    // These states have cards of their own.
    case 'failed':
    case 'refused':
      return <CoarseImage job={job} />
  }
}

function ResultImage({ id }: { readonly id: AssetId }) {
  const cover = useCover(id)
  return (
    <>
      <Image src={assetUrl(id, 'thumb-512')} alt="" />
      {cover !== null && <CoverVeil label={cover.label} />}
    </>
  )
}

function StoppingImage() {
  return (
    <div className="card-note" title={stoppingText}>
      <Hourglass size={15} aria-hidden="true" />
      <p>{stoppingTitle}</p>
    </div>
  )
}

const percent = (part: number, whole: number) => `${(part / whole) * 100}%`

/** The source image, dimmed, with a preview of the result if there is one. */
function CoarseImage({ job }: { readonly job: JobSnapshot }) {
  const source = useAsset(job.assetId)
  const sourceCover = useCover(job.assetId)
  const dim = classNames('card-dim', sourceCover && 'is-covered')
  const className = classNames(useIsPreviewCovered(job) && 'is-covered')
  const { assetId, preview } = job
  if (assetId === null) {
    if (preview === null) return <div className="card-blank" />
    return <PreviewImage className={className} {...previewSource(job.id, preview)} />
  }
  // An expansion is shown in its new extent, which is not the source's.
  if (preview === null || !source || job.operation === 'expand')
    return <Image className={dim} src={assetUrl(assetId, 'thumb-512')} alt="" />
  const { box } = preview
  const place = {
    left: percent(box.x, source.widthPx),
    top: percent(box.y, source.heightPx),
    width: percent(box.widthPx, source.widthPx),
    height: percent(box.heightPx, source.heightPx),
  }
  const shape = { '--ratio': source.widthPx / source.heightPx } as CSSProperties
  return (
    <div className="card-cover" style={shape}>
      <img className={dim} src={assetUrl(assetId, 'thumb-512')} alt="" />
      <PreviewImage className={className} {...previewSource(job.id, preview)} style={place} />
    </div>
  )
}

interface PreviewImageProps extends PreviewSource {
  readonly className?: string | undefined
  readonly style?: CSSProperties
}

/** As wide as the thumbnail that will replace it. */
const widthPx = 512

/**
 * A small preview of a result. The previous one stays until this one is decoded. An `<img>` would decode what a service
 * has returned, several megapixels, again and again as it arrives.
 */
function PreviewImage({ url, maskUrl, className, style }: PreviewImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // Before the frame is painted, so that fetching begins immediately.
  useLayoutEffect(() => {
    const abort = new AbortController()
    // A preview that is gone before it is fetched has been replaced by the next one or the result.
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

import { CircleSlash, Hourglass } from 'lucide-react'
import { useLayoutEffect, useRef, type CSSProperties } from 'react'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { assetUrl } from '../../../shared/domain/picture-url.ts'
import { useAsset, useCover } from '../../client/index.ts'
import { classNames } from '../../lib/class-names.ts'
import { loadPreview, type PreviewSource } from '../../lib/picture/load-preview.ts'
import { CoverVeil } from '../../ui/cover-veil.tsx'
import { Picture } from '../../ui/picture.tsx'
import { formatCanceled, stoppingText, stoppingTitle } from './job-messages.ts'
import { useIsLookCovered } from './use-is-look-covered.ts'
import { previewSource } from './use-overlays.ts'

/** What a card shows: the result, how far it is, or why there is none. */
export function CardPicture({ job }: { readonly job: JobSnapshot }) {
  if (job.resultId !== null) return <ResultPicture id={job.resultId} />
  switch (job.state) {
    case 'cancelled':
      return (
        <div className="card-note">
          <CircleSlash size={15} aria-hidden="true" />
          <p>{formatCanceled(job)}</p>
        </div>
      )
    case 'running':
      return job.phase === 'stopping' ? <StoppingPicture /> : <CoarsePicture job={job} />
    case 'queued':
    case 'done':
    // Have a card of their own.
    case 'failed':
    case 'refused':
      return <CoarsePicture job={job} />
  }
}

function ResultPicture({ id }: { readonly id: AssetId }) {
  const cover = useCover(id)
  return (
    <>
      <Picture src={assetUrl(id, 'thumb-512')} alt="" />
      {cover !== null && <CoverVeil words={cover.words} />}
    </>
  )
}

function StoppingPicture() {
  return (
    <div className="card-note" title={stoppingText}>
      <Hourglass size={15} aria-hidden="true" />
      <p>{stoppingTitle}</p>
    </div>
  )
}

const percent = (part: number, whole: number) => `${(part / whole) * 100}%`

/** The picture it starts from, dimmed, with a first look at the result where there is one. */
function CoarsePicture({ job }: { readonly job: JobSnapshot }) {
  const source = useAsset(job.assetId)
  const sourceCover = useCover(job.assetId)
  const dim = classNames('card-dim', sourceCover && 'is-covered')
  const look = classNames(useIsLookCovered(job) && 'is-covered')
  const { assetId, preview } = job
  if (assetId === null) {
    if (preview === null) return <div className="card-blank" />
    return <PreviewPicture className={look} {...previewSource(job.id, preview)} />
  }
  // What is expanded is looked at in its new extent, which is not the source's.
  if (preview === null || !source || job.operation === 'expand')
    return <Picture className={dim} src={assetUrl(assetId, 'thumb-512')} alt="" />
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
      <PreviewPicture className={look} {...previewSource(job.id, preview)} style={place} />
    </div>
  )
}

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
function PreviewPicture({ url, maskUrl, className, style }: PreviewPictureProps) {
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

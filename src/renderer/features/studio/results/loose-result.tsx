import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { assetUrl, previewUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/studio.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatSize } from '../../../lib/format.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { Image } from '../../../ui/image.tsx'
import './loose-result.css'
import { useIsPreviewCovered } from '../use-overlays.ts'
import { useProgress } from './use-job-texts.ts'

/** A result that cannot be shown over the document: it has another size, or no document is open. */
export function LooseResult({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const progress = useProgress(job)
  const cover = useCover(job.resultId)
  const isPreviewCovered = useIsPreviewCovered(job)
  const { resultId, preview } = job
  if (resultId === null) {
    return (
      <div className="loose-result" data-part="image" tabIndex={-1}>
        {preview === null ? (
          <p className="loose-result-words">{progress}</p>
        ) : (
          <img
            className={classNames(isPreviewCovered && 'is-covered')}
            src={previewUrl(job.id, preview.revision)}
            alt={messages.preview}
          />
        )}
      </div>
    )
  }
  return (
    <figure className="loose-result" aria-label={messages.result} data-part="image" tabIndex={-1}>
      <Image key={resultId} src={assetUrl(resultId, 'full')} alt={asset?.name ?? messages.result} />
      {cover !== null && <CoverVeil label={cover.label} onReveal={cover.reveal} />}
      <figcaption>
        {asset && `${formatSize(asset)} · `}
        <Kbd command="results.keep" /> {messages.openAsNewDocument} · <Kbd command="results.none" /> {messages.dismiss}
      </figcaption>
    </figure>
  )
}

import { Eye, Merge, X } from 'lucide-react'
import { useEffect } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/studio-parts.ts'
import { useActiveDocument, useAsset, useCover } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { classNames } from '../../../lib/class-names.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useCanvasState, useStudio, useStudioState } from '../studio-context.ts'
import './merge-area-bar.css'

/** Shown while an area of another image is merged into the document. */
export function MergeAreaBar({ canvas }: { readonly canvas: CanvasSession }) {
  const takingFrom = useStudioState((state) => state.takingFrom)
  const documentId = useActiveDocument()?.id
  return (
    takingFrom?.documentId === documentId &&
    takingFrom !== null && <Bar canvas={canvas} sourceId={takingFrom.sourceId} />
  )
}

function Bar({ canvas, sourceId }: { readonly canvas: CanvasSession; readonly sourceId: AssetId }) {
  const { store, edits } = useStudio()
  const source = useAsset(sourceId)
  const cover = useCover(sourceId)
  const isPeeked = useStudioState((state) => state.isSourcePeeked)
  const isBusy = useStudioState((state) => state.isSubmitting)
  // The disabled reason depends on the mask and the open image.
  useCanvasState(canvas, (state) => state.hasMask)
  useCanvasState(canvas, (state) => state.baseId)
  useBackToTarget(canvas)
  const disabledReason = edits.partDisabledReason(sourceId)
  const end = () => store.setState({ takingFrom: null, isSourcePeeked: false })
  const handleTake = () => {
    store.setState({ isSourcePeeked: false })
    void edits.takePartOf(sourceId)
  }
  return (
    <section className="take-part" aria-label={messages.mergeMaskedArea}>
      <img
        className={classNames(cover !== null && 'is-covered')}
        src={assetUrl(sourceId, 'thumb-256')}
        alt=""
        draggable={false}
      />
      <p>
        <strong>{source ? messages.paintAreaOf({ name: source.name }) : messages.paintAreaOfOther}</strong>
        <span>{disabledReason ?? messages.onlyPaintedChanges}</span>
      </p>
      <Button
        size="small"
        icon={<Eye size={14} />}
        aria-pressed={isPeeked}
        onClick={() => store.setState({ isSourcePeeked: !isPeeked })}
      >
        {isPeeked ? messages.showDocument : messages.showSource}
      </Button>
      <Button
        size="small"
        variant="primary"
        icon={<Merge size={14} />}
        disabled={disabledReason !== null || isBusy}
        onClick={handleTake}
      >
        {messages.merge}
      </Button>
      <IconButton label={messages.cancel} size="small" tooltipSide="top" onClick={end}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </section>
  )
}

/** Painting shows the document again. */
function useBackToTarget(canvas: CanvasSession): void {
  const { store } = useStudio()
  const isPainting = useCanvasState(canvas, (state) => state.isPainting)
  useEffect(() => {
    if (isPainting) store.setState({ isSourcePeeked: false })
  }, [store, isPainting])
}

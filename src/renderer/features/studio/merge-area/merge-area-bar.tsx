import { Eye, Merge, X } from 'lucide-react'
import { useEffect } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useActiveDocument, useAsset, useCover } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { classNames } from '../../../lib/class-names.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useCanvasState, useStudio, useStudioState } from '../studio-context.ts'
import './merge-area-bar.css'

/** While a part of another picture is to be taken into the open one: says what to do, and does it. */
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
  // What stands in the way depends on what is painted and on which picture is open.
  useCanvasState(canvas, (state) => state.hasMask)
  useCanvasState(canvas, (state) => state.baseId)
  useBackToTarget(canvas)
  const obstacle = edits.partObstacle(sourceId)
  const end = () => store.setState({ takingFrom: null, isSourcePeeked: false })
  const handleTake = () => {
    store.setState({ isSourcePeeked: false })
    void edits.takePartOf(sourceId)
  }
  return (
    <section className="take-part" aria-label="Merge masked area">
      <img
        className={classNames(cover !== null && 'is-covered')}
        src={assetUrl(sourceId, 'thumb-256')}
        alt=""
        draggable={false}
      />
      <p>
        <strong>Paint over what is to come from {source?.name ?? 'the other image'}</strong>
        <span>{obstacle ?? 'The painted part comes from it, everything else stays as it is.'}</span>
      </p>
      <Button
        size="small"
        icon={<Eye size={14} />}
        aria-pressed={isPeeked}
        onClick={() => store.setState({ isSourcePeeked: !isPeeked })}
      >
        {isPeeked ? 'Show the image' : 'Show the other'}
      </Button>
      <Button
        size="small"
        look="primary"
        icon={<Merge size={14} />}
        disabled={obstacle !== null || isBusy}
        onClick={handleTake}
      >
        Take it
      </Button>
      <IconButton label="Leave it" size="small" tooltipSide="top" onClick={end}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </section>
  )
}

/** A stroke is painted on the open picture, so that is what has to be seen. */
function useBackToTarget(canvas: CanvasSession): void {
  const { store } = useStudio()
  const isPainting = useCanvasState(canvas, (state) => state.isPainting)
  useEffect(() => {
    if (isPainting) store.setState({ isSourcePeeked: false })
  }, [store, isPainting])
}

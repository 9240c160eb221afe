import { useEffect, useMemo } from 'react'
import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/studio.ts'
import { useAsset, useCover, useServices, type Cover } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { CoverVeil } from '../../ui/cover-veil.tsx'
import { CanvasStage, type CanvasStageProps } from './canvas/canvas-stage.tsx'
import { CanvasDialogs } from './canvas/panels/canvas-dialogs.tsx'
import { ToolBar } from './canvas/panels/tool-bar.tsx'
import { selectJob } from './create-studio-store.ts'
import { LazyAfterFirstFill, LazyFirstHint, LazyLiveButton, LazyMergeAreaBar } from './deferred-parts.ts'
import { LooseResult } from './results/loose-result.tsx'
import { useCanvasState, useDocumentName, useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './results/use-cards.ts'
import { useResultBox } from './results/use-family.ts'
import { useBlendPreview, useHeat, useJobPreview, useMergeSource } from './use-overlays.ts'

/** The canvas with its overlays: the selected result, tools, hints. */
export function OpenDocument({ canvas }: { readonly canvas: CanvasSession }) {
  const { selected } = useCards()
  const isComparing = useStudioState((state) => state.isComparing)
  useBackToPainting(canvas)
  useVerdictsFollowBase(canvas)
  const isOriginalHeld = useCanvasState(canvas, (state) => state.isOriginalHeld)
  const size = useCanvasState(canvas, (state) => state.size)
  // The position of a result depends on it.
  const baseId = useCanvasState(canvas, (state) => state.baseId)
  const box = useResultBox(selected)
  const resultId = selected?.resultId ?? null
  const result = useMemo(() => (resultId === null || box === null ? null : { id: resultId, box }), [resultId, box])
  const blendPreview = useBlendPreview()
  const preview = useJobPreview(selected)
  const heat = useHeat(size)
  const source = useMergeSource(size)
  const isLoose = useAsset(resultId) !== undefined && resultId !== null && box === null && blendPreview === null
  const isLooseShown = isLoose && !isOriginalHeld
  const cover = useDocumentCover(baseId, result?.id ?? null)
  return (
    <>
      <Canvas
        canvas={canvas}
        result={result}
        preview={(isLoose ? null : heat) ?? source ?? blendPreview ?? preview}
        comparison={isComparing ? 'slider' : 'off'}
        isCovered={isLooseShown || cover !== null}
      />
      {cover !== null && <CoverVeil label={cover.label} onReveal={cover.reveal} />}
      {isLooseShown && selected !== null && <LooseResult job={selected} />}
      <LazyLiveButton canvas={canvas} />
      <LazyMergeAreaBar canvas={canvas} />
      <div className="studio-tools">
        <ToolBar session={canvas} />
      </div>
      <LazyFirstHint canvas={canvas} />
      <LazyAfterFirstFill canvas={canvas} />
    </>
  )
}

type CanvasProps = { readonly canvas: CanvasSession } & Pick<
  CanvasStageProps,
  'result' | 'preview' | 'comparison' | 'isCovered'
>

function Canvas({ canvas, ...shown }: CanvasProps) {
  const { input, commands, onImageFailure, onImageSharp } = useStudio()
  const { isMac } = useServices()
  const name = useDocumentName()
  return (
    <div className="studio-canvas" role="application" aria-label={messages.canvas}>
      <CanvasStage
        session={canvas}
        label={name}
        {...shown}
        isMac={isMac}
        input={input}
        commands={commands}
        onImageFailure={onImageFailure}
        onImageSharp={onImageSharp}
      />
      <CanvasDialogs session={canvas} />
    </div>
  )
}

/** Covers the image and the result shown over it: either may be covered. */
function useDocumentCover(baseId: AssetId, resultId: AssetId | null): Cover | null {
  const base = useCover(baseId)
  const result = useCover(resultId)
  const cover = base ?? result
  if (cover === null) return null
  const reveal = () => {
    base?.reveal()
    result?.reveal()
  }
  return { label: cover.label, reveal }
}

/** The brush paints on the image, not on a result: a stroke shows the image again. */
function useBackToPainting(canvas: CanvasSession): void {
  const { store } = useStudio()
  const isPainting = useCanvasState(canvas, (state) => state.isPainting)
  useEffect(() => {
    if (isPainting) selectJob(store, null)
  }, [store, isPainting])
}

function useVerdictsFollowBase(canvas: CanvasSession): void {
  const { actions } = useStudio()
  const { intents } = useServices()
  useEffect(
    () =>
      canvas.store.subscribe((state, previous) => {
        if (state.baseId === previous.baseId) return
        actions.noteBase(state.baseId).catch((error: unknown) => intents.send({ type: 'report', error }))
      }),
    [canvas, actions, intents],
  )
}

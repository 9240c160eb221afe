import { CircleAlert, FolderOpen, ImagePlus } from 'lucide-react'
import { useEffect, useMemo, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { useAsset, useCover, useServices, useSettings, type Cover } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { Button } from '../../ui/button.tsx'
import { CoverVeil } from '../../ui/cover-veil.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Panels, WithBottomPanel } from '../../ui/panels.tsx'
import { AfterFirstFill } from './after-first-fill.tsx'
import { useBlendable } from './blend/use-blendable.ts'
import { isUnderWay, selectJob } from './create-studio-store.ts'
import { BlendPanel, SpendDialog, MergeAreaBar } from './deferred-parts.ts'
import { DocumentTabs } from './document-tabs.tsx'
import { FirstHint } from './first-hint.tsx'
import { OptionsBar, TaskBar } from './folded-bars.tsx'
import { LooseResult } from './loose-result.tsx'
import { ResultsStrip } from './results-strip.tsx'
import { useTask } from './form/use-make.ts'
import { StudioProvider, useCanvasState, useStudio, useStudioState, type StudioModel } from './studio-context.ts'
import './studio.css'
import { TaskPanel } from './task-panel.tsx'
import { isMasked } from './tasks.ts'
import { useCards } from './use-cards.ts'
import { useResultBox } from './use-family.ts'
import { useFolded } from './use-folded.ts'
import { useBlendLook, useHeat, useJobPreview, useSourceLook } from './use-overlays.ts'

interface StudioProps {
  readonly model: StudioModel
  /** The canvas of the picture on screen; null while it opens, or where nothing is open. */
  readonly canvas: CanvasSession | null
  readonly openError: unknown
  readonly onRetryOpen: () => void
}

/** Where pictures are made. */
export function Studio({ model, canvas, openError, onRetryOpen }: StudioProps) {
  return (
    <StudioProvider value={{ ...model, canvas }}>
      <Sides>
        <Middle>
          <StageContent openError={openError} onRetryOpen={onRetryOpen} />
          {model.renderIncoming()}
        </Middle>
      </Sides>
      <Question />
    </StudioProvider>
  )
}

/** The panels beside the canvas. */
function Sides({ children }: { readonly children: ReactNode }) {
  const { settings } = useServices()
  const { canvas } = useStudio()
  const sizes = useSettings((each) => each.panelSizes)
  const areHidden = useSettings((each) => each.arePanelsHidden)
  const [isTaskFolded] = useFolded('task')
  const [areOptionsFolded] = useFolded('options')
  return (
    <Panels
      name="studio"
      areHidden={areHidden}
      sizes={sizes}
      onResize={(panelSizes) => settings.change({ panelSizes: { ...sizes, ...panelSizes } })}
      left={{
        label: 'Task',
        content: <TaskPanel />,
        bar: isTaskFolded ? <TaskBar /> : undefined,
        defaultPx: 226,
        minPx: 224,
        maxPx: 440,
      }}
      right={{
        label: 'Tool options',
        content: canvas && <RightPanel key={canvas.id} />,
        bar: areOptionsFolded ? <OptionsBar /> : undefined,
        defaultPx: 188,
        minPx: 184,
        maxPx: 400,
      }}
    >
      {children}
    </Panels>
  )
}

/** The canvas beneath its tabs, above its results: these are one line where there are none. */
function Middle({ children }: { readonly children: ReactNode }) {
  const { settings } = useServices()
  const { canvas } = useStudio()
  const { cards } = useCards()
  const sizes = useSettings((each) => each.panelSizes)
  const areHidden = useSettings((each) => each.arePanelsHidden)
  const [isFolded] = useFolded('results')
  const hasStrip = !areHidden && (canvas !== null || cards.length > 0)
  const isOpen = hasStrip && !isFolded && cards.length > 0
  return (
    <div className="studio-middle">
      <h1 className="visually-hidden">Studio</h1>
      <DocumentTabs />
      <div className="studio-work">
        <WithBottomPanel
          name="studio"
          bottom={
            isOpen ? { label: 'Results', content: <ResultsStrip />, defaultPx: 230, minPx: 180, maxPx: 520 } : null
          }
          sizes={sizes}
          onResize={(panelSizes) => settings.change({ panelSizes: { ...sizes, ...panelSizes } })}
        >
          <div className="studio-stage">{children}</div>
        </WithBottomPanel>
      </div>
      {hasStrip && !isOpen && <ResultsStrip isFolded />}
    </div>
  )
}

function Question() {
  const question = useStudioState((state) => state.spendQuestion)
  return question !== null && <SpendDialog question={question} />
}

/** What belongs to the picture on screen, and how the chosen result lies in it. */
function RightPanel() {
  const { renderPanels } = useStudio()
  const edit = useBlendable()
  const isMaskShown = useIsMaskShown()
  return (
    <div className="studio-right panel-scroll">
      {edit !== null && <BlendPanel key={edit.id} edit={edit} />}
      {renderPanels({ isMaskShown })}
    </div>
  )
}

/** A new image, and what is done to a whole one, need no masks; an expansion repaints what they cover, too. */
function useIsMaskShown(): boolean {
  const task = useTask()
  const isTaking = useStudioState((state) => state.takingFrom !== null)
  return isTaking || isMasked(task) || task === 'expand'
}

function StageContent({ openError, onRetryOpen }: Pick<StudioProps, 'openError' | 'onRetryOpen'>) {
  const { canvas } = useStudio()
  const { describeError } = useServices()
  const { selected } = useCards()
  const documents = useStore(useServices().documents.store, (state) => state.documents)
  if (openError !== null) {
    const { title, text } = describeError(openError)
    return (
      <EmptyState icon={<CircleAlert size={32} strokeWidth={1.5} />} title={title} text={text}>
        <Button onClick={onRetryOpen}>Try again</Button>
      </EmptyState>
    )
  }
  const hasPicture = selected !== null && (selected.resultId !== null || isUnderWay(selected))
  // With no picture open: the chosen result, as large as there is room.
  if (documents?.length === 0) return hasPicture ? <LooseResult key={selected.id} job={selected} /> : <NothingOpen />
  if (canvas === null) return <div className="studio-opening" role="status" aria-label="Opening the image" />
  return <OpenStage key={canvas.id} canvas={canvas} />
}

function OpenStage({ canvas }: { readonly canvas: CanvasSession }) {
  const { renderStage, renderToolBar } = useStudio()
  const { selected } = useCards()
  const isComparing = useStudioState((state) => state.isComparing)
  useBackToPainting(canvas)
  useVerdictsFollowBase(canvas)
  const isOriginalHeld = useCanvasState(canvas, (state) => state.isOriginalHeld)
  const size = useCanvasState(canvas, (state) => state.size)
  // Where a result lies depends on it.
  const baseId = useCanvasState(canvas, (state) => state.baseId)
  const box = useResultBox(selected)
  const resultId = selected?.resultId ?? null
  const result = useMemo(() => (resultId === null || box === null ? null : { id: resultId, box }), [resultId, box])
  const look = useBlendLook()
  const preview = useJobPreview(selected)
  const heat = useHeat(size)
  const source = useSourceLook(size)
  const isLoose = useAsset(resultId) !== undefined && resultId !== null && box === null && look === null
  const isLooseShown = isLoose && !isOriginalHeld
  const cover = useStageCover(baseId, result?.id ?? null)
  return (
    <>
      {renderStage({
        canvas,
        result,
        preview: source ?? look ?? preview,
        heat: isLoose ? null : heat,
        isComparing,
        isCovered: isLooseShown || cover !== null,
      })}
      {cover !== null && <CoverVeil words={cover.words} onReveal={cover.reveal} />}
      {isLooseShown && selected !== null && <LooseResult job={selected} />}
      <MergeAreaBar canvas={canvas} />
      <div className="studio-tools">{renderToolBar()}</div>
      <FirstHint canvas={canvas} />
      <AfterFirstFill canvas={canvas} />
    </>
  )
}

/** Over the picture and the result that lies in it: one of them may be covered. */
function useStageCover(baseId: AssetId, resultId: AssetId | null): Cover | null {
  const base = useCover(baseId)
  const result = useCover(resultId)
  const cover = base ?? result
  if (cover === null) return null
  const reveal = () => {
    base?.reveal()
    result?.reveal()
  }
  return { words: cover.words, reveal }
}

/** The brush paints on the picture, not on a result: a stroke brings the picture back. */
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
      canvas.store.subscribe((state, before) => {
        if (state.baseId === before.baseId) return
        actions.noteBase(state.baseId).catch((error: unknown) => intents.send({ do: 'report', error }))
      }),
    [canvas, actions, intents],
  )
}

function NothingOpen() {
  const { intents, order } = useServices()
  const newest = useStore(order.store, (state) => state.library?.at(0))
  const isNew = useSettings((each) => each.studio.task === 'generate')
  return (
    <EmptyState
      icon={<ImagePlus size={36} strokeWidth={1.5} />}
      title={isNew ? 'New image' : 'Open an image'}
      text={
        isNew
          ? 'Write a prompt and press Generate. Or open an image to edit.'
          : 'Drop one here, paste it, or choose a file. Your file is copied to the library and never changed.'
      }
    >
      <Button
        look={isNew ? 'plain' : 'primary'}
        icon={<FolderOpen size={15} />}
        onClick={() => intents.send({ do: 'choose-and-open' })}
      >
        Open…
      </Button>
      {newest !== undefined && (
        <Button onClick={() => intents.send({ do: 'open-in-studio', assetId: newest })}>Open the newest</Button>
      )}
    </EmptyState>
  )
}

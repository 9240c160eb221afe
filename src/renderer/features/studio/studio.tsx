import { CircleAlert, FolderOpen, ImagePlus, Layers, SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../shared/messages/en/studio.ts'
import { useServices, useSettings } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Panels, WithBottomPanel } from '../../ui/panels.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useBlendable } from './blend/use-blendable.ts'
import { ToolOptionsPanel } from './canvas/panels/tool-options.tsx'
import { isUnderWay } from './create-studio-store.ts'
import {
  LazyBlendPanel,
  LazyEditPlan,
  LazyLayersPanel,
  LazyLivePanel,
  LazyMarkupPanel,
  LazyMasksPanel,
  LazySpendDialog,
} from './deferred-parts.ts'
import { DocumentTabs } from './document-tabs.tsx'
import { LooseResult } from './results/loose-result.tsx'
import { OpenDocument } from './open-document.tsx'
import { ResultsStrip } from './results/results-strip.tsx'
import { useTask } from './form/use-generate.ts'
import {
  StudioProvider,
  useCanvasState,
  useDocumentName,
  useStudio,
  useStudioState,
  type StudioModel,
} from './studio-context.ts'
import './studio.css'
import { taskIcons } from './task-icons.ts'
import { TaskPanel } from './task-panel.tsx'
import { isMaskedTask, tasks, taskTexts } from './tasks.ts'
import { useCards } from './results/use-cards.ts'
import { useFolded } from './use-folded.ts'

interface StudioProps {
  readonly model: StudioModel
  /** The canvas of the open document; null while it opens, or without one. */
  readonly canvas: CanvasSession | null
  readonly openError: unknown
  readonly onRetryOpen: () => void
  /** Over the canvas: an incoming image. */
  readonly children: ReactNode
}

/** The Studio: task, canvas, results and tool options. */
export function Studio({ model, canvas, openError, onRetryOpen, children }: StudioProps) {
  return (
    <StudioProvider value={{ ...model, canvas }}>
      <Sides>
        <Middle>
          <DocumentContent openError={openError} onRetryOpen={onRetryOpen} />
          {children}
        </Middle>
      </Sides>
      <Question />
      <Plan />
    </StudioProvider>
  )
}

/** From here on there is room for wider panels beside a large canvas, CSS pixels. */
const wideWindowPx = 1_600

/** The panels next to the canvas. */
function Sides({ children }: { readonly children: ReactNode }) {
  const { settings } = useServices()
  const { canvas } = useStudio()
  const sizes = useSettings((each) => each.panelSizes)
  const areHidden = useSettings((each) => each.arePanelsHidden)
  const [isTaskFolded] = useFolded('task')
  const [areOptionsFolded] = useFolded('options')
  const isWide = window.innerWidth >= wideWindowPx
  return (
    <Panels
      name="studio"
      areHidden={areHidden}
      sizes={sizes}
      onResize={(panelSizes) => settings.change({ panelSizes: { ...sizes, ...panelSizes } })}
      left={{
        label: messages.task,
        content: <TaskPanel />,
        bar: isTaskFolded ? <TaskBar /> : undefined,
        defaultPx: isWide ? 272 : 226,
        minPx: 224,
        maxPx: 440,
      }}
      right={{
        label: messages.toolOptions,
        content: canvas && <RightPanel key={canvas.id} canvas={canvas} />,
        bar: areOptionsFolded ? <OptionsBar /> : undefined,
        defaultPx: isWide ? 232 : 188,
        minPx: 184,
        maxPx: 400,
      }}
    >
      {children}
    </Panels>
  )
}

/** Tabs, canvas and results. Without results the strip is one line. */
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
      <h1 className="visually-hidden">{messages.studio}</h1>
      <DocumentTabs />
      <div className="studio-work">
        <WithBottomPanel
          name="studio"
          bottom={
            isOpen
              ? { label: messages.results, content: <ResultsStrip />, defaultPx: 230, minPx: 180, maxPx: 520 }
              : null
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
  return question !== null && <LazySpendDialog question={question} />
}

function Plan() {
  const { store, canvas } = useStudio()
  const isOpen = useStudioState((state) => state.isEditPlanOpen)
  return isOpen && canvas && <LazyEditPlan canvas={canvas} onClose={() => store.setState({ isEditPlanOpen: false })} />
}

/** Tool options, masks and layers, and the blend of the selected result. */
function RightPanel({ canvas }: { readonly canvas: CanvasSession }) {
  const { fileActions } = useStudio()
  const name = useDocumentName()
  const edit = useBlendable()
  const isMaskShown = useIsMaskShown()
  const isLive = useStudioState((state) => state.liveOf === canvas.id)
  const isMarkupShown = useCanvasState(canvas, (state) => state.tool === 'markup' || state.markup.marks.length > 0)
  return (
    <div className="studio-right panel-scroll">
      {edit !== null && <LazyBlendPanel key={edit.id} edit={edit} />}
      {isLive && <LazyLivePanel canvas={canvas} />}
      <ToolOptionsPanel session={canvas} />
      {isMarkupShown && <LazyMarkupPanel session={canvas} />}
      {isMaskShown && <LazyMasksPanel session={canvas} fileActions={fileActions} />}
      <LazyLayersPanel session={canvas} fileActions={fileActions} imageName={name} />
    </div>
  )
}

/** New images and whole-image edits need no masks; an expansion repaints masked areas, too. */
function useIsMaskShown(): boolean {
  const task = useTask()
  const isTaking = useStudioState((state) => state.takingFrom !== null)
  return isTaking || isMaskedTask(task) || task === 'expand'
}

function DocumentContent({ openError, onRetryOpen }: Pick<StudioProps, 'openError' | 'onRetryOpen'>) {
  const { canvas } = useStudio()
  const { describeError } = useServices()
  const { selected } = useCards()
  const documents = useStore(useServices().documents.store, (state) => state.documents)
  if (openError !== null) {
    const { title, text } = describeError(openError)
    return (
      <EmptyState icon={<CircleAlert size={32} strokeWidth={1.5} />} title={title} text={text}>
        <Button onClick={onRetryOpen}>{messages.tryAgain}</Button>
      </EmptyState>
    )
  }
  const hasImage = selected !== null && (selected.resultId !== null || isUnderWay(selected))
  // Without a document: the selected result, as large as possible.
  if (documents?.length === 0) return hasImage ? <LooseResult key={selected.id} job={selected} /> : <NothingOpen />
  if (canvas === null) return <Opening />
  return <OpenDocument key={canvas.id} canvas={canvas} />
}

/** Says so only where it takes a moment: most images open before it could be read. */
function Opening() {
  return (
    <div className="studio-opening" role="status" aria-label={messages.openingImage}>
      <div className="studio-opening-progress">
        <p>{messages.openingImage}</p>
        <ProgressBar label={messages.openingImage} value={null} />
      </div>
    </div>
  )
}

function NothingOpen() {
  const { intents, order } = useServices()
  const newest = useStore(order.store, (state) => state.library?.at(0))
  const isNew = useSettings((each) => each.studio.task === 'generate')
  return (
    <EmptyState
      icon={<ImagePlus size={36} strokeWidth={1.5} />}
      title={isNew ? messages.newImage : messages.openImageTitle}
      text={isNew ? messages.newImageHint : messages.openImageHint}
    >
      <Button
        variant={isNew ? 'plain' : 'primary'}
        icon={<FolderOpen size={15} />}
        onClick={() => intents.send({ type: 'choose-and-open' })}
      >
        {messages.openFile}
      </Button>
      {newest !== undefined && (
        <Button onClick={() => intents.send({ type: 'open-in-studio', assetId: newest })}>
          {messages.openLatestImage}
        </Button>
      )}
    </EmptyState>
  )
}

/** The collapsed form: choosing a task expands it. */
function TaskBar() {
  const { form } = useStudio()
  const [, fold] = useFolded('task')
  const current = useTask()
  return tasks.map((task) => {
    const Icon = taskIcons[task]
    return (
      <IconButton
        key={task}
        label={taskTexts[task].label}
        tooltipSide="right"
        isPressed={task === current}
        onClick={() => {
          form.chooseTask(task)
          fold(false)
        }}
      >
        <Icon size={16} aria-hidden="true" />
      </IconButton>
    )
  })
}

/** The collapsed tool options. */
function OptionsBar() {
  const [, fold] = useFolded('options')
  return (
    <>
      <IconButton label={messages.toolOptions} tooltipSide="left" onClick={() => fold(false)}>
        <SlidersHorizontal size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.masksAndLayers} tooltipSide="left" onClick={() => fold(false)}>
        <Layers size={16} aria-hidden="true" />
      </IconButton>
    </>
  )
}

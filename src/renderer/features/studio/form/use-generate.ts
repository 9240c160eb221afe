import { useEffect, useMemo } from 'react'
import { createStore, useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import { selectInpainter } from './models/select-inpainter.ts'
import { useActiveDocument, useReferences, useServices, useSettings } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import { isMaskedTask, taskOf } from '../tasks.ts'
import { planItems, selectLastPlan } from './create-planner.ts'
import { deriveGenerateState, usualNumber, type CanvasFacts, type GenerateState } from './derive-generate-state.ts'

const closed = createStore(() => null)

/** Reads from the open image; `select` gets null if none is open. */
function useOpenCanvas<T>(canvas: CanvasSession | null, select: (state: CanvasState | null) => T): T {
  return useStore<typeof closed | CanvasSession['store'], T>(canvas?.store ?? closed, select)
}

/** Returns the current task. */
export function useTask(): StudioTask {
  const chosenTask = useSettings((each) => each.studio.task)
  const intent = useOpenCanvas(useStudio().canvas, (state) => state?.intent ?? null)
  return taskOf(chosenTask, intent)
}

/** The prompts of the open image, or those of the form if none is open. */
export function usePrompts(): PromptPair {
  const formPrompts = useStudioState((state) => state.form.prompts)
  return useOpenCanvas(useStudio().canvas, (state) => state?.prompts ?? formPrompts)
}

/** Derives the form's state, and plans every model whenever it changes. */
export function useGenerate(task: StudioTask): GenerateState {
  const { canvas, planner } = useStudio()
  const { providers, error } = useStore(useServices().providers.store)
  const hasFailed = error !== null
  const studio = useSettings((each) => each.studio)
  const favouriteModels = useSettings((each) => each.favouriteModels)
  const inpainter = useInpainter()
  const form = useStudioState((state) => state.form)
  const seed = useStudioState((state) => (state.seedMode === 'fixed' ? state.fixedSeed : null))
  const document = useActiveDocument()
  const prompts = usePrompts()
  const styles = useStore(useServices().prompts.store, (state) => state.styles)
  const lists = useStore(useServices().prompts.store, (state) => state.lists)
  const facts = useCanvasFacts(canvas)
  // The prompt loads them once it names one.
  const references = useReferences(false)
  const generateState = useMemo(
    () =>
      deriveGenerateState({
        task,
        providers,
        hasFailed,
        settings: { studio, favouriteModels },
        inpainter,
        form,
        prompts,
        styles,
        lists,
        seed,
        document,
        canvas: facts,
      }),
    [
      task,
      providers,
      hasFailed,
      studio,
      favouriteModels,
      inpainter,
      form,
      prompts,
      styles,
      lists,
      seed,
      document,
      facts,
    ],
  )
  useEffect(() => planner.ask(planItems(generateState.picks, references)), [planner, generateState, references])
  useEdgeOfModel(canvas, generateState)
  usePlannedBox(canvas, generateState)
  return generateState
}

/** The model for removal in use. */
function useInpainter() {
  const models = useStore(useServices().vision.store)
  const chosen = useSettings((each) => each.visionModels.remove)
  return useMemo(() => selectInpainter(models, chosen), [models, chosen])
}

function useCanvasFacts(canvas: CanvasSession | null): CanvasFacts | null {
  return useOpenCanvas(
    canvas,
    useShallow((state) =>
      state === null
        ? null
        : {
            size: state.size,
            baseId: state.baseId,
            hasMask: state.hasMask,
            maskBounds: state.maskBounds,
            edge: state.edge,
            box: state.box,
            frame: state.frame,
            sampling: state.sampling,
            hasSampling: state.hasSampling,
            markup: state.markup,
          },
    ),
  )
}

/** The automatic edge depends on the model: what is drawn is what is sent. */
function useEdgeOfModel(canvas: CanvasSession | null, { task, runsHere, model }: GenerateState): void {
  const intent = useOpenCanvas(canvas, (state) => state?.intent ?? null)
  const isLocalFill = runsHere && model === null
  const strength =
    model === null
      ? 1
      : (model.values.strength ?? usualNumber('strength', task, model.card) ?? model.card.strength?.default ?? 1)
  useEffect(() => {
    if (canvas === null || intent === null || intent !== task) return
    const { edgeHow } = canvas.store.getState()
    if (edgeHow.isLocalFill === isLocalFill && edgeHow.strength === strength) return
    canvas.edit.changeIntent(intent, { isLocalFill, strength })
  }, [canvas, intent, task, isLocalFill, strength])
}

/** Shows the area that would be sent on the image. */
function usePlannedBox(canvas: CanvasSession | null, { task, hasMask, model }: GenerateState): void {
  const { planner } = useStudio()
  const request = isMaskedTask(task) && hasMask ? (model?.request ?? null) : null
  const crop = useStore(planner.store, (state) => selectLastPlan(state, request)?.edit?.crop ?? null)
  useEffect(() => canvas?.edit.showPlannedBox(crop), [canvas, crop])
  useEffect(() => () => canvas?.edit.showPlannedBox(null), [canvas])
}
